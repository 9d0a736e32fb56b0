import type { Answers } from '../../../client/client';
import type { Light } from './health';

/** What is listened for. */
export interface Heard {
  readonly stuck: Answers['WorkflowFigures']['stuck'];
  readonly lights: Readonly<Record<string, Light>>;
}

/** One soft tone: look when you can. Three: act now. */
export type Sound = 'NONE' | 'SOFT' | 'ACT';

const DAY = { fromHour: 8, toHour: 20 };

/**
 * What whoever is on duty hears of a change: by day of everything that is newly stuck, at night only of what can't wait
 * until the morning. What was there before is not told again.
 * @param before null: the first look, which is seen
 * @param hour of the business, 0 to 23
 */
export function soundOf(before: Heard | null, now: Heard, hour: number): Sound {
  if (before === null) return 'NONE';
  const mustAct = Object.entries(now.lights).some(
    ([name, light]) => light === 'ACT' && before.lights[name] !== 'ACT',
  );
  if (mustAct) return 'ACT';
  const isDay = hour >= DAY.fromHour && hour < DAY.toHour;
  const countOf = (reason: string): number => before.stuck.find((each) => each.reason === reason)?.count ?? 0;
  return isDay && now.stuck.some(({ reason, count }) => count > countOf(reason)) ? 'SOFT' : 'NONE';
}

/** The hour of the business of an instant. */
export const hourOf = (nowMs: number): number =>
  Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: 'Asia/Shanghai' }).format(nowMs));
