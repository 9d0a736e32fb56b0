import { monthOf } from '../../../web/desk/parts/period';

test('a month begins at midnight of the business, not of the computer', () => {
  expect(monthOf(Date.parse('2026-11-30T15:59:59Z'))).toBe('2026-11');
  expect(monthOf(Date.parse('2026-11-30T16:00:00Z'))).toBe('2026-12');
});
