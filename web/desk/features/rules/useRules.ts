import { api, queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';

/** Tries other rules, and asks for them. @param asked when they wait for their second person */
export function useRules(asked: () => void) {
  const { key } = useActKey();
  const preview = api.useMutation('post', '/rules/previews');
  const request = api.useMutation('post', '/rules/changes', {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['get', '/rules/changes'] });
      asked();
    },
  });
  return { preview, request, header: { 'Idempotency-Key': key } };
}
