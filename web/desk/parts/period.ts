import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { addMonths } from '../../../domain/calendar/months';

const ZONE = 'Asia/Shanghai';

/** The last day of a month. */
export const lastOf = (month: string): string => addDays(addMonths(isoDate(`${month}-01`), 1), -1);

/** The business month of an instant, `2026-11`. */
export const monthOf = (nowMs: number): string =>
  new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', timeZone: ZONE }).format(nowMs);

/** The years that months are of, each with its newest month. @param months the newest first */
export function newestOfYears(
  months: readonly string[],
): readonly (readonly [month: string, year: string])[] {
  const newest = new Map<string, string>();
  for (const month of months) if (!newest.has(yearOf(month))) newest.set(yearOf(month), month);
  return [...newest].map(([year, month]) => [month, year] as const);
}

/** The year of a month. */
export const yearOf = (month: string): string => month.slice(0, 4);
