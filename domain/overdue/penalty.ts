import { addDays, daysBetween, type IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { Exact } from '../parameters/decimal';
import { interestForDays } from './exact';

/** Overdue money is counted on a year of 360 days whatever the contract's day count. */
const PENALTY_YEAR_DAYS = 360;

/** What the contract says about overdue money. */
export interface PenaltyTerms {
  /** Added to the contract rate: 0.30–0.50 for overdue, 0.50–1.00 for misuse of funds (银发〔2003〕251号). */
  readonly penaltyMarkup: Rate;
  readonly capRate?: Rate | undefined;
  /** Whether unpaid interest bears the penalty rate too. Penalty itself never does. */
  readonly compoundInterest: boolean;
  readonly graceDays: number;
  readonly graceMode: 'RETROACTIVE' | 'FROM_GRACE_END';
}

/** Contract rate from a day on. */
export interface RateStep {
  readonly from: IsoDate;
  readonly annualRate: Rate;
}

/** A part of an overdue instalment was paid, waived or moved elsewhere. */
export interface Reduction {
  readonly date: IsoDate;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
}

/** One instalment that was not paid when it was due. */
export interface OverdueAmount {
  readonly dueDate: IsoDate;
  /** The due date shifted to a workday; settled by then is settled in time. */
  readonly collectionDate?: IsoDate;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  /** In order of date. */
  readonly reductions: readonly Reduction[];
  /** In order of date; the first reaches back to the due date. */
  readonly rates: readonly RateStep[];
}

/** A stretch of days with one balance and one rate: what is rounded once. */
export interface PenaltySegment {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly days: number;
  readonly penaltyRate: Rate;
  readonly principalFen: Fen;
  readonly interestFen: Fen;
  readonly penaltyFen: Fen;
  readonly compoundFen: Fen;
}

export interface PenaltyAccrued {
  /** Days from the due date (counted) to the day asked for (not counted), grace not deducted. */
  readonly days: number;
  readonly penaltyFen: Fen;
  readonly compoundFen: Fen;
  readonly segments: readonly PenaltySegment[];
}

/** contract rate × (1 + markup), never above the cap. Exact. */
export function penaltyRateOf(contractRate: Rate, { penaltyMarkup, capRate }: PenaltyTerms): Rate {
  const raised = new Exact(penaltyMarkup).plus(1).times(contractRate);
  return capRate !== undefined && raised.greaterThan(capRate) ? capRate : (raised.toFixed() as Rate);
}

/**
 * Penalty (罚息) and compound interest (复利) of one instalment from its due date to `asOf`.
 * A part payment or a change of rate ends a segment; each segment is rounded once and they are summed.
 * Nothing is asked for within the grace days, or when the instalment was settled within them or by its
 * collection date; after that `RETROACTIVE` counts from the due date, `FROM_GRACE_END` from the end of grace.
 */
export function penaltyAccrued(overdue: OverdueAmount, terms: PenaltyTerms, asOf: IsoDate): PenaltyAccrued {
  const days = Math.max(0, daysBetween(overdue.dueDate, asOf));
  if (isForgiven(overdue, terms, asOf))
    return { days, penaltyFen: fen(0), compoundFen: fen(0), segments: [] };
  const segments = segmentsOf(overdue, terms, asOf);
  return {
    days,
    penaltyFen: fen(segments.reduce((sum, segment) => sum + segment.penaltyFen, 0)),
    compoundFen: fen(segments.reduce((sum, segment) => sum + segment.compoundFen, 0)),
    segments,
  };
}

function isForgiven(overdue: OverdueAmount, { graceDays }: PenaltyTerms, asOf: IsoDate): boolean {
  const settledOn = settlementDate(overdue);
  const end = settledOn !== null && settledOn < asOf ? settledOn : asOf;
  const isInTime = end <= (overdue.collectionDate ?? overdue.dueDate);
  return isInTime || daysBetween(overdue.dueDate, end) <= graceDays;
}

/** The day on which reductions have used up principal and interest; null while something is left. */
export function settlementDate({
  principalFen,
  interestFen,
  reductions,
}: Pick<OverdueAmount, 'principalFen' | 'interestFen' | 'reductions'>): IsoDate | null {
  let left = principalFen + interestFen;
  for (const reduction of reductions) {
    left -= reduction.principalFen + reduction.interestFen;
    if (left <= 0) return reduction.date;
  }
  return null;
}

function segmentsOf(overdue: OverdueAmount, terms: PenaltyTerms, asOf: IsoDate): PenaltySegment[] {
  const isFromGraceEnd = terms.graceMode === 'FROM_GRACE_END';
  const start = isFromGraceEnd ? addDays(overdue.dueDate, terms.graceDays) : overdue.dueDate;
  const cuts = [...overdue.reductions.map(({ date }) => date), ...overdue.rates.map(({ from }) => from)]
    .filter((date) => date > start && date < asOf)
    .sort();
  const bounds = [start, ...new Set(cuts), asOf];
  return bounds
    .slice(1)
    .map((to, index) => segmentBetween(bounds[index] ?? start, to, overdue, terms))
    .filter((segment) => segment.principalFen + segment.interestFen > 0);
}

function segmentBetween(
  from: IsoDate,
  to: IsoDate,
  overdue: OverdueAmount,
  terms: PenaltyTerms,
): PenaltySegment {
  const reduced = overdue.reductions.filter((reduction) => reduction.date <= from);
  const principalFen = fen(
    reduced.reduce<number>((left, part) => left - part.principalFen, overdue.principalFen),
  );
  const interestFen = fen(
    reduced.reduce<number>((left, part) => left - part.interestFen, overdue.interestFen),
  );
  const penaltyRate = penaltyRateOf(rateOn(from, overdue.rates), terms);
  const days = daysBetween(from, to);
  return {
    from,
    to,
    days,
    penaltyRate,
    principalFen,
    interestFen,
    penaltyFen: interestForDays(principalFen, penaltyRate, days, PENALTY_YEAR_DAYS),
    compoundFen: terms.compoundInterest
      ? interestForDays(interestFen, penaltyRate, days, PENALTY_YEAR_DAYS)
      : fen(0),
  };
}

/**
 * The contract rate in force on a day.
 * @param rates in order of date
 * @throws RangeError when there is none
 */
export function rateOn(date: IsoDate, rates: readonly RateStep[]): Rate {
  const step = rates.filter(({ from }) => from <= date).at(-1) ?? rates[0];
  if (step === undefined) throw new RangeError('a loan has a rate from its first day on');
  return step.annualRate;
}
