import { monthOf, newestOfYears } from '../../../web/desk/parts/period';

test('a month begins at midnight of the business, not of the computer', () => {
  expect(monthOf(Date.parse('2026-11-30T15:59:59Z'))).toBe('2026-11');
  expect(monthOf(Date.parse('2026-11-30T16:00:00Z'))).toBe('2026-12');
});

test('months are reached by their years, however many there are', () => {
  const months = ['2028-02', '2028-01', '2027-12', '2027-11', '2026-12'];
  expect(newestOfYears(months)).toEqual([
    ['2028-02', '2028'],
    ['2027-12', '2027'],
    ['2026-12', '2026'],
  ]);
  expect(newestOfYears([])).toEqual([]);
});
