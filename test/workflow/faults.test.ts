import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { uuidv7 } from 'uuidv7';
import type { CaseChange } from '../../contracts/activities';
import type { BreakId, LoanId, PaymentId, ReceiptId } from '../../contracts/ids';
import {
  type ApplicationView,
  type BreakInput,
  bankNoticeSignal,
  decideTaskUpdate,
  type EndOfDayReport,
  loanQuery,
  type PaymentInput,
  type PaymentOrder,
  type PaymentResult,
  type ReceiptInput,
  repayUpdate,
} from '../../contracts/workflows';
import type { TaskKind } from '../../domain/approval/tasks';
import { APPLICANT, DONE, freshIds, INSTITUTION, Stage, staff } from './support/harness';
import { poison } from './support/poison';
import { noticeOf } from './support/trust';
import { paid } from './support/world';

/** Steps that no repetition cures: an admin is asked, the process waits, nothing is done twice. */

const [admin, another] = [staff('o1', 'admin'), staff('o2', 'admin')];
const NOTICE = '0198c1f0-0000-7000-8000-00000000a001';
const [finance, second] = [staff('f1', 'finance'), staff('f2', 'finance')];

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

async function giveUp(because = 'it can not be mended'): Promise<void> {
  await stage.decide('RESOLVE_FAULT', admin, 'GIVE_UP', because);
  await stage.decide('CONFIRM_GIVE_UP', another, 'CONFIRM');
}

/** Waits until another task of a kind is open than one that was there. */
async function anotherTask(kind: TaskKind, before: string): Promise<void> {
  await stage.until(() => stage.world.openTasks(kind).some(({ taskId }) => taskId !== before));
}

async function orderToPay(more: Partial<PaymentOrder> = {}): Promise<PaymentInput> {
  const paymentId = uuidv7() as PaymentId;
  const time = await stage.time();
  return {
    ...time,
    ...{ paymentId, key: `loan/${paymentId}/disburse`, institutionId: INSTITUTION, enterpriseId: null },
    subject: { type: 'LOAN', id: paymentId as string as LoanId },
    mandate: { type: 'RELEASE', id: 'task' },
    ...{ purpose: 'DISBURSEMENT', amountFen: 30_000_000, valueDate: '2026-01-05' },
    decidedAtMs: time.clock.businessAnchorMs,
    ...more,
  };
}

async function beginPayment(more: Partial<PaymentOrder> = {}): Promise<string> {
  const input = await orderToPay(more);
  await stage.start('payment', `payment/${input.paymentId}`, input);
  return `payment/${input.paymentId}`;
}

