import {
  clockChangedSignal,
  loanQuery,
  prepayUpdate,
  type RepaymentAnswer,
  receiptSeenSignal,
  repayUpdate,
} from '../../contracts/workflows';
import { businessDate, isoDate } from '../../domain/calendar';
import { APPLICANT, PRINCIPAL_FEN, Stage, staff } from './support/harness';
import type { Bank } from './support/world';
import { paid } from './support/world';

const finance = staff('f1', 'finance');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const declineFirst =
  (times: number, code: string): Bank =>
  (order, nth) =>
    nth <= times ? { status: 'FAILED', code } : paid(order);

/** `n/order` and business time of each order. */
const orders = () =>
  stage.world.submitted.map(({ key, decidedAtMs }) => {
    const [, , , instalment, , order] = key.split('/');
    return `${instalment}/${order} ${new Date(decidedAtMs + 8 * 3_600_000).toISOString().slice(0, 16)}`;
  });

test('a loan lives from reminder to debit to closing', async () => {
  const workflowId = await stage.borrow();
  await stage.result(workflowId);
  expect(orders()).toEqual(['1/1 2026-02-05T09:00', '2/1 2026-03-05T09:00', '3/1 2026-04-07T09:00']);
  expect(stage.world.stateOn(isoDate('2026-04-08')).status).toBe('CLOSED');
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
  // E-mail 7 days before, e-mail and SMS 3 days before, SMS the day before.
  expect(stage.world.messages().filter((kind) => kind === 'INSTALMENT_REMINDER')).toHaveLength(12);
  expect(stage.world.messages().filter((kind) => kind === 'INSTALMENT_COLLECTED')).toHaveLength(3);
});

test('insufficient funds are tried again at the next debit time, without a person', async () => {
  stage.world.bank = declineFirst(2, '51');
  const workflowId = await stage.borrow();
  await stage.result(workflowId);
  expect(orders().slice(0, 3)).toEqual([
    '1/1 2026-02-05T09:00',
    '1/2 2026-02-05T15:00',
    '1/3 2026-02-05T21:00',
  ]);
  expect(stage.world.openTasks()).toEqual([]);
  expect(stage.world.stateOn(isoDate('2026-02-06')).daysPastDue).toBe(0);
});

