import type { Answers } from '../../../client/client';
import type { Words } from '../../../kit/words/words';
import { words } from '../../../kit/words/words';

type Workflow = Answers['Workflow'];
type Figures = Answers['WorkflowFigures'];
type Reason = NonNullable<Workflow['reason']>;
type ActKind = Answers['ProcessActKind'];

/** Figures by which somebody sees in one look whether they may go back to sleep. */
export interface Seen {
  readonly figures: Pick<Figures, 'stuck' | 'stages'>;
  readonly health: Pick<Answers['Health'], 'status' | 'parts'>;
  /** null: not known yet */
  readonly booksAgree: boolean | null;
}

export type Light = 'GOOD' | 'LOOK' | 'ACT';

export const LIGHTS: Words<'MONEY' | 'PEOPLE' | 'PARTS'> = words({
  MONEY: ['资金', 'Money'],
  PEOPLE: ['等待的人', 'People waiting'],
  PARTS: ['各部分', 'Parts'],
});

/** Three lights: ACT when somebody must do something now, LOOK when something is not as it should be. */
export function lightsOf({
  figures,
  health,
  booksAgree,
}: Seen): Readonly<Record<keyof typeof LIGHTS, Light>> {
  const stuck = (reason: Reason): number => figures.stuck.find((each) => each.reason === reason)?.count ?? 0;
  const unknown = figures.stages.some(
    ({ process, stage, open }) => process === 'payment' && stage === 'UNKNOWN' && open > 0,
  );
  const isBroken = stuck('ENDED_BADLY') + stuck('TASK_FAILS') + stuck('WAITS_FOR_ADMIN') > 0;
  return {
    MONEY: light(booksAgree === false, unknown || stuck('ACTIVITY_FAILS') + stuck('ACTIVITY_PAUSED') > 0),
    PEOPLE: light(isBroken, stuck('OVERDUE') > 0),
    PARTS: light(health.status === 'DOWN', health.status === 'DEGRADED'),
  };
}

const light = (mustAct: boolean, shouldLook: boolean): Light => {
  if (mustAct) return 'ACT';
  return shouldLook ? 'LOOK' : 'GOOD';
};

/** Parts that don't answer, by name. */
export function partsDown({ parts }: Seen['health']): readonly string[] {
  return Object.entries(parts ?? {})
    .filter(([, { status }]) => status === 'DOWN')
    .map(([name]) => name);
}

/** What may help a process that stands as it does, the safest first. */
export function actsFor({
  status,
  failing,
  reason,
}: Pick<Workflow, 'status' | 'failing' | 'reason'>): readonly ActKind[] {
  if (status !== 'RUNNING') return ['SET_BACK'];
  const isRetried = reason === 'ACTIVITY_PAUSED' || (failing !== null && reason !== 'TASK_FAILS');
  return [...(isRetried ? (['RETRY_NOW'] as const) : []), 'LOOK_AGAIN', 'SET_BACK', 'END'];
}

/** Acts that can do harm: one person asks, another one agrees. */
export const isGrave = (kind: ActKind): boolean => kind === 'SET_BACK' || kind === 'END';

const MS_A_MINUTE = 60_000;
const MINUTES_AN_HOUR = 60;
const HOURS_A_DAY = 24;

export const AGO = words({
  MINUTES: ['{count} 分钟', '{count} min'],
  HOURS: ['{count} 小时', '{count} h'],
  DAYS: ['{count} 天', '{count day|days}'],
});

/** For how long something has been so, in the largest unit that tells enough. */
export function agoOf(
  sinceMs: number,
  nowMs: number,
): { readonly unit: keyof typeof AGO; readonly count: number } {
  const minutes = Math.max(0, Math.floor((nowMs - sinceMs) / MS_A_MINUTE));
  if (minutes < 2 * MINUTES_AN_HOUR) return { unit: 'MINUTES', count: minutes };
  const hours = Math.floor(minutes / MINUTES_AN_HOUR);
  return hours < 2 * HOURS_A_DAY
    ? { unit: 'HOURS', count: hours }
    : { unit: 'DAYS', count: Math.floor(hours / HOURS_A_DAY) };
}

export interface Heat {
  readonly process: Figures['stages'][number]['process'];
  readonly stage: string;
  readonly open: number;
  readonly cells: readonly {
    readonly age: keyof typeof AGES;
    readonly count: number;
    readonly share: number;
  }[];
  /** Most of its cases are older than a week: it holds the others up. */
  readonly isBottleneck: boolean;
}

export const AGES = words({
  day: ['1 天内', 'Up to a day'],
  week: ['1 周内', 'A week'],
  month: ['1 个月内', 'A month'],
  older: ['更久', 'Older'],
});

/** A loan rests in its stages for years: that is no bottleneck. */
const RESTS = ['loan'];

/** Stages with how many cases are in each for how long. */
export function heatOf(stages: Figures['stages']): readonly Heat[] {
  return stages.map(({ process, stage, open, ages }) => ({
    ...{ process, stage, open },
    cells: (Object.keys(AGES) as (keyof typeof AGES)[]).map((age) => ({
      age,
      count: ages[age],
      share: open === 0 ? 0 : ages[age] / open,
    })),
    isBottleneck: !RESTS.includes(process) && (ages.month + ages.older) * 2 > open,
  }));
}
