import fc from 'fast-check';
import { isoDate } from '../../../domain/calendar/isoDate';
import { beginningOf, judgeReviewAnswer, reviewPeriodOf } from '../../../domain/staff/accessReview';

test.each([
  ['2026-01-01', '2026Q1', '2026-01-01'],
  ['2026-03-31', '2026Q1', '2026-01-01'],
  ['2026-04-01', '2026Q2', '2026-04-01'],
  ['2026-12-31', '2026Q4', '2026-10-01'],
])('%s is in %s, which begins on %s', (date, period, begin) => {
  expect(reviewPeriodOf(isoDate(date))).toBe(period);
  expect(beginningOf(reviewPeriodOf(isoDate(date)))).toBe(begin);
});

test('a quarter begins in itself, and on no later day than any of its days', () => {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => isoDate(date.toISOString().slice(0, 10)));
  fc.assert(
    fc.property(day, (date) => {
      const period = reviewPeriodOf(date);
      expect(reviewPeriodOf(beginningOf(period))).toBe(period);
      expect(beginningOf(period) <= date).toBe(true);
    }),
  );
});

const right = { userId: 'li', role: 'reviewer' } as const;
const codeOf = (...of: Parameters<typeof judgeReviewAnswer>) => {
  const verdict = judgeReviewAnswer(...of);
  return verdict.ok ? 'accepted' : verdict.refusal.code;
};

const by = (otherAdmins: number, answerers: readonly string[] = ['feng', 'li']) => ({
  answerers,
  otherAdmins,
});

test('nobody answers for their own right, a taking away says why, and the last admin stays', () => {
  const confirm = { outcome: 'CONFIRMED', by: 'feng', reason: '' } as const;
  const take = { outcome: 'TAKEN', by: 'feng', reason: 'moved to sales' } as const;
  expect(codeOf(right, confirm, by(1))).toBe('accepted');
  expect(codeOf(right, { ...confirm, by: 'li' }, by(1))).toBe('OWN_RIGHTS');
  expect(codeOf(right, take, by(0))).toBe('accepted');
  expect(codeOf(right, { ...take, reason: '' }, by(1))).toBe('REASON_REQUIRED');
  expect(codeOf({ userId: 'chu', role: 'admin' }, take, by(1))).toBe('accepted');
  expect(codeOf({ userId: 'chu', role: 'admin' }, take, by(0))).toBe('LAST_ADMIN');
  expect(codeOf(right, confirm, by(1, ['wang']))).toBe('NOT_THEIR_MANAGER');
});
