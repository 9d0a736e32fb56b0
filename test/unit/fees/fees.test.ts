import { isoDate } from '../../../domain/calendar/isoDate';
import { feeListAt } from '../../../domain/fees/feeListAt';
import { loanChargesOf, quoteFees } from '../../../domain/fees/quoteFees';
import type { FeeBasis, FeeList, FeeRule, FeeSubject } from '../../../domain/fees/types';
import { type Fen, fen, MAX_FEN } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';

const subject: FeeSubject = {
  amountFen: fen(10_000_000),
  termMonths: 18,
  instalments: 6,
  grade: 'A',
  loansRepaid: 0,
};

const rule: FeeRule = {
  code: 'SERVICE',
  basis: { kind: 'FLAT', amountFen: fen(1_000) },
  timing: 'PER_PROJECT',
  vatRate: rate('0.06'),
  countsInAnnualCost: true,
  gradeDiscounts: {},
  loyaltyDiscounts: [],
  maximumDiscount: rate('1'),
};

function listOf(...rules: readonly FeeRule[]): FeeList {
  return { version: 'fees-1', effectiveFrom: isoDate('2026-01-01'), rules };
}

function lineOf(changes: Partial<FeeRule>, subjectChanges: Partial<FeeSubject> = {}) {
  const quote = quoteFees(listOf({ ...rule, ...changes }), { ...subject, ...subjectChanges });
  if (!quote.ok) throw new Error(quote.refusal.code);
  const [line] = quote.value.lines;
  if (line === undefined) throw new Error('no line');
  return line;
}

describe('the list price', () => {
  it.each<[FeeBasis, number]>([
    [{ kind: 'FLAT', amountFen: fen(1_234) }, 1_234],
    [{ kind: 'OF_AMOUNT', rate: rate('0.0125') }, 125_000],
    [{ kind: 'OF_AMOUNT_AND_TERM', annualRate: rate('0.01') }, 150_000],
    [{ kind: 'OF_AMOUNT_AND_TERM', annualRate: rate('0.0000001') }, 2],
    [
      {
        kind: 'TIERED',
        tiers: [
          { upToFen: fen(1_000_000), rate: rate('0.01') },
          { upToFen: fen(5_000_000), rate: rate('0.005') },
          { upToFen: null, rate: rate('0.001') },
        ],
      },
      10_000 + 20_000 + 5_000,
    ],
    [
      {
        kind: 'TIERED',
        tiers: [
          { upToFen: fen(10_000_000), rate: rate('0.01') },
          { upToFen: null, rate: rate('0.5') },
        ],
      },
      100_000,
    ],
    [{ kind: 'TIERED', tiers: [{ upToFen: fen(100), rate: rate('0.5') }] }, 50],
    [{ kind: 'TIERED', tiers: [] }, 0],
  ])('of %j is %i', (basis, expected) => {
    expect(lineOf({ basis })).toMatchObject({ listPriceFen: expected, priceFen: expected, discounts: [] });
  });

  it('stays within its bounds', () => {
    const basis: FeeBasis = { kind: 'OF_AMOUNT', rate: rate('0.01') };
    expect(lineOf({ basis, minimumFen: fen(100_001) }).listPriceFen).toBe(100_001);
    expect(lineOf({ basis, minimumFen: fen(99_999) }).listPriceFen).toBe(100_000);
    expect(lineOf({ basis, maximumFen: fen(99_999) }).listPriceFen).toBe(99_999);
    expect(lineOf({ basis, maximumFen: fen(100_001) }).listPriceFen).toBe(100_000);
  });
});

