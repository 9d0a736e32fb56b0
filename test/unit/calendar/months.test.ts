import { isoDate } from '../../../domain/calendar/isoDate';
import { addMonths, wholeMonthsBetween } from '../../../domain/calendar/months';

describe('addMonths', () => {
  it.each([
    ['2026-01-31', 1, undefined, '2026-02-28'],
    ['2024-01-31', 1, undefined, '2024-02-29'],
    ['2026-02-28', 1, 31, '2026-03-31'],
    ['2026-02-28', 1, undefined, '2026-03-28'],
    ['2026-11-30', 3, 30, '2027-02-28'],
    ['2026-12-15', 1, undefined, '2027-01-15'],
    ['2026-12-15', 12, undefined, '2027-12-15'],
    ['2026-01-15', -1, undefined, '2025-12-15'],
    ['2026-03-31', -13, undefined, '2025-02-28'],
    ['2026-01-15', 0, 31, '2026-01-31'],
    ['2026-01-15', 0, undefined, '2026-01-15'],
    ['2026-06-15', 1, 1, '2026-07-01'],
  ])('%s and %i months, anchored at %p, is %s', (date, months, anchorDay, expected) => {
    expect(addMonths(isoDate(date), months, anchorDay)).toBe(expected);
  });

  it('keeps the anchor through a chain of month ends', () => {
    const start = isoDate('2026-01-31');
    const chain = [1, 2, 3, 4].map((months) => addMonths(start, months));
    expect(chain).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
  });
});

describe('wholeMonthsBetween', () => {
  it.each([
    ['2026-01-15', '2026-02-14', 0],
    ['2026-01-15', '2026-02-15', 1],
    ['2026-01-31', '2026-02-28', 1],
    ['2026-01-31', '2026-02-27', 0],
    ['2026-01-31', '2026-03-15', 1],
    ['2025-12-18', '2026-01-31', 1],
    ['2026-01-15', '2026-01-15', 0],
    ['2026-01-15', '2028-01-14', 23],
    ['2026-01-15', '2028-01-15', 24],
  ])('%s to %s is %i', (from, to, expected) => {
    expect(wholeMonthsBetween(isoDate(from), isoDate(to))).toBe(expected);
  });

  it('throws backwards', () => {
    expect(() => wholeMonthsBetween(isoDate('2026-01-02'), isoDate('2026-01-01'))).toThrow(
      '2026-01-01 is before 2026-01-02',
    );
  });
});
