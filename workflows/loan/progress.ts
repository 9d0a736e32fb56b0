import {
  ANSWERS_KEPT,
  type AnyLoanProgress,
  type LoanInput,
  type LoanProgress,
} from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';

/** Why debits are paused that the bank said nothing against. */
export const BY_PERSON = 'BY_PERSON';

/** Where a new loan stands: it waits for its first instalment. One that had a process before lives from today. */
export function beginning({ startDate, restartedAtMs }: LoanInput): LoanProgress {
  const startMs = restartedAtMs ?? instantOf(isoDate(startDate));
  return {
    version: 3,
    instalment: 1,
    waitingSinceMs: startMs,
    orders: 0,
    failedOrders: [],
    nextOrder: null,
    livedToMs: startMs,
    remindersSent: [],
    recentAnswers: [],
    manualTask: null,
    autoDebit: 'ON',
    stage: 'REPAYING',
    stageSinceMs: startMs,
  };
}

/**
 * Brings progress that an older program left to today's shape.
 * @throws RangeError for a version that this program doesn't know: a newer one wrote it
 */
export function upcast(progress: AnyLoanProgress): LoanProgress {
  switch (progress.version) {
    case 1:
      return upcast({ ...progress, version: 2, autoDebit: 'ON' });
    case 2:
      return { ...progress, version: 3, stage: 'REPAYING', stageSinceMs: progress.livedToMs };
    case 3:
      return progress;
    default:
      throw new RangeError(`loan progress of version ${String((progress as LoanProgress).version)}`);
  }
}

/** The same loan, waiting for a later instalment from a business instant on. */
export function turnTo(progress: LoanProgress, instalment: number, sinceMs: number): LoanProgress {
  return {
    ...progress,
    instalment,
    waitingSinceMs: sinceMs,
    orders: 0,
    failedOrders: [],
    nextOrder: null,
    remindersSent: [],
  };
}

/** Keeps the answer to a request, and forgets the oldest. */
export function withAnswer(
  progress: LoanProgress,
  answer: LoanProgress['recentAnswers'][number],
): LoanProgress {
  return { ...progress, recentAnswers: [...progress.recentAnswers, answer].slice(-ANSWERS_KEPT) };
}
