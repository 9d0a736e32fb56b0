import type { IsoDate } from '../calendar/isoDate';
import { publishedCalendar } from '../calendar/published';
import { type WorkingTime, workingTimeFrom } from '../calendar/workingTime';
import type { DeadlineParameters } from './deadlines';
import { type ParameterSet, parametersAt } from './parametersAt';

/**
 * The figures that a process keeps from its beginning, as plain JSON in its input (`rules`): whoever starts it reads
 * them, its children and later runs are given the same, and no program that comes later changes what it has promised.
 */
export interface CaseRules extends Omit<DeadlineParameters, 'workingHours' | 'digestAt'> {
  /** When people work, for deadlines of people: as it was known when the process began. */
  readonly workingTime: WorkingTime;
}

/** So far ahead a process knows days off; later ones it takes for what their weekday says. */
const DAYS_KNOWN_AHEAD = 400;

/** The house's figures for a process that begins on a business date; an institution's: `caseRulesOf`. */
export function caseRulesAt(date: IsoDate): CaseRules {
  return caseRulesFrom(parametersAt(date));
}

/** The figures for a process that begins on the day of a set of rules. */
export function caseRulesFrom({ date, deadlines: of }: Pick<ParameterSet, 'date' | 'deadlines'>): CaseRules {
  const { workingHours, digestAt: _ofPeople, ...deadlines } = of;
  const workingTime = workingTimeFrom(date, DAYS_KNOWN_AHEAD, workingHours, publishedCalendar());
  return { ...deadlines, workingTime };
}
