import { api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';

/** Asks for a change of people or rights. @param done when it waits for its second person */
export function useStaffChange(done: () => void) {
  const { key } = useActKey();
  const ask = api.useMutation('post', '/staff/changes', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/staff/changes'] });
      done();
    },
  });
  return { ask, header: { 'Idempotency-Key': key } };
}
