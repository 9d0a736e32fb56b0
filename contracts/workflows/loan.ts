import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BusinessClock } from '../../domain/calendar/clock';
import type { InstitutionId, LoanId } from '../ids';
import type { Actor } from '../people';

export const LOAN_STAGES = ['REPAYING', 'OVERDUE', 'CLOSED'] as const;
export type LoanStage = (typeof LOAN_STAGES)[number];

/** Carried over continue-as-new; `version` is raised, with an upcaster, when its shape changes. */
export interface LoanProgress {
  readonly version: 1;
  /** The instalment that the loan waits for, from 1. */
  readonly instalment: number;
  /** Orders sent to the bank for that instalment so far. */
  readonly orders: number;
  /** Business instant that the loan has lived to, epoch milliseconds. */
  readonly livedToMs: number;
  readonly remindersSent: readonly string[];
  /** Keys of recent requests, so that a repeated request stays answered after continue-as-new. */
  readonly recentRequestKeys: readonly string[];
}

export interface LoanInput {
  readonly loanId: LoanId;
  readonly institutionId: InstitutionId;
  readonly clock: BusinessClock;
  readonly humanMinutesFloor: number;
  readonly progress: LoanProgress | null;
}

export interface RepaymentRequest {
  readonly actor: Actor;
  readonly amountFen: number;
  /** The request's Idempotency-Key. */
  readonly requestKey: string;
}

export interface PrepaymentRequest extends RepaymentRequest {
  readonly mode: 'SHORTEN_TERM' | 'REDUCE_INSTALMENT';
}

export interface LoanView {
  readonly stage: LoanStage;
  readonly instalment: number;
  readonly waitingFor: string;
  readonly nextAt: string | null;
}

/** The borrower pays now, by debit of the account on file. */
export const repayUpdate = defineUpdate<LoanView, [RepaymentRequest]>('repay');
export const prepayUpdate = defineUpdate<LoanView, [PrepaymentRequest]>('prepay');
/** Money reached the loan by another way (transfer seen by notice or reconciliation); look at the balance again. */
export const receiptSeenSignal = defineSignal<[{ readonly businessKey: string }]>('receiptSeen');
export const loanQuery = defineQuery<LoanView>('loan');
