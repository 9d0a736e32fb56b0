import { accept, type Refusal, type Result, refuse } from '../result';

declare const isoDateBrand: unique symbol;

/** A calendar day, `YYYY-MM-DD`, that exists. Compares in order as a string. */
export type IsoDate = string & { readonly [isoDateBrand]: 'IsoDate' };

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 of a date. */
export function dayNumber(date: IsoDate): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

/** The date that is `days` days after 1970-01-01. */
export function dateOfDayNumber(days: number): IsoDate {
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10) as IsoDate;
}

/**
 * Reads a date from outside.
 * @returns refusal NOT_A_DATE when it is not `YYYY-MM-DD`, or no such day exists
 */
export function parseIsoDate(input: unknown, field = 'date'): Result<IsoDate, Refusal> {
  if (typeof input !== 'string' || !PATTERN.test(input)) return refuse('NOT_A_DATE', field);
  const parsed = Date.parse(`${input}T00:00:00Z`);
  const exists = !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === input;
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

/** The date `days` later (earlier when negative). */
export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Actual days from `from` (counted) to `to` (not counted): 算头不算尾. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}
