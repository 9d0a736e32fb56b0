import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import type { Rate } from '../money/rate';
import type { Components } from './components';
import type { PrepaymentTaken, ServicingHistory } from './position';
import type { LoanTerms } from './terms';

export const INSTALMENT_STATUSES = ['FUTURE', 'DUE', 'OVERDUE', 'PAID'] as const;
export type InstalmentStatus = (typeof INSTALMENT_STATUSES)[number];

/** One instalment on a day. */
export interface InstalmentState {
  readonly number: number;
  /** First day that bears interest in its period. */
  readonly periodStart: IsoDate;
  /** Nominal: interest is computed to here. */
  readonly dueDate: IsoDate;
  /** The due date moved to the following workday; paid by then is paid in time. */
  readonly collectionDate: IsoDate;
  readonly openingFen: Fen;
  readonly annualRate: Rate;
  /** As agreed, with what was billed: penalty and compound as of the day. */
  readonly scheduled: Components;
  readonly paid: Components;
  readonly waived: Components;
  /** Owed and not paid: for future instalments what they will ask for. */
  readonly unpaid: Components;
  readonly unpaidFen: Fen;
  /** Interest earned by the day (the whole interest from the due date on). */
  readonly accruedInterestFen: Fen;
  readonly daysPastDue: number;
  /** Day on which its principal and interest were all paid, waived or moved; null while they are not. */
  readonly settledOn: IsoDate | null;
  readonly status: InstalmentStatus;
}

/** What the general ledger shows for this loan after its last event (sub-ledger = general ledger). */
export interface LoanBooks {
  /** 1303.01 */
  readonly principalNormalFen: Fen;
  /** 1303.02 */
  readonly principalOverdueFen: Fen;
  /** 1303.03 */
  readonly principalNonAccrualFen: Fen;
  /** 1132 */
  readonly interestReceivableFen: Fen;
  /** 2221.02, credit */
  readonly deferredVatFen: Fen;
  /** 1124 */
  readonly feesReceivableFen: Fen;
  /** 2241.01, credit */
  readonly suspenseFen: Fen;
  /** 2241.03, credit */
  readonly agencyPayableFen: Fen;
  /** 1304, credit */
  readonly allowanceFen: Fen;
  /** 1221: VAT declared on interest that was reversed */
  readonly vatReceivableFen: Fen;
  /** OB.01 */
  readonly offBalanceInterestFen: Fen;
  /** OB.02 */
  readonly writtenOffPrincipalFen: Fen;
  /** OB.03 */
  readonly offBalancePenaltyFen: Fen;
}

export const LOAN_STATUSES = [
  'NOT_DISBURSED',
  'REPAYING',
  'OVERDUE',
  /** Nothing is owed any more; waits for its closing. */
  'SETTLED',
  'WRITTEN_OFF',
  'CLOSED',
] as const;
export type LoanStatus = (typeof LOAN_STATUSES)[number];

/** What is asked for next. */
export interface NextDue {
  readonly number: number;
  readonly dueDate: IsoDate;
  readonly collectionDate: IsoDate;
  readonly amountFen: Fen;
}

/** A loan on a day: the view that quote, statement, ledger and risk report are taken from. */
export interface LoanState {
  readonly terms: LoanTerms;
  readonly asOf: IsoDate;
  readonly status: LoanStatus;
  readonly accrual: 'ACCRUAL' | 'NON_ACCRUAL';
  /** Contract rate on the day. */
  readonly annualRate: Rate;
  readonly penaltyRate: Rate;
  readonly principalOutstandingFen: Fen;
  /** Of the principal: not yet due, or due and not past its collection date. */
  readonly principalNormalFen: Fen;
  readonly principalOverdueFen: Fen;
  /** Interest earned by the day and not paid, due or not. */
  readonly interestAccruedFen: Fen;
  /** The part of it that is due. */
  readonly interestDueFen: Fen;
  readonly penaltyFen: Fen;
  readonly compoundFen: Fen;
  readonly feesFen: Fen;
  /** Money received and not yet used (溢缴). */
  readonly suspenseFen: Fen;
  /** Asked for on the day, suspense not deducted. */
  readonly totalDueFen: Fen;
  /** Days from the nominal due date of the oldest unpaid principal or interest; 0 until its collection date is over. */
  readonly daysPastDue: number;
  readonly nextDue: NextDue | null;
  readonly instalments: readonly InstalmentState[];
  readonly history: ServicingHistory;
  readonly prepayments: readonly PrepaymentTaken[];
  readonly writtenOffPrincipalFen: Fen;
  /** What is still claimed after a write-off, by its parts; nothing before one. */
  readonly claim: Components;
  readonly recoveredFen: Fen;
  readonly books: LoanBooks;
  /** Day that the books have been brought to. */
  readonly accruedThrough: IsoDate | null;
  readonly lastSequence: number;
}