describe('a step that fails for good', () => {
  test('asks an admin and says so where people look; tried again once it is cured, the case goes on', async () => {
    const fault = poison(stage.world, 'checkCompleteness');
    const workflowId = await stage.apply();
    const { taskId, role, reason, dueAt } = await stage.task('RESOLVE_FAULT');
    expect(role).toBe('admin');
    expect(reason).toMatchObject({ code: 'STEP_FAILED', detail: { why: 'facts contradict each other' } });
    expect(await stage.attributes(workflowId)).toEqual({
      ...{ waitingFor: 'admin', failedStep: 'checkCompleteness' },
      dueAt: new Date(dueAt).toISOString(),
    });
    expect(await stage.details(workflowId)).toContain('检查资料完整性 · Check completeness');
    const own = { taskId, actor: finance, decision: 'TRY_AGAIN', reason: '' };
    expect(await stage.update(workflowId, decideTaskUpdate, own)).toMatchObject({
      refusal: { code: 'NOT_YOUR_ROLE' },
    });
    // Not cured yet: asked again.
    expect(await stage.decide('RESOLVE_FAULT', admin, 'TRY_AGAIN')).toMatchObject(DONE);
    await anotherTask('RESOLVE_FAULT', taskId);
    expect(fault.calls).toBe(2);
    fault.cure();
    await stage.decide('RESOLVE_FAULT', admin, 'TRY_AGAIN');
    await stage.task('REVIEW_APPLICATION');
    expect(await stage.attributes(workflowId)).toMatchObject({ waitingFor: 'reviewer', failedStep: null });
    expect(stage.world.openTasks()).toHaveLength(1);
  });

  test('is given up by two people, with a reason; who disagrees has it asked again', async () => {
    poison(stage.world, 'checkCompleteness');
    const workflowId = await stage.apply();
    const { taskId } = await stage.task('RESOLVE_FAULT');
    const silent = { taskId, actor: admin, decision: 'GIVE_UP', reason: ' ' };
    expect(await stage.update(workflowId, decideTaskUpdate, silent)).toMatchObject({
      refusal: { code: 'REASON_REQUIRED' },
    });
    await stage.decide('RESOLVE_FAULT', admin, 'GIVE_UP', 'nobody can read it');
    const confirm = await stage.task('CONFIRM_GIVE_UP');
    expect(confirm.reason.detail).toMatchObject({ because: 'nobody can read it', fault: taskId });
    const alone = { taskId: confirm.taskId, actor: admin, decision: 'CONFIRM', reason: '' };
    expect(await stage.update(workflowId, decideTaskUpdate, alone)).toMatchObject({
      refusal: { code: 'SAME_PERSON_AS_MENDER' },
    });
    await stage.decide('CONFIRM_GIVE_UP', another, 'DISAGREE', 'I can');
    await anotherTask('RESOLVE_FAULT', taskId);
    expect(stage.world.openTasks()[0]?.reason).toMatchObject({
      code: 'GIVE_UP_DISAGREED',
      detail: { because: 'I can' },
    });
    await giveUp();
    expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
      ...{ stage: 'REJECTED', refusal: { code: 'GIVEN_UP', reason: '' } },
    });
    expect(stage.world.openTasks()).toEqual([]);
  });

  test('is asked about as soon as the question can be written, and nothing ends meanwhile', async () => {
    poison(stage.world, 'checkCompleteness');
    const { recordHumanStep } = stage.world;
    let refused = 0;
    Object.assign(stage.world, {
      recordHumanStep: async (change: CaseChange) => {
        refused += 1;
        if (refused < 4) throw ApplicationFailure.nonRetryable('no disk left', 'ImpossibleState');
        return await recordHumanStep(change);
      },
    });
    const workflowId = await stage.apply();
    await stage.env.sleep('10 minutes');
    await stage.task('RESOLVE_FAULT');
    expect(refused).toBe(4);
    expect((await stage.handle(workflowId).describe()).status.name).toBe('RUNNING');
  });

  test('stays overdue where people look, however often its people are told', async () => {
    poison(stage.world, 'checkCompleteness');
    const workflowId = await stage.apply();
    await stage.task('RESOLVE_FAULT');
    const asked = await stage.attributes(workflowId);
    await stage.env.sleep('3 days');
    expect(stage.world.changes.filter(({ escalate }) => escalate !== undefined).length).toBeGreaterThan(2);
    expect(await stage.attributes(workflowId)).toEqual(asked);
  });
});

describe('of a payment', () => {
  test('on day 30 of a loan waits for its cure, and the loan goes on to its end: nothing is paid twice', async () => {
    const fault = poison(stage.world, 'settlePayment');
    const workflowId = await stage.borrow();
    await stage.env.sleep('33 days');
    const { caseType, workflowId: payment } = await stage.task('RESOLVE_FAULT');
    expect(caseType).toBe('PAYMENT');
    expect(await stage.attributes(payment)).toMatchObject({
      waitingFor: 'admin',
      failedStep: 'settlePayment',
    });
    // A loan that waits for years would have ended here.
    await stage.env.sleep('40 days');
    expect((await stage.handle(workflowId).describe()).status.name).toBe('RUNNING');
    expect(stage.world.submitted).toHaveLength(1);
    fault.cure();
    await stage.decide('RESOLVE_FAULT', admin, 'TRY_AGAIN');
    await stage.result(workflowId);
    expect(stage.world.stages().at(-1)).toBe('CLOSED');
    const keys = stage.world.submitted.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(stage.world.settled).toHaveLength(keys.length);
  });

  test('that is given up before the order is written: people say, the bank closes the key, nothing was sent', async () => {
    poison(stage.world, 'openPayment');
    const workflowId = await beginPayment();
    await giveUp();
    expect((await stage.task('RESOLVE_PAYMENT')).reason.code).toBe('PAYMENT_STEP_GIVEN_UP');
    await stage.decide('RESOLVE_PAYMENT', finance, 'FAILED', 'the bank has no such order');
    await stage.decide('CONFIRM_PAYMENT', second, 'CONFIRM');
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: { status: 'FAILED' } });
    expect(stage.world).toMatchObject({ submitted: [], settled: [], closings: 1 });
  });

  test('that is given up after the order went out: people find out what became of it', async () => {
    stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
    poison(stage.world, 'queryOrder');
    const workflowId = await beginPayment({ purpose: 'COLLECTION' });
    await stage.env.sleep('1 minute');
    await giveUp();
    stage.world.closing = paid;
    await stage.decide('RESOLVE_PAYMENT', finance, 'FAILED', 'they say that it failed');
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(stage.world.submitted).toHaveLength(1);
  });

  test('that books it is never left out: given up, people say once more what to book', async () => {
    const fault = poison(stage.world, 'settlePayment');
    const workflowId = await beginPayment({ purpose: 'COLLECTION' });
    await giveUp('the account of the loan is locked');
    await stage.task('RESOLVE_PAYMENT');
    fault.cure();
    stage.world.inquiry = paid;
    await stage.decide('RESOLVE_PAYMENT', finance, 'SUCCEEDED', 'it is in the book', { bankReference: 'r' });
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
    expect(stage.world.submitted).toHaveLength(1);
    expect(stage.world.settled).toHaveLength(1);
  });

  test('is no longer asked about once a notice of the bank has settled the payment', async () => {
    poison(stage.world, 'submitOrder');
    const order = await orderToPay();
    const workflowId = `payment/${order.paymentId}`;
    await stage.start('payment', workflowId, order);
    await stage.task('RESOLVE_FAULT');
    const outcome = { status: 'SUCCEEDED', bankReference: 'r', bankDate: '2026-01-05' } as const;
    await stage.handle(workflowId).signal(bankNoticeSignal, noticeOf(order, NOTICE, outcome));
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome });
    expect(stage.world.openTasks()).toEqual([]);
  });
});

