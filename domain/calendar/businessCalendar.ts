import { addDays, type IsoDate, isoDate, weekdayOf } from './isoDate';

/** One year's arrangement as published by the State Council; data under `data/`. */
export interface HolidayYear {
  readonly year: number;
  /** Title of the notice. */
  readonly source: string;
  readonly publishedOn: string;
  /** Days off by festival, weekends inside the holiday included. */
  readonly holidays: Readonly<Record<string, readonly string[]>>;
  /** Weekend days that are worked, by the festival they make up for. */
  readonly makeUpWorkdays: Readonly<Record<string, readonly string[]>>;
}

/** A day that people declared to be otherwise than published, e.g. after a notice that is not loaded yet. */
export interface CalendarOverride {
  readonly date: IsoDate;
  readonly isWorkday: boolean;
  /** Why, and who said so. */
  readonly reason: string;
}

/** Which days banks work. A plain value: it travels through workflows as JSON. */
export interface BusinessCalendar {
  /** Names the data that it was made from; kept with every decision that used it. */
  readonly version: string;
  readonly yearsLoaded: readonly number[];
  /** Days that differ from Monday-to-Friday, with the reason (festival, or the override's). */
  readonly exceptions: Readonly<Record<string, CalendarException>>;
}

/** A day that is not what its weekday says. */
export interface CalendarException {
  readonly isWorkday: boolean;
  readonly reason: string;
}

/** Where a date goes that falls on a day off. MODIFIED_FOLLOWING never leaves the month. */
export type ShiftConvention = 'FOLLOWING' | 'MODIFIED_FOLLOWING' | 'PRECEDING';

/** Whether the calendar knows the years that an answer rests on. */
export interface CalendarCoverage {
  /** True when a year is missing and the answer assumes plain Monday-to-Friday weeks: raise an alarm. */
  readonly isProvisional: boolean;
  readonly missingYears: readonly number[];
}

/** The longest holiday is nine days; more than this many days off in a row is broken data. */
const MAX_DAYS_OFF_IN_A_ROW = 31;

/**
 * Makes a calendar of published years and of overrides, which win over what is published.
 * @param version names the data, e.g. `holidays-2026-1`
 */
export function businessCalendarOf(
  version: string,
  years: readonly HolidayYear[],
  overrides: readonly CalendarOverride[] = [],
): BusinessCalendar {
  const exceptions: Record<string, CalendarException> = {};
  for (const year of years) {
    addExceptions(exceptions, year.holidays, false);
    addExceptions(exceptions, year.makeUpWorkdays, true);
  }
  for (const { date, isWorkday: worked, reason } of overrides)
    exceptions[date] = { isWorkday: worked, reason };
  return { version, yearsLoaded: years.map((year) => year.year).sort((a, b) => a - b), exceptions };
}

function addExceptions(
  exceptions: Record<string, CalendarException>,
  datesByFestival: Readonly<Record<string, readonly string[]>>,
  worked: boolean,
): void {
  for (const [festival, dates] of Object.entries(datesByFestival)) {
    for (const date of dates) exceptions[isoDate(date)] = { isWorkday: worked, reason: festival };
  }
}

/** Whether banks work on a date. A date in a year that is not loaded follows its weekday. */
export function isWorkday(date: IsoDate, calendar: BusinessCalendar): boolean {
  return calendar.exceptions[date]?.isWorkday ?? weekdayOf(date) <= 5;
}

/**
 * The workday that a date is shifted to; the date itself when it is one.
 * Due dates stay nominal for interest: shift the day of collection, not the day that bears interest.
 * @throws RangeError when the calendar has more than a month of days off in a row
 */
export function shiftToWorkday(
  date: IsoDate,
  convention: ShiftConvention,
  calendar: BusinessCalendar,
): IsoDate {
  if (convention === 'PRECEDING') return nearestWorkday(date, -1, calendar);
  const following = nearestWorkday(date, 1, calendar);
  const leavesMonth = following.slice(0, 7) !== date.slice(0, 7);
  const mustTurnBack = convention === 'MODIFIED_FOLLOWING' && leavesMonth;
  return mustTurnBack ? nearestWorkday(date, -1, calendar) : following;
}

function nearestWorkday(date: IsoDate, step: 1 | -1, calendar: BusinessCalendar): IsoDate {
  for (let distance = 0; distance <= MAX_DAYS_OFF_IN_A_ROW; distance += 1) {
    const candidate = addDays(date, step * distance);
    if (isWorkday(candidate, calendar)) return candidate;
  }
  throw new RangeError(`no workday within ${MAX_DAYS_OFF_IN_A_ROW} days of ${date}`);
}

/** The years from `from` to `to` that the calendar doesn't know: the alarm that a year must be loaded. */
export function calendarCoverage(from: IsoDate, to: IsoDate, calendar: BusinessCalendar): CalendarCoverage {
  const missingYears: number[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    if (!calendar.yearsLoaded.includes(year)) missingYears.push(year);
  }
  return { isProvisional: missingYears.length > 0, missingYears };
}

/** The date `workdays` (≥ 0) workdays after `from`. */
export function addWorkdays(from: IsoDate, workdays: number, calendar: BusinessCalendar): IsoDate {
  let date = from;
  for (let left = workdays; left > 0; left -= 1) date = nearestWorkday(addDays(date, 1), 1, calendar);
  return date;
}
