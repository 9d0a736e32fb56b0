import { businessDate, instantOf } from '../calendar/clock';
import { addDays } from '../calendar/isoDate';
import type { ContactLimits } from '../parameters/collection';

type QuietHours = Pick<ContactLimits, 'quietFrom' | 'quietUntil'>;

const MS_PER_MINUTE = 60_000;

/**
 * The business instant from which a person may be called or sent a short message: the one that was asked about, or
 * the end of the quiet hours that it is in.
 */
export function contactFromMs(atMs: number, hours: QuietHours): number {
  return quietAt(atMs, hours)?.untilMs ?? atMs;
}

/**
 * The last business instant at which somebody may have been called of whom that is said now: the one that is asked
 * about, or the last minute before the quiet hours that it is in.
 */
export function lastContactMs(atMs: number, hours: QuietHours): number {
  const quiet = quietAt(atMs, hours);
  return quiet === undefined ? atMs : quiet.fromMs - MS_PER_MINUTE;
}

/** The quiet hours that an instant is in. */
function quietAt(atMs: number, { quietFrom, quietUntil }: QuietHours) {
  const today = businessDate(atMs);
  const isOverNight = quietUntil <= quietFrom;
  return [today, addDays(today, 1)]
    .map((day) => ({
      fromMs: instantOf(isOverNight ? addDays(day, -1) : day, quietFrom),
      untilMs: instantOf(day, quietUntil),
    }))
    .find((quiet) => quiet.fromMs <= atMs && atMs < quiet.untilMs);
}
