import { type Fen, fen } from '../money/fen';
import type { Rate } from '../money/rate';
import { divideRounded } from '../money/rounding';

/**
 * Simple interest for whole days, rounded once, half up.
 * @param yearDays 360 or 365
 */
export function interestForDays(principalFen: Fen, annualRate: Rate, days: number, yearDays: number): Fen {
  // A penalty rate is a product of rates, and may have more digits than a number holds.
  const [whole = '0', decimals = ''] = annualRate.split('.');
  const product = BigInt(principalFen) * BigInt(whole + decimals) * BigInt(days);
  return fen(Number(divideRounded(product, BigInt(yearDays) * 10n ** BigInt(decimals.length), 'HALF_UP')));
}
