import { setTimeout as sleep } from 'node:timers/promises';
import type { LoanChangeId, LoanId, PaymentId } from '../../contracts/ids';
import {
  clockChangedSignal,
  loanQuery,
  lookAgainSignal,
  type PaymentOrder,
  prepayUpdate,
  repayUpdate,
} from '../../contracts/workflows';
import { deadlineMs } from '../../domain/approval/sla';
import { businessDate, instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import type { LoanChangeKind } from '../../domain/changes/kinds';
import { turnOf } from '../../domain/collection/slots';
import { totalOf } from '../../domain/loan/components';
import { parametersAt } from '../../domain/parameters/parametersAt';
import {
  APPLICANT,
  DONE,
  ENTERPRISE,
  freshIds,
  INSTITUTION,
  PRINCIPAL_FEN,
  Stage,
  staff,
} from './support/harness';
import type { Bank } from './support/world';
import { paid } from './support/world';

const finance = staff('f1', 'finance');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const declineFirst =
  (times: number, code: string): Bank =>
  (order, nth) =>
    nth <= times ? { status: 'FAILED', code } : paid(order);

const { overdue } = parametersAt(isoDate('2026-01-05'));

/** `n/order` and business time of each order, as if it were the loan's turn when the slot begins. */
const orders = () =>
  stage.world.submitted.map(({ key, decidedAtMs }) => {
    const [, loanId, , instalment, , order] = key.split('/');
    const slotMs = decidedAtMs - turnOf(loanId ?? '', overdue);
    return `${instalment}/${order} ${new Date(slotMs + 8 * 3_600_000).toISOString().slice(0, 16)}`;
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

test('after ten declined orders people collect, and are asked again until the due is paid', async () => {
  stage.world.bank = declineFirst(11, '51');
  const workflowId = await stage.borrow();
  await stage.env.sleep('37 days');
  const firsts = orders().filter((order) => order.startsWith('1/'));
  expect(firsts).toHaveLength(10);
  expect(firsts.at(-1)).toBe('1/10 2026-02-10T09:00');
  const { taskId, reason } = await stage.task('COLLECT_MANUALLY');
  expect(stage.world.stages()).toContain('OVERDUE');
  expect(stage.world.messages()).toContain('OVERDUE_NOTICE');
  // The bank declines once more: people are asked again, for the same reason.
  expect(await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN')).toMatchObject(DONE);
  const again = await stage.task('COLLECT_MANUALLY');
  expect(again).toMatchObject({ reason, workflowId });
  expect(again.taskId).not.toBe(taskId);
  expect(await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN')).toMatchObject(DONE);
  await stage.result(workflowId);
  expect(stage.world.openTasks()).toEqual([]);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
});

test('a lost card stops all debits until a person’s debit succeeds, and the day after says that it is overdue', async () => {
  stage.world.bank = declineFirst(2, '41');
  const workflowId = await stage.borrow();
  await stage.env.sleep('31 days');
  expect(stage.world.stages()).not.toContain('OVERDUE');
  // Over 6 February, 09:00.
  await stage.env.sleep('25 hours');
  expect(stage.world.messages().filter((kind) => kind === 'OVERDUE_NOTICE')).toHaveLength(1);
  // Over the second collection date: reminded, not debited.
  await stage.env.sleep('30 days');
  expect(orders()).toEqual(['1/1 2026-02-05T09:00']);
  expect(stage.world.messages().filter((kind) => kind === 'INSTALMENT_REMINDER')).toHaveLength(8);
  await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN');
  await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN');
  await stage.result(workflowId);
  expect(stage.world.openTasks()).toEqual([]);
  expect(orders().at(-1)).toBe('3/3 2026-04-07T09:00');
});

const change = (kind: LoanChangeKind, reverses?: number) =>
  ({
    id: `change-${kind}` as LoanChangeId,
    kind,
    status: 'APPROVED',
    ...(reverses && { reverses }),
  }) as const;

test('debits that were paused go on when a person approves it, or when another account is bound', async () => {
  stage.world.bank = declineFirst(1, '43');
  const workflowId = await stage.borrow(4);
  await stage.env.sleep('770 hours');
  stage.world.loanChanges.push({ ...change('BIND_ACCOUNT') });
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'BIND_ACCOUNT' });
  await stage.env.sleep('720 hours');
  // The second instalment's debit takes the first one's with it.
  expect(orders()).toEqual(['1/1 2026-02-05T09:00', '2/1 2026-03-05T09:00']);
  expect(stage.world.openTasks()).toEqual([]);
  stage.world.loanChanges.push({ ...change('PAUSE_DEBIT') });
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'PAUSE_DEBIT' });
  await stage.env.sleep('770 hours');
  expect(orders()).toHaveLength(2);
  expect(stage.world.openTasks('COLLECT_MANUALLY')).toMatchObject([
    { reason: { code: 'DEBIT_PAUSED', detail: { instalment: 3, code: 'BY_PERSON' } } },
  ]);
  stage.world.loanChanges.push({ ...change('RESUME_DEBIT') });
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'RESUME_DEBIT' });
  await stage.result(workflowId);
  expect(orders().slice(2)).toEqual(['4/1 2026-05-06T09:00']);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
});

