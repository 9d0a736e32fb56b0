import { businessDate, instantOf } from '../calendar/clock';
import { addDays } from '../calendar/isoDate';
import type { ContactLimits } from '../parameters/collection';

/**
 * The business instant from which a person may be called or sent a short message: the one that was asked about, or
 * the end of the quiet hours that it is in.
 */
export function contactFromMs(atMs: number, { quietFrom, quietUntil }: ContactLimits): number {
  const today = businessDate(atMs);
  const isOverNight = quietUntil <= quietFrom;
  const untilMs = [today, addDays(today, 1)]
    .map((day) => ({
      fromMs: instantOf(isOverNight ? addDays(day, -1) : day, quietFrom),
      untilMs: instantOf(day, quietUntil),
    }))
    .find((quiet) => quiet.fromMs <= atMs && atMs < quiet.untilMs)?.untilMs;
  return untilMs ?? atMs;
}
