import {
  addDays,
  dateOf,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  daysInMonth,
  isoDate,
  parseIsoDate,
  partsOf,
  weekdayOf,
} from '../../../domain/calendar/isoDate';

describe('parseIsoDate', () => {
  it.each(['2026-01-01', '2024-02-29', '2000-02-29', '1999-12-31', '0001-01-01', '9999-12-31'])(
    'reads %s',
    (input) => {
      expect(parseIsoDate(input)).toEqual({ ok: true, value: input });
    },
  );

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '26-01-01',
    '2026-1-1',
    '2026/01/01',
    'x2026-01-01',
    '2026-01-01T00:00:00Z',
    '',
    20260101,
    null,
    undefined,
  ])('refuses %p', (input) => {
    expect(parseIsoDate(input, 'dueDate')).toEqual({
      ok: false,
      refusal: { code: 'NOT_A_DATE', field: 'dueDate' },
    });
  });

  it('asserts', () => {
    expect(isoDate('2026-01-31')).toBe('2026-01-31');
    expect(() => isoDate('2026-02-30')).toThrow('not a date: 2026-02-30');
  });
});

describe('parts', () => {
  it('takes dates apart and puts them together', () => {
    expect(partsOf(isoDate('2026-09-07'))).toEqual({ year: 2026, month: 9, day: 7 });
    expect(dateOf(2026, 9, 7)).toBe('2026-09-07');
    expect(dateOf(33, 12, 31)).toBe('0033-12-31');
    expect(dateOf(999, 1, 1)).toBe('0999-01-01');
    expect(dateOf(1000, 1, 1)).toBe('1000-01-01');
    expect(dateOf(9999, 12, 31)).toBe('9999-12-31');
  });

  it.each([
    [2026, 2, 29],
    [2026, 0, 1],
    [2026, 13, 1],
    [2026, 1, 0],
    [10_000, 1, 1],
    [-1, 1, 1],
  ])('throws for %i-%i-%i', (year, month, day) => {
    expect(() => dateOf(year, month, day)).toThrow(`not a date: ${year}-${month}-${day}`);
  });

  it('knows the length of months', () => {
    const lengths = Array.from({ length: 12 }, (_, index) => daysInMonth(2026, index + 1));
    expect(lengths).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    expect([1900, 2000, 2024, 2025, 2100, 2400].map((year) => daysInMonth(year, 2))).toEqual([
      28, 29, 29, 28, 28, 29,
    ]);
    expect(daysInMonth(2026, 13)).toBe(0);
  });
});

describe('day numbers', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2000-03-01', 11_017],
    ['1900-02-28', -25_509],
    ['1900-03-01', -25_508],
    ['2026-11-23', 20_780],
    ['0001-01-01', -719_162],
    ['9999-12-31', 2_932_896],
  ])('%s is day %i', (date, days) => {
    expect(dayNumber(isoDate(date))).toBe(days);
    expect(dateOfDayNumber(days)).toBe(date);
  });

  it('agrees with the platform on every day of two centuries', () => {
    for (let days = -36_525; days <= 84_006; days += 1) {
      const expected = new Date(days * 86_400_000).toISOString().slice(0, 10);
      const date = dateOfDayNumber(days);
      if (date !== expected || dayNumber(date) !== days)
        throw new Error(`day ${days}: ${date}, not ${expected}`);
    }
  });

  it('adds days and counts them without the last', () => {
    expect(addDays(isoDate('2026-02-28'), 1)).toBe('2026-03-01');
    expect(addDays(isoDate('2024-03-01'), -1)).toBe('2024-02-29');
    expect(daysBetween(isoDate('2026-01-15'), isoDate('2026-02-15'))).toBe(31);
    expect(daysBetween(isoDate('2026-02-15'), isoDate('2026-01-15'))).toBe(-31);
    expect(() => addDays(isoDate('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addDays(isoDate('0000-01-01'), -1)).toThrow(RangeError);
  });

  it('knows weekdays, also before 1970', () => {
    expect(weekdayOf(isoDate('2026-11-23'))).toBe(1);
    expect(weekdayOf(isoDate('2026-11-29'))).toBe(7);
    expect(weekdayOf(isoDate('1970-01-01'))).toBe(4);
    expect(weekdayOf(isoDate('1969-12-28'))).toBe(7);
    expect(weekdayOf(isoDate('1949-10-01'))).toBe(6);
  });
});
