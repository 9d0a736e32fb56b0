/** What two people of finance do to the books: one asks, another one decides. */
export const LEDGER_CHANGE_KINDS = [
  'CLOSE_PERIOD',
  'REOPEN_PERIOD',
  'POST_ENTRY',
  'REVERSE_ENTRY',
  'SET_BUDGET',
] as const;
export type LedgerChangeKind = (typeof LEDGER_CHANGE_KINDS)[number];

export const LEDGER_CHANGE_STATUSES = ['REQUESTED', 'APPROVED', 'REJECTED'] as const;
export type LedgerChangeStatus = (typeof LEDGER_CHANGE_STATUSES)[number];
