import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { divideRounded } from '../money/rounding';

/** A decimal of any length as an exact fraction: `numerator / 10^scale`. */
export interface DecimalFraction {
  readonly numerator: bigint;
  readonly scale: number;
}

/** Reads a plain decimal such as `"0.16159"`; exact also for products of rates, which outgrow numbers. */
export function decimalFraction(decimal: string): DecimalFraction {
  const [whole = '0', decimals = ''] = decimal.split('.');
  return { numerator: BigInt(whole + decimals), scale: decimals.length };
}

/** Writes a fraction ≥ 0 as a plain decimal without trailing zeros. */
export function decimalText({ numerator, scale }: DecimalFraction): string {
  const digits = numerator.toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const decimals = digits.slice(digits.length - scale).replace(/0+$/, '');
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/**
 * Simple interest for whole days, rounded once, half up.
 * @param yearDays 360 or 365
 */
export function interestForDays(principalFen: Fen, annualRate: Rate, days: number, yearDays: number): Fen {
  const { numerator, scale } = decimalFraction(annualRate);
  const product = BigInt(principalFen) * numerator * BigInt(days);
  return fen(Number(divideRounded(product, BigInt(yearDays) * 10n ** BigInt(scale), 'HALF_UP')));
}
