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
  /** A receipt bounced, or was another loan's: the loan is what it would be without it, and lives again if closed. */
  'REVERSE_RECEIPT',
  /** Money that came in another way than to our account, with evidence of it (手工入账). */
  'MANUAL_RECEIPT',
  /** A later maturity (展期). */
  'EXTEND',
  /** New rows on new terms, under observation (重组). */
  'RESCHEDULE',
  /** Another rate by agreement; the LPR's own dates need nobody. */
  'REPRICE',
  /** Interest, penalty or a fee is given up (减免). */
  'WAIVE',
  /** All that is left falls due at once (宣布提前到期). */
  'ACCELERATE',
  /** The principal leaves the books, the claim stays (账销案存); with evidence. */
  'WRITE_OFF',
  /** A cured loan is performing again, and its interest is recognised anew. The night asks for it too. */
  'UPGRADE',
  /** Something is known of the debtor, or of the loan, that bounds its class; or it is so no longer. */
  'DEBTOR_FACT',
] as const;
export type LoanChangeKind = (typeof LOAN_CHANGE_KINDS)[number];

/** The law of a kind: in the database too. */
export interface LoanChangeRule {
  /** Who may ask for it; `applicant`: the enterprise itself, for its own loan. */
  readonly askedBy: readonly Role[];
  /** It changes the contract: the borrower agrees to what was shown, before a deadline (民法典 543). */
  readonly needsConsent: boolean;
  /** Somebody of each of these approves it, whatever the amount. */
  readonly approvedBy: readonly Role[];
}

export const LOAN_CHANGE_RULES = {
  RESUME_DEBIT: { askedBy: ['finance'], needsConsent: false, approvedBy: ['finance'] },
  PAUSE_DEBIT: { askedBy: ['finance'], needsConsent: false, approvedBy: ['finance'] },
  BIND_ACCOUNT: { askedBy: ['finance', 'applicant'], needsConsent: false, approvedBy: ['finance', 'risk'] },
  REVERSE_RECEIPT: { askedBy: ['finance'], needsConsent: false, approvedBy: ['finance'] },
  MANUAL_RECEIPT: { askedBy: ['finance'], needsConsent: false, approvedBy: ['finance'] },
  EXTEND: {
    askedBy: ['finance', 'risk', 'customer_service', 'applicant'],
    needsConsent: true,
    approvedBy: ['approver'],
  },
  RESCHEDULE: {
    askedBy: ['finance', 'risk', 'customer_service', 'applicant'],
    needsConsent: true,
    approvedBy: ['risk'],
  },
  REPRICE: { askedBy: ['finance', 'risk'], needsConsent: true, approvedBy: ['approver'] },
  WAIVE: { askedBy: ['finance', 'risk', 'customer_service'], needsConsent: false, approvedBy: ['risk'] },
  ACCELERATE: { askedBy: ['finance', 'risk'], needsConsent: false, approvedBy: ['risk'] },
  WRITE_OFF: { askedBy: ['finance', 'risk'], needsConsent: false, approvedBy: ['risk', 'approver', 'board'] },
  UPGRADE: { askedBy: ['risk'], needsConsent: false, approvedBy: ['risk'] },
  DEBTOR_FACT: { askedBy: ['finance', 'risk'], needsConsent: false, approvedBy: ['risk'] },
} as const satisfies Readonly<Record<LoanChangeKind, LoanChangeRule>>;

/** What the house decides about its own books and judgement: the borrower is not told (财金〔2017〕90号 on write-offs). */
export const INTERNAL_CHANGES: readonly LoanChangeKind[] = ['WRITE_OFF', 'UPGRADE', 'DEBTOR_FACT'];
