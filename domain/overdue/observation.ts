import type { IsoDate } from '../calendar/isoDate';
import { observationEnd, worseGrade } from './classification';
import type { FiveTierGrade } from './grades';

/** How a loan is watched after it was rescheduled (重组观察期, 令〔2023〕1号). */
export interface Observation {
  readonly from: IsoDate;
  /** Last day. */
  readonly until: IsoDate;
  /** The best class that it allows. */
  readonly floor: FiveTierGrade;
  /** It began while an earlier one lasted. */
  readonly isAgain: boolean;
}

/** An agreement on new terms. */
export interface Rescheduled {
  readonly date: IsoDate;
  /** The first two due dates that were agreed anew; twice the first where there is one. */
  readonly firstDue: IsoDate;
  readonly secondDue: IsoDate;
  readonly gradeBefore: FiveTierGrade;
}

/**
 * The observation that a rescheduling begins: from its own dates, whatever was before. A rescheduling makes nothing
 * better; the second while the first is observed is substandard at best.
 * @param earlier the last one; null when there was none
 */
export function observationAfter(earlier: Observation | null, rescheduled: Rescheduled): Observation {
  const { date, firstDue, secondDue, gradeBefore } = rescheduled;
  const isAgain = earlier !== null && date <= earlier.until;
  return {
    from: date,
    until: observationEnd(firstDue, secondDue),
    floor: worseGrade(isAgain ? 'SUBSTANDARD' : 'SPECIAL_MENTION', gradeBefore),
    isAgain,
  };
}
