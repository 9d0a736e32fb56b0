/**
 * What people may change about a running loan: one asks, another one approves, the loan takes it. The kinds are the
 * same in HTTP, in the database's CHECK (a test compares) and in the process.
 */
export const LOAN_CHANGE_KINDS = [
  /** Instalments are debited by themselves again. */
  'RESUME_DEBIT',
  /** No debit by itself until it is resumed. */
  'PAUSE_DEBIT',
  /** Another account of the enterprise, for debits and payouts from now on. */
  'BIND_ACCOUNT',
  /** A receipt bounced: the loan is what it would be without it, and lives again when it was closed. */
  'REVERSE_RECEIPT',
] as const;
export type LoanChangeKind = (typeof LOAN_CHANGE_KINDS)[number];

export const LOAN_CHANGE_STATUSES = ['REQUESTED', 'APPROVED', 'REJECTED', 'APPLIED', 'REFUSED'] as const;
export type LoanChangeStatus = (typeof LOAN_CHANGE_STATUSES)[number];
