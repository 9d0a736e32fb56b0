import { daysBetween, type IsoDate } from '../calendar/isoDate';
import type { LadderStep } from '../parameters/collection';

/**
 * The rung that a loan stands on: the last one whose day has come.
 * @param daysFromDue days past due; before the due date, days until it as a negative number
 * @returns null before the first rung
 */
export function ladderStepAt(daysFromDue: number, ladder: readonly LadderStep[]): LadderStep | null {
  return ladder.filter((step) => step.day <= daysFromDue).at(-1) ?? null;
}

/** The stage (M1, M2, …) that the ladder has opened by then; null while nothing is overdue. */
export function ladderStageAt(
  daysFromDue: number,
  ladder: readonly LadderStep[],
): LadderStep['stage'] | null {
  return ladder.filter((step) => step.day <= daysFromDue && step.stage !== undefined).at(-1)?.stage ?? null;
}

/**
 * The rungs reached after one count of days and up to another: what is to be done now, also when days were
 * skipped because the due date was shifted or nobody looked.
 */
export function ladderStepsBetween(
  afterDays: number,
  upToDays: number,
  ladder: readonly LadderStep[],
): LadderStep[] {
  return ladder.filter((step) => step.day > afterDays && step.day <= upToDays);
}

/** The rungs that fall exactly on a date for an instalment collected on `collectionDate`. */
export function ladderStepsOn(
  date: IsoDate,
  collectionDate: IsoDate,
  ladder: readonly LadderStep[],
): LadderStep[] {
  const day = daysBetween(collectionDate, date);
  return ladder.filter((step) => step.day === day);
}
