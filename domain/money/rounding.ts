import { type Fen, fen } from './fen';
import { type Rate, rateFraction } from './rate';

/**
 * How an amount is brought to a whole fen. HALF_UP (四舍五入) is the house's rule; the others exist for
 * contracts that say so. Negative amounts round like their positive mirror image, so that a reversal
 * cancels to the fen.
 */
export type RoundingMode = 'HALF_UP' | 'HALF_EVEN' | 'DOWN';
export const ROUNDING_MODES: readonly RoundingMode[] = ['HALF_UP', 'HALF_EVEN', 'DOWN'];

/**
 * `numerator / denominator` as a whole number, exactly.
 * @param numerator ≥ 0
 * @param denominator > 0
 */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const twiceRemainder = 2n * (numerator % denominator);
  if (mode === 'DOWN' || twiceRemainder < denominator) return quotient;
  const isTie = twiceRemainder === denominator;
  return isTie && mode === 'HALF_EVEN' && quotient % 2n === 0n ? quotient : quotient + 1n;
}

/**
 * `amount × numerator / denominator` rounded once, exactly, however large the product is.
 * Plain numbers do the work while every product stays below 2^53; else BigInt does.
 * @param numerator integer ≥ 0
 * @param denominator integer > 0
 * @throws RangeError when the result is above MAX_FEN
 */
export function multiplyFraction(
  amount: Fen,
  numerator: number,
  denominator: number,
  mode: RoundingMode = 'HALF_UP',
): Fen {
  if (amount < 0) return fen(-multiplyFraction(fen(-amount), numerator, denominator, mode));
  const rest = amount % denominator;
  const wholePart = ((amount - rest) / denominator) * numerator;
  const restProduct = rest * numerator;
  if (wholePart > Number.MAX_SAFE_INTEGER || restProduct > Number.MAX_SAFE_INTEGER) {
    return fen(Number(divideRounded(BigInt(amount) * BigInt(numerator), BigInt(denominator), mode)));
  }
  const remainder = restProduct % denominator;
  const quotient = wholePart + (restProduct - remainder) / denominator;
  return fen(quotient + (roundsUp(quotient, remainder, denominator, mode) ? 1 : 0));
}

function roundsUp(quotient: number, remainder: number, denominator: number, mode: RoundingMode): boolean {
  // Compares with the other half instead of doubling, which could leave the safe integers.
  const otherHalf = denominator - remainder;
  if (mode === 'DOWN' || remainder < otherHalf) return false;
  const isTie = remainder === otherHalf;
  return !(isTie && mode === 'HALF_EVEN' && quotient % 2 === 0);
}

/** `amount × rate` rounded once. */
export function multiplyRate(amount: Fen, rate: Rate, mode: RoundingMode = 'HALF_UP'): Fen {
  const { numerator, scale } = rateFraction(rate);
  return multiplyFraction(amount, numerator, 10 ** scale, mode);
}
