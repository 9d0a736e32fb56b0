import { ANSWERS_KEPT, type LoanInput, type LoanProgress } from '../../contracts/workflows';
import { instantOf, isoDate } from '../../domain/calendar';

/** Where a new loan stands: it waits for its first instalment. */
export function beginning(input: LoanInput): LoanProgress {
  const startMs = instantOf(isoDate(input.startDate));
  return {
    version: 1,
    instalment: 1,
    waitingSinceMs: startMs,
    orders: 0,
    failedOrders: [],
    nextOrder: null,
    livedToMs: startMs,
    remindersSent: [],
    recentAnswers: [],
    manualTask: null,
  };
}

/**
 * Brings progress that an older program left to today's shape.
 * @throws RangeError for a version that this program doesn't know: a newer one wrote it
 */
export function upcast(progress: LoanProgress): LoanProgress {
  if (progress.version !== 1) throw new RangeError(`loan progress of version ${String(progress.version)}`);
  return progress;
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
