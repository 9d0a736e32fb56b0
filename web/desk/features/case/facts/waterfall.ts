import type { Answers } from '../../../../client/client';
import { type Words, words } from '../../../../kit/words/words';

type Risk = NonNullable<Answers['AssessmentFigures']['risk']>;
export type Characteristic = keyof Risk['points'];

/** What each characteristic of the scorecard looks at. */
export const CHARACTERISTICS: Words<Characteristic> = words({
  yearsInOperation: ['经营年限', 'Years in operation'],
  debtRatio: ['资产负债率', 'Debt ratio'],
  currentRatio: ['流动比率', 'Current ratio'],
  interestCover: ['利息保障倍数', 'Interest cover'],
  netMargin: ['净利率', 'Net margin'],
  revenueGrowth: ['营业收入增长率', 'Revenue growth'],
  dscr: ['偿债备付率', 'Debt service cover'],
  arDays: ['应收账款周转天数', 'Receivable days'],
  maxDpd24m: ['24 个月最长逾期', 'Worst arrears, 24 months'],
  enquiries6m: ['半年征信查询', 'Enquiries, 6 months'],
  taxRating: ['纳税信用等级', 'Tax rating'],
  litigation: ['涉诉', 'Litigation'],
  zem: ['Z 值', 'Z-score'],
});

/** A bar of the waterfall: from where to where the score went. */
export interface Bar {
  readonly name: Characteristic | 'BASE' | 'TOTAL';
  readonly from: number;
  readonly to: number;
  /** What it gave. */
  readonly points: number;
  /** What it could have given and did not; null: as much as it can, or it is no characteristic. */
  readonly lost: number | null;
  /** The number of the reason why, such as R02. */
  readonly reasonCode: string | null;
}

/** The score from its base to its total; the characteristics that gave most come first. */
export function barsOf({
  score,
  points,
  reasons,
}: Pick<Risk, 'score' | 'points' | 'reasons'>): readonly Bar[] {
  const given = (Object.entries(points) as [Characteristic, number][]).toSorted(
    ([, one], [, other]) => other - one,
  );
  const base = score - given.reduce((sum, [, gave]) => sum + gave, 0);
  const bars: Bar[] = [bar('BASE', 0, base)];
  let at = base;
  for (const [name, gave] of given) {
    const reason = reasons.find(({ characteristic }) => characteristic === name);
    bars.push({
      ...bar(name, at, at + gave),
      lost: reason?.lostPoints ?? null,
      reasonCode: reason?.code ?? null,
    });
    at += gave;
  }
  return [...bars, bar('TOTAL', 0, score)];
}

const bar = (name: Bar['name'], from: number, to: number): Bar => ({
  ...{ name, from, to, points: to - from, lost: null, reasonCode: null },
});

/** The scale of the picture: a little room on both sides of what moves, for the base would dwarf it. */
export function scaleOf(bars: readonly Bar[]): { readonly from: number; readonly to: number } {
  const moving = bars
    .filter(({ name }) => name !== 'BASE' && name !== 'TOTAL')
    .flatMap(({ from, to }) => [from, to]);
  if (moving.length === 0) return { from: 0, to: 1 };
  const [least, most] = [Math.min(...moving), Math.max(...moving)];
  const room = Math.max((most - least) * 0.1, 1);
  return { from: Math.max(least - room, 0), to: most + room };
}
