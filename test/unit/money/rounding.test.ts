import { fen, MAX_FEN } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import {
  divideRounded,
  multiplyFraction,
  multiplyRate,
  type RoundingMode,
} from '../../../domain/money/rounding';
import { splitVat } from '../../../domain/money/vat';

const CASES: readonly (readonly [number, number, RoundingMode, number])[] = [
  [0, 3, 'HALF_UP', 0],
  [1, 3, 'HALF_UP', 0],
  [2, 3, 'HALF_UP', 1],
  [5, 2, 'HALF_UP', 3],
  [7, 2, 'HALF_UP', 4],
  [5, 2, 'HALF_EVEN', 2],
  [7, 2, 'HALF_EVEN', 4],
  [8, 3, 'HALF_EVEN', 3],
  [7, 3, 'HALF_EVEN', 2],
  [5, 2, 'DOWN', 2],
  [8, 3, 'DOWN', 2],
  [6, 3, 'DOWN', 2],
  [6, 3, 'HALF_UP', 2],
];

describe('rounding', () => {
  it.each(CASES)('%i / %i %s is %i', (numerator, denominator, mode, expected) => {
    expect(divideRounded(BigInt(numerator), BigInt(denominator), mode)).toBe(BigInt(expected));
    expect(multiplyFraction(fen(1), numerator, denominator, mode)).toBe(expected);
    expect(multiplyFraction(fen(numerator), 1, denominator, mode)).toBe(expected);
  });

  it('mirrors negative amounts', () => {
    expect(multiplyFraction(fen(-5), 1, 2)).toBe(-3);
    expect(multiplyFraction(fen(-5), 1, 2, 'DOWN')).toBe(-2);
    expect(Object.is(multiplyFraction(fen(-1), 1, 3), 0)).toBe(true);
  });

  it('loses no digit where products leave the safe integers', () => {
    // 999999999999999 × 9999999999 / 10000000000 = 999999999899999.0000000001
    expect(multiplyFraction(fen(999_999_999_999_999), 9_999_999_999, 10_000_000_000)).toBe(
      999_999_999_899_999,
    );
    // 10^15 × (10^10 + 1) / (2 × 10^10) = 500000000050000 exactly
    expect(multiplyFraction(fen(MAX_FEN), 10_000_000_001, 20_000_000_000)).toBe(500_000_000_050_000);
    // A tie that floats can't see: (10^15 − 1) × 5 000 000 000 / 10^10 = 499999999999999.5
    expect(multiplyFraction(fen(MAX_FEN - 1), 5_000_000_000, 10_000_000_000)).toBe(500_000_000_000_000);
    expect(multiplyFraction(fen(MAX_FEN - 1), 5_000_000_000, 10_000_000_000, 'DOWN')).toBe(
      499_999_999_999_999,
    );
    // Big whole part, small rest.
    expect(multiplyFraction(fen(900_000_000_000_001), 11, 10)).toBe(990_000_000_000_001);
  });

  it('throws when the result is no amount', () => {
    expect(() => multiplyFraction(fen(MAX_FEN), 2, 1)).toThrow(RangeError);
    expect(() => multiplyFraction(fen(MAX_FEN), 1_000_001, 1_000_000)).toThrow(RangeError);
  });

  it('multiplies by rates', () => {
    expect(multiplyRate(fen(10_000), rate('0.0345'))).toBe(345);
    expect(multiplyRate(fen(10_001), rate('0.00005'))).toBe(1);
    expect(multiplyRate(fen(10_001), rate('0.00005'), 'DOWN')).toBe(0);
    expect(multiplyRate(fen(7), rate('1'))).toBe(7);
  });
});

describe('splitVat', () => {
  it.each([
    [1, '0.06', 1, 0],
    [9, '0.06', 8, 1],
    [9_999_999, '0.06', 9_433_961, 566_038],
    [10_300, '0.03', 10_000, 300],
    [5, '0', 5, 0],
    [-9, '0.06', -8, -1],
  ])('%i at %s', (grossFen, vatRate, netFen, vatFen) => {
    expect(splitVat(fen(grossFen), rate(vatRate))).toEqual({ netFen, vatFen });
  });
});
