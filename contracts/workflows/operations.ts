import { defineSignal } from '@temporalio/workflow';
import type { ReviewPeriod } from '../../domain/staff/accessReview';
import type { BreakDetail, BreakKind, ReceiptReason } from '../differences';
import type { BreakId, InstitutionId, ReceiptId } from '../ids';
import type { TimeInput, Told } from './shared';

/** What the portfolio work of an institution needs to know. */
export interface InstitutionWork {
  readonly institutionId: InstitutionId;
}

/** Which rights of an institution are to be reviewed. Id: `accessReview/{institutionId}/{period}`. */
export interface AccessReviewWork extends InstitutionWork {
  readonly period: ReviewPeriod;
}

/** What a run of the portfolio work began. */
export interface PortfolioReport {
  /** Institutions whose work is done. */
  readonly done: number;
  /** Institutions whose work goes on by itself: a fault keeps it, or there is much of it. */
  readonly goingOn: number;
}

/** What a run of the end of day of an institution did. */
export interface EndOfDayReport {
  readonly daysClosed: number;
  /** The last business date that is closed; null when there is none yet. */
  readonly closedThrough: string | null;
}

/** What a run of the reconciliation of an institution found. */
export interface ReconciliationReport {
  readonly filesRead: number;
  readonly matched: number;
  readonly differences: number;
  /** The day whose file can't be used; null when there is none. */
  readonly blockedOn: string | null;
}

/** Something that a person must look at. Id: `break/{breakId}`. */
export interface BreakInput extends TimeInput {
  readonly breakId: BreakId;
  readonly institutionId: InstitutionId;
  readonly kind: BreakKind;
  readonly reference: string;
  readonly amountFen: number | null;
  /** Whether money may have left the institution for nothing: then a second person confirms. */
  readonly isMoneyOut: boolean;
  readonly detail: BreakDetail;
}

/** It has come right by itself: nobody needs to look any more. */
export const breakResolvedSignal = defineSignal<[Told<'breakResolved'>]>('breakResolved');

/** It is known by now whose it is: a fee's. Nobody need say so any more. */
export const receiptClaimedSignal = defineSignal<[Told<'receiptClaimed'>]>('receiptClaimed');

/** Money that came in and that nobody ordered. Id: `receipt/{receiptId}`. */
export interface ReceiptInput extends TimeInput {
  readonly receiptId: ReceiptId;
  readonly institutionId: InstitutionId;
  readonly amountFen: number;
  readonly bankDate: string;
  readonly bankReference: string;
  /** What kept it from being booked by itself. */
  readonly reason: ReceiptReason;
  readonly suggestions: readonly { readonly loanId: string; readonly loanNo: string }[];
  /** The number of the loan that gave it up. */
  readonly takenFrom?: string | null;
}
