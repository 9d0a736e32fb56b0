import type { LoanPlan } from '../../../contracts/activities';
import type { LoanProgress } from '../../../contracts/workflows';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { collectionPlan } from '../../../domain/collection/collectionPlan';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { nextAct } from '../../../workflows/loan/agenda';
import { turnTo, upcast, withAnswer } from '../../../workflows/loan/progress';

const at = (date: string, time = '00:00') => instantOf(isoDate(date), time);

const collectionDate = isoDate('2026-03-16');
const { overdue } = parametersAt(collectionDate);
const { reminders, firstDebitAtMs } = collectionPlan('a loan', collectionDate, {
  ...overdue,
  slotMinutes: 0,
});
const instalment = { number: 2, dueDate: '2026-03-15', amountFen: 100, reminders, firstDebitAtMs };
const plan: LoanPlan = {
  settled: false,
  writtenOff: false,
  overdue: false,
  daysPastDue: 0,
  principalOutstandingFen: 1_000,
  totalDueFen: 0,
  suspenseFen: 0,
  events: 1,
  oldestDue: null,
  asOf: '2026-02-16',
  askedFen: 0,
  instalment,
  ordersSoFar: 0,
  isAccountNew: false,
  isDebitAwaited: false,
  officesOpen: '09:00',
  approvedChanges: [],
};
const progress: LoanProgress = {
  version: 3,
  instalment: 2,
  waitingSinceMs: at('2026-02-16', '09:00'),
  orders: 0,
  failedOrders: [],
  nextOrder: null,
  livedToMs: at('2026-02-16', '09:00'),
  remindersSent: [],
  recentAnswers: [],
  manualTask: null,
  autoDebit: 'ON',
  stage: 'REPAYING',
  stageSinceMs: at('2026-02-16', '09:00'),
};
const now = at('2026-02-16', '09:00');
const runEnds = at('2026-05-17');
/** The plan leaves out what was sent. */
const sent = (...days: number[]): Partial<LoanPlan> => ({
  instalment: { ...instalment, reminders: reminders.filter(({ day }) => !days.includes(day)) },
});
const act = (of: Partial<LoanProgress> = {}, more: Partial<LoanPlan> = {}, nowMs = now) =>
  nextAct({ ...plan, ...more }, { ...progress, ...of }, nowMs, runEnds);

test('reminders come first, counted from the collection date, then the first debit time', () => {
  const first = act();
  expect(first).toMatchObject({ kind: 'REMIND', day: -7, atMs: at('2026-03-09', '09:00') });
  expect(act({}, sent(-7))).toMatchObject({ day: -3 });
  expect(act({}, sent(-7, -3, -1))).toEqual({
    kind: 'COLLECT',
    atMs: at('2026-03-16', '09:00'),
    instalment: { ...instalment, reminders: [] },
    parts: 1,
  });
});

test('reminders of days before the loan waited for the instalment are not made up for', () => {
  expect(act({ waitingSinceMs: at('2026-03-14') })).toMatchObject({ kind: 'REMIND', day: -1 });
});

test('an order that the policy has fixed is kept', () => {
  const nextOrder = { atMs: at('2026-03-16', '15:00'), parts: 2 };
  expect(act({ nextOrder }, sent(-7, -3, -1))).toEqual({
    kind: 'COLLECT',
    ...nextOrder,
    instalment: { ...instalment, reminders: [] },
  });
});

test('while debits are paused the loan still reminds, and looks at the due instead of debiting', () => {
  const paused = { autoDebit: { paused: '41' } } as const;
  expect(act(paused)).toMatchObject({ kind: 'REMIND', day: -7 });
  expect(act(paused, sent(-7, -3, -1))).toEqual({
    kind: 'CHECK_DUE',
    atMs: at('2026-03-16', '09:00'),
    instalment: { ...instalment, reminders: [] },
  });
});

test('the day after a missed due date the loan looks, a debit of that moment first', () => {
  const missed = {
    oldestDue: {
      number: 1,
      dueDate: '2026-02-15',
      unpaidFen: 5,
      overdueCheckAtMs: at('2026-02-17', '09:00'),
    },
  };
  expect(act({}, missed)).toEqual({ kind: 'OVERDUE_CHECK', atMs: at('2026-02-17', '09:00') });
  const nextOrder = { atMs: at('2026-02-17', '09:00'), parts: 1 };
  expect(act({ nextOrder }, missed)).toMatchObject({ kind: 'COLLECT' });
  // Found by then, or in the night before: nothing is left to find.
  expect(act({}, missed, at('2026-02-17', '09:00'))).toMatchObject({ kind: 'REMIND' });
  expect(act({}, { ...missed, overdue: true })).toMatchObject({ kind: 'REMIND' });
});

test('without an instalment to wait for the loan looks once a week', () => {
  expect(act({}, { instalment: null })).toEqual({ kind: 'LOOK', atMs: at('2026-02-23', '09:00') });
});

test('a loan with a far instalment looks once a run, so that the run can end', () => {
  const far = { ...instalment, reminders: [], firstDebitAtMs: at('2027-02-15', '09:00') };
  expect(act({}, { instalment: far })).toEqual({ kind: 'LOOK', atMs: runEnds });
  expect(act({}, { instalment: far }, runEnds)).toMatchObject({ kind: 'COLLECT' });
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

test('progress of the program before debits by itself', () => {
  const { autoDebit: _, stage, stageSinceMs, ...rest } = progress;
  expect(upcast({ ...rest, version: 1 })).toEqual(progress);
  expect([stage, stageSinceMs]).toEqual(['REPAYING', progress.livedToMs]);
});

test('progress of a newer program is refused, not misread', () => {
  expect(upcast(progress)).toBe(progress);
  expect(() => upcast({ ...progress, version: 4 } as unknown as LoanProgress)).toThrow(RangeError);
});
