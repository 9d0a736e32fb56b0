import { type Fen, fen, type Rate } from '../money';

/** A decimal of any length as an exact fraction: `numerator / 10^scale`. */
export interface DecimalFraction {
  readonly numerator: bigint;
  readonly scale: number;
}

/** Reads a plain decimal such as `"0.16159"`; exact however many digits it has. */
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

/** `numerator / denominator` (both ≥ 0) to the nearest fen, half up. */
export function roundHalfUp(numerator: bigint, denominator: bigint): Fen {
  return fen(Number((2n * numerator + denominator) / (2n * denominator)));
}

/** A share of an amount, rounded once, half up. */
export function shareOf(amountFen: Fen, share: string): Fen {
  const { numerator, scale } = decimalFraction(share);
  return roundHalfUp(BigInt(amountFen) * numerator, 10n ** BigInt(scale));
}

/**
 * Simple interest for whole days, rounded once, half up.
 * @param yearDays 360 or 365
 */
export function interestForDays(principalFen: Fen, annualRate: Rate, days: number, yearDays: number): Fen {
  const { numerator, scale } = decimalFraction(annualRate);
  const product = BigInt(principalFen) * numerator * BigInt(days);
  return roundHalfUp(product, BigInt(yearDays) * 10n ** BigInt(scale));
}
