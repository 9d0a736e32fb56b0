/** Tasks about money at the bank. */
export const MONEY_TASKS = [
  'RELEASE_DISBURSEMENT',
  'RETRY_DISBURSEMENT',
  'RESOLVE_PAYMENT',
  'CONFIRM_PAYMENT',
  'SETTLE_DISPUTE',
  'RETRY_REFUND',
  'COLLECT_MANUALLY',
] as const;
