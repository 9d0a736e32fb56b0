import Decimal from 'decimal.js';
import fc from 'fast-check';
import { fen, MAX_FEN, parseFen } from '../../domain/money/fen';
import { compareRates, parseRate, rateFraction } from '../../domain/money/rate';
import { multiplyFraction, type RoundingMode } from '../../domain/money/rounding';
import { splitVat } from '../../domain/money/vat';
import { anyFen, anyRate } from './support/arbitraries';

const Exact = Decimal.clone({ precision: 60 });
const MODES: Readonly<Record<RoundingMode, Decimal.Rounding>> = {
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  DOWN: Decimal.ROUND_DOWN,
};

describe('money', () => {
  it('multiplies like decimals of sixty digits, in every mode and for every size', () => {
    fc.assert(
      fc.property(
        anyFen(0, MAX_FEN),
        fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 10_000_000_000 })),
        fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 4_000_000_000_000 })),
        fc.constantFrom<RoundingMode>('HALF_UP', 'HALF_EVEN', 'DOWN'),
        (amount, numerator, denominator, mode) => {
          const expected = new Exact(amount)
            .times(numerator)
            .dividedBy(denominator)
            .toDecimalPlaces(0, MODES[mode]);
          fc.pre(expected.lessThanOrEqualTo(MAX_FEN));
          expect(multiplyFraction(amount, numerator, denominator, mode)).toBe(expected.toNumber());
        },
      ),
    );
  });

  it('rounds a reversal to the mirror image', () => {
    fc.assert(
      fc.property(anyFen(0, MAX_FEN), fc.integer({ min: 0, max: 1000 }), (amount, numerator) => {
        const there = multiplyFraction(amount, numerator, 1000);
        const back = multiplyFraction(fen(-amount), numerator, 1000);
        expect(there + back).toBe(0);
      }),
    );
  });

  it('takes VAT out of a price so that both parts add up', () => {
    fc.assert(
      fc.property(anyFen(0, MAX_FEN), anyRate(300_000), (gross, vatRate) => {
        const { netFen, vatFen } = splitVat(gross, vatRate);
        expect(netFen + vatFen).toBe(gross);
        expect(vatFen).toBeGreaterThanOrEqual(0);
        const exactNet = new Exact(gross).dividedBy(new Exact(vatRate).plus(1));
        expect(exactNet.minus(netFen).abs().lessThanOrEqualTo(0.5)).toBe(true);
      }),
    );
  });

  it('reads anything without throwing, and what it reads is what was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.double(), fc.integer()), (input) => {
        const amount = parseFen(input);
        if (amount.ok) expect(Number(input) + 0).toBe(amount.value);
        const parsed = parseRate(input);
        if (parsed.ok) {
          const { numerator, scale } = rateFraction(parsed.value);
          expect(numerator / 10 ** scale).toBe(Number(input) + 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('orders rates like numbers', () => {
    fc.assert(
      fc.property(anyRate(1_000_000), anyRate(1_000_000), (left, right) => {
        expect(compareRates(left, right)).toBe(Math.sign(Number(left) - Number(right)));
      }),
    );
  });
});
