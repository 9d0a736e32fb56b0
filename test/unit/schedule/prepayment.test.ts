import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { comparePrepayments, parsePrepaymentRequest, prepay } from '../../../domain/schedule/prepayment';
import { changeRate } from '../../../domain/schedule/rateChange';
import {
  accruedInterestFen,
  currentRow,
  outstandingFen,
  periodStartOf,
} from '../../../domain/schedule/remaining';
import { remainingAfter } from '../../support/schedules';
import { accepted, scheduleWith } from './sample';

const afterFour = remainingAfter(scheduleWith({ dayCount: 'ACT/360' }), 4);
const date = isoDate('2026-06-01');

describe('what is left of a schedule', () => {
  it('keeps the rows that are not paid, and their totals', () => {
    expect(afterFour.rows.map((row) => row.number)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(outstandingFen(afterFour)).toBe(20_292_417);
    expect(afterFour.totalPrincipalFen).toBe(20_292_417);
    expect(afterFour.totalPaymentFen).toBe(afterFour.totalPrincipalFen + afterFour.totalInterestFen);
    expect(afterFour.levelFen).toBe(2_624_763);
    expect(outstandingFen(remainingAfter(afterFour, 8))).toBe(0);
  });

  it('finds the running row, from the day it counts to the day before it is due', () => {
    const first = afterFour.rows[0];
    expect(currentRow(afterFour, isoDate('2026-05-15'))).toEqual({
      ok: true,
      value: { row: first, fromDate: '2026-05-15' },
    });
    expect(currentRow(afterFour, isoDate('2026-06-14')).ok).toBe(true);
    expect(currentRow(afterFour, isoDate('2026-05-14'))).toEqual({
      ok: false,
      refusal: { code: 'DATE_BEFORE_PERIOD', field: 'date', detail: { fromDate: '2026-05-15' } },
    });
    expect(currentRow(afterFour, isoDate('2026-06-15'))).toEqual({
      ok: false,
      refusal: { code: 'INSTALMENT_DUE_FIRST', field: 'date', detail: { dueDate: '2026-06-15' } },
    });
    expect(currentRow(remainingAfter(afterFour, 8), date)).toEqual({
      ok: false,
      refusal: { code: 'NOTHING_OUTSTANDING' },
    });
  });

  it('accrues by actual days, also under 30/360', () => {
    expect(accruedInterestFen(afterFour, date)).toEqual({ ok: true, value: 86_243 });
    expect(accruedInterestFen(afterFour, isoDate('2026-05-15'))).toEqual({ ok: true, value: 0 });
    const by30360 = remainingAfter(scheduleWith(), 4);
    // 20297349 × 0.09 × 17 / 360
    expect(accruedInterestFen(by30360, date)).toEqual({ ok: true, value: 86_264 });
    expect(accruedInterestFen(afterFour, isoDate('2026-06-15')).ok).toBe(false);
    expect(accruedInterestFen(afterFour, '2026-05-32' as IsoDate)).toEqual({
      ok: false,
      refusal: { code: 'NOT_A_DATE', field: 'date' },
    });
  });

  it('accrues no more than the row, whose whole period may count fewer days under 30/360', () => {
    const bullet = remainingAfter(scheduleWith({ method: 'BULLET' }), 0);
    // 365 actual days count as 360: 30000000 × 0.09
    expect(accruedInterestFen(bullet, isoDate('2027-01-09'))).toEqual({ ok: true, value: 2_692_500 });
    expect(accruedInterestFen(bullet, isoDate('2027-01-10'))).toEqual({ ok: true, value: 2_700_000 });
    expect(accruedInterestFen(bullet, isoDate('2027-01-14'))).toEqual({ ok: true, value: 2_700_000 });
    const request = { date: isoDate('2027-01-14'), principalFen: 'ALL', mode: 'SHORTEN_TERM' } as const;
    expect(accepted(prepay(bullet, request))).toMatchObject({ cashFen: 32_700_000, interestSavedFen: 0 });
  });

  it('accrues over a change of the rate at both rates', () => {
    const changed = accepted(changeRate(afterFour, isoDate('2026-05-20'), rate('0.06')));
    // 20292417 × (0.09 × 5 + 0.06 × 12) / 360 = 65950.36
    expect(accruedInterestFen(changed, date)).toEqual({ ok: true, value: 65_950 });
    expect(accruedInterestFen(changed, isoDate('2026-05-20'))).toEqual({ ok: true, value: 25_366 });
    expect(accruedInterestFen(changed, isoDate('2026-05-18'))).toEqual({ ok: true, value: 15_219 });
  });
});

describe('prepay', () => {
  const request = { date, principalFen: fen(8_000_000), mode: 'REDUCE_INSTALMENT' } as const;

  it('settles the interest of the actual days and starts the period anew', () => {
    const prepayment = accepted(prepay(afterFour, request));
    expect(prepayment).toMatchObject({
      mode: 'REDUCE_INSTALMENT',
      balanceBeforeFen: 20_292_417,
      accruedInterestFen: 86_243,
      principalPrepaidFen: 8_000_000,
      feeFen: 0,
      cashFen: 8_086_243,
      balanceAfterFen: 12_292_417,
    });
    const [first, second] = prepayment.remaining.rows;
    expect(first).toMatchObject({ number: 5, dueDate: '2026-06-15', days: 14, interestFen: 43_023 });
    expect(first === undefined ? '' : periodStartOf(first)).toBe('2026-06-01');
    expect(second).toMatchObject({ days: 30, segments: [{ fromDate: '2026-06-15', interestDays: 30 }] });
    expect(prepayment.remaining.rows).toHaveLength(8);
    expect(prepayment.interestSavedFen).toBe(
      afterFour.totalInterestFen - 86_243 - prepayment.remaining.totalInterestFen,
    );
  });

  it('can be repeated in the same period', () => {
    const once = accepted(prepay(afterFour, request));
    const twice = accepted(
      prepay(once.remaining, { ...request, date: isoDate('2026-06-05'), principalFen: fen(1_000_000) }),
    );
    // 12292417 × 0.09 × 4 / 360
    expect(twice.accruedInterestFen).toBe(12_292);
    expect(twice.remaining.rows[0]).toMatchObject({ number: 5, days: 10, openingFen: 11_292_417 });
    expect(prepay(once.remaining, { ...request, date: isoDate('2026-05-31') })).toMatchObject({
      refusal: { code: 'DATE_BEFORE_PERIOD' },
    });
  });

  it('leaves a period whole when nothing has accrued in it', () => {
    const by30360 = remainingAfter(scheduleWith(), 4);
    const prepayment = accepted(prepay(by30360, { ...request, date: isoDate('2026-05-15') }));
    expect(prepayment.remaining.rows[0]).toMatchObject({ days: 31, segments: [{ interestDays: 30 }] });
    expect(prepayment.accruedInterestFen).toBe(0);
  });

  it('keeps the second rate of a period whose rate changes after the day', () => {
    const changed = accepted(changeRate(afterFour, isoDate('2026-06-10'), rate('0.06')));
    const prepayment = accepted(prepay(changed, request));
    expect(prepayment.accruedInterestFen).toBe(86_243);
    expect(prepayment.remaining.rows[0]?.segments).toEqual([
      { fromDate: '2026-06-01', interestDays: 9, annualRate: '0.09' },
      { fromDate: '2026-06-10', interestDays: 5, annualRate: '0.06' },
    ]);
  });

  it('charges a fee on the principal when the contract has one', () => {
    const settled = accepted(prepay(afterFour, { ...request, principalFen: 'ALL', feeRate: rate('0.01') }));
    expect(settled).toMatchObject({
      principalPrepaidFen: 20_292_417,
      feeFen: 202_924,
      cashFen: 20_292_417 + 86_243 + 202_924,
      balanceAfterFen: 0,
    });
    expect(settled.remaining.rows).toEqual([]);
    expect(settled.remaining.totalPaymentFen).toBe(0);
    expect(settled.interestSavedFen).toBe(afterFour.totalInterestFen - 86_243);
  });

  it('finds a new nominal payment from the periods themselves', () => {
    const nominal = remainingAfter(scheduleWith({ dayCount: 'ACT/360', paymentMode: 'NOMINAL' }), 4);
    const reduced = accepted(prepay(nominal, request));
    expect(reduced.remaining.terms.paymentMode).toBe('EXACT');
    const kept = accepted(prepay(nominal, { ...request, mode: 'SHORTEN_TERM' }));
    expect(kept.remaining.levelFen).toBe(nominal.levelFen);
  });

  it.each<[object, string, string]>([
    [{ principalFen: fen(0) }, 'ZERO', 'principalFen'],
    [{ principalFen: fen(-1) }, 'NEGATIVE', 'principalFen'],
    [{ principalFen: 0.5 }, 'NOT_INTEGER', 'principalFen'],
    [{ principalFen: Number.NaN }, 'NOT_A_NUMBER', 'principalFen'],
    [{ feeRate: '-0.01' }, 'NEGATIVE', 'feeRate'],
    [{ date: '2026-06-31' }, 'NOT_A_DATE', 'date'],
    [{ mode: 'BOTH' }, 'UNKNOWN_VALUE', 'mode'],
  ])('refuses %j, which a cast let through, as %s of %s', (changes, code, field) => {
    expect(prepay(afterFour, { ...request, ...changes })).toMatchObject({
      ok: false,
      refusal: { code, field },
    });
  });

  it('refuses more than is owed, and takes exactly what is owed', () => {
    expect(prepay(afterFour, { ...request, principalFen: fen(20_292_418) })).toEqual({
      ok: false,
      refusal: { code: 'ABOVE_BALANCE', field: 'principalFen', detail: { balanceBeforeFen: 20_292_417 } },
    });
    expect(accepted(prepay(afterFour, { ...request, principalFen: fen(20_292_417) })).balanceAfterFen).toBe(
      0,
    );
  });
});

describe('comparePrepayments', () => {
  it('shows both ways of the same amount', () => {
    const { shortenTerm, reduceInstalment } = accepted(
      comparePrepayments(afterFour, { date, principalFen: fen(8_000_000) }),
    );
    expect(shortenTerm.cashFen).toBe(reduceInstalment.cashFen);
    expect(shortenTerm.mode).toBe('SHORTEN_TERM');
    expect(reduceInstalment.mode).toBe('REDUCE_INSTALMENT');
    expect(shortenTerm.remaining.rows).toHaveLength(5);
    expect(shortenTerm.remaining.levelFen).toBe(2_624_763);
    expect(reduceInstalment.remaining.rows).toHaveLength(8);
    expect(shortenTerm.interestSavedFen).toBeGreaterThan(reduceInstalment.interestSavedFen);
  });

  it('changes only the balance of an interest-only loan, both ways', () => {
    const interestOnly = remainingAfter(scheduleWith({ method: 'INTEREST_ONLY' }), 4);
    const both = accepted(comparePrepayments(interestOnly, { date, principalFen: fen(8_000_000) }));
    expect(both.shortenTerm.remaining.rows).toEqual(both.reduceInstalment.remaining.rows);
    expect(both.shortenTerm.remaining.rows.at(-1)?.principalFen).toBe(22_000_000);
  });

  it('refuses what cannot be prepaid', () => {
    expect(comparePrepayments(afterFour, { date, principalFen: fen(0) }).ok).toBe(false);
  });
});

describe('parsePrepaymentRequest', () => {
  const raw = { date: '2026-06-01', principalFen: 5, mode: 'SHORTEN_TERM' };

  it('reads a request', () => {
    expect(parsePrepaymentRequest(raw)).toEqual({ ok: true, value: raw });
    expect(parsePrepaymentRequest({ ...raw, principalFen: 'ALL', feeRate: '0.010' })).toEqual({
      ok: true,
      value: { ...raw, principalFen: 'ALL', feeRate: '0.01' },
    });
  });

  it.each([
    [{ date: 'tomorrow' }, 'NOT_A_DATE', 'date'],
    [{ principalFen: 0 }, 'ZERO', 'principalFen'],
    [{ principalFen: 'all' }, 'NOT_A_NUMBER', 'principalFen'],
    [{ mode: 'BOTH' }, 'UNKNOWN_VALUE', 'mode'],
    [{ feeRate: '2' }, 'RATE_ABOVE_MAXIMUM', 'feeRate'],
  ])('refuses %j as %s of %s', (changes, code, field) => {
    expect(parsePrepaymentRequest({ ...raw, ...changes })).toMatchObject({
      ok: false,
      refusal: { code, field },
    });
  });
});
