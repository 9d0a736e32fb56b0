import type { InstalmentPlan } from '../../../contracts/activities';
import type { LoanProgress } from '../../../contracts/workflows';
import { instantOf, isoDate, publishedCalendar } from '../../../domain/calendar';
import { nextAct } from '../../../workflows/loan/agenda';
import { turnTo, upcast, withAnswer } from '../../../workflows/loan/progress';
import { nextOrder } from '../../../workflows/shared/nextOrder';

const at = (date: string, time = '00:00') => instantOf(isoDate(date), time);

const plan: InstalmentPlan = {
  number: 2,
  dueDate: '2026-03-15',
  collectionDate: '2026-03-16',
  amountFen: 100,
};
const progress: LoanProgress = {
  version: 1,
  instalment: 2,
  waitingSinceMs: at('2026-02-16', '09:00'),
  orders: 0,
  failedOrders: [],
  nextOrder: null,
  livedToMs: at('2026-02-16', '09:00'),
  remindersSent: [],
  recentAnswers: [],
  manualTask: null,
};

test('reminders come first, counted from the collection date, then the first debit time', () => {
  const first = nextAct(plan, progress);
  expect(first).toMatchObject({ kind: 'REMIND', day: -7, atMs: at('2026-03-09', '09:00') });
  expect(nextAct(plan, { ...progress, remindersSent: [-7] })).toMatchObject({ day: -3 });
  expect(nextAct(plan, { ...progress, remindersSent: [-7, -3, -1] })).toEqual({
    kind: 'COLLECT',
    atMs: at('2026-03-16', '09:00'),
    parts: 1,
  });
});

test('reminders of days before the loan waited for the instalment are not made up for', () => {
  const late = { ...progress, waitingSinceMs: at('2026-03-14') };
  expect(nextAct(plan, late)).toMatchObject({ kind: 'REMIND', day: -1 });
});

test('an order that the policy has fixed is kept', () => {
  const fixed = {
    ...progress,
    remindersSent: [-7, -3, -1],
    nextOrder: { atMs: at('2026-03-16', '15:00'), parts: 2 },
  };
  expect(nextAct(plan, fixed)).toEqual({ kind: 'COLLECT', atMs: at('2026-03-16', '15:00'), parts: 2 });
});

test('turning to another instalment forgets the orders of the one before, not the answers', () => {
  const answered = withAnswer(progress, { requestKey: 'k', payment: { status: 'FAILED', code: '51' } });
  const turned = turnTo({ ...answered, orders: 3, remindersSent: [-7] }, 3, 5);
  expect(turned).toMatchObject({ instalment: 3, orders: 0, remindersSent: [], waitingSinceMs: 5 });
  expect(turned.recentAnswers).toHaveLength(1);
});

test('only the last hundred answers are carried', () => {
  const many = Array.from({ length: 150 }, (_, index) => index).reduce(
    (kept, index) =>
      withAnswer(kept, { requestKey: String(index), payment: { status: 'FAILED', code: '51' } }),
    progress,
  );
  expect(many.recentAnswers).toHaveLength(100);
  expect(many.recentAnswers[0]?.requestKey).toBe('50');
});

test('progress of a newer program is refused, not misread', () => {
  expect(upcast(progress)).toBe(progress);
  expect(() => upcast({ ...progress, version: 2 } as unknown as LoanProgress)).toThrow(RangeError);
});

test.each([
  ['51', 'RETRY_AT', at('2026-03-16', '15:00')],
  ['65', 'RETRY_AT', at('2026-03-17', '09:00')],
  ['91', 'RETRY_AT', at('2026-03-16', '09:01')],
  ['NOT_FOUND', 'RETRY_AT', at('2026-03-16', '09:01')],
])('after %s there is another order', (code, kind, atMs) => {
  const orders = [{ atMs: at('2026-03-16', '09:00'), code }];
  expect(nextOrder(orders, at('2026-03-16', '09:00'), publishedCalendar())).toEqual({ kind, atMs });
});

test.each([
  ['14', 'REBIND'],
  ['41', 'RISK'],
  ['57', 'CONTACT'],
])('after %s a person acts', (code, task) => {
  const orders = [{ atMs: at('2026-03-16', '09:00'), code }];
  expect(nextOrder(orders, at('2026-03-16', '09:00'), publishedCalendar())).toEqual({ kind: 'STOP', task });
});
