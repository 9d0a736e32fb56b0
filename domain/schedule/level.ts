import { type Fen, fen } from '../money/fen';
import { rateFraction } from '../money/rate';
import { divideRounded, multiplyFraction, type RoundingMode } from '../money/rounding';
import type { InterestFactors } from './interest';
import type { ScheduleTerms } from './types';

/** Relative error of one rounded operation on floats. */
const FLOAT_ERROR = 2 ** -53;

/**
 * The constant payment that repays `principalFen` over periods with these factors:
 * `P / Σₖ Πⱼ≤ₖ 1/(1+fⱼ)`, right to the fen.
 *
 * Floats find it first, with a bound on their error; only when the bound reaches across a rounding boundary
 * is the sum computed as an exact fraction of big integers.
 */
export function exactPaymentFen(principalFen: Fen, factors: InterestFactors, rounding: RoundingMode): Fen {
  const payment = principalFen / floatAnnuity(factors);
  // A term of the sum has seen two operations for each period before it, the sum and the division one more
  // each: below 4 errors a period in all, which leaves room for the operations of this very check.
  const errorBound = payment * FLOAT_ERROR * 4 * (factors.numerators.length + 4);
  const half = rounding === 'DOWN' ? 0 : 0.5;
  const lowest = Math.floor(payment - errorBound + half);
  const highest = Math.floor(payment + errorBound + half);
  return lowest === highest ? fen(lowest) : fractionPaymentFen(principalFen, factors, rounding);
}

function floatAnnuity({ numerators, denominator }: InterestFactors): number {
  let discount = 1;
  let annuity = 0;
  for (const numerator of numerators) {
    discount *= denominator / (denominator + numerator);
    annuity += discount;
  }
  return annuity;
}

/** The same with big integers, from the last period to the first: `Aₖ = D/(D+aₖ) × (1 + Aₖ₊₁)`. */
export function fractionPaymentFen(principalFen: Fen, factors: InterestFactors, rounding: RoundingMode): Fen {
  const denominator = BigInt(factors.denominator);
  let annuity = { over: 0n, under: 1n };
  for (const numerator of factors.numerators.toReversed()) {
    annuity = {
      over: denominator * (annuity.under + annuity.over),
      under: (denominator + BigInt(numerator)) * annuity.under,
    };
  }
  return fen(Number(divideRounded(BigInt(principalFen) * annuity.under, annuity.over, rounding)));
}

/**
 * The textbook payment `P × r(1+r)ⁿ / ((1+r)ⁿ − 1)` with r the annual rate over the intervals of a year:
 * the exact payment over n periods that all have the factor r.
 */
export function nominalPaymentFen(
  principalFen: Fen,
  instalments: number,
  terms: Pick<ScheduleTerms, 'annualRate' | 'intervalMonths'>,
  rounding: RoundingMode,
): Fen {
  const { numerator, scale } = rateFraction(terms.annualRate);
  const numerators = Array.from({ length: instalments }, () => numerator * terms.intervalMonths);
  return exactPaymentFen(principalFen, { numerators, denominator: 12 * 10 ** scale }, rounding);
}

/**
 * The principal of each instalment of an equal-principal loan; the last one takes what is left. Rounds down
 * where rounding would use the principal up before the last instalment.
 */
export function equalPrincipalFen(principalFen: Fen, instalments: number, rounding: RoundingMode): Fen {
  const rounded = multiplyFraction(principalFen, 1, instalments, rounding);
  const isUsedUpEarly = rounded * (instalments - 1) >= principalFen && instalments > 1;
  return isUsedUpEarly ? multiplyFraction(principalFen, 1, instalments, 'DOWN') : rounded;
}
