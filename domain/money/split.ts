import { type Fen, fen } from './fen';

/**
 * Splits an amount in proportion to weights so that the parts add up to it: everyone gets the whole fen of
 * their share, and the fen left over go to the largest fractions, earlier parts first among equals.
 * @param total ≥ 0
 * @param weights integers ≥ 0, at least one above 0
 * @throws RangeError when a weight or the total is not as above
 */
export function splitFen(total: Fen, weights: readonly number[]): readonly Fen[] {
  const sum = weights.reduce((soFar, weight) => soFar + BigInt(asWeight(weight)), 0n);
  if (total < 0 || sum === 0n) throw new RangeError('can only split an amount ≥ 0 over a weight above 0');
  const products = weights.map((weight) => BigInt(total) * BigInt(weight));
  const parts = products.map((product) => product / sum);
  const leftOver = Number(BigInt(total) - parts.reduce((soFar, part) => soFar + part, 0n));
  const luckyParts = new Set(
    products
      .map((product, index) => ({ index, fraction: product % sum }))
      .sort((a, b) => (a.fraction === b.fraction ? a.index - b.index : a.fraction > b.fraction ? -1 : 1))
      .slice(0, leftOver)
      .map(({ index }) => index),
  );
  return parts.map((part, index) => fen(Number(part) + (luckyParts.has(index) ? 1 : 0)));
}

function asWeight(weight: number): number {
  if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError(`not a weight: ${weight}`);
  return weight;
}

/** Splits an amount into equal parts that add up; the first parts are a fen larger where it must be. */
export function splitEvenly(total: Fen, parts: number): readonly Fen[] {
  return splitFen(
    total,
    Array.from({ length: parts }, () => 1),
  );
}