describe('of a loan', () => {
  test('a poison loan waits for its cure, and lives on from where it stood', async () => {
    const fault = poison(stage.world, 'planInstalment');
    const workflowId = await stage.borrow();
    await stage.task('RESOLVE_FAULT');
    expect(await stage.attributes(workflowId)).toMatchObject({ failedStep: 'planInstalment' });
    fault.cure();
    await stage.decide('RESOLVE_FAULT', admin, 'TRY_AGAIN');
    await stage.result(workflowId);
    expect(stage.world.stages().at(-1)).toBe('CLOSED');
    expect(stage.world.submitted).toHaveLength(3);
  });

  test('one that is given up ends failed, for people to service it', async () => {
    poison(stage.world, 'planInstalment');
    const workflowId = await stage.borrow();
    await giveUp();
    await expect(stage.result(workflowId)).rejects.toThrow(WorkflowFailedError);
    const { status } = await stage.handle(workflowId).describe();
    expect(status.name).toBe('FAILED');
    expect(stage.world.openTasks()).toEqual([]);
  });

  test('within a request of the borrower: given up, it refuses the request alone', async () => {
    const fault = poison(stage.world, 'quoteRepayment');
    const workflowId = await stage.borrow();
    const repay = (requestKey: string) => ({ actor: APPLICANT, amountFen: 1_000_000, requestKey });
    const asked = stage.update(workflowId, repayUpdate, repay('request-1'));
    await giveUp();
    expect(await asked).toMatchObject({ refusal: { code: 'GIVEN_UP' } });
    const askedAgain = stage.update(workflowId, repayUpdate, repay('request-2'));
    await stage.task('RESOLVE_FAULT');
    fault.cure();
    await stage.decide('RESOLVE_FAULT', admin, 'TRY_AGAIN');
    expect(await askedAgain).toMatchObject({ value: { payment: { status: 'SUCCEEDED' } } });
    expect(stage.world.submitted).toHaveLength(1);
    expect((await stage.handle(workflowId).query(loanQuery)).stage).toBe('REPAYING');
  });
});

