import { dateOfDayNumber, dayNumber, type IsoDate } from './isoDate';

/**
 * Business time as a function of real time: at `realAnchorMs` it was `businessAnchorMs`, and since then it has
 * run `speed` times as fast. All instants are milliseconds since 1970 UTC.
 */
export interface BusinessClock {
  readonly realAnchorMs: number;
  readonly businessAnchorMs: number;
  /** Above 0; 1 in production. */
  readonly speed: number;
}

/** The wall's clock. */
export const REAL_TIME: BusinessClock = { realAnchorMs: 0, businessAnchorMs: 0, speed: 1 };

const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;
/** So late a machine may be, by its own time, before it is late; or so early. */
const PUNCTUAL_REAL_MS = 60_000;
/** China has one time zone and no summer time. */
const SHANGHAI_OFFSET_MS = 8 * 60 * MS_PER_MINUTE;
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The business instant at a real instant. */
export function businessNowMs(clock: BusinessClock, realMs: number): number {
  return Math.floor(clock.businessAnchorMs + (realMs - clock.realAnchorMs) * clock.speed);
}

/** Real milliseconds to wait from `realNowMs` until business time reaches the target; 0 when it has passed. */
export function realMsUntil(clock: BusinessClock, businessTargetMs: number, realNowMs: number): number {
  const businessWaitMs = businessTargetMs - businessNowMs(clock, realNowMs);
  return Math.max(0, Math.ceil(businessWaitMs / clock.speed));
}

/**
 * The instant that something counts from which was due at one instant and came at another: the one at which it was
 * due, so that figures don't depend on the machine, unless it came late by more than a minute of real time.
 */
export function unlessLate({ speed }: BusinessClock, dueMs: number, cameMs: number): number {
  return cameMs - dueMs > PUNCTUAL_REAL_MS * speed ? cameMs : dueMs;
}

/**
 * The instant that something lives to whose time has come: the one that it waited for, unless that is still ahead by
 * more than a minute of real time, since it was armed by a program that waited for an earlier one.
 */
export function unlessEarly({ speed }: BusinessClock, waitedForMs: number, cameMs: number): number {
  return waitedForMs - cameMs > PUNCTUAL_REAL_MS * speed ? cameMs : waitedForMs;
}

/** The date in China at an instant. */
export function businessDate(instantMs: number): IsoDate {
  return dateOfDayNumber(Math.floor((instantMs + SHANGHAI_OFFSET_MS) / MS_PER_DAY));
}

/** Date and time of day that clocks in China show at an instant: `2026-01-05 09:00`. */
export function dateAndTime(instantMs: number): string {
  return new Date(instantMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/**
 * The instant at which clocks in China show a date and a time of day.
 * @param timeOfDay `HH:mm`, 24 hours
 * @throws RangeError when it is not a time of day
 */
export function instantOf(date: IsoDate, timeOfDay = '00:00'): number {
  const match = TIME_OF_DAY.exec(timeOfDay);
  if (match === null) throw new RangeError(`not a time of day: ${timeOfDay}`);
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return dayNumber(date) * MS_PER_DAY - SHANGHAI_OFFSET_MS + minutes * MS_PER_MINUTE;
}
