import type { Pair, Values } from '../words/words';

/** How a deadline stands: told by word and shape. */
export interface DeadlineTold {
  readonly state: 'OVERDUE' | 'SOON' | 'LATER';
  readonly text: Pair;
  readonly values: Values;
}

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;
/** What is left of a day's work asks for being looked at first. */
const SOON_MINUTES = 4 * HOUR_MINUTES;

const LEFT = {
  days: ['剩 {days} 天 {hours} 小时', '{days} d {hours} h left'],
  hours: ['剩 {hours} 小时 {minutes} 分', '{hours} h {minutes} min left'],
  minutes: ['剩 {minutes} 分', '{minutes} min left'],
} as const satisfies Record<string, Pair>;
const LATE = {
  days: ['超时 {days} 天 {hours} 小时', '{days} d {hours} h late'],
  hours: ['超时 {hours} 小时 {minutes} 分', '{hours} h {minutes} min late'],
  minutes: ['超时 {minutes} 分', '{minutes} min late'],
} as const satisfies Record<string, Pair>;

/**
 * How much time is left, or how late it is, in whole minutes.
 * @param dueAt instant, ISO 8601
 * @param nowMs of the platform's clock
 */
export function deadlineTold(dueAt: string, nowMs: number): DeadlineTold {
  const left = Math.floor((Date.parse(dueAt) - nowMs) / MINUTE_MS);
  const away = left < 0 ? -left : left;
  const days = Math.floor(away / DAY_MINUTES);
  const hours = Math.floor((away % DAY_MINUTES) / HOUR_MINUTES);
  const unit = days > 0 ? 'days' : hours > 0 ? 'hours' : 'minutes';
  return {
    state: left < 0 ? 'OVERDUE' : left <= SOON_MINUTES ? 'SOON' : 'LATER',
    text: (left < 0 ? LATE : LEFT)[unit],
    values: { days, hours, minutes: away % HOUR_MINUTES },
  };
}
