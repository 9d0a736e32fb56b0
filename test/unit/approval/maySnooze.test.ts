import { maySnooze } from '../../../domain/approval/maySnooze';

const HOUR = 3_600_000;
const task = { institutionId: 'bank-a', status: 'CLAIMED', claimedBy: 'ann' } as const;
const ann = { userId: 'ann', institutionId: 'bank-a' };
const times = { nowMs: 0, untilMs: HOUR, dueAtMs: 2 * HOUR };

const refusal = (...of: Parameters<typeof maySnooze>) => {
  const verdict = maySnooze(...of);
  return verdict.ok ? null : verdict.refusal.code;
};

it('who has claimed a task puts it off until before its deadline', () => {
  expect(refusal(task, ann, times)).toBeNull();
  expect(refusal(task, ann, { ...times, untilMs: 2 * HOUR - 1 })).toBeNull();
});

it.each([
  ['until its deadline', task, ann, { ...times, untilMs: 2 * HOUR }, 'SNOOZE_PAST_DEADLINE'],
  ['one that is late', task, ann, { ...times, dueAtMs: -1 }, 'SNOOZE_PAST_DEADLINE'],
  ['until now', task, ann, { ...times, untilMs: 0 }, 'SNOOZE_IN_PAST'],
  ['another person’s', task, { ...ann, userId: 'bob' }, times, 'CLAIMED_BY_ANOTHER'],
  ['nobody’s', { ...task, status: 'OPEN', claimedBy: null } as const, ann, times, 'NOT_CLAIMED'],
  ['a decided one', { ...task, status: 'DONE' } as const, ann, times, 'ALREADY_DECIDED'],
  ['a cancelled one', { ...task, status: 'CANCELLED' } as const, ann, times, 'TASK_CANCELLED'],
  ['another institution’s', task, { ...ann, institutionId: 'bank-b' }, times, 'NOT_YOUR_INSTITUTION'],
] as const)('nobody puts off %s', (_, of, actor, when, code) => {
  expect(refusal(of, actor, when)).toBe(code);
});
