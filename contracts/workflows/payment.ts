import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { PaymentOutcome } from '../../domain/collection/outcome';
import type { PrepaymentMode } from '../../domain/schedule/prepayment';
import type { LoanFigures } from '../activities/loan';
import type { EnterpriseId, FeeId, InstitutionId, LoanId, PaymentId, ReceiptId } from '../ids';
import type { CaseView, TimeInput, Told } from './shared';

export type { PaymentOutcome };

export const PAYMENT_PURPOSES = [
  'DISBURSEMENT',
  'COLLECTION',
  'REPAYMENT',
  'PREPAYMENT',
  'REFUND',
  'RECEIPT_RETURN',
  'FEE_COLLECTION',
  'FEE_REFUND',
] as const;
export type PaymentPurpose = (typeof PAYMENT_PURPOSES)[number];
export const PAYMENT_STATUSES = ['CREATED', 'SUBMITTED', 'SUCCEEDED', 'FAILED', 'UNKNOWN'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** What the money of an order is about: a loan, a receipt that nobody claimed, or a fee. */
export const PAYMENT_SUBJECTS = ['LOAN', 'RECEIPT', 'FEE'] as const;
export type PaymentSubject =
  | { readonly type: 'LOAN'; readonly id: LoanId }
  | { readonly type: 'RECEIPT'; readonly id: ReceiptId }
  | { readonly type: 'FEE'; readonly id: FeeId };

/**
 * What allows an order: the task of the release, the contract (its drawdown), the borrower's request, a return's task,
 * the consent to a fee, what was granted of one.
 */
export const PAYMENT_MANDATES = ['RELEASE', 'CONTRACT', 'REQUEST', 'RETURN', 'CONSENT', 'RELIEF'] as const;
export interface PaymentMandate {
  readonly type: (typeof PAYMENT_MANDATES)[number];
  readonly id: string;
}

/** One order at the bank under one money key. */
export interface PaymentOrder {
  readonly paymentId: PaymentId;
  /** From `moneyKeys`. */
  readonly key: string;
  readonly institutionId: InstitutionId;
  /** Null when money that nobody claimed goes back to its payer. */
  readonly enterpriseId: EnterpriseId | null;
  readonly subject: PaymentSubject;
  readonly mandate: PaymentMandate;
  readonly purpose: PaymentPurpose;
  readonly amountFen: number;
  /** The business date that it is ordered for, however late the machine is. */
  readonly valueDate: string;
  /** Business instant at which the order was decided, epoch milliseconds. */
  readonly decidedAtMs: number;
  /** PREPAYMENT only: what the amount was quoted for. */
  readonly prepayment?: { readonly principalFen: number; readonly mode: PrepaymentMode };
}

/** Purposes that take money out of the institution's account. */
export const MONEY_OUT: readonly PaymentPurpose[] = [
  'DISBURSEMENT',
  'REFUND',
  'RECEIPT_RETURN',
  'FEE_REFUND',
];

/** Whether an order takes money out of the institution's account. */
export function isMoneyOut({ purpose }: Pick<PaymentOrder, 'purpose'>): boolean {
  return MONEY_OUT.includes(purpose);
}

export interface PaymentInput extends PaymentOrder, TimeInput {}

/** What the owner of a payment gets. */
export interface PaymentResult {
  readonly outcome: PaymentOutcome;
  /** Business instant that the outcome counts from, epoch milliseconds. */
  readonly resolvedAtMs: number;
  /** The bank declined it by a code that says that the account must not be debited any more. */
  readonly stopsDebits: boolean;
  /** The loan after the booking; null when it wasn't booked by this payment. */
  readonly loan: LoanFigures | null;
}

export interface PaymentView extends CaseView<PaymentStatus> {
  readonly code: string | null;
  /** How often the bank was asked. */
  readonly queries: number;
}

/** A notice as it came from the bank: what it signed, so that whoever acts on it can verify it anew. */
export interface NoticeEvidence {
  readonly body: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

/**
 * A notice of the bank about an order. May come late, twice, out of order or before the answer. The worker's codec
 * verifies that the bank has signed it and says so.
 */
export interface BankNotice extends Told<'bankNotice'> {
  readonly noticeId: string;
  /** The order's key at the bank. */
  readonly key: string;
  readonly amountFen: number;
  readonly outcome: PaymentOutcome;
  readonly evidence: NoticeEvidence;
}
export const bankNoticeSignal = defineSignal<[BankNotice]>('bankNotice');

/** The bank's file of a day has the order: what our own reconciliation read there. */
export interface FoundInFile extends Told<'foundInFile'> {
  /** The same whenever the same row is found. */
  readonly noticeId: string;
  readonly outcome: PaymentOutcome;
}
export const foundInFileSignal = defineSignal<[FoundInFile]>('foundInFile');
export const paymentQuery = defineQuery<PaymentView>('payment');

/** The bank says something else than what is booked; a person settles it. Its row is written before. */
export interface DisputeInput extends TimeInput {
  readonly paymentId: PaymentId;
  /** A payment's disputes are told apart by it, from 1. */
  readonly number: number;
  readonly institutionId: InstitutionId;
  readonly enterpriseId: EnterpriseId | null;
  readonly booked: PaymentOutcome;
  readonly claimed: PaymentOutcome;
}
