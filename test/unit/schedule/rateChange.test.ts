import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import { changeRate } from '../../../domain/schedule/rateChange';
import { remainingAfter } from '../../support/schedules';
import { accepted, scheduleWith } from './sample';

const nine = scheduleWith({ dayCount: 'ACT/360' });
const six = rate('0.06');

/** Interest of a row by hand: Σ rate (in hundredths) × days. */
function interestOf(openingFen: number, hundredthsTimesDays: number): number {
  return Math.round((openingFen * hundredthsTimesDays) / 36_000);
}

describe('changeRate', () => {
  it('changes nothing before the date and counts both rates in the row of the date', () => {
    const changed = accepted(changeRate(nine, isoDate('2026-05-20'), six));
    expect(changed.rows.slice(0, 4)).toEqual(nine.rows.slice(0, 4));
    const fifth = changed.rows[4];
    expect(fifth?.segments).toEqual([
      { fromDate: '2026-05-15', interestDays: 5, annualRate: '0.09' },
      { fromDate: '2026-05-20', interestDays: 26, annualRate: '0.06' },
    ]);
    expect(fifth?.interestFen).toBe(interestOf(20_292_417, 9 * 5 + 6 * 26));
    expect(changed.rows[5]?.segments).toEqual([
      { fromDate: '2026-06-15', interestDays: 30, annualRate: '0.06' },
    ]);
    expect(changed.terms.annualRate).toBe('0.06');
    expect(changed.totalPrincipalFen).toBe(30_000_000);
    expect(changed.rows).toHaveLength(12);
  });

  it('finds a level payment anew from the row of the date on', () => {
    const changed = accepted(changeRate(nine, isoDate('2026-05-20'), six));
    const payments = changed.rows.slice(4, -1).map((row) => row.paymentFen);
    expect(new Set(payments)).toEqual(new Set([changed.levelFen]));
    expect(changed.levelFen).toBeLessThan(nine.levelFen ?? 0);
    expect(Math.abs((changed.rows.at(-1)?.paymentFen ?? 0) - (changed.levelFen ?? 0))).toBeLessThan(12);
  });

  it('splits nothing on the first day of a period', () => {
    const changed = accepted(changeRate(nine, isoDate('2026-05-15'), six));
    expect(changed.rows[4]?.segments).toEqual([
      { fromDate: '2026-05-15', interestDays: 31, annualRate: '0.06' },
    ]);
    const by30360 = accepted(changeRate(scheduleWith(), isoDate('2026-05-15'), six));
    expect(by30360.rows[4]?.segments).toEqual([
      { fromDate: '2026-05-15', interestDays: 30, annualRate: '0.06' },
    ]);
  });

  it('divides a month of 30/360 in proportion to actual days, so that a lower rate makes nothing dearer', () => {
    const before = scheduleWith({ method: 'BULLET', termMonths: 1 });
    const after = accepted(changeRate(before, isoDate('2026-02-01'), rate('0.0899')));
    const [row] = after.rows;
    expect(row?.segments).toEqual([
      { fromDate: '2026-01-15', interestDays: 510, partsOfDay: 31, annualRate: '0.09' },
      { fromDate: '2026-02-01', interestDays: 420, partsOfDay: 31, annualRate: '0.0899' },
    ]);
    expect(row?.interestFen).toBeLessThan(before.rows[0]?.interestFen ?? 0);
    const again = accepted(changeRate(after, isoDate('2026-02-08'), rate('0.08')));
    const parts = again.rows[0]?.segments.map(
      ({ interestDays, partsOfDay = 1 }) => interestDays / partsOfDay,
    );
    expect(parts?.reduce((sum, days) => sum + days, 0)).toBeCloseTo(30, 10);
  });

  it('changes nothing when the rate is in force already', () => {
    // Cut in two, the 31 days of the fifth period would still bear its 30.
    expect(accepted(changeRate(scheduleWith(), isoDate('2026-05-20'), rate('0.09')))).toEqual(scheduleWith());
    const later = accepted(changeRate(scheduleWith(), isoDate('2026-07-20'), six));
    expect(accepted(changeRate(later, isoDate('2026-05-20'), six)).rows[4]?.segments).toHaveLength(2);
    expect(accepted(changeRate(later, isoDate('2026-05-20'), rate('0.09'))).rows[7]?.interestFen).not.toBe(
      later.rows[7]?.interestFen,
    );
  });

  it('can change twice in a period', () => {
    const once = accepted(changeRate(nine, isoDate('2026-05-20'), six));
    const twice = accepted(changeRate(once, isoDate('2026-05-25'), rate('0.0305')));
    expect(twice.rows[4]?.segments).toEqual([
      { fromDate: '2026-05-15', interestDays: 5, annualRate: '0.09' },
      { fromDate: '2026-05-20', interestDays: 5, annualRate: '0.06' },
      { fromDate: '2026-05-25', interestDays: 21, annualRate: '0.0305' },
    ]);
    expect(twice.rows[4]?.interestFen).toBe(interestOf(20_292_417, 9 * 5 + 6 * 5 + 3.05 * 21));
  });

  it('keeps the principal of an equal-principal loan', () => {
    const equalPrincipal = scheduleWith({ method: 'EQUAL_PRINCIPAL' });
    const changed = accepted(changeRate(equalPrincipal, isoDate('2026-05-20'), six));
    expect(changed.rows.map((row) => row.principalFen)).toEqual(
      equalPrincipal.rows.map((row) => row.principalFen),
    );
    expect(changed.levelFen).toBe(equalPrincipal.levelFen);
    // 100 in three rows is 33, 33, 34; found anew over the last two it would be 34, 33.
    const small = scheduleWith({ method: 'EQUAL_PRINCIPAL', principalFen: fen(100), termMonths: 3 });
    const later = accepted(changeRate(small, isoDate('2026-02-20'), six));
    expect(later.rows.map((row) => row.principalFen)).toEqual([33, 33, 34]);
  });

  it('changes the interest only, where nothing is level', () => {
    const bullet = scheduleWith({ method: 'BULLET', dayCount: 'ACT/365' });
    const changed = accepted(changeRate(bullet, isoDate('2026-07-01'), six));
    expect(changed.rows).toHaveLength(1);
    expect(changed.levelFen).toBeNull();
    expect(changed.rows[0]?.interestFen).toBe(Math.round((30_000_000 * (9 * 167 + 6 * 198)) / 36_500));
  });

  it('finds a nominal payment from the periods themselves', () => {
    const nominal = scheduleWith({ dayCount: 'ACT/360', paymentMode: 'NOMINAL' });
    expect(accepted(changeRate(nominal, isoDate('2026-05-20'), six)).terms.paymentMode).toBe('EXACT');
  });

  it('refuses dates outside of what is left', () => {
    expect(changeRate(nine, isoDate('2026-01-14'), six)).toEqual({
      ok: false,
      refusal: { code: 'DATE_BEFORE_PERIOD', field: 'effectiveDate', detail: { fromDate: '2026-01-15' } },
    });
    expect(changeRate(nine, isoDate('2027-01-15'), six)).toEqual({
      ok: false,
      refusal: { code: 'DATE_AFTER_MATURITY', field: 'effectiveDate' },
    });
    expect(changeRate(nine, isoDate('2027-01-14'), six).ok).toBe(true);
    expect(changeRate(remainingAfter(nine, 12), isoDate('2026-05-20'), six)).toEqual({
      ok: false,
      refusal: { code: 'NOTHING_OUTSTANDING' },
    });
  });

  it.each([
    ['2026-05-20', '-0.06', 'NEGATIVE', 'annualRate'],
    ['2026-05-20', '1.5', 'RATE_ABOVE_MAXIMUM', 'annualRate'],
    ['2026-05-20', '0.00000000001', 'SCALE_TOO_LARGE', 'annualRate'],
    ['2026-13-20', '0.06', 'NOT_A_DATE', 'effectiveDate'],
  ])('refuses %s at %s, which a cast let through, as %s of %s', (date, annualRate, code, field) => {
    expect(changeRate(nine, date as IsoDate, annualRate as Rate)).toMatchObject({ refusal: { code, field } });
  });

  it('hands on what the rows refuse', () => {
    const long = scheduleWith({ firstDueDate: isoDate('2026-07-15') });
    expect(changeRate(long, isoDate('2026-01-15'), rate('0.9'))).toMatchObject({
      refusal: { code: 'PAYMENT_BELOW_INTEREST' },
    });
  });
});
