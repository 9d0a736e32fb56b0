import { api } from '../../kit/api/api';

const AN_HOUR_MS = 3_600_000;

/** The staff of the own institution by name, asked for once an hour for all screens. */
export function useColleagues(enabled = true) {
  return api.useQuery('get', '/colleagues', undefined, { staleTime: AN_HOUR_MS, enabled });
}

/** Whether names are on their way for the first time: rows that are shown before them move when they come. */
export function useNamesComing(): boolean {
  const { failureCount, isLoading } = useColleagues(false);
  return isLoading && failureCount === 0;
}