test('after ten declined orders people collect, and the task stays until the due is paid', async () => {
  stage.world.bank = declineFirst(11, '51');
  const workflowId = await stage.borrow();
  await stage.env.sleep('37 days');
  const firsts = orders().filter((order) => order.startsWith('1/'));
  expect(firsts).toHaveLength(10);
  expect(firsts.at(-1)).toBe('1/10 2026-02-10T09:00');
  const { taskId } = await stage.task('COLLECT_MANUALLY');
  expect(stage.world.stages()).toContain('OVERDUE');
  expect(stage.world.messages()).toContain('OVERDUE_NOTICE');
  // The bank declines once more: the task stays.
  expect(await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN')).toMatchObject({ status: 'DONE' });
  expect(stage.world.openTasks('COLLECT_MANUALLY').map((task) => task.taskId)).toEqual([taskId]);
  expect(await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN')).toMatchObject({ status: 'DONE' });
  expect(stage.world.openTasks('COLLECT_MANUALLY')).toEqual([]);
  await stage.result(workflowId);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
});

test('a lost card stops the debits at once', async () => {
  stage.world.bank = declineFirst(1, '41');
  const workflowId = await stage.borrow();
  await stage.env.sleep('32 days');
  expect(orders()).toHaveLength(1);
  expect((await stage.task('COLLECT_MANUALLY')).workflowId).toBe(workflowId);
  await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN');
  await stage.result(workflowId);
});

test('an amount above the bank’s limit is split', async () => {
  stage.world.bank = declineFirst(1, '61');
  const workflowId = await stage.borrow();
  await stage.result(workflowId);
  const [whole, half, other] = stage.world.submitted;
  expect((half?.amountFen ?? 0) + (other?.amountFen ?? 0)).toBe(whole?.amountFen);
  expect(
    orders()
      .slice(0, 3)
      .map((order) => order.slice(0, 3)),
  ).toEqual(['1/1', '1/2', '1/3']);
});

test('the borrower repays; the same request is answered once, another one is refused meanwhile', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const submit = stage.world.submitOrder;
  Object.assign(stage.world, {
    submitOrder: async (order: Parameters<typeof submit>[0]) => {
      await gate;
      return await submit(order);
    },
  });
  const workflowId = await stage.borrow();
  const ask = (requestKey: string, amountFen: number) =>
    stage.update(workflowId, repayUpdate, [{ actor: APPLICANT, amountFen, requestKey }], requestKey);
  await stage.until(() => true);
  const first = ask('request-1', 1_000_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await ask('request-2', 1_000_000)).toMatchObject({ refusal: { code: 'DEBIT_IN_PROGRESS' } });
  release();
  expect(await first).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  expect(stage.world.messages()).toContain('REPAYMENT_RECEIVED');
  expect(await ask('request-1', 1_000_000)).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  expect(stage.world.submitted).toHaveLength(1);
  expect(await ask('request-3', -5)).toMatchObject({ refusal: { code: 'NOT_AN_AMOUNT' } });
  expect(await ask('request-4', 200_000_000)).toMatchObject({ refusal: { code: 'MORE_THAN_OWED' } });
  await stage.result(workflowId);
});

test('a prepayment at its quote settles the loan; at another price it is refused', async () => {
  const workflowId = await stage.borrow();
  const prepay = (amountFen: number, requestKey: string) =>
    stage.update(
      workflowId,
      prepayUpdate,
      [{ actor: APPLICANT, principalFen: PRINCIPAL_FEN, amountFen, mode: 'SHORTEN_TERM', requestKey }],
      requestKey,
    );
  const refused = await prepay(1, 'request-1');
  expect(refused).toMatchObject({ refusal: { code: 'QUOTE_CHANGED' } });
  if (refused.status !== 'REFUSED') throw new Error('not refused');
  const quoted = Number(refused.refusal.detail?.amountFen);
  expect(await prepay(quoted, 'request-2')).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  await stage.result(workflowId);
  expect(stage.world.submitted).toHaveLength(1);
});

test('requests stay answered over continue-as-new', async () => {
  const workflowId = await stage.borrow(9);
  const ask = () =>
    stage.update<RepaymentAnswer, [never]>(
      workflowId,
      repayUpdate as never,
      [{ actor: APPLICANT, amountFen: 500_000, requestKey: 'request-early' } as never],
      `update-${Math.random()}`,
    );
  expect(await ask()).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  const { runId } = await stage.handle(workflowId).describe();
  await stage.env.sleep('220 days');
  expect((await stage.handle(workflowId).describe()).runId).not.toBe(runId);
  const before = stage.world.submitted.length;
  expect(await ask()).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  expect(stage.world.submitted).toHaveLength(before);
  await stage.result(workflowId);
});

test('a changed clock arms the timers again', async () => {
  const workflowId = await stage.borrow();
  await stage.until(() => true);
  const fast = await stage.time(1_000_000);
  await stage.handle(workflowId).signal(clockChangedSignal, {
    ...fast.clock,
    businessAnchorMs: fast.clock.businessAnchorMs + 1_000,
  });
  await stage.result(workflowId);
  // Three months of business time took less than a real day, the bank's answers included. The server's own clock
  // is no witness: it may have skipped on when the loan was over.
  const { startTime, closeTime } = await stage.handle(workflowId).describe();
  expect((closeTime?.getTime() ?? Number.NaN) - startTime.getTime()).toBeLessThan(86_400_000);
  expect(orders()).toHaveLength(3);
});

test('figures are those of the calendar, not of the machine: speed 1 and 1,000,000 agree', async () => {
  const slow = await stage.borrow(6, 1);
  await stage.result(slow);
  const seen = { orders: orders(), events: stage.world.events, stages: stage.world.stages() };
  await stage.endTest();
  const fast = await stage.borrow(6, 1_000_000);
  await stage.result(fast);
  const amounts = (events: typeof seen.events) =>
    events.map((event) => [event.kind, event.effectiveDate, 'amountFen' in event ? event.amountFen : null]);
  expect(orders()).toEqual(seen.orders);
  expect(amounts(stage.world.events)).toEqual(amounts(seen.events));
  expect(stage.world.stages()).toEqual(seen.stages);
});

test('money that came by another way is looked for when the loan is told', async () => {
  const workflowId = await stage.borrow();
  await stage.until(() => true);
  const due = stage.world.stateOn(isoDate('2026-02-05')).totalDueFen;
  const key = 'transfer/1';
  const order = { key, valueDate: '2026-01-20', amountFen: due, purpose: 'REPAYMENT' } as never;
  await stage.world.settlePayment({
    order,
    outcome: { status: 'SUCCEEDED', bankReference: 'r', bankDate: '2026-01-05' },
    source: 'NOTICE',
    change: { audit: { actorId: null, action: 'X', outcome: 'X' } } as never,
  });
  await stage.handle(workflowId).signal(receiptSeenSignal, { businessKey: key });
  expect(await stage.handle(workflowId).query(loanQuery)).toMatchObject({ stage: 'REPAYING', instalment: 1 });
  await stage.result(workflowId);
  // The first instalment is paid out of suspense: nothing is debited for it.
  expect(orders().map((line) => line.slice(0, 3))).toEqual(['2/1', '3/1']);
  expect(businessDate(stage.world.submitted[0]?.decidedAtMs ?? 0)).toBe('2026-03-05');
});
