import { type Pair, type Values, words } from '../words/words';

const WORDS = words({
  underAnHour: ['通常不到 1 小时', 'usually less than an hour'],
  hours: ['通常约 {count} 小时', 'usually about {count hour|hours}'],
  days: ['通常约 {count} 天', 'usually about {count day|days}'],
});
const HOURS_A_DAY = 24;
/** From here on people count in days. */
const LONG_HOURS = 36;

/** How long a stage usually takes, as people say it. @param hours of business time; null: nobody knows yet */
export function usualTime(hours: number | null): readonly [Pair, Values] | null {
  if (hours === null) return null;
  if (hours < 1) return [WORDS.underAnHour, {}];
  if (hours < LONG_HOURS) return [WORDS.hours, { count: Math.round(hours) }];
  return [WORDS.days, { count: Math.round(hours / HOURS_A_DAY) }];
}
