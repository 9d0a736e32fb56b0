import { queries } from '../../../kit/api/api';
import { useActKey } from '../../../kit/api/useActKey';

/** A key for one act on a loan that is overdue, and what follows once it is done: all of the loan's collection is read anew. */
export function useCollectionAct(done: () => void) {
  const { key, renew } = useActKey();
  return {
    header: { 'Idempotency-Key': key },
    onSuccess: (): void => {
      renew();
      void queries.invalidateQueries({
        predicate: ({ queryKey: [, path] }) =>
          path === '/collections' || path === '/loans/{loanId}/collection',
      });
      done();
    },
  };
}
