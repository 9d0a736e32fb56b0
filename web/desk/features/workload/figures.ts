import type { Answers } from '../../../client/client';

type Load = Pick<
  Answers['Workload']['people'][number],
  'open' | 'overdue' | 'done' | 'inTime' | 'medianHours' | 'slowHours'
>;

/** The share that was done in time, in whole per cent; null where nothing was done. */
export function inTimeShare({ done, inTime }: Pick<Load, 'done' | 'inTime'>): number | null {
  return done === 0 ? null : Math.round((inTime / done) * 100);
}

/** Hours with one decimal; null stays null. */
export const hoursText = (hours: number | null): string | null => (hours === null ? null : hours.toFixed(1));

/** Who has most to do comes first, and among them who is most behind. */
export function byBurden<Row extends Pick<Load, 'open' | 'overdue'>>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((one, other) => other.overdue - one.overdue || other.open - one.open);
}
