import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { extend } from '../../../domain/schedule/extension';
import { reschedule } from '../../../domain/schedule/rescheduling';
import { remainingAfter } from '../../support/schedules';
import { accepted, scheduleWith } from './sample';

describe('extend', () => {
  it('adds rows to an instalment loan and finds the level anew', () => {
    const remaining = remainingAfter(scheduleWith({ startDate: isoDate('2026-01-31') }), 10);
    const extension = accepted(extend(remaining, 3));
    expect(extension.remaining.rows.map((row) => [row.number, row.dueDate])).toEqual([
      [11, '2026-12-31'],
      [12, '2027-01-31'],
      [13, '2027-02-28'],
      [14, '2027-03-31'],
      [15, '2027-04-30'],
    ]);
    expect(extension.oldMaturity).toBe('2027-01-31');
    expect(extension.newMaturity).toBe('2027-04-30');
    expect(extension.remaining.totalPrincipalFen).toBe(remaining.totalPrincipalFen);
    expect(extension.remaining.levelFen).toBeLessThan(remaining.levelFen ?? 0);
    expect(extension.additionalInterestFen).toBe(
      extension.remaining.totalInterestFen - remaining.totalInterestFen,
    );
    expect(extension.additionalInterestFen).toBeGreaterThan(0);
  });

  it('finds a nominal payment from the periods themselves', () => {
    const nominal = scheduleWith({ dayCount: 'ACT/365', paymentMode: 'NOMINAL' });
    expect(accepted(extend(nominal, 1)).remaining.terms.paymentMode).toBe('EXACT');
  });

  it('lets an interest-only loan pay interest for longer', () => {
    const remaining = remainingAfter(scheduleWith({ method: 'INTEREST_ONLY', intervalMonths: 3 }), 3);
    const extension = accepted(extend(remaining, 6));
    expect(extension.remaining.rows.map((row) => row.principalFen)).toEqual([0, 0, 30_000_000]);
    expect(extension.remaining.rows.map((row) => row.dueDate)).toEqual([
      '2027-01-15',
      '2027-04-15',
      '2027-07-15',
    ]);
    expect(extension.additionalInterestFen).toBe(2 * 675_000);
  });

  it.each([
    ['30/360', 151 + 31 + 28, 180 + 30, 30_000_000 * 0.09 * (7 / 12)],
    ['ACT/360', 181 + 31, 212, 1_590_000],
  ] as const)('moves the one row of a bullet loan under %s', (dayCount, _days, interestDays, interestFen) => {
    const bullet = scheduleWith({
      method: 'BULLET',
      termMonths: 6,
      dayCount,
      startDate: isoDate('2026-01-31'),
    });
    const extension = accepted(extend(bullet, 1));
    expect(extension.remaining.rows).toHaveLength(1);
    expect(extension.remaining.rows[0]).toMatchObject({
      number: 1,
      dueDate: '2026-08-31',
      days: 212,
      interestFen,
      segments: [{ fromDate: '2026-01-31', interestDays }],
    });
  });

  it.each([
    [0.5, 'NOT_INTEGER', undefined],
    [Number.NaN, 'NOT_INTEGER', undefined],
    [0, 'OUT_OF_RANGE', { minimum: 1 }],
    [-3, 'OUT_OF_RANGE', { minimum: 1 }],
    [4, 'NOT_A_MULTIPLE_OF_INTERVAL', { intervalMonths: 3 }],
  ])('refuses %p months as %s', (months, code, detail) => {
    const quarterly = scheduleWith({ intervalMonths: 3 });
    expect(extend(quarterly, months)).toEqual({
      ok: false,
      refusal: { code, field: 'months', ...(detail === undefined ? {} : { detail }) },
    });
  });

  it('takes all that is allowed, and any months for a bullet loan', () => {
    expect(extend(scheduleWith({ intervalMonths: 3 }), 12).ok).toBe(true);
    expect(extend(scheduleWith({ method: 'BULLET', intervalMonths: 3 }), 4).ok).toBe(true);
  });

  it('refuses when nothing is left', () => {
    expect(extend(remainingAfter(scheduleWith(), 12), 1)).toEqual({
      ok: false,
      refusal: { code: 'NOTHING_OUTSTANDING' },
    });
  });
});

describe('reschedule', () => {
  const { terms: running } = scheduleWith({ dayCount: 'ACT/360', repayDay: 15 });
  const date = isoDate('2026-06-01');
  const left = fen(20_292_417);

  it('gives the principal rows on new terms from the day on; numbers go on', () => {
    const { rows, terms, totalPrincipalFen } = accepted(
      reschedule(
        { ...running, intervalMonths: 3 },
        left,
        date,
        {
          termMonths: 24,
          annualRate: rate('0.075'),
          method: 'EQUAL_PRINCIPAL',
          firstDueDate: isoDate('2026-09-20'),
        },
        4,
      ),
    );
    expect(rows.map((row) => row.number)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(rows[0]).toMatchObject({ dueDate: '2026-09-20', days: 111, openingFen: 20_292_417 });
    expect(rows[1]?.dueDate).toBe('2026-12-20');
    expect(terms).toMatchObject({
      principalFen: 20_292_417,
      startDate: '2026-06-01',
      termMonths: 24,
      annualRate: '0.075',
      dayCount: 'ACT/360',
    });
    expect(totalPrincipalFen).toBe(20_292_417);
  });

  it('keeps what is not agreed anew, but not the old due dates', () => {
    const { terms, rows } = accepted(reschedule(running, left, date, { termMonths: 6 }, 4));
    expect(terms).toEqual({
      ...running,
      repayDay: undefined,
      principalFen: 20_292_417,
      startDate: date,
      termMonths: 6,
    });
    expect(rows[0]?.dueDate).toBe('2026-07-01');
    expect(rows[0]?.segments[0]?.annualRate).toBe('0.09');
  });

  it('refuses terms that do not fit', () => {
    expect(reschedule(running, left, date, { termMonths: 0 }, 4)).toMatchObject({
      refusal: { code: 'OUT_OF_RANGE', field: 'termMonths' },
    });
  });
});
