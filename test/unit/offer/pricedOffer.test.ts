import fc from 'fast-check';
import { isoDate } from '../../../domain/calendar/isoDate';
import { feesOfLoan, offerPointsLimit } from '../../../domain/fees/loanFees';
import { rate } from '../../../domain/money/rate';
import { costedLoan } from '../../../domain/offer/costedLoan';
import { pricedOffer, shownOffer } from '../../../domain/offer/pricedOffer';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { termsOf } from '../../integration/database/support/cases';

const policy = { pointsShare: '0.20', vatRate: rate('0.06') } as const;
const terms = termsOf('loan', { startDate: isoDate('2026-12-01') });
const { principalFen: amountFen, termMonths } = terms;
const fees = feesOfLoan(
  {
    product: [
      { kind: 'LOAN_SERVICE', rate: rate('0.005'), when: 'AT_DISBURSEMENT' },
      { kind: 'TRANSACTION', rate: rate('0.0001'), when: 'WITH_EACH_INSTALMENT' },
      { kind: 'CONSULTING', rate: rate('0.0001'), when: 'AT_DISBURSEMENT' },
    ],
    list: [],
  },
  { amountFen, termMonths, grade: 'A', loansRepaid: 0 },
  policy,
);
/** A fifth of 5,000 yuan, and of 100 yuan. */
const LIMIT = 102_000;

function priced(offered: number, balance = 1_000_000) {
  const result = pricedOffer({ fees, terms }, { offered, balance }, policy.pointsShare);
  return result.ok ? result.value : result.refusal.code;
}

test('without points an offer costs what it was made with', () => {
  const { feeCaps, capRate } = { feeCaps: parametersAt(PARAMETERS_BEGIN).fees.caps, capRate: rate('0.24') };
  const made = costedLoan({ ...terms, fees, feeCaps, capRate });
  if (!made.ok) throw new Error(made.refusal.code);
  const { isAboveCap: _, ...cost } = made.value.cost;
  expect(priced(0)).toMatchObject({ fees, cost });
});

test('points pay fees that are charged once, a share of each, in the order of the lines', () => {
  expect(offerPointsLimit(fees, 1_000_000, policy)).toBe(LIMIT);
  expect(offerPointsLimit(fees, 700, policy)).toBe(700);
  expect(offerPointsLimit(fees, -1, policy)).toBe(0);
  expect(priced(101_500)).toMatchObject({
    fees: [
      { pointsUsed: 100_000, priceFen: 500_000, toPayFen: 400_000, vatFen: 22_642 },
      { pointsUsed: 0 },
      { pointsUsed: 1_500, toPayFen: 8_500 },
    ],
  });
});

test('nobody pays with more points than there are, or than may pay', () => {
  expect(priced(LIMIT + 1)).toBe('POINTS_ABOVE_LIMIT');
  expect(priced(701, 700)).toBe('POINTS_ABOVE_LIMIT');
  expect(priced(1, -5)).toBe('POINTS_ABOVE_LIMIT');
  expect(priced(0, -5)).toMatchObject({ fees });
});

test('points take off what they are worth and nothing else, and make no offer dearer', () => {
  const plain = priced(0);
  if (typeof plain === 'string') throw new Error(plain);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LIMIT }), (points) => {
      const paid = priced(points);
      if (typeof paid === 'string') throw new Error(paid);
      expect(plain.cost.totalCostFen - paid.cost.totalCostFen).toBe(points);
      expect(paid.fees.reduce((sum, { pointsUsed }) => sum + pointsUsed, 0)).toBe(points);
      for (const fee of paid.fees) expect(fee.netFen + fee.vatFen).toBe(fee.toPayFen);
      expect(Number(paid.cost.xirr)).toBeLessThanOrEqual(Number(plain.cost.xirr));
    }),
    { numRuns: 50 },
  );
});

test('what is shown with other points is shown otherwise', () => {
  const offer = { tariff: 'fees/1', expiresAt: null, amountFen, termMonths, annualRate: terms.annualRate };
  const [none, some] = [priced(0), priced(1)];
  if (typeof none === 'string' || typeof some === 'string') throw new Error('refused');
  expect(shownOffer(offer, none)).not.toEqual(shownOffer(offer, some));
});