describe('discounts', () => {
  const basis: FeeBasis = { kind: 'FLAT', amountFen: fen(1_001) };
  const gradeDiscounts = { A: rate('0.1') };
  const loyaltyDiscounts = [
    { minimumLoansRepaid: 1, discount: rate('0.05') },
    { minimumLoansRepaid: 5, discount: rate('0.2') },
    { minimumLoansRepaid: 3, discount: rate('0.15') },
  ];

  it('go by grade', () => {
    expect(lineOf({ basis, gradeDiscounts })).toMatchObject({
      listPriceFen: 1_001,
      discounts: [{ reason: 'GRADE', amountFen: 100 }],
      priceFen: 901,
    });
    expect(lineOf({ basis, gradeDiscounts }, { grade: 'B' }).discounts).toEqual([]);
    expect(lineOf({ basis, gradeDiscounts }, { grade: 'constructor' }).discounts).toEqual([]);
  });

  it.each([
    [0, []],
    [1, [{ reason: 'LOYALTY', amountFen: 50 }]],
    [2, [{ reason: 'LOYALTY', amountFen: 50 }]],
    [3, [{ reason: 'LOYALTY', amountFen: 150 }]],
    [5, [{ reason: 'LOYALTY', amountFen: 200 }]],
    [99, [{ reason: 'LOYALTY', amountFen: 200 }]],
  ])('go by %i loans repaid', (loansRepaid, discounts) => {
    expect(lineOf({ basis, loyaltyDiscounts }, { loansRepaid }).discounts).toEqual(discounts);
  });

  it('stop at the maximum, the grade first', () => {
    const both = { basis, gradeDiscounts, loyaltyDiscounts };
    expect(lineOf({ ...both, maximumDiscount: rate('0.12') }, { loansRepaid: 5 })).toMatchObject({
      discounts: [
        { reason: 'GRADE', amountFen: 100 },
        { reason: 'LOYALTY', amountFen: 20 },
      ],
      priceFen: 881,
    });
    expect(lineOf({ ...both, maximumDiscount: rate('0.05') }, { loansRepaid: 5 }).discounts).toEqual([
      { reason: 'GRADE', amountFen: 50 },
    ]);
    expect(lineOf({ ...both, maximumDiscount: rate('0') }, { loansRepaid: 5 }).discounts).toEqual([]);
  });
});

describe('a line', () => {
  it('takes the VAT out of the price', () => {
    const line = lineOf({ basis: { kind: 'FLAT', amountFen: fen(9) } });
    expect(line).toMatchObject({ priceFen: 9, netFen: 8, vatFen: 1, vatRate: '0.06', code: 'SERVICE' });
  });

  it('is charged once, or with each instalment', () => {
    expect(lineOf({})).toMatchObject({ timing: 'PER_PROJECT', times: 1, totalFen: 1_000 });
    expect(lineOf({ timing: 'EACH_INSTALMENT' })).toMatchObject({ times: 6, totalFen: 6_000 });
  });
});

