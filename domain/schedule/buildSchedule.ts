import type { RefusalOf, Result } from '../result';
import { periodsOf } from './periods';
import { fillPeriods } from './rows';
import { parseScheduleTerms, type TermsLimits, type TermsRefusal } from './terms';
import type { Schedule, ScheduleTerms } from './types';

/** Why there is no schedule for terms. */
export type ScheduleRefusal = TermsRefusal | RefusalOf<typeof fillPeriods>;

/**
 * The repayment schedule of a loan, by the rules of `meta.spec` in the oracle file schedules.json: anchored
 * due dates, one rounding a row, the last instalment takes the rest.
 * @param terms checked here again, so that values that a cast let through are refused and not computed with
 */
export function buildSchedule(
  terms: ScheduleTerms,
  limits: TermsLimits = {},
): Result<Schedule, ScheduleRefusal> {
  const checked = parseScheduleTerms(terms, limits);
  if (!checked.ok) return checked;
  return fillPeriods(checked.value, checked.value.principalFen, periodsOf(checked.value));
}
