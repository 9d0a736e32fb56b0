import type { TASK_RULES, TaskKind } from '../domain/approval/tasks';

/** What waits for finance, by what it is about. */
export const FINANCE_WORK = [
  'RELEASES',
  'PAYMENTS_UNKNOWN',
  'UNIDENTIFIED_MONEY',
  'REFUNDS_REFUSED',
  'DISPUTES',
  'BREAKS',
  'COLLECTIONS',
  'FEES',
  'DAYS_TO_SIGN',
  'MONTHS_TO_CLOSE',
  'LEDGER_CHANGES',
  'LOAN_CHANGES',
] as const;
export type FinanceWork = (typeof FINANCE_WORK)[number];

/** Kinds of task that come to finance. */
type FinanceTask = {
  [Kind in TaskKind]: (typeof TASK_RULES)[Kind]['role'] extends 'finance' ? Kind : never;
}[TaskKind];

/** What a task of finance is about: a new kind that is about nothing does not compile. */
export const WORK_OF_TASK = {
  RELEASE_DISBURSEMENT: 'RELEASES',
  RETRY_DISBURSEMENT: 'RELEASES',
  RESOLVE_PAYMENT: 'PAYMENTS_UNKNOWN',
  CONFIRM_PAYMENT: 'PAYMENTS_UNKNOWN',
  IDENTIFY_RECEIPT: 'UNIDENTIFIED_MONEY',
  CONFIRM_RETURN: 'UNIDENTIFIED_MONEY',
  RETRY_REFUND: 'REFUNDS_REFUSED',
  SETTLE_DISPUTE: 'DISPUTES',
  RESOLVE_BREAK: 'BREAKS',
  CONFIRM_BREAK: 'BREAKS',
  COLLECT_MANUALLY: 'COLLECTIONS',
  COLLECT_FEE: 'FEES',
  CONFIRM_FEE_PAID: 'FEES',
  CONFIRM_FEE_RELIEF: 'FEES',
  RESOLVE_FEE_DISPUTE: 'DISPUTES',
} as const satisfies Readonly<Record<FinanceTask, FinanceWork>>;
