import fc from 'fast-check';
import { isoDate } from '../../domain/calendar/isoDate';
import { quoteFees } from '../../domain/fees/quoteFees';
import type { FeeBasis, FeeRule } from '../../domain/fees/types';
import { fen } from '../../domain/money/fen';
import { anyFen, anyRate } from './support/arbitraries';

const anyBasis: fc.Arbitrary<FeeBasis> = fc.oneof(
  anyFen(0, 1_000_000).map((amountFen) => ({ kind: 'FLAT' as const, amountFen })),
  anyRate(200_000).map((rate) => ({ kind: 'OF_AMOUNT' as const, rate })),
  anyRate(200_000).map((annualRate) => ({ kind: 'OF_AMOUNT_AND_TERM' as const, annualRate })),
  fc.array(anyRate(200_000), { minLength: 1, maxLength: 4 }).map((rates) => ({
    kind: 'TIERED' as const,
    tiers: rates.map((rate, index) => ({
      upToFen: index === rates.length - 1 ? null : fen((index + 1) * 1_000_000),
      rate,
    })),
  })),
);

const anyRule: fc.Arbitrary<FeeRule> = fc.record({
  code: fc.constantFrom('CONSULTING', 'SERVICE', 'APPRAISAL'),
  basis: anyBasis,
  timing: fc.constantFrom('PER_PROJECT' as const, 'EACH_INSTALMENT' as const),
  vatRate: anyRate(130_000),
  countsInAnnualCost: fc.boolean(),
  gradeDiscounts: anyRate(1_000_000).map((discount) => ({ A: discount })),
  loyaltyDiscounts: anyRate(1_000_000).map((discount) => [{ minimumLoansRepaid: 2, discount }]),
  maximumDiscount: anyRate(1_000_000),
});

describe('fees', () => {
  it('add up line by line, and no discount takes more than it may', () => {
    const subjects = fc.record({
      amountFen: anyFen(1, 100_000_000_000),
      termMonths: fc.integer({ min: 1, max: 60 }),
      instalments: fc.integer({ min: 1, max: 60 }),
      grade: fc.constantFrom('A', 'B'),
      loansRepaid: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), subjects, (rules, subject) => {
        const quote = quoteFees({ version: 'v', effectiveFrom: isoDate('2026-01-01'), rules }, subject);
        if (!quote.ok) throw new Error(quote.refusal.code);
        let total = 0;
        for (const [index, line] of quote.value.lines.entries()) {
          const discount = line.discounts.reduce((sum, { amountFen }) => sum + amountFen, 0);
          expect(line.listPriceFen - discount).toBe(line.priceFen);
          expect(line.netFen + line.vatFen).toBe(line.priceFen);
          expect(line.priceFen * line.times).toBe(line.totalFen);
          expect(Math.min(line.priceFen, line.netFen, line.vatFen)).toBeGreaterThanOrEqual(0);
          const most = line.listPriceFen * Number(rules[index]?.maximumDiscount) + 0.5;
          expect(discount).toBeLessThanOrEqual(most);
          total += line.totalFen;
        }
        expect(quote.value.totalFen).toBe(total);
      }),
    );
  });
});
