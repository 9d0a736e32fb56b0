import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { daysPerYear, interestOver } from '../../../domain/schedule/interest';
import { anchorDayOf, instalmentsOf } from '../../../domain/schedule/periods';
import { scheduleWith, TERMS } from './sample';

describe('due dates', () => {
  const dueDates = (changes: Parameters<typeof scheduleWith>[0]) =>
    scheduleWith(changes).rows.map((row) => row.dueDate);

  it('keep the anchor through short months', () => {
    expect(dueDates({ startDate: isoDate('2026-01-31'), termMonths: 3 })).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
  });

  it('follow the first due date and its day', () => {
    expect(dueDates({ firstDueDate: isoDate('2026-01-31'), termMonths: 3 })).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
    ]);
  });

  it('follow the repay day, also from a short first month', () => {
    expect(dueDates({ repayDay: 20, termMonths: 2 })).toEqual(['2026-02-20', '2026-03-20']);
    expect(dueDates({ repayDay: 31, firstDueDate: isoDate('2026-02-28'), termMonths: 2 })).toEqual([
      '2026-02-28',
      '2026-03-31',
    ]);
  });

  it.each([
    [3, 4],
    [6, 2],
    [12, 1],
  ] as const)('come every %i months', (intervalMonths, count) => {
    const rows = scheduleWith({ intervalMonths, method: 'EQUAL_PRINCIPAL' }).rows;
    expect(rows).toHaveLength(count);
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(rows.at(-1)?.dueDate).toBe('2027-01-15');
  });

  it('are one for a bullet loan: at the end of the term, or the first due date when it is given', () => {
    expect(dueDates({ method: 'BULLET' })).toEqual(['2027-01-15']);
    expect(dueDates({ method: 'BULLET', termMonths: 7, intervalMonths: 12 })).toEqual(['2026-08-15']);
    expect(dueDates({ method: 'BULLET', repayDay: 20 })).toEqual(['2027-01-20']);
    expect(dueDates({ method: 'BULLET', firstDueDate: isoDate('2026-12-31') })).toEqual(['2026-12-31']);
  });
});

describe('interest', () => {
  const firstRow = (changes: Parameters<typeof scheduleWith>[0]) => scheduleWith(changes).rows[0];

  it('is a twelfth of a year for a regular month under 30/360', () => {
    expect(firstRow({})).toMatchObject({
      days: 31,
      interestFen: 225_000,
      segments: [{ fromDate: '2026-01-15', interestDays: 30, annualRate: '0.09' }],
    });
  });

  it('counts whole months and odd days in an irregular first period under 30/360', () => {
    expect(firstRow({ firstDueDate: isoDate('2026-03-20') })).toMatchObject({
      days: 64,
      interestFen: 487_500,
      segments: [{ interestDays: 65 }],
    });
  });

  it.each([
    ['ACT/360', 232_500],
    ['ACT/365', 229_315],
  ] as const)('counts actual days under %s', (dayCount, interestFen) => {
    expect(firstRow({ dayCount })).toMatchObject({ interestFen, segments: [{ interestDays: 31 }] });
  });

  it('counts the quarter of a year for three months under 30/360, and actual days else', () => {
    expect(scheduleWith({ intervalMonths: 3 }).rows[1]?.segments[0]?.interestDays).toBe(90);
    expect(scheduleWith({ intervalMonths: 3, dayCount: 'ACT/365' }).rows[1]?.segments[0]).toEqual({
      fromDate: '2026-04-15',
      interestDays: 91,
      annualRate: '0.09',
    });
  });

  it('is computed over segments of different rates and rounded once', () => {
    const segments = [
      { fromDate: isoDate('2026-01-15'), interestDays: 10, annualRate: rate('0.09') },
      { fromDate: isoDate('2026-01-25'), interestDays: 21, annualRate: rate('0.0825') },
    ];
    // 30000000 × (0.9 + 1.7325) / 360 = 219375
    expect(interestOver(fen(30_000_000), segments, 'ACT/360', 'HALF_UP')).toBe(219_375);
    expect(interestOver(fen(30_000_000), segments, 'ACT/365', 'HALF_UP')).toBe(216_370);
    expect(interestOver(fen(30_000_000), segments, 'ACT/365', 'DOWN')).toBe(216_369);
    expect(interestOver(fen(30_000_000), [], 'ACT/365', 'DOWN')).toBe(0);
    expect([daysPerYear('30/360'), daysPerYear('ACT/360'), daysPerYear('ACT/365')]).toEqual([360, 360, 365]);
  });
});