test('a loan that was written off is asked for no more, lives on, and gives back what it recovers too much', async () => {
  stage.world.bank = declineFirst(1, '43');
  const workflowId = await stage.borrow(4);
  await stage.env.sleep('40 days');
  await stage.task('COLLECT_MANUALLY');
  const day = isoDate('2026-02-13');
  const head = { effectiveDate: day, recordedOn: day };
  const look = (because: string) =>
    stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because });
  stage.world.loanChanges.push(
    { ...change('DEBTOR_FACT'), event: { kind: 'NON_ACCRUAL_ENTERED', ...head, businessKey: 'bad' } },
    { ...change('WRITE_OFF'), event: { kind: 'WRITTEN_OFF', ...head, businessKey: 'lost' } },
  );
  await look('WRITE_OFF');
  await stage.until(() => stage.world.stages().at(-1) === 'WRITTEN_OFF');
  const ordered = orders();
  await stage.env.sleep('150 days');
  expect(orders()).toEqual(ordered);
  expect(stage.world.openTasks()).toEqual([]);
  expect(await stage.handle(workflowId).query(loanQuery)).toMatchObject({ stage: 'WRITTEN_OFF' });
  const claimFen = totalOf(stage.world.stateOn(isoDate('2026-07-10')).claim);
  expect(claimFen).toBeGreaterThan(PRINCIPAL_FEN);
  stage.world.receive('transfer/1', '2026-07-10', 5_000);
  stage.world.receive('transfer/2', '2026-07-11', claimFen - 5_000 + 77);
  await look('transfer/2');
  await stage.result(workflowId);
  expect(stage.world.submitted.slice(ordered.length)).toMatchObject([{ purpose: 'REFUND', amountFen: 77 }]);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
});

test('an account that is bound for another loan of the borrower cures the debits of this one, and no person’s pause', async () => {
  stage.world.bank = declineFirst(1, '43');
  const workflowId = await stage.borrow(4);
  await stage.env.sleep('770 hours');
  stage.world.isAccountNew = true;
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'ACCOUNT_BOUND' });
  await stage.env.sleep('720 hours');
  expect(orders()).toEqual(['1/1 2026-02-05T09:00', '2/1 2026-03-05T09:00']);
  stage.world.loanChanges.push({ ...change('PAUSE_DEBIT') });
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'PAUSE_DEBIT' });
  await stage.env.sleep('770 hours');
  expect(orders()).toHaveLength(2);
});

test('a card that the borrower’s own repayment finds stolen is not debited by itself either', async () => {
  stage.world.bank = declineFirst(1, '43');
  const workflowId = await stage.borrow(1);
  const request = { actor: APPLICANT, amountFen: 1_000, requestKey: 'request-1' };
  const answer = await stage.update(workflowId, repayUpdate, request, 'request-1');
  expect(answer).toMatchObject({ value: { payment: { status: 'FAILED', code: '43' } } });
  expect(await stage.handle(workflowId).query(loanQuery)).toMatchObject({ autoDebit: { paused: '43' } });
  await stage.env.sleep('33 days');
  expect(stage.world.submitted).toHaveLength(1);
  await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN');
  await stage.result(workflowId);
});

