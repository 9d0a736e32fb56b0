import { type LoanOfCharges, type MadeCharge, unlikeAgreed } from '../../../dev/faults/charges';
import { isoDate } from '../../../domain/calendar/isoDate';

const DUE_DATES = ['2026-02-16', '2026-03-16', '2026-04-16'].map(isoDate);
const HEAD = { loanId: 'a1', institutionId: 'i', enterpriseId: 'e', tariff: 't', pointsUsed: 0 };
const FROM = { effectiveFrom: '2026-01-16', listedFrom: '2026-01-16' };

/** Agreed: 500 once, and 3,100 fen for each month from 16 January to 16 April. */
const LOAN = {
  ...{ loanId: 'a1', startDate: '2026-01-16', dueDates: DUE_DATES, vatRate: '0.06' },
  agreements: [
    { ...HEAD, ...FROM, rule: 'SERVICE', kind: 'LOAN_SERVICE', timing: 'PER_PROJECT', priceFen: 500 },
    { ...HEAD, ...FROM, rule: 'CARE', kind: 'PERIODIC', timing: 'MONTHLY', priceFen: 3_100 },
  ],
} as unknown as LoanOfCharges['loan'];
const AGREED: LoanOfCharges = {
  loan: LOAN,
  firstDueDates: LOAN.dueDates,
  through: '2026-04-16',
};

const care = (period: string, priceFen: number): MadeCharge => ({ rule: 'CARE', period, priceFen });
const SERVICE: MadeCharge = { rule: 'SERVICE', period: 'PROJECT', priceFen: 500 };
/** 16 of 31 days, two whole months, 15 of 30 days. */
const MADE = [
  SERVICE,
  care('2026-01', 1_600),
  care('2026-02', 3_100),
  care('2026-03', 3_100),
  care('2026-04', 1_550),
];
const without = (period: string): readonly MadeCharge[] => MADE.filter((charge) => charge.period !== period);

test('a loan that was charged as its agreements have it is right', () => {
  expect(unlikeAgreed(AGREED, MADE)).toEqual([]);
});

test.each(['PROJECT', '2026-01', '2026-03', '2026-04'])(
  'a period that was never charged is missed: %s',
  (period) => {
    const rule = period === 'PROJECT' ? 'SERVICE' : 'CARE';
    expect(unlikeAgreed(AGREED, without(period))).toEqual([`loan a1: ${rule}/${period}: never charged`]);
  },
);

test('what begins after the loan is over is not missed, and what begins on its last day is', () => {
  const made = without('2026-04');
  expect(unlikeAgreed({ ...AGREED, through: '2026-03-31' }, made)).toEqual([]);
  expect(unlikeAgreed({ ...AGREED, through: '2026-04-01' }, made)).toEqual([
    'loan a1: CARE/2026-04: never charged',
  ]);
});

test('a charge twice, of no agreement, or at another price is found', () => {
  const wrong = [...MADE, SERVICE, care('2026-05', 1), care('2026-02', 3_100)];
  expect(unlikeAgreed(AGREED, wrong)).toEqual([
    'loan a1: SERVICE/PROJECT: charged 2 times',
    'loan a1: CARE/2026-02: charged 2 times',
    'loan a1: CARE/2026-05: nobody agreed to it',
  ]);
  expect(unlikeAgreed(AGREED, [...without('2026-04'), care('2026-04', 3_100)])).toEqual([
    'loan a1: CARE/2026-04: 3100 for 1550',
  ]);
});

test('a later agreement counts from its day, and the one before no longer', () => {
  const [service, monthly] = LOAN.agreements;
  if (service === undefined || monthly === undefined) throw new Error('no agreements');
  const cheaper = { ...monthly, effectiveFrom: '2026-03-01', listedFrom: '2026-03-01', priceFen: 2_000 };
  const loan = { ...LOAN, agreements: [service, monthly, cheaper] } as LoanOfCharges['loan'];
  const made = [...MADE.slice(0, 3), care('2026-03', 2_000), care('2026-04', 1_000)];
  expect(unlikeAgreed({ ...AGREED, loan }, made)).toEqual([]);
  expect(unlikeAgreed({ ...AGREED, loan }, MADE)).toEqual([
    'loan a1: CARE/2026-03: 3100 for 2000',
    'loan a1: CARE/2026-04: 1550 for 1000',
  ]);
});

test('a month that began before its loan was extended costs what it did by then; the months after it are charged too', () => {
  const loan = { ...LOAN, dueDates: [...DUE_DATES.slice(0, 2), isoDate('2026-05-16')] };
  const extended = { ...AGREED, loan, through: '2026-05-16' };
  expect(unlikeAgreed(extended, [...MADE, care('2026-05', 1_500)])).toEqual([]);
  expect(unlikeAgreed(extended, MADE)).toEqual(['loan a1: CARE/2026-05: never charged']);
});
