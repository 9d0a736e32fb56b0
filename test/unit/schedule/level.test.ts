import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import type { RoundingMode } from '../../../domain/money/rounding';
import {
  equalPrincipalFen,
  exactPaymentFen,
  fractionPaymentFen,
  nominalPaymentFen,
} from '../../../domain/schedule/level';

const MODES: readonly RoundingMode[] = ['HALF_UP', 'HALF_EVEN', 'DOWN'];

describe('the level payment', () => {
  it.each([
    // Without interest the payment is a plain division, with ties.
    [10, [0, 0, 0, 0], 1, { HALF_UP: 3, HALF_EVEN: 2, DOWN: 2 }],
    [14, [0, 0, 0, 0], 1, { HALF_UP: 4, HALF_EVEN: 4, DOWN: 3 }],
    [12, [0, 0, 0, 0], 1, { HALF_UP: 3, HALF_EVEN: 3, DOWN: 3 }],
    // One period: principal and interest, 1000 × 1.0005 = 1000.5.
    [1000, [5], 10_000, { HALF_UP: 1001, HALF_EVEN: 1000, DOWN: 1000 }],
    // Two periods of 50 %: 1 / (2/3 + 4/9) = 9/10.
    [100, [1, 1], 2, { HALF_UP: 90, HALF_EVEN: 90, DOWN: 90 }],
    [5, [1, 1], 2, { HALF_UP: 5, HALF_EVEN: 4, DOWN: 4 }],
    // Unequal periods, 100 % then 0 %: 1 / (1/2 + 1/2) = 1.
    [77, [1, 0], 1, { HALF_UP: 77, HALF_EVEN: 77, DOWN: 77 }],
    // 0 % then 100 %: 1 / (1 + 1/2) = 2/3.
    [9, [0, 1], 1, { HALF_UP: 6, HALF_EVEN: 6, DOWN: 6 }],
  ])('of %i over %j / %i', (principal, numerators, denominator, expected) => {
    for (const mode of MODES) {
      expect(exactPaymentFen(fen(principal), { numerators, denominator }, mode)).toBe(expected[mode]);
      expect(fractionPaymentFen(fen(principal), { numerators, denominator }, mode)).toBe(expected[mode]);
    }
  });

  it('is the same by floats with a bound and by exact fractions', () => {
    const numerators = Array.from({ length: 36 }, (_, index) => 345 * (28 + (index % 4)));
    const factors = { numerators, denominator: 3_600_000 };
    for (let principal = 1; principal < 10 ** 14; principal = principal * 3 + 1) {
      for (const mode of MODES) {
        expect(exactPaymentFen(fen(principal), factors, mode)).toBe(
          fractionPaymentFen(fen(principal), factors, mode),
        );
      }
    }
  });

  it('follows the textbook for the nominal payment', () => {
    const terms = { annualRate: rate('0.12'), intervalMonths: 1 } as const;
    expect(nominalPaymentFen(fen(10_000_000), 12, terms, 'HALF_UP')).toBe(888_488);
    expect(nominalPaymentFen(fen(10_000_000), 4, { ...terms, intervalMonths: 3 }, 'HALF_UP')).toBe(2_690_270);
    expect(nominalPaymentFen(fen(100), 3, { ...terms, annualRate: rate('0') }, 'HALF_UP')).toBe(33);
  });

  it.each([
    [100, 3, 'HALF_UP', 33],
    [200, 3, 'HALF_UP', 67],
    [200, 3, 'DOWN', 66],
    [5, 2, 'HALF_UP', 3],
    [5, 2, 'HALF_EVEN', 2],
    [2, 3, 'HALF_UP', 0],
    [1, 1, 'HALF_UP', 1],
    [1, 2, 'HALF_UP', 0],
  ] as const)('shares a principal of %i over %i rows %s: %i each', (principal, rows, mode, expected) => {
    expect(equalPrincipalFen(fen(principal), rows, mode)).toBe(expected);
  });
});