test('whoever asks for a debit by hand is answered before the bank is, and nobody is asked meanwhile', async () => {
  stage.world.bank = declineFirst(1, '41');
  const workflowId = await stage.borrow(1);
  await stage.env.sleep('33 days');
  let goOn: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const { submitOrder } = stage.world;
  Object.assign(stage.world, {
    submitOrder: async (order: Parameters<typeof submitOrder>[0]) => {
      await answered;
      return await submitOrder(order);
    },
  });
  expect(await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN')).toMatchObject(DONE);
  expect(stage.world.openTasks()).toEqual([]);
  expect(orders()).toHaveLength(1);
  goOn();
  await stage.result(workflowId);
  expect(orders()).toHaveLength(2);
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
    stage.update(workflowId, repayUpdate, { actor: APPLICANT, amountFen, requestKey }, requestKey);
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
      { actor: APPLICANT, principalFen: PRINCIPAL_FEN, amountFen, mode: 'SHORTEN_TERM', requestKey },
      requestKey,
    );
  const refused = await prepay(1, 'request-1');
  expect(refused).toMatchObject({ refusal: { code: 'QUOTE_CHANGED' } });
  if (refused.ok) throw new Error('not refused');
  const quoted = Number(refused.refusal.detail?.amountFen);
  expect(await prepay(quoted, 'request-2')).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  await stage.result(workflowId);
  expect(stage.world.submitted).toHaveLength(1);
});

test('requests stay answered over continue-as-new', async () => {
  const workflowId = await stage.borrow(9);
  const ask = () =>
    stage.update(workflowId, repayUpdate, {
      actor: APPLICANT,
      amountFen: 500_000,
      requestKey: 'request-early',
    });
  expect(await ask()).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  const { runId } = await stage.handle(workflowId).describe();
  await stage.env.sleep('220 days');
  expect((await stage.handle(workflowId).describe()).runId).not.toBe(runId);
  const before = stage.world.submitted.length;
  expect(await ask()).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
  expect(stage.world.submitted).toHaveLength(before);
  await stage.result(workflowId);
});

test('after a declined debit people have the working hours that the loan began with, over continue-as-new', async () => {
  const { loanId } = freshIds();
  stage.world.lend('2026-01-05', PRINCIPAL_FEN, 9);
  const input = await stage.loanInput(loanId);
  const taskOfKind = { COLLECT_MANUALLY: { reminder: 5, escalation: 10 } };
  const workflowId = `loan/${loanId}`;
  await stage.start('loan', workflowId, { ...input, rules: { ...input.rules, taskOfKind } });
  const { runId } = await stage.handle(workflowId).describe();
  await stage.env.sleep('185 days');
  expect((await stage.handle(workflowId).describe()).runId).not.toBe(runId);
  stage.world.bank = declineFirst(7, '46');
  await stage.env.sleep('32 days');
  const { dueAt } = await stage.task('COLLECT_MANUALLY');
  const opened = stage.world.changes.find(({ open = [] }) => open.length > 0);
  const { workingTime } = input.rules;
  const openedAtMs = Date.parse(opened?.at ?? '');
  expect(Date.parse(dueAt)).toBe(deadlineMs(openedAtMs, taskOfKind.COLLECT_MANUALLY, workingTime));
  await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN');
  await stage.result(workflowId);
});

test('a changed clock arms the timers again', async () => {
  const workflowId = await stage.borrow();
  await stage.until(() => true);
  const fast = await stage.time(1_000_000);
  await stage.handle(workflowId).signal(clockChangedSignal, {
    signal: 'clockChanged',
    clock: { ...fast.clock, businessAnchorMs: fast.clock.businessAnchorMs + 1_000 },
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
  stage.world.receive('transfer/1', '2026-01-20', due);
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'transfer/1' });
  expect(await stage.handle(workflowId).query(loanQuery)).toMatchObject({ stage: 'REPAYING', instalment: 1 });
  await stage.result(workflowId);
  // The first instalment is paid out of suspense: nothing is debited for it.
  expect(orders().map((line) => line.slice(0, 3))).toEqual(['2/1', '3/1']);
  expect(businessDate(stage.world.submitted[0]?.decidedAtMs ?? 0)).toBe('2026-03-05');
});

