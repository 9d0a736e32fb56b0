import type { Fen } from '../money/fen';
import { type Rate, type RateFraction, rateFraction } from '../money/rate';
import { multiplyFraction, type RoundingMode } from '../money/rounding';
import type { DayCount, InterestSegment } from './types';

/**
 * Interest factors of periods as exact fractions over one denominator: interest of period k is
 * `opening × numerators[k] / denominator`. All are safe integers, as a rate has at most ten decimals.
 */
export interface InterestFactors {
  readonly numerators: readonly number[];
  readonly denominator: number;
}

/** Days of the year that the day count divides by. */
export function daysPerYear(dayCount: DayCount): number {
  return dayCount === 'ACT/365' ? 365 : 360;
}

/** The factors of periods, each given by its segments. */
export function interestFactors(
  periods: readonly { readonly segments: readonly InterestSegment[] }[],
  dayCount: DayCount,
): InterestFactors {
  const fractionOf = rateReader();
  let scale = 0;
  let parts = 1;
  for (const { segments } of periods) {
    for (const { annualRate, partsOfDay } of segments) {
      scale = Math.max(scale, fractionOf(annualRate).scale);
      if (partsOfDay !== undefined) parts = (parts / greatestCommonDivisor(parts, partsOfDay)) * partsOfDay;
    }
  }
  const numerators = periods.map(({ segments }) =>
    segments.reduce((sum, { annualRate, interestDays, partsOfDay = 1 }) => {
      const fraction = fractionOf(annualRate);
      return sum + fraction.numerator * 10 ** (scale - fraction.scale) * interestDays * (parts / partsOfDay);
    }, 0),
  );
  return { numerators, denominator: 10 ** scale * daysPerYear(dayCount) * parts };
}

/** Of two whole numbers above 0, or 0 and one above it. */
export function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** Reads rates, and remembers the last one: nearly all segments of a loan share it. */
function rateReader(): (annualRate: Rate) => RateFraction {
  let lastRate: Rate | undefined;
  let lastFraction: RateFraction = { numerator: 0, scale: 0 };
  return (annualRate) => {
    if (annualRate !== lastRate) {
      lastRate = annualRate;
      lastFraction = rateFraction(annualRate);
    }
    return lastFraction;
  };
}

/** Interest of a balance over segments, rounded once. */
export function interestOver(
  balanceFen: Fen,
  segments: readonly InterestSegment[],
  dayCount: DayCount,
  rounding: RoundingMode,
): Fen {
  const { numerators, denominator } = interestFactors([{ segments }], dayCount);
  return multiplyFraction(balanceFen, numerators[0] ?? 0, denominator, rounding);
}
