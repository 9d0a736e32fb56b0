import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { daysPerYear } from '../schedule/interest';
import { segmentsUntil } from '../schedule/periods';
import type { InterestSegment } from '../schedule/types';
import { claimedInterest, sumLines } from './books';
import type { LoanEvent } from './events';
import { positionAt } from './fold';
import {
  accruedInterestAt,
  countedTo,
  daysPastDueOf,
  isOverdue,
  penaltyOf,
  unpaidOf,
  unpaidPrincipal,
} from './lines';
import type { InstalmentLine, LoanPosition } from './position';
import type { LoanTerms } from './terms';

/** One step of a computation: so many days on an amount at a rate. */
export interface ExplanationStep {
  readonly instalment: number;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly days: number;
  readonly annualRate: Rate;
  /** What the rate is taken of. */
  readonly baseFen: Fen;
  /** Days of the year that the rate is divided by. */
  readonly yearDays: number;
  /** Result of the step; several steps of a row are rounded together in its last. */
  readonly amountFen: Fen | null;
}

export const EXPLAINED_FIGURES = [
  'principalOutstandingFen',
  'interestAccruedFen',
  'penaltyFen',
  'compoundFen',
  'daysPastDue',
] as const;
export type ExplainedFigure = (typeof EXPLAINED_FIGURES)[number];

/** How a figure of a loan came to be; `contracts/texts` has the rule in words. */
export interface Explanation {
  readonly figure: ExplainedFigure;
  /** Fen, or days. */
  readonly value: number;
  /** Where the rule comes from. */
  readonly source: string;
  readonly steps: readonly ExplanationStep[];
  /** Paid or waived already and taken off. */
  readonly lessFen: Fen;
}

/**
 * Explains the figures of a loan on a day: for each the source of its rule, the days, rates and amounts, and
 * what was paid of it. The steps less `lessFen` give the value.
 * @throws RangeError when the events make no loan
 */
export function explain(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  asOf: IsoDate,
  calendar: BusinessCalendar,
): Explanation[] {
  const position = positionAt(terms, events, asOf, calendar);
  return [
    principal(position),
    interest(position, asOf),
    penalty(position, asOf, 'penaltyFen'),
    penalty(position, asOf, 'compoundFen'),
    daysPastDue(position, asOf),
  ];
}

function principal(position: LoanPosition): Explanation {
  const { lines, terms } = position;
  const owedFen = position.phase === 'ACTIVE' ? sumLines(lines, unpaidPrincipal) : fen(0);
  return {
    figure: 'principalOutstandingFen',
    value: owedFen,
    source: '民法典 §667, §675',
    steps: [],
    lessFen: fen(terms.principalFen - owedFen),
  };
}

function interest(position: LoanPosition, asOf: IsoDate): Explanation {
  const to = countedTo(position, asOf);
  const { lines, terms } = position;
  const isActive = position.phase === 'ACTIVE';
  const earned = (isActive ? lines : []).filter(
    (line) => accruedInterestAt(line.row, to, terms.dayCount) > 0,
  );
  return {
    figure: 'interestAccruedFen',
    value: isActive ? claimedInterest(position, asOf) : 0,
    source: `银发〔2005〕129号; ${terms.dayCount}`,
    steps: earned.flatMap((line) => interestSteps(line, to, terms)),
    lessFen: sumLines(earned, ({ paid, waived }) => fen(paid.interestFen + waived.interestFen)),
  };
}

function interestSteps({ row }: InstalmentLine, to: IsoDate, terms: LoanTerms): ExplanationStep[] {
  const end = to < row.dueDate ? to : row.dueDate;
  const segments = end === row.dueDate ? row.segments : segmentsUntil(row.segments, end, row.dueDate);
  return segments.map((segment, index) => ({
    instalment: row.number,
    from: segment.fromDate,
    to: segments[index + 1]?.fromDate ?? end,
    days: daysOf(segment),
    annualRate: segment.annualRate,
    baseFen: row.openingFen,
    yearDays: daysPerYear(terms.dayCount),
    amountFen: index === segments.length - 1 ? accruedInterestAt(row, to, terms.dayCount) : null,
  }));
}

/** Of a divided month of 30/360 with its fraction, to four decimals. */
function daysOf({ interestDays, partsOfDay = 1 }: InterestSegment): number {
  return Math.round((interestDays / partsOfDay) * 10_000) / 10_000;
}

function penalty(position: LoanPosition, asOf: IsoDate, figure: 'penaltyFen' | 'compoundFen'): Explanation {
  const isActive = position.phase === 'ACTIVE';
  const due = isActive ? position.lines.filter((line) => line.row.dueDate <= asOf) : [];
  return {
    figure,
    value: sumLines(due, (line) => unpaidOf(line, position, asOf)[figure]),
    source: '银发〔2003〕251号',
    steps: due.flatMap((line) => penaltySteps(line, position, asOf, figure)),
    lessFen: sumLines(due, ({ paid, waived }) => fen(paid[figure] + waived[figure])),
  };
}

function penaltySteps(
  line: InstalmentLine,
  position: LoanPosition,
  asOf: IsoDate,
  figure: 'penaltyFen' | 'compoundFen',
): ExplanationStep[] {
  return penaltyOf(line, position, asOf)
    .segments.filter((segment) => segment[figure] > 0)
    .map((segment) => ({
      instalment: line.row.number,
      from: segment.from,
      to: segment.to,
      days: segment.days,
      annualRate: segment.penaltyRate,
      baseFen: figure === 'penaltyFen' ? segment.principalFen : segment.interestFen,
      yearDays: 360,
      amountFen: segment[figure],
    }));
}

function daysPastDue(position: LoanPosition, asOf: IsoDate): Explanation {
  const to = countedTo(position, asOf);
  const isActive = position.phase === 'ACTIVE';
  const oldest = isActive ? position.lines.find((line) => isOverdue(line, to)) : undefined;
  return {
    figure: 'daysPastDue',
    value: oldest === undefined ? 0 : daysPastDueOf(oldest, to),
    source: '令〔2023〕1号; 民法典 §203',
    steps: [],
    lessFen: fen(0),
  };
}