describe('of what people settle: given up, they are asked again', () => {
  test('a break', async () => {
    const breakId = uuidv7() as BreakId;
    const input: BreakInput = {
      ...(await stage.time()),
      ...{ breakId, institutionId: INSTITUTION, kind: 'REFOLD', reference: 'loan', amountFen: null },
      ...{ isMoneyOut: false, detail: { loanId: 'l' } },
    };
    const fault = poison(stage.world, 'settleBreak');
    await stage.start('breakCase', `break/${breakId}`, input);
    await stage.decide('RESOLVE_BREAK', finance, 'SETTLED', 'corrected');
    await giveUp();
    expect((await stage.task('RESOLVE_BREAK')).reason.code).toBe('BOOKING_GIVEN_UP');
    fault.cure();
    await stage.decide('RESOLVE_BREAK', finance, 'SETTLED', 'corrected indeed');
    await stage.result(`break/${breakId}`);
    expect(stage.world.resolutions).toEqual(['corrected indeed']);
  });

  test('a receipt', async () => {
    const receiptId = uuidv7() as ReceiptId;
    const input: ReceiptInput = {
      ...(await stage.time()),
      ...{ receiptId, institutionId: INSTITUTION, amountFen: 5_000, bankDate: '2026-01-04' },
      ...{ bankReference: 'B2', reason: 'THIRD_PARTY', suggestions: [] },
    };
    const fault = poison(stage.world, 'bookCapital');
    await stage.start('receipt', `receipt/${receiptId}`, input);
    await stage.decide('IDENTIFY_RECEIPT', finance, 'BOOK_AS_CAPITAL', 'paid in');
    await giveUp();
    const { reason } = await stage.task('IDENTIFY_RECEIPT');
    expect(reason).toMatchObject({ code: 'RECEIPT_REFUSED', detail: { because: 'GIVEN_UP' } });
    fault.cure();
    await stage.decide('IDENTIFY_RECEIPT', finance, 'BOOK_AS_CAPITAL', 'paid in');
    await stage.result(`receipt/${receiptId}`);
    expect(stage.world.openTasks()).toEqual([]);
  });

  test('a dispute', async () => {
    const paymentId = uuidv7() as PaymentId;
    const fault = poison(stage.world, 'settleDispute');
    await stage.start('dispute', `dispute/${paymentId}`, {
      ...(await stage.time()),
      ...{ paymentId, number: 1, institutionId: INSTITUTION, enterpriseId: null },
      booked: { status: 'FAILED', code: '14' },
      claimed: { status: 'SUCCEEDED', bankReference: 'r', bankDate: '2026-01-05' },
    });
    await stage.decide('SETTLE_DISPUTE', finance, 'BOOKS_ARE_RIGHT', 'they took it back');
    await giveUp();
    expect((await stage.task('SETTLE_DISPUTE')).reason.code).toBe('BOOKING_GIVEN_UP');
    fault.cure();
    await stage.decide('SETTLE_DISPUTE', finance, 'BOOKS_ARE_RIGHT', 'they took it back');
    await stage.result(`dispute/${paymentId}`);
    expect(stage.world.settledDisputes).toHaveLength(1);
  });
});

test('the end of day of one institution waits for its admin; one that is given up is left to the next run', async () => {
  const closed: string[] = [];
  Object.assign(stage.world, {
    findOpenDays: async () => ({
      days: closed.length > 0 ? [] : [{ institutionId: INSTITUTION, businessDate: '2026-02-07' }],
      more: false,
    }),
    closeDays: async () => ({ loans: closed.push('2026-02-07') }),
  });
  const fault = poison(stage.world, 'closeDays');
  const { tail } = freshIds();
  const run = (nth: number) => `endOfDay/${tail}/${nth}`;
  await stage.start('institutionEndOfDay', run(1), { institutionId: INSTITUTION });
  const { caseType, caseId } = await stage.task('RESOLVE_FAULT');
  expect({ caseType, caseId }).toEqual({ caseType: 'INSTITUTION', caseId: INSTITUTION });
  await giveUp();
  await expect(stage.result(run(1))).rejects.toThrow(WorkflowFailedError);
  await stage.start('institutionEndOfDay', run(2), { institutionId: INSTITUTION });
  await stage.task('RESOLVE_FAULT');
  fault.cure();
  await stage.decide('RESOLVE_FAULT', admin, 'TRY_AGAIN');
  expect(await stage.result<EndOfDayReport>(run(2))).toMatchObject({ daysClosed: 1 });
  expect(closed).toEqual(['2026-02-07']);
});

test('a task beside the agenda of a loan is found by its role and its first deadline', async () => {
  stage.world.bank = () => ({ status: 'FAILED', code: '41' });
  const workflowId = await stage.borrow();
  await stage.env.sleep('33 days');
  const { dueAt } = await stage.task('COLLECT_MANUALLY');
  const asked = { waitingFor: 'finance', dueAt: new Date(dueAt).toISOString(), failedStep: null };
  expect(await stage.attributes(workflowId)).toEqual(asked);
  // Reminders of the next instalment go out, and the deadline passes.
  await stage.env.sleep('27 days');
  expect(await stage.attributes(workflowId)).toEqual(asked);
  stage.world.bank = paid;
  await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN');
  await stage.until(() => stage.world.openTasks().length === 0);
  await stage.until(() => stage.world.settled.some(({ outcome }) => outcome.status === 'SUCCEEDED'));
  expect(await stage.attributes(workflowId)).toMatchObject({
    waitingFor: expect.not.stringMatching('finance'),
  });
});