/** Does something before the books of the loan are read for a day, once. */
function beforeLookOn(day: string, work: () => void | Promise<void>): void {
  const plan = stage.world.planInstalment;
  let isDone = false;
  Object.assign(stage.world, {
    planInstalment: async (of: Parameters<typeof plan>[0]) => {
      if (of.asOf === day && !isDone) {
        isDone = true;
        await work();
      }
      return await plan(of);
    },
  });
}

/** A loan whose machine was down from its first day until an instant; all that was planned is made up then. */
async function lateLoan(day: string, time: string, termMonths = 3): Promise<string> {
  const { loanId } = freshIds();
  stage.world.lend('2026-01-05', PRINCIPAL_FEN, termMonths);
  const input = await stage.loanInput(loanId);
  const businessAnchorMs = instantOf(isoDate(day), time);
  const workflowId = `loan/${loanId}`;
  await stage.start('loan', workflowId, { ...input, clock: { ...input.clock, businessAnchorMs } });
  return workflowId;
}

const dueOn = (day: string) => stage.world.stateOn(isoDate(day)).totalDueFen;
const debits = () =>
  stage.world.submitted.filter(({ purpose }) => purpose !== 'REFUND').map(({ key }) => key);

test('a debit that comes late sees the transfer of the day after, which nobody told the loan of', async () => {
  beforeLookOn('2026-02-05', () => stage.world.receive('transfer/1', '2026-02-06', dueOn('2026-02-05')));
  const workflowId = await lateLoan('2026-02-06', '12:00');
  await stage.result(workflowId);
  expect(orders()).toEqual(['2/1 2026-03-05T09:00', '3/1 2026-04-07T09:00']);
  expect(stage.world.stateOn(isoDate('2026-04-08'))).toMatchObject({ status: 'CLOSED', suspenseFen: 0 });
});

test('a debit that comes late asks only for what a transfer of the day after has left', async () => {
  const left = 1_234_500;
  let due = 0;
  beforeLookOn('2026-02-05', () => {
    due = dueOn('2026-02-05');
    stage.world.receive('transfer/1', '2026-02-06', due - left);
  });
  const workflowId = await lateLoan('2026-02-06', '12:00');
  await stage.result(workflowId);
  expect(stage.world.submitted[0]).toMatchObject({ valueDate: '2026-02-05', amountFen: left });
});

test('a debit that comes late, in the very activation in which the borrower repays on the day after, asks for nothing', async () => {
  const { loanId } = freshIds();
  stage.world.lend('2026-01-05', PRINCIPAL_FEN, 3);
  const input = await stage.loanInput(loanId);
  const clock = { ...input.clock, businessAnchorMs: instantOf(isoDate('2026-02-06'), '12:00') };
  const request = { actor: APPLICANT, amountFen: dueOn('2026-02-06'), requestKey: 'request-1' };
  const workflowId = `loan/${loanId}`;
  const answer = await stage.startWithUpdate(workflowId, { ...input, clock }, repayUpdate, request);
  expect(answer).toMatchObject({ payment: { status: 'SUCCEEDED' } });
  await stage.result(workflowId);
  expect(stage.world.submitted.map(({ purpose, valueDate }) => `${purpose} ${valueDate}`)).toEqual([
    ...['REPAYMENT 2026-02-06', 'COLLECTION 2026-03-05', 'COLLECTION 2026-04-07'],
  ]);
  expect(stage.world.stateOn(isoDate('2026-04-08'))).toMatchObject({ status: 'CLOSED', suspenseFen: 0 });
});

test('after an outage a missed debit is made up once; what follows is at debit times that are still to come', async () => {
  stage.world.bank = declineFirst(2, '51');
  const workflowId = await lateLoan('2026-02-09', '10:00', 1);
  await stage.result(workflowId);
  expect(orders()).toEqual(['1/1 2026-02-05T09:00', '1/2 2026-02-09T15:00', '1/3 2026-02-09T21:00']);
});