describe('the methods', () => {
  it('equal instalment: the payment is level and the last row takes the rest', () => {
    const schedule = scheduleWith();
    expect(schedule.levelFen).toBe(2_623_544);
    expect(schedule.rows.slice(0, -1).every((row) => row.paymentFen === 2_623_544)).toBe(true);
    expect(schedule.rows.at(-1)).toMatchObject({
      openingFen: 2_604_016,
      paymentFen: 2_623_546,
      balanceFen: 0,
    });
    expect(schedule).toMatchObject({
      terms: TERMS,
      totalPrincipalFen: 30_000_000,
      totalInterestFen: 1_482_530,
      totalPaymentFen: 31_482_530,
    });
  });

  it('equal principal: the principal is level', () => {
    const schedule = scheduleWith({ method: 'EQUAL_PRINCIPAL', principalFen: fen(100), termMonths: 3 });
    expect(schedule.levelFen).toBe(33);
    expect(schedule.rows.map((row) => row.principalFen)).toEqual([33, 33, 34]);
  });

  it('equal principal: rounds down where rounding would use the principal up', () => {
    const rowsOf = (principalFen: number, termMonths: number) =>
      scheduleWith({ method: 'EQUAL_PRINCIPAL', principalFen: fen(principalFen), termMonths }).rows.map(
        (row) => row.principalFen,
      );
    expect(rowsOf(7, 12)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
    expect(rowsOf(2, 3)).toEqual([0, 0, 2]);
    expect(rowsOf(5, 3)).toEqual([2, 2, 1]);
    expect(rowsOf(3, 4)).toEqual([0, 0, 0, 3]);
    expect(rowsOf(4, 3)).toEqual([1, 1, 2]);
    expect(rowsOf(1, 1)).toEqual([1]);
  });

  it('interest only: principal at the end, nothing level', () => {
    const schedule = scheduleWith({ method: 'INTEREST_ONLY', termMonths: 3 });
    expect(schedule.levelFen).toBeNull();
    expect(schedule.rows.map((row) => row.principalFen)).toEqual([0, 0, 30_000_000]);
    expect(schedule.rows.map((row) => row.interestFen)).toEqual([225_000, 225_000, 225_000]);
  });

  it('bullet: one row with the interest of the whole term', () => {
    expect(scheduleWith({ method: 'BULLET' }).rows).toEqual([
      {
        number: 1,
        dueDate: '2027-01-15',
        days: 365,
        segments: [{ fromDate: '2026-01-15', interestDays: 360, annualRate: '0.09' }],
        openingFen: 30_000_000,
        principalFen: 30_000_000,
        interestFen: 2_700_000,
        paymentFen: 32_700_000,
        balanceFen: 0,
      },
    ]);
  });

  it('stops when nothing is owed any more, and never pays more than is owed', () => {
    const tiny = scheduleWith({ principalFen: fen(7), annualRate: rate('0') });
    expect(tiny.levelFen).toBe(1);
    expect(tiny.rows.map((row) => row.principalFen)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(tiny.rows.at(-1)?.balanceFen).toBe(0);
    const uneven = scheduleWith({ principalFen: fen(19), annualRate: rate('0') });
    expect(uneven.levelFen).toBe(2);
    expect(uneven.rows.map((row) => row.principalFen)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 1]);
  });

  it('nominal: finds the payment by the twelfth of the rate, or the quarter', () => {
    const monthly = scheduleWith({ paymentMode: 'NOMINAL', dayCount: 'ACT/360' });
    expect(monthly.levelFen).toBe(scheduleWith().levelFen);
    const quarterly = scheduleWith({ paymentMode: 'NOMINAL', dayCount: 'ACT/360', intervalMonths: 3 });
    expect(quarterly.levelFen).toBe(scheduleWith({ intervalMonths: 3 }).levelFen);
  });
});

describe('what the terms say', () => {
  it('counts instalments and finds the anchor', () => {
    expect(instalmentsOf(TERMS)).toBe(12);
    expect(instalmentsOf({ ...TERMS, intervalMonths: 3 })).toBe(4);
    expect(instalmentsOf({ ...TERMS, method: 'BULLET', intervalMonths: 3, termMonths: 7 })).toBe(1);
    expect(anchorDayOf(TERMS)).toBe(15);
    expect(anchorDayOf({ ...TERMS, firstDueDate: isoDate('2026-02-20') })).toBe(20);
    expect(anchorDayOf({ ...TERMS, firstDueDate: isoDate('2026-02-28'), repayDay: 31 })).toBe(31);
  });
});