describe('quoteFees', () => {
  it('itemises every fee and adds them up', () => {
    const quote = quoteFees(listOf(rule, { ...rule, code: 'MONTHLY', timing: 'EACH_INSTALMENT' }), subject);
    expect(quote).toMatchObject({ ok: true, value: { version: 'fees-1', totalFen: 7_000 } });
    expect(quoteFees(listOf(), subject)).toEqual({
      ok: true,
      value: { version: 'fees-1', lines: [], totalFen: 0 },
    });
  });

  it.each<[Partial<FeeSubject>, string, string]>([
    [{ amountFen: fen(0) }, 'ZERO', 'amountFen'],
    [{ amountFen: fen(-1) }, 'NEGATIVE', 'amountFen'],
    [{ amountFen: Number.NaN as Fen }, 'NOT_A_NUMBER', 'amountFen'],
    [{ amountFen: 0.5 as Fen }, 'NOT_INTEGER', 'amountFen'],
    [{ termMonths: 0.5 }, 'NOT_INTEGER', 'termMonths'],
    [{ termMonths: -1 }, 'NEGATIVE', 'termMonths'],
    [{ instalments: Number.NaN }, 'NOT_INTEGER', 'instalments'],
    [{ instalments: -1 }, 'NEGATIVE', 'instalments'],
    [{ instalments: 0 }, 'ZERO', 'instalments'],
    [{ loansRepaid: 1.5 }, 'NOT_INTEGER', 'loansRepaid'],
    [{ loansRepaid: -1 }, 'NEGATIVE', 'loansRepaid'],
  ])('refuses %j as %s of %s', (changes, code, field) => {
    expect(quoteFees(listOf(rule), { ...subject, ...changes })).toEqual({
      ok: false,
      refusal: { code, field },
    });
  });

  it('counts with no more months and instalments than a loan can have', () => {
    const quoted = (changes: Partial<FeeSubject>) => quoteFees(listOf(rule), { ...subject, ...changes });
    for (const field of ['termMonths', 'instalments'] as const) {
      expect(quoted({ [field]: 360 }).ok).toBe(true);
      expect(quoted({ [field]: 361 })).toEqual({
        ok: false,
        refusal: { code: 'OUT_OF_RANGE', field, detail: { maximum: 360 } },
      });
    }
  });

  it.each<[Partial<FeeRule>, number]>([
    [{ basis: { kind: 'OF_AMOUNT', rate: rate('1') } }, 1],
    [{ basis: { kind: 'OF_AMOUNT_AND_TERM', annualRate: rate('1') } }, 1.5],
    [{ basis: { kind: 'TIERED', tiers: [{ upToFen: null, rate: rate('1') }] } }, 1],
  ])('refuses what would leave the range of amounts: %j', (changes, share) => {
    const priced = (amountFen: number) =>
      quoteFees(listOf({ ...rule, timing: 'EACH_INSTALMENT', ...changes }), {
        ...subject,
        amountFen: fen(amountFen),
      });
    const largest = Math.floor(MAX_FEN / 6 / share);
    expect(priced(largest - 2).ok).toBe(true);
    expect(priced(largest + 2)).toEqual({
      ok: false,
      refusal: { code: 'TOO_LARGE', field: 'amountFen', detail: { maximumFen: MAX_FEN } },
    });
  });

  it('counts the bounds of prices when it checks the range', () => {
    const flat = { ...rule, timing: 'EACH_INSTALMENT' } as const;
    const large = fen(MAX_FEN / 5);
    const tooLarge = { ok: false, refusal: { code: 'TOO_LARGE' } };
    expect(quoteFees(listOf({ ...flat, minimumFen: large }), subject)).toMatchObject(tooLarge);
    expect(quoteFees(listOf({ ...flat, basis: { kind: 'FLAT', amountFen: large } }), subject)).toMatchObject(
      tooLarge,
    );
    for (const basis of [
      { kind: 'OF_AMOUNT', rate: rate('0') },
      { kind: 'OF_AMOUNT_AND_TERM', annualRate: rate('0') },
      { kind: 'TIERED', tiers: [] },
    ] as const) {
      expect(quoteFees(listOf({ ...flat, basis, minimumFen: large }), subject)).toMatchObject(tooLarge);
    }
  });
});

describe('loanChargesOf', () => {
  it('hands the annual cost what it must count', () => {
    const quote = quoteFees(
      listOf(
        rule,
        { ...rule, code: 'MONTHLY', timing: 'EACH_INSTALMENT' },
        { ...rule, code: 'COURSE', countsInAnnualCost: false },
      ),
      subject,
    );
    expect(quote.ok && loanChargesOf(quote.value)).toEqual([
      { code: 'SERVICE', amountFen: 1_000, timing: 'UPFRONT' },
      { code: 'MONTHLY', amountFen: 1_000, timing: 'EACH_INSTALMENT' },
    ]);
  });
});

describe('feeListAt', () => {
  const versions = ['2026-03-01', '2026-01-01', '2026-06-01'].map((date) => ({
    version: date,
    effectiveFrom: isoDate(date),
    rules: [],
  }));

  it.each([
    ['2026-01-01', '2026-01-01'],
    ['2026-02-28', '2026-01-01'],
    ['2026-03-01', '2026-03-01'],
    ['2030-01-01', '2026-06-01'],
  ])('on %s is %s', (date, version) => {
    expect(feeListAt(versions, isoDate(date))).toMatchObject({ ok: true, value: { version } });
  });

  it('refuses dates before the first', () => {
    expect(feeListAt(versions, isoDate('2025-12-31'))).toEqual({
      ok: false,
      refusal: { code: 'NO_FEE_LIST', field: 'date', detail: { date: '2025-12-31' } },
    });
  });
});
