import { queries } from '../../../kit/api/api';

/** Looks at the machines anew. */
export const lookAtMachines = () => queries.invalidateQueries({ queryKey: ['get', '/machines'] });
