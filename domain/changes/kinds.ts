import type { Role } from '../approval/roles';

/**
 * What may be changed about a running loan by its one door. The kinds are the same in HTTP, in the database's table
 * `loan_change_rule` (a test compares) and in the process. Who must approve each: `parameters.changes`.
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
  /** A later maturity (展期). */
  'EXTEND',
  /** New rows on new terms, under observation (重组). */
  'RESCHEDULE',
  /** Another rate by agreement; the LPR's own dates need nobody. */
  'REPRICE',
  /** Interest, penalty or a fee is given up (减免). */
  'WAIVE',
] as const;
export type LoanChangeKind = (typeof LOAN_CHANGE_KINDS)[number];

/** The law of a kind: in the database too. */
export interface LoanChangeRule {
  /** Who may ask for it; `applicant`: the enterprise itself, for its own loan. */
  readonly askedBy: readonly Role[];
  /** It changes the contract: the borrower agrees to what was shown, before a deadline (民法典 543). */
  readonly needsConsent: boolean;
}

export const LOAN_CHANGE_RULES = {
  RESUME_DEBIT: { askedBy: ['finance'], needsConsent: false },
  PAUSE_DEBIT: { askedBy: ['finance'], needsConsent: false },
  BIND_ACCOUNT: { askedBy: ['finance', 'applicant'], needsConsent: false },
  REVERSE_RECEIPT: { askedBy: ['finance'], needsConsent: false },
  EXTEND: { askedBy: ['finance', 'risk', 'customer_service', 'applicant'], needsConsent: true },
  RESCHEDULE: { askedBy: ['finance', 'risk', 'customer_service', 'applicant'], needsConsent: true },
  REPRICE: { askedBy: ['finance', 'risk'], needsConsent: true },
  WAIVE: { askedBy: ['finance', 'risk', 'customer_service'], needsConsent: false },
} as const satisfies Readonly<Record<LoanChangeKind, LoanChangeRule>>;
