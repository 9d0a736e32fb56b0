import { isoDate } from '../../../domain/calendar/isoDate';
import { rate } from '../../../domain/money/rate';
import { extend, maximumExtensionMonths } from '../../../domain/schedule/extension';
import { reschedule } from '../../../domain/schedule/rescheduling';
import { remainingAfter } from '../../support/schedules';
import { accepted, scheduleWith } from './sample';

describe('maximumExtensionMonths', () => {
  it.each([
    [1, 1],
    [12, 12],
    [13, 6],
    [24, 12],
    [60, 30],
    [61, 36],
    [360, 36],
  ])('a term of %i months by %i', (termMonths, expected) => {
    expect(maximumExtensionMonths(termMonths)).toBe(expected);
  });
});

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
    [0.5, 0, 'NOT_INTEGER', undefined],
    [Number.NaN, 0, 'NOT_INTEGER', undefined],
    [0, 0, 'OUT_OF_RANGE', { minimum: 1 }],
    [-3, 0, 'OUT_OF_RANGE', { minimum: 1 }],
    [13, 0, 'EXTENSION_TOO_LONG', { maximum: 12 }],
    [9, 4, 'EXTENSION_TOO_LONG', { maximum: 8 }],
    [4, 0, 'NOT_A_MULTIPLE_OF_INTERVAL', { intervalMonths: 3 }],
  ])('refuses %p months after %i as %s', (months, soFar, code, detail) => {
    const quarterly = scheduleWith({ intervalMonths: 3 });
    expect(extend(quarterly, months, soFar)).toEqual({
      ok: false,
      refusal: { code, field: 'months', ...(detail === undefined ? {} : { detail }) },
    });
  });

  it('takes all that is allowed, and any months for a bullet loan', () => {
    expect(extend(scheduleWith({ intervalMonths: 3 }), 12).ok).toBe(true);
    expect(extend(scheduleWith({ intervalMonths: 3 }), 6, 6).ok).toBe(true);
    expect(extend(scheduleWith({ method: 'BULLET', intervalMonths: 3 }), 4).ok).toBe(true);
  });

  it('refuses months of earlier extensions that are no number', () => {
    expect(extend(scheduleWith(), 1, Number.NaN)).toEqual({
      ok: false,
      refusal: { code: 'NOT_INTEGER', field: 'extendedSoFarMonths' },
    });
  });

  it('refuses when nothing is left', () => {
    expect(extend(remainingAfter(scheduleWith(), 12), 1)).toEqual({
      ok: false,
      refusal: { code: 'NOTHING_OUTSTANDING' },
    });
  });
});

describe('reschedule', () => {
  const remaining = remainingAfter(scheduleWith({ dayCount: 'ACT/360', repayDay: 15 }), 4);
  const date = isoDate('2026-06-01');

  it('replaces the rows by new terms from the day on', () => {
    const rescheduling = accepted(
      reschedule(remaining, date, {
        termMonths: 24,
        annualRate: rate('0.075'),
        method: 'EQUAL_PRINCIPAL',
        intervalMonths: 3,
        firstDueDate: isoDate('2026-09-20'),
      }),
    );
    const { rows, terms } = rescheduling.remaining;
    expect(rescheduling.accruedInterestFen).toBe(86_243);
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
    expect(rescheduling.remaining.totalPrincipalFen).toBe(20_292_417);
  });

  it('keeps what is not agreed anew, but not the old due dates', () => {
    const { terms, rows } = accepted(reschedule(remaining, date, { termMonths: 6 })).remaining;
    expect(terms).toEqual({
      ...remaining.terms,
      repayDay: undefined,
      principalFen: 20_292_417,
      startDate: date,
      termMonths: 6,
    });
    expect(rows[0]?.dueDate).toBe('2026-07-01');
    expect(rows[0]?.segments[0]?.annualRate).toBe('0.09');
  });

  it('refuses days on which an instalment is due, and terms that do not fit', () => {
    expect(reschedule(remaining, isoDate('2026-06-15'), { termMonths: 6 })).toMatchObject({
      refusal: { code: 'INSTALMENT_DUE_FIRST' },
    });
    expect(reschedule(remaining, date, { termMonths: 0 })).toMatchObject({
      refusal: { code: 'OUT_OF_RANGE', field: 'termMonths' },
    });
  });
});
