import { accept, type Result, refuse } from '../result';

declare const isoDateBrand: unique symbol;

/** A calendar day, `YYYY-MM-DD`, that exists. Compares in order as a string. */
export type IsoDate = string & { readonly [isoDateBrand]: 'IsoDate' };

/** Year, month (1–12) and day (1–31) of a date. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const PATTERN = /^\d{4}-\d{2}-\d{2}$/;
const DAYS_IN_MONTH: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days in 400 Gregorian years, after which the calendar repeats. */
const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01, where the arithmetic below starts, to 1970-01-01. */
const DAYS_TO_1970 = 719_468;

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Number of days in a month (1–12) of a year. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** Takes a date apart. Reads digits by their codes: schedules ask this for every row. */
export function partsOf(date: IsoDate): DateParts {
  return {
    year: twoDigitsAt(date, 0) * 100 + twoDigitsAt(date, 2),
    month: twoDigitsAt(date, 5),
    day: twoDigitsAt(date, 8),
  };
}

const CODE_OF_ZERO = 48;

function twoDigitsAt(text: string, index: number): number {
  return (text.charCodeAt(index) - CODE_OF_ZERO) * 10 + text.charCodeAt(index + 1) - CODE_OF_ZERO;
}

/**
 * Puts a date together.
 * @throws RangeError when no such day exists
 */
export function dateOf(year: number, month: number, day: number): IsoDate {
  const isDay = day >= 1 && day <= daysInMonth(year, month);
  if (!isDay || year < 0 || year > 9999) throw new RangeError(`not a date: ${year}-${month}-${day}`);
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}` as IsoDate;
}

const TWO_DIGITS: readonly string[] = Array.from({ length: 32 }, (_, value) =>
  String(value).padStart(2, '0'),
);

/**
 * Reads a date from outside.
 * @returns refused when it is not `YYYY-MM-DD`, or no such day exists
 */
export function parseIsoDate(input: unknown, field = 'date'): Result<IsoDate, 'NOT_A_DATE'> {
  if (typeof input !== 'string' || !PATTERN.test(input)) return refuse('NOT_A_DATE', field);
  const { year, month, day } = partsOf(input as IsoDate);
  const exists = day >= 1 && day <= daysInMonth(year, month);
  return exists ? accept(input as IsoDate) : refuse('NOT_A_DATE', field);
}

/**
 * Asserts a date that our own code made.
 * @throws RangeError when no such day exists
 */
export function isoDate(input: string): IsoDate {
  const parsed = parseIsoDate(input);
  if (!parsed.ok) throw new RangeError(`not a date: ${input}`);
  return parsed.value;
}

/** Days since 1970-01-01 of a date. */
export function dayNumber(date: IsoDate): number {
  return dayNumberOf(partsOf(date));
}

/**
 * Days since 1970-01-01 of a day that exists. Counts in years that begin on 1 March, so that the leap day is
 * the last of its year.
 */
export function dayNumberOf({ year, month, day }: DateParts): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 1 - DAYS_TO_1970;
}

/**
 * The date that is `days` days after 1970-01-01; the inverse of {@link dayNumber}.
 * @throws RangeError outside the years 0 to 9999
 */
export function dateOfDayNumber(days: number): IsoDate {
  const shifted = days + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return dateOf(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day);
}

/** The date `days` later (earlier when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Actual days from `from` (counted) to `to` (not counted): 算头不算尾. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: IsoDate): number {
  // 1970-01-01 was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}
