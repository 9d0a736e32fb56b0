import type { Answers } from '../../client/client';
import { api, queries } from '../../kit/api/api';
import { useActKey } from '../../kit/api/useActKey';
import { type Words, words } from '../../kit/words/words';

/** What two people of finance do to the books, by name. */
export const LEDGER_CHANGE_KINDS: Words<Answers['LedgerChangeKind']> = words({
  CLOSE_PERIOD: ['月结', 'Close a month'],
  REOPEN_PERIOD: ['重开月份', 'Open a month again'],
  POST_ENTRY: ['手工凭证', 'Entry by hand'],
  REVERSE_ENTRY: ['红字冲销', 'Reversal of an entry'],
  SET_BUDGET: ['预算', 'Budget'],
});

export const LEDGER_CHANGE_STATUSES: Words<Answers['LedgerChangeStatus']> = words({
  REQUESTED: ['等待另一人决定', 'Waits for a second person'],
  APPROVED: ['已同意并执行', 'Approved and done'],
  REJECTED: ['未同意', 'Rejected'],
});

/** Books that a decision may have changed are read anew. */
const lookAtBooks = (): Promise<void> =>
  queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      typeof path === 'string' && /^\/(ledger|periods|statements)/.test(path),
  });

/** Asks for something to be done to the books. @param asked when it waits for its second person */
export function useLedgerChange(asked: () => void) {
  const { key, renew } = useActKey();
  const ask = api.useMutation('post', '/ledger-changes', {
    onSuccess: () => {
      renew();
      void lookAtBooks();
      asked();
    },
  });
  return { ask, header: { 'Idempotency-Key': key } };
}

/** Decides what another one of finance asked for. */
export const useLedgerDecision = () =>
  api.useMutation('post', '/ledger-changes/{changeId}/decision', { onSuccess: lookAtBooks });