test('a transfer that is booked while the late last debit succeeds is given back, and the loan closes', async () => {
  const submit = stage.world.submitOrder;
  Object.assign(stage.world, {
    submitOrder: async (order: Parameters<typeof submit>[0]) => {
      if (order.key.includes('/instalment/1/collect')) {
        stage.world.receive('transfer/1', '2026-02-09', order.amountFen);
      }
      return await submit(order);
    },
  });
  const workflowId = await lateLoan('2026-02-09', '12:00', 1);
  await stage.result(workflowId);
  const [debit, refund, ...others] = stage.world.submitted;
  expect(others).toEqual([]);
  expect(debit).toMatchObject({ purpose: 'COLLECTION', valueDate: '2026-02-05' });
  expect(refund).toMatchObject({ purpose: 'REFUND', amountFen: debit?.amountFen, valueDate: '2026-02-09' });
  expect(stage.world.stateOn(isoDate('2026-02-10'))).toMatchObject({ status: 'CLOSED', suspenseFen: 0 });
});

test('books that don’t take the closing yet are looked at again', async () => {
  const close = stage.world.closeLoan;
  let asked = 0;
  Object.assign(stage.world, {
    closeLoan: async (of: Parameters<typeof close>[0]) => {
      asked += 1;
      if (asked > 1) return await close(of);
      stage.world.receive('transfer/1', '2026-02-05', 100);
      return { closed: false };
    },
  });
  const workflowId = await stage.borrow(1);
  await stage.result(workflowId);
  expect(stage.world.submitted.map(({ purpose, amountFen }) => [purpose, amountFen]).at(-1)).toEqual([
    'REFUND',
    100,
  ]);
  expect(stage.world.stages().filter((entered) => entered === 'CLOSED')).toHaveLength(1);
});

test('money that is held pays the last instalment from its due date, though it was found late', async () => {
  stage.world.bank = declineFirst(1, '46');
  const workflowId = await stage.borrow(1);
  await stage.env.sleep('40 days');
  await stage.task('COLLECT_MANUALLY');
  // Paid in time, by a transfer that the bank's file told of days later.
  stage.world.receive('transfer/1', '2026-02-03', dueOn('2026-02-05'));
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'transfer/1' });
  await stage.result(workflowId);
  expect(debits()).toHaveLength(1);
  expect(stage.world.openTasks()).toEqual([]);
  expect(stage.world.stateOn(isoDate('2026-03-01'))).toMatchObject({ status: 'CLOSED', penaltyFen: 0 });
  expect(stage.world.events.map(({ kind, effectiveDate }) => [kind, effectiveDate]).at(-2)).toEqual([
    'SUSPENSE_APPLIED',
    '2026-02-05',
  ]);
});

test('a loan past its last instalment finds money that nobody told it of', async () => {
  stage.world.bank = declineFirst(1, '46');
  const workflowId = await stage.borrow(1);
  await stage.env.sleep('40 days');
  await stage.task('COLLECT_MANUALLY');
  stage.world.receive('transfer/1', '2026-02-12', dueOn('2026-02-12'));
  await stage.result(workflowId);
  expect(debits()).toHaveLength(1);
});

test.each(['at once', 'after the task is over'])(
  'held money that the closed account does not take goes to the account that is bound instead, whose books answer %s',
  async (answer) => {
    await goesToOtherAccount(answer === 'at once' ? 0 : 300);
  },
);

/** @param lookMs how long the books take to answer once the account is bound, real milliseconds */
async function goesToOtherAccount(lookMs: number): Promise<void> {
  const plan = stage.world.planInstalment;
  Object.assign(stage.world, {
    planInstalment: async (of: Parameters<typeof plan>[0]) => {
      if (stage.world.loanChanges.length > 0) await sleep(lookMs);
      return await plan(of);
    },
  });
  stage.world.bank = (order) =>
    order.purpose === 'REFUND' && stage.world.loanChanges.length === 0
      ? { status: 'FAILED', code: '46' }
      : { status: 'SUCCEEDED', bankReference: `ref/${order.key}`, bankDate: order.valueDate };
  const workflowId = await stage.borrow(1);
  await stage.until(() => stage.world.changes.length >= 0);
  stage.world.receive('transfer/1', '2026-01-20', 1_000);
  beforeLookOn('2026-02-05', () => stage.world.receive('transfer/2', '2026-02-05', dueOn('2026-02-05')));
  await stage.env.sleep('33 days');
  await stage.task('RETRY_REFUND');
  stage.world.loanChanges.push({ ...change('BIND_ACCOUNT') });
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'BIND_ACCOUNT' });
  await stage.result(workflowId);
  expect(
    stage.world.submitted.map(({ key, amountFen }) => [key.split('/').slice(2).join('/'), amountFen]),
  ).toEqual([
    ['instalment/2/refund/1', 1_000],
    ['instalment/2/refund/2', 1_000],
  ]);
  expect(stage.world.openTasks()).toEqual([]);
}

