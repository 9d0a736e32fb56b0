import { useState } from 'react';
import { actKey, queries } from '../../../kit/api/api';

/** A key for one act on a loan that is overdue, and what follows once it is done: all of the loan's collection is read anew. */
export function useCollectionAct(done: () => void) {
  const [key, renew] = useState(actKey);
  return {
    header: { 'Idempotency-Key': key },
    onSuccess: (): void => {
      renew(actKey());
      void queries.invalidateQueries({
        predicate: ({ queryKey: [, path] }) =>
          path === '/collections' || path === '/loans/{loanId}/collection',
      });
      done();
    },
  };
}
