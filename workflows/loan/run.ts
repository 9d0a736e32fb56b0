import { allHandlersFinished } from '@temporalio/workflow';
import { RunAge } from '../shared/runAge';
import type { LoanCase } from './loanCase';

// It shapes the course of a run: a change of it needs `patched`, unlike a change of a deadline.
const INSTALMENTS_A_RUN = 6;

/**
 * One run of a loan's process. A loan lives for years: it begins a new run often enough to keep its history short and
 * to let programs change under it, and whenever it likes, since nothing waits for it.
 */
export class Run {
  private readonly age: RunAge;
  private readonly firstInstalment: number;

  constructor(private readonly loan: LoanCase) {
    this.age = new RunAge(loan.time.nowMs());
    this.firstInstalment = loan.progress.instalment;
  }

  /** Business instant from which it is long enough. */
  get longFromMs(): number {
    return this.age.longFromMs;
  }

  /** A new run is due, and everything that is under way can be carried over. Never waited for: reminders go on. */
  mayEnd(): boolean {
    return this.isLong() && this.isAtRest();
  }

  private isLong(): boolean {
    const { progress, time } = this.loan;
    return progress.instalment - this.firstInstalment >= INSTALMENTS_A_RUN || this.age.isLong(time.nowMs());
  }

  /** Nobody waits for an answer, which would be lost, no order is on its way, and a person's word is carried out. */
  private isAtRest(): boolean {
    const { isWritten, isOrdering, debitWanted, refundTask, declinedRefunds } = this.loan;
    const isIdle = !isOrdering && debitWanted === null && refundTask === null;
    return allHandlersFinished() && isWritten && isIdle && declinedRefunds.length === 0;
  }
}