describe('a loan that had a process before', () => {
  /** Its first instalment is unpaid; the process is gone, and another one begins on 10 February at 11:00. */
  async function restarted(): Promise<string> {
    const { loanId } = freshIds();
    stage.world.lend('2026-01-05', PRINCIPAL_FEN, 2);
    stage.world.payments.set(`loan/${loanId}/instalment/1/collect/3`, {
      id: 'payment-3' as PaymentId,
      outcome: { status: 'FAILED', code: stage.world.leftOpen.lastDecline ?? '51' },
    });
    const restartedAtMs = instantOf(isoDate('2026-02-10'), '11:00');
    const input = { ...(await stage.loanInput(loanId)), restartedAtMs };
    const clock = { ...input.clock, businessAnchorMs: restartedAtMs };
    const workflowId = `loan/${loanId}`;
    await stage.start('loan', workflowId, { ...input, clock });
    return workflowId;
  }

  test('goes on with its first unpaid instalment, at the next debit time, under numbers that nobody used', async () => {
    await stage.result(await restarted());
    expect(orders()).toEqual(['1/4 2026-02-10T15:00', '2/1 2026-03-05T09:00']);
  });

  test('follows an order that is under way, and orders nothing before the bank has said', async () => {
    let isKnown = false;
    const open = stage.world.openPayment;
    Object.assign(stage.world, {
      openPayment: async (order: Parameters<typeof open>[0]) => {
        const opened = await open(order);
        if (!order.key.endsWith('/collect/3') || isKnown) return opened;
        return { ...opened, paymentId: 'first' as PaymentId, outcome: null };
      },
    });
    const key = 'loan/x/instalment/1/collect/3';
    const openOrder: PaymentOrder = {
      ...{ key, purpose: 'COLLECTION', amountFen: 5, valueDate: '2026-02-10' },
      ...{ decidedAtMs: instantOf(isoDate('2026-02-10')), paymentId: 'first' as PaymentId },
      ...{ institutionId: INSTITUTION, enterpriseId: ENTERPRISE },
      ...{ subject: { type: 'LOAN', id: 'x' as LoanId }, mandate: { type: 'CONTRACT', id: 'x' } },
    };
    stage.world.leftOpen = { ...stage.world.leftOpen, openOrder };
    const workflowId = await restarted();
    await stage.env.sleep('10 minutes');
    expect(stage.world.submitted).toEqual([]);
    isKnown = true;
    stage.world.payments.set(key, {
      id: 'first' as PaymentId,
      outcome: { status: 'FAILED', code: '51' },
    });
    await stage.result(workflowId);
    expect(orders()[0]).toBe('1/4 2026-02-10T15:00');
  });

  test('does not debit a card that was lost before', async () => {
    stage.world.leftOpen = { ...stage.world.leftOpen, lastDecline: '41' };
    const workflowId = await restarted();
    await stage.env.sleep('5 hours');
    expect(stage.world.submitted).toEqual([]);
    await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN');
    await stage.result(workflowId);
    expect(orders().map((line) => line.slice(0, 14))).toEqual(['2/1 2026-02-10', '2/2 2026-03-05']);
  });
});

test('a receipt that bounced brings its instalment back', async () => {
  const workflowId = await stage.borrow(3);
  // Past the loan's turn in the first slot of that day.
  await stage.env.sleep('961 hours');
  const receipt = stage.world.events.find(({ kind }) => kind === 'RECEIVED');
  stage.world.loanChanges.push({ ...change('REVERSE_RECEIPT', receipt?.sequence) });
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'REVERSE_RECEIPT' });
  await stage.result(workflowId);
  expect(orders()).toEqual([
    '1/1 2026-02-05T09:00',
    '1/2 2026-02-14T15:00',
    '2/1 2026-03-05T09:00',
    '3/1 2026-04-07T09:00',
  ]);
});
