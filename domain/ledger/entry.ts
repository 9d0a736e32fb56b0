import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import type { AccountCode, OffBalanceAccount } from './chart';

/** One line of an entry: an amount on one side, the other side zero. */
export interface Posting {
  readonly account: AccountCode;
  readonly debitFen: Fen;
  readonly creditFen: Fen;
}

/** A single-sided memorandum movement (表外). */
export interface OffBalanceMovement {
  readonly account: OffBalanceAccount;
  readonly direction: 'IN' | 'OUT';
  readonly amountFen: Fen;
}

/** A journal entry: at least two postings, debits = credits. Never edited; taken back by a mirror entry. */
export interface JournalEntry {
  /** Unique over the ledger: a second entry with the same key is refused by the database. */
  readonly businessKey: string;
  /** What happened, as in the chart's table: `DISBURSE`, `ACCRUE_INTEREST`, … */
  readonly event: JournalEventName;
  /** Accounting day asked for: the books take the first day from it on that is not closed. */
  readonly date: IsoDate;
  /** Day that it counts from; the accounting day asked for when left out. */
  readonly valueDate?: IsoDate;
  /** Day on which the bank booked the money that it tells of. */
  readonly bankDate?: IsoDate;
  readonly postings: readonly Posting[];
  readonly offBalance: readonly OffBalanceMovement[];
  /** Business key of the entry that this one mirrors. */
  readonly reverses?: string;
}

export const JOURNAL_EVENTS = [
  'DISBURSE',
  'ACCRUE_INTEREST',
  'INTEREST_DUE',
  'REPAY_ON_TIME',
  'FEE_LOAN_SERVICE',
  'FEE_CONSULTING',
  'FEE_TRANSACTION',
  'FEE_APPRAISAL_OWN',
  'FEE_APPRAISAL_AGENCY',
  'FEE_APPRAISAL_PAYOVER',
  'FEE_PERIODIC',
  'FEE_PERIODIC_BILLED',
  'FEE_PERIODIC_COLLECTED',
  'FEE_BILLED',
  'FEE_COLLECTED',
  'FEE_BOUNCED',
  'FEE_REFUND',
  'FEE_WAIVED',
  'FEE_PREPAYMENT',
  'OVERDUE_TRANSFER',
  'OVERDUE_RESCHEDULED',
  'PENALTY_RECEIVED',
  'INTEREST_WAIVED',
  'NON_ACCRUAL_ENTRY',
  'NON_ACCRUAL_PRINCIPAL',
  'NON_ACCRUAL_RECEIPT_PRINCIPAL',
  'NON_ACCRUAL_RECEIPT_INTEREST',
  'ACCRUAL_RESUMED',
  'PROVISION',
  'PROVISION_RELEASE',
  'WRITE_OFF_TOPUP',
  'WRITE_OFF',
  'RECOVERY_REINSTATE',
  'RECOVERY_CASH',
  'OVERPAYMENT',
  'OVERPAYMENT_REFUND',
  'CLAIM_REPAID',
  'CLAIM_REOPENED',
  'CLAIM_SET_OFF',
  'CLAIM_WRITTEN_OFF',
  'SUSPENSE_APPLIED',
  'UNIDENTIFIED_RECEIPT',
  'UNIDENTIFIED_APPLIED',
  'UNIDENTIFIED_RETURNED',
  'SHORT_ITEM',
  'CAPITAL_PAID_IN',
  'OPENING_BALANCE',
  'CHANNEL_COLLECTED',
  'CHANNEL_SETTLED',
  'COLLATERAL_TAKEN',
  /** The general risk reserve is brought to what the end of a month asks for. */
  'RISK_RESERVE',
  /** What people of finance post themselves: costs, taxes, loans taken, corrections. */
  'BY_HAND',
  /** At the end of December the profit of the year becomes retained earnings. */
  'CLOSE_YEAR',
  /** What a backdated or reversed event changes in entries posted since. */
  'RESTATEMENT',
] as const;
export type JournalEventName = (typeof JOURNAL_EVENTS)[number];
