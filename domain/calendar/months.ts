import { dateOf, daysInMonth, type IsoDate, partsOf } from './isoDate';

/**
 * The date `months` later (earlier when negative) on the anchor day, or on the last day of a month that is
 * too short for it. The anchor is kept, so a chain of due dates goes 31 Jan → 28 Feb → 31 Mar.
 * @param anchorDay day of the month, 1–31; the day of `date` when not given
 */
export function addMonths(date: IsoDate, months: number, anchorDay?: number): IsoDate {
  const { year, month, day } = partsOf(date);
  const monthIndex = year * 12 + (month - 1) + months;
  const newYear = Math.floor(monthIndex / 12);
  const newMonth = monthIndex - newYear * 12 + 1;
  return dateOf(newYear, newMonth, Math.min(anchorDay ?? day, daysInMonth(newYear, newMonth)));
}

/**
 * Whole months from `from` that end on or before `to`.
 * @throws RangeError when `to` is before `from`
 */
export function wholeMonthsBetween(from: IsoDate, to: IsoDate): number {
  if (to < from) throw new RangeError(`${to} is before ${from}`);
  const [start, end] = [partsOf(from), partsOf(to)];
  const months = (end.year - start.year) * 12 + end.month - start.month;
  return addMonths(from, months) <= to ? months : months - 1;
}
