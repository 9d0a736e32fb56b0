import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { BusinessClock } from '../../domain/calendar/clock';
import type { InstitutionId, LoanId, PaymentId } from '../ids';

export type PaymentPurpose = 'DISBURSEMENT' | 'COLLECTION' | 'REPAYMENT' | 'PREPAYMENT';
export const PAYMENT_STATUSES = ['CREATED', 'SUBMITTED', 'SUCCEEDED', 'FAILED', 'UNKNOWN'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** One order at the bank under one money key. */
export interface PaymentInput {
  readonly paymentId: PaymentId;
  /** From `moneyKeys`. */
  readonly key: string;
  readonly institutionId: InstitutionId;
  readonly loanId: LoanId;
  readonly purpose: PaymentPurpose;
  readonly amountFen: number;
  /** The business date that the money counts from, however late the machine is. */
  readonly valueDate: string;
  /** Business instant at which the order was decided, epoch milliseconds. */
  readonly decidedAtMs: number;
  readonly clock: BusinessClock;
}

export type PaymentOutcome =
  | { readonly status: 'SUCCEEDED'; readonly bankReference: string }
  | { readonly status: 'FAILED'; readonly code: string };

export interface PaymentView {
  readonly status: PaymentStatus;
  readonly code: string | null;
  readonly queries: number;
}

/** A verified notice of the bank about this payment. May come late, twice or before the answer. */
export interface BankNotice {
  readonly noticeId: string;
  readonly outcome: PaymentOutcome;
}

export const bankNoticeSignal = defineSignal<[BankNotice]>('bankNotice');
export const paymentQuery = defineQuery<PaymentView>('payment');
