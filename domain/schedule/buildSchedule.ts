import type { Refusal, Result } from '../result';
import { periodsOf } from './periods';
import { fillPeriods } from './rows';
import { parseScheduleTerms, type TermsLimits } from './terms';
import type { Schedule, ScheduleTerms } from './types';

/**
 * The repayment schedule of a loan, by the rules of `meta.spec` in the oracle file schedules.json: anchored
 * due dates, one rounding a row, the last instalment takes the rest.
 * @param terms checked here again, so that values that a cast let through are refused and not computed with
 * @returns the refusals of {@link parseScheduleTerms} and of {@link fillPeriods}
 */
export function buildSchedule(terms: ScheduleTerms, limits: TermsLimits = {}): Result<Schedule, Refusal> {
  const checked = parseScheduleTerms(terms, limits);
  if (!checked.ok) return checked;
  return fillPeriods(checked.value, checked.value.principalFen, periodsOf(checked.value));
}
