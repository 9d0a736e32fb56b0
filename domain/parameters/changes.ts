import type { Role } from '../approval/roles';
import type { LoanChangeKind } from '../changes/kinds';
import type { DecimalText } from './decimal';

/** Who must agree to a change of up to an amount; each another person, and none of them whoever asked. */
export interface ChangeAuthority {
  /** Largest amount; null: no limit. */
  readonly maximumFen: number | null;
  /** Somebody of each of these roles, in the order in which they are asked. */
  readonly approvals: readonly Role[];
}

/** How far a loan may be extended in all, by its original term. */
export interface ExtensionLimits {
  /** Longest term of a short loan: it may be extended by its own term. */
  readonly shortTermMonths: number;
  /** Longest term of a medium one. */
  readonly mediumTermMonths: number;
  /** Share of the term of a medium one, rounded down to months. */
  readonly mediumShare: DecimalText;
  /** For all longer ones. */
  readonly longMonths: number;
}

/** How loans are changed after they were paid out. */
export interface ChangeParameters {
  readonly extension: ExtensionLimits;
  /** Lowest authority first, the last without limit. */
  readonly authority: Readonly<Record<LoanChangeKind, readonly ChangeAuthority[]>>;
  /** Days in which the borrower may agree to what was offered. */
  readonly consentDays: number;
  /** Longest that a quote of what settles a loan is honoured. */
  readonly settlementQuoteDays: number;
  /** Days in which the bank shows money that was entered by hand. */
  readonly transitDays: number;
  /** Days before a floating rate is looked up anew on which the borrower is told. */
  readonly repricingNoticeDays: number;
}
