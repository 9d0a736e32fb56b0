import { isoDate } from '../../../domain/calendar/isoDate';
import { feesOfLoan, type LoanDays, plannedCharges } from '../../../domain/fees/loanFees';
import { priceFee } from '../../../domain/fees/price';
import type { FeePricing, FeeRule } from '../../../domain/fees/rule';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { checkFeeCaps } from '../../../domain/pricing/feeCap';
import { checkOwnRules } from '../../../domain/rules/ownRules';

const house = parametersAt(PARAMETERS_BEGIN);
const policy = { pointsShare: house.fees.pointsShare, vatRate: rate('0.06') };
const subject = { amountFen: fen(10_000_000), termMonths: 12, grade: 'A', loansRepaid: 0 };
const NO_POINTS = { offered: 0, balance: 0 };
const bare = { gradeDiscounts: {}, loyaltyDiscounts: [], maximumDiscount: rate('0') };

const priced = (pricing: Partial<FeePricing>, of = subject) =>
  priceFee({ basis: { kind: 'FLAT', amountFen: fen(1_000) }, ...bare, ...pricing }, of, NO_POINTS, policy);

test('bounds hold before discounts, and discounts never take more than they may', () => {
  const basis = { kind: 'OF_AMOUNT', rate: rate('0.01') } as const;
  expect(priced({ basis, maximumFen: fen(50_000) }).listPriceFen).toBe(50_000);
  const discounted = priced({
    basis,
    gradeDiscounts: { A: rate('0.3') },
    loyaltyDiscounts: [{ minimumLoansRepaid: 0, discount: rate('0.3') }],
    maximumDiscount: rate('0.4'),
  });
  expect(discounted).toMatchObject({
    gradeDiscountFen: 30_000,
    loyaltyDiscountFen: 10_000,
    priceFen: 60_000,
  });
  expect(discounted.netFen + discounted.vatFen).toBe(discounted.toPayFen);
});

const rule = (changes: Partial<FeeRule>): FeeRule => ({
  ...{ code: 'SERVICE', kind: 'LOAN_SERVICE', timing: 'PER_PROJECT', ...bare },
  basis: { kind: 'OF_AMOUNT', rate: rate('0.01') },
  ...changes,
});

test('a loan has the fees of its product and of the price list, and none that must be asked for', () => {
  const product = [{ kind: 'PERIODIC', rate: rate('0.001'), when: 'WITH_EACH_INSTALMENT' }] as const;
  const list = [
    rule({}),
    rule({ code: 'ADVICE', timing: 'ON_REQUEST' }),
    rule({ code: 'FREE', basis: { kind: 'OF_AMOUNT', rate: rate('0') } }),
  ];
  const fees = feesOfLoan({ product, list }, subject, policy);
  expect(fees.map(({ rule: code, timing, priceFen }) => [code, timing, priceFen])).toEqual([
    ['PRODUCT-1', 'EACH_INSTALMENT', 10_000],
    ['SERVICE', 'PER_PROJECT', 100_000],
  ]);
});

test('every charge of a loan is known when it is offered', () => {
  const days: LoanDays = {
    loanId: 'l',
    startDate: isoDate('2026-01-15'),
    dueDates: ['2026-02-15', '2026-03-15'].map(isoDate),
  };
  const of = (timing: 'PER_PROJECT' | 'EACH_INSTALMENT' | 'MONTHLY') =>
    plannedCharges({ rule: 'R', timing, priceFen: fen(3_100) }, days, policy.vatRate).map(
      ({ period, chargedOn, amountFen }) => `${period} ${chargedOn} ${amountFen}`,
    );
  expect(of('PER_PROJECT')).toEqual(['PROJECT 2026-01-15 3100']);
  expect(of('EACH_INSTALMENT')).toEqual(['1 2026-02-15 3100', '2 2026-03-15 3100']);
  expect(of('MONTHLY')).toEqual([
    '2026-01 2026-01-15 1700',
    '2026-02 2026-02-01 3100',
    '2026-03 2026-03-01 1400',
  ]);
});

test.each([
  ['CONSULTING', 30_000],
  ['LOAN_SERVICE', 20_000],
  ['APPRAISAL_OWN', 10_000],
  ['TRANSACTION', 5_000],
] as const)('no more than the house allows of %s: %d of a million', (kind, mostFen) => {
  const { caps } = house.fees;
  const check = (totalFen: number) => checkFeeCaps([{ kind, totalFen: fen(totalFen) }], fen(1_000_000), caps);
  expect(check(mostFen).ok).toBe(true);
  expect(check(mostFen + 1)).toMatchObject({ ok: false, refusal: { code: 'FEE_ABOVE_CAP' } });
});

test('kinds under one cap count together', () => {
  const both = (['APPRAISAL_OWN', 'APPRAISAL_AGENCY'] as const).map((kind) => ({
    kind,
    totalFen: fen(6_000),
  }));
  expect(checkFeeCaps(both, fen(1_000_000), house.fees.caps)).toMatchObject({ ok: false });
});

test.each([
  ['FEE_CODE_TWICE', [rule({}), rule({})]],
  ['FEE_ABOVE_CAP', [rule({ basis: { kind: 'OF_AMOUNT', rate: rate('0.021') } })]],
  [
    'FEE_TIERS_NOT_RISING',
    [rule({ basis: { kind: 'TIERED', tiers: [{ upToFen: fen(1), rate: rate('0.01') }] } })],
  ],
] as const)('a price list is refused: %s', (code, rules) => {
  expect(checkOwnRules({ subject: 'fees', value: { rules } }, house, house)).toMatchObject({
    refusal: { code },
  });
  expect(checkOwnRules({ subject: 'fees', value: { rules: [rule({})] } }, house, house).ok).toBe(true);
});
