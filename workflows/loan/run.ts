import { allHandlersFinished, workflowInfo } from '@temporalio/workflow';
import { businessDate, instantOf } from '../../domain/calendar/clock';
import { addDays } from '../../domain/calendar/isoDate';
import type { LoanCase } from './loanCase';

// They shape the course of a run: a change of one needs `patched`, unlike a change of a deadline.
const INSTALMENTS_A_RUN = 6;
const DAYS_A_RUN = 90;

/**
 * One run of a loan's process. A loan lives for years: it begins a new run often enough to keep its history short and
 * to let programs change under it, and whenever it likes, since nothing waits for it.
 */
export class Run {
  /** Business instant from which it is long enough. */
  readonly longFromMs: number;
  private readonly firstInstalment: number;
  private readonly begunBy = programNow();

  constructor(private readonly loan: LoanCase) {
    this.longFromMs = instantOf(addDays(businessDate(loan.time.nowMs()), DAYS_A_RUN));
    this.firstInstalment = loan.progress.instalment;
  }

  /** A new run is due, and everything that is under way can be carried over. Never waited for: reminders go on. */
  mayEnd(): boolean {
    return this.isLong() && this.isAtRest();
  }

  private isLong(): boolean {
    const { progress, time } = this.loan;
    return (
      progress.instalment - this.firstInstalment >= INSTALMENTS_A_RUN ||
      time.nowMs() >= this.longFromMs ||
      workflowInfo().continueAsNewSuggested ||
      programNow() !== this.begunBy
    );
  }

  /** Nobody waits for an answer, which would be lost, no order is on its way, and a person's word is carried out. */
  private isAtRest(): boolean {
    const { isWritten, isOrdering, debitWanted, refundTask, declinedRefunds } = this.loan;
    const isIdle = !isOrdering && debitWanted === null && refundTask === null;
    return allHandlersFinished() && isWritten && isIdle && declinedRefunds.length === 0;
  }
}

/** The build of the worker that carries the present task out, as the history knows it. */
function programNow(): string | undefined {
  return workflowInfo().currentDeploymentVersion?.buildId;
}
