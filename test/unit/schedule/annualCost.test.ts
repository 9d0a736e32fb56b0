import { isoDate } from '../../../domain/calendar/isoDate';
import { type Fen, fen, MAX_FEN } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import { annualCost, type LoanCharge } from '../../../domain/schedule/annualCost';
import { discountFactor } from '../../../domain/schedule/internalRate';
import { remainingAfter } from '../../support/schedules';
import { accepted, scheduleWith } from './sample';

const upfront: LoanCharge = { code: 'SERVICE', amountFen: fen(600_000), timing: 'UPFRONT' };
const each: LoanCharge = { code: 'GUARANTEE', amountFen: fen(10_000), timing: 'EACH_INSTALMENT' };

describe('annualCost', () => {
  const schedule = scheduleWith({ termMonths: 6 });

  it('lists every cost and adds them up', () => {
    const cost = accepted(annualCost(schedule, { charges: [upfront, each], depositFen: fen(100_000) }));
    expect(cost.items).toEqual([
      { code: 'INTEREST', amountFen: schedule.totalInterestFen },
      { code: 'SERVICE', amountFen: 600_000 },
      { code: 'GUARANTEE', amountFen: 60_000 },
    ]);
    expect(cost.totalCostFen).toBe(schedule.totalInterestFen + 660_000);
    expect(cost.flows[0]).toEqual({ date: '2026-01-15', amountFen: 30_000_000 - 600_000 - 100_000 });
    expect(cost.flows[1]).toEqual({
      date: '2026-02-15',
      amountFen: -(schedule.rows[0]?.paymentFen ?? 0) - 10_000,
    });
    expect(cost.flows[6]).toEqual({
      date: '2026-07-15',
      amountFen: 100_000 - (schedule.rows[5]?.paymentFen ?? 0) - 10_000,
    });
    expect(cost.flows.reduce((sum, flow) => sum + flow.amountFen, 0)).toBe(-cost.totalCostFen);
    expect(cost.isAboveCap).toBe(false);
  });

  it('is nothing for a loan that is free', () => {
    const free = scheduleWith({ annualRate: rate('0') });
    expect(annualCost(free, { charges: [] })).toMatchObject({
      value: {
        totalCostFen: 0,
        xirr: '0.000000',
        simpleRate: '0.000000',
        periodic: { irrPeriodic: '0.0000000000', aprNominal: '0.000000', aprEffective: '0.000000' },
      },
    });
  });

  it('gives the rates of quarters and of one long period', () => {
    const quarterly = scheduleWith({ method: 'INTEREST_ONLY', intervalMonths: 3, annualRate: rate('0.08') });
    expect(accepted(annualCost(quarterly, { charges: [] })).periodic).toEqual({
      irrPeriodic: '0.0200000000',
      aprNominal: '0.080000',
      aprEffective: '0.082432',
    });
    const twoYears = scheduleWith({ method: 'BULLET', termMonths: 24, annualRate: rate('0.105') });
    expect(accepted(annualCost(twoYears, { charges: [] }))).toMatchObject({
      periodic: { irrPeriodic: '0.2100000000', aprNominal: '0.105000', aprEffective: '0.100000' },
      simpleRate: '0.105000',
      xirr: '0.100000',
    });
  });

  it.each([
    { firstDueDate: isoDate('2026-03-20') },
    { firstDueDate: isoDate('2026-02-20') },
    { firstDueDate: isoDate('2026-03-15') },
    { repayDay: 20 },
  ])('gives no rates of periods when the first is irregular: %j', (changes) => {
    expect(accepted(annualCost(scheduleWith(changes), { charges: [] })).periodic).toBeNull();
  });

  it('counts days for the simple rate when a period is irregular', () => {
    const irregular = scheduleWith({
      method: 'BULLET',
      firstDueDate: isoDate('2026-04-25'),
      annualRate: rate('0.0365'),
      dayCount: 'ACT/365',
    });
    expect(accepted(annualCost(irregular, { charges: [] })).simpleRate).toBe('0.036500');
  });

  it('measures a cap by the unrounded XIRR', () => {
    const bullet = scheduleWith({ method: 'BULLET', annualRate: rate('0.24') });
    const above = (cap: string) => accepted(annualCost(bullet, { charges: [], cap: rate(cap) })).isAboveCap;
    expect(above('0.24')).toBe(false);
    expect(above('0.2399999999')).toBe(true);
  });

  it('refuses charges that make no sense', () => {
    expect(annualCost(schedule, { charges: [upfront, { ...each, amountFen: fen(-1) }] })).toEqual({
      ok: false,
      refusal: { code: 'NEGATIVE', field: 'charges.1.amountFen' },
    });
    expect(annualCost(schedule, { charges: [{ ...each, amountFen: fen(-1) }] })).toMatchObject({
      refusal: { field: 'charges.0.amountFen' },
    });
    expect(annualCost(schedule, { charges: [{ ...each, amountFen: fen(0) }] }).ok).toBe(true);
    expect(annualCost(schedule, { charges: [{ ...each, amountFen: Number.NaN as Fen }] })).toEqual({
      ok: false,
      refusal: { code: 'NOT_A_NUMBER', field: 'charges.0.amountFen' },
    });
    expect(annualCost(schedule, { charges: [], cap: '-0.24' as Rate })).toEqual({
      ok: false,
      refusal: { code: 'NEGATIVE', field: 'cap' },
    });
    // Six times this, with the loan's own payments, leaves the range of amounts.
    expect(annualCost(schedule, { charges: [{ ...each, amountFen: fen(MAX_FEN / 5) }] })).toEqual({
      ok: false,
      refusal: { code: 'TOO_LARGE', field: 'charges', detail: { maximumFen: MAX_FEN } },
    });
    expect(annualCost(schedule, { charges: [], depositFen: fen(-1) })).toEqual({
      ok: false,
      refusal: { code: 'NEGATIVE', field: 'depositFen' },
    });
    expect(
      annualCost(schedule, {
        charges: [{ ...upfront, amountFen: fen(29_000_000) }],
        depositFen: fen(1_000_000),
      }),
    ).toEqual({ ok: false, refusal: { code: 'CHARGES_ABOVE_PRINCIPAL', field: 'charges' } });
    expect(
      annualCost(schedule, {
        charges: [{ ...upfront, amountFen: fen(29_000_000) }],
        depositFen: fen(999_999),
      }).ok,
    ).toBe(true);
    expect(annualCost(remainingAfter(schedule, 1), { charges: [] })).toEqual({
      ok: false,
      refusal: { code: 'NOT_A_WHOLE_LOAN', field: 'schedule' },
    });
    expect(annualCost(remainingAfter(schedule, 6), { charges: [] }).ok).toBe(false);
  });
});

describe('discountFactor', () => {
  it('is precise to forty digits', () => {
    const amounts = [
      { step: 0, amountFen: fen(1_000_000) },
      { step: 2, amountFen: fen(-1_210_000) },
    ];
    // v² = 1/1.21, so v = 1/1.1.
    expect(discountFactor(amounts, 1).toFixed(40)).toBe('0.9090909090909090909090909090909090909091');
    const daily = [
      { step: 0, amountFen: fen(1_000_000) },
      { step: 730, amountFen: fen(-1_210_000) },
    ];
    expect(discountFactor(daily, 365).pow(-365).toFixed(30)).toBe('1.100000000000000000000000000000');
  });
});
