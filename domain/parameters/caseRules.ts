import type { IsoDate } from '../calendar/isoDate';
import type { DeadlineParameters } from './deadlines';
import { parametersAt } from './parametersAt';

/**
 * The figures that a process keeps from its beginning, as plain JSON in its input (`rules`): whoever starts it reads
 * them, its children and later runs are given the same, and no program that comes later changes what it has promised.
 */
export type CaseRules = DeadlineParameters;

/** The figures for a process that begins on a business date. */
export function caseRulesAt(date: IsoDate): CaseRules {
  return parametersAt(date).deadlines;
}
