import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { FailedOrder } from '../../domain/collection/nextOrder';
import type { PrepaymentMode } from '../../domain/schedule/prepayment';
import type { EnterpriseId, InstitutionId, LoanId, TaskId, UserId } from '../ids';
import type { PersonsAct } from '../people';
import type { TaskReason } from '../tasks';
import type { PaymentOutcome } from './payment';
import type { CaseView, TimeInput, Told } from './shared';

/** Most answers that are kept; older requests are told apart by their money key. */
export const ANSWERS_KEPT = 100;

export const LOAN_STAGES = ['REPAYING', 'OVERDUE', 'WRITTEN_OFF', 'CLOSED'] as const;
export type LoanStage = (typeof LOAN_STAGES)[number];

/** The task to collect by hand, carried so that it stays the same task. */
export interface CarriedTask {
  readonly taskId: TaskId;
  readonly reason: TaskReason;
  readonly dueAtMs: number;
  readonly escalations: number;
  readonly version: number;
  readonly claimedBy: UserId | null;
}

/**
 * Whether instalments are debited by themselves. A card that is lost, blocked or unusable pauses it, with the
 * bank's code, until it is cured: another account was bound, or a person says so.
 */
export type AutoDebit = 'ON' | { readonly paused: string };

/** Carried over continue-as-new; `version` is raised, with an upcaster, when its shape changes. */
export interface LoanProgress {
  readonly version: 3;
  /** The instalment that the loan waits for, from 1. */
  readonly instalment: number;
  /** Business instant since which it waits for it, epoch milliseconds. */
  readonly waitingSinceMs: number;
  /** Orders sent to the bank for that instalment; numbers the money key. */
  readonly orders: number;
  /** Those of them that the bank definitely declined. */
  readonly failedOrders: readonly FailedOrder[];
  /** The next order, when the policy has fixed it; else the first debit time of the collection date. */
  readonly nextOrder: { readonly atMs: number; readonly parts: number } | null;
  /** Business instant that the loan has lived to, epoch milliseconds. */
  readonly livedToMs: number;
  /** Reminders of that instalment that were sent, as days before the due date. */
  readonly remindersSent: readonly number[];
  /** Answers to recent requests, so that a repeated request stays answered after continue-as-new. */
  readonly recentAnswers: readonly RecentAnswer[];
  readonly manualTask: CarriedTask | null;
  readonly autoDebit: AutoDebit;
  readonly stage: LoanStage;
  /** Business instant since which it is in that stage, epoch milliseconds. */
  readonly stageSinceMs: number;
  /** The day of the repricing that the borrower was told of last; left out where there was none. */
  readonly announced?: string;
}

/** As programs before wrote it. */
export interface LoanProgressV2 extends Omit<LoanProgress, 'version' | 'stage' | 'stageSinceMs'> {
  readonly version: 2;
}
export interface LoanProgressV1 extends Omit<LoanProgressV2, 'version' | 'autoDebit'> {
  readonly version: 1;
}
export type AnyLoanProgress = LoanProgress | LoanProgressV2 | LoanProgressV1;

export interface RecentAnswer {
  readonly requestKey: string;
  readonly payment: PaymentOutcome;
}

export interface LoanInput extends TimeInput {
  readonly loanId: LoanId;
  readonly enterpriseId: EnterpriseId;
  readonly institutionId: InstitutionId;
  /** Day of disbursement. */
  readonly startDate: string;
  readonly principalFen: number;
  /**
   * Business instant, epoch milliseconds, from which the process lives when the loan had one before: it was
   * reopened, or its process was ended by accident. Left out for a loan that was just paid out.
   */
  readonly restartedAtMs?: number;
  /** Null when it starts. */
  readonly progress: AnyLoanProgress | null;
}

export interface RepaymentRequest extends PersonsAct {
  readonly amountFen: number;
  /** The request's Idempotency-Key; part of the money key. */
  readonly requestKey: string;
}

export interface PrepaymentRequest extends PersonsAct {
  /** Principal to pay before it is due; all of it settles the loan. */
  readonly principalFen: number;
  /** What the borrower was shown as the cash to be taken; refused when the quote of the day differs. */
  readonly amountFen: number;
  readonly mode: PrepaymentMode;
  readonly requestKey: string;
}

export interface LoanView extends CaseView<LoanStage> {
  readonly instalment: number;
  readonly principalOutstandingFen: number;
  /** Asked for today. */
  readonly totalDueFen: number;
  readonly autoDebit: AutoDebit;
}

/** What became of the debit. A declined debit is an answer, not a refusal. */
export interface RepaymentAnswer {
  readonly payment: PaymentOutcome;
  readonly loan: LoanView;
}

/**
 * The borrower pays now, by debit of the account on file; what is not due goes to suspense.
 * Refusals: NOT_YOUR_CASE, LOAN_CLOSED, DEBIT_IN_PROGRESS, NOT_AN_AMOUNT, MORE_THAN_OWED.
 */
export const repayUpdate = defineUpdate<RepaymentAnswer, [RepaymentRequest]>('repay');
/** Refusals: those of `repay`, QUOTE_CHANGED and those of the domain's prepayment quote. */
export const prepayUpdate = defineUpdate<RepaymentAnswer, [PrepaymentRequest]>('prepay');
/**
 * Something about the loan moved outside of its process (a transfer was booked, a change was approved, days of the
 * calendar changed): it looks at its books again. The books say what; `because` is for people.
 */
export interface LookAgain extends Told<'lookAgain'> {
  readonly because: string;
}
export const lookAgainSignal = defineSignal<[LookAgain]>('lookAgain');
export const loanQuery = defineQuery<LoanView>('loan');
