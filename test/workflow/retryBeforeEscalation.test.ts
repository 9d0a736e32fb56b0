import { lookAgainSignal } from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { Stage } from './support/harness';
import type { Bank } from './support/world';
import { paid } from './support/world';

/*
 * A loan and its collection beside each other: the debits have a clock of their own, and so has the ladder (Kill Bill
 * issue 455). The instalments fall due on 5 February, 5 March and 7 April; 15 to 23 February are the Spring Festival.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

/** Asked for once a workday, ten times at most. */
const TOO_OFTEN = '65';
const TOO_MUCH = '61';

/** A bank whose answers to the first orders are these codes; every later one is paid. */
const answering =
  (...codes: readonly string[]): Bank =>
  (order, nth) => {
    const code = codes[nth - 1] ?? '00';
    return code === '00' ? paid(order) : { status: 'FAILED', code };
  };

const times = (count: number, code: string): string[] => Array.from({ length: count }, () => code);

/** What became of debits and of the ladder, in the order in which it was written, with the day of each. */
const course = (): string[] =>
  stage.world.changes.flatMap(({ at, audit, collection }) => {
    const day = businessDate(Date.parse(at));
    const { reached = [], settled = [], looked } = collection ?? {};
    const debits = { COLLECTION_DECLINED: 'declined', INSTALMENT_COLLECTED: 'collected' } as const;
    const debit = debits[audit?.action as keyof typeof debits];
    return [
      ...(debit === undefined ? [] : [`${day} ${debit}`]),
      ...reached.map((rung) => `${day} rung ${rung.day}`),
      ...settled.map(({ action, outcome }) => `${day} ${outcome} ${action}`),
      ...(looked?.curedAt ? [`${day} cured`] : []),
    ];
  });

const M1 = [
  '2026-02-05 declined',
  '2026-02-06 declined',
  '2026-02-06 rung 1',
  '2026-02-06 DONE STOP_LIMIT_INCREASE',
  '2026-02-06 DONE TRANSFER_TO_OVERDUE',
  '2026-02-06 DONE NOTIFY_OVERDUE',
  '2026-02-08 rung 3',
  '2026-02-08 DONE CALL_BY_SERVICE',
  '2026-02-09 declined',
  '2026-02-10 declined',
  '2026-02-11 declined',
];
const RUNG_7 = ['2026-02-12 rung 7', '2026-02-12 DONE START_PENALTY', '2026-02-12 DONE CALL_BY_COLLECTOR'];
/** The ladder is silent from then on: both instalments that follow are collected on their days. */
const THEN_PAID = ['2026-03-05 collected', '2026-04-07 collected'];

test('a debit that succeeds on the morning of a rung is known before it: nothing escalates', async () => {
  stage.world.bank = answering(...times(5, TOO_OFTEN));
  await stage.result(await stage.borrow());
  expect(course()).toEqual([...M1, '2026-02-12 collected', '2026-02-12 cured', ...THEN_PAID]);
  expect(stage.world.openTasks('CALL_BORROWER')).toEqual([]);
});

test('a debit that is declined on that morning lets the rung act, and the next one that succeeds ends the ladder', async () => {
  stage.world.bank = answering(...times(6, TOO_OFTEN));
  const workflowId = await stage.borrow();
  await stage.result(workflowId);
  expect(course()).toEqual([
    ...M1,
    '2026-02-12 declined',
    ...RUNG_7,
    '2026-02-13 collected',
    '2026-02-13 cured',
    ...THEN_PAID,
  ]);
  expect(stage.world.openTasks('CALL_BORROWER')).toEqual([]);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
});

test('nobody is called about money that is on its way: the rung is reached, and talks when the bank has said no', async () => {
  // The sixth, of 12 February, is found out in the afternoon.
  const declines = answering(...times(6, TOO_OFTEN));
  stage.world.bank = (order, nth) =>
    nth === 6 ? { status: 'UNKNOWN', code: 'TIMEOUT' } : declines(order, nth);
  stage.world.inquiry = (_order, nth) =>
    nth < 8 ? { status: 'UNKNOWN', code: 'NOT_FOUND' } : { status: 'FAILED', code: TOO_OFTEN };
  stage.world.closing = stage.world.inquiry;
  await stage.result(await stage.borrow());
  const [reached, penalty, called] = RUNG_7;
  expect(course()).toEqual([
    ...M1,
    reached,
    penalty,
    '2026-02-12 declined',
    called,
    '2026-02-13 collected',
    '2026-02-13 cured',
    ...THEN_PAID,
  ]);
});

test('a part that succeeds moves the anchor: rungs that are behind it do not come again, none after it is skipped', async () => {
  // Ten for the first, one for the second; on 6 March the whole is too much, a half of it is not, and the other half is.
  stage.world.bank = answering(...times(11, TOO_OFTEN), TOO_MUCH, '00', ...times(30, TOO_OFTEN));
  const workflowId = await stage.borrow();
  await stage.env.sleep('58 days');
  // Penalty interest is in the halves, and the older instalment has all of it.
  stage.world.receive('transfer', '2026-03-04', 100_000);
  const told = { signal: 'lookAgain', because: 'TEST' } as const;
  await stage.handle(workflowId).signal(lookAgainSignal, told);
  await stage.env.sleep('62 days');
  const rungs = course().filter((line) => / (rung|collected|cured)/.test(line));
  expect(rungs).toEqual([
    '2026-02-06 rung 1',
    '2026-02-08 rung 3',
    '2026-02-12 rung 7',
    '2026-02-20 rung 15',
    '2026-03-06 collected',
    // Thirty days past the second due date; past the first one they were on 7 March.
    '2026-04-04 rung 30',
    '2026-05-04 rung 60',
  ]);
  expect(stage.world.stateOn(isoDate('2026-03-07')).daysPastDue).toBe(2);
});
