import type { Settlement } from '../../contracts/activities';
import type { PaymentId } from '../../contracts/ids';
import {
  type BankNotice,
  bankNoticeSignal,
  type PaymentInput,
  type PaymentResult,
  paymentQuery,
} from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { BankNoAnswer, BankNotReached } from '../../gateways/bank';
import { startPayment } from '../../gateways/temporal/starts';
import { ENTERPRISE, freshIds, INSTITUTION, Stage, staff } from './support/harness';
import { noticeOf } from './support/trust';
import { World } from './support/world';

const SECONDS_OF_A_YEAR = 31_536_000;
const DECIDED_AT = instantOf(isoDate('2026-01-05'), '09:00');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

async function inputOf(key: string, purpose: PaymentInput['purpose']): Promise<PaymentInput> {
  const { loanId, applicationId } = freshIds();
  return {
    ...(await stage.time()),
    paymentId: applicationId as string as PaymentId,
    key,
    institutionId: INSTITUTION,
    enterpriseId: ENTERPRISE,
    subject: { type: 'LOAN', id: loanId },
    mandate: { type: 'RELEASE', id: 'task-1' },
    purpose,
    amountFen: 30_000_000,
    valueDate: '2026-01-05',
    decidedAtMs: DECIDED_AT,
  };
}

const FIRST = '0198c1f0-0000-7000-8000-0000000000a1';
const SECOND = '0198c1f0-0000-7000-8000-0000000000a2';

/** What was ordered, by the id of its process. */
const orders: Record<string, PaymentInput> = {};

async function begin(
  key = 'loan/x/disburse',
  purpose: PaymentInput['purpose'] = 'DISBURSEMENT',
): Promise<string> {
  const input = await inputOf(key, purpose);
  const workflowId = `payment/${input.paymentId}`;
  orders[workflowId] = input;
  await stage.start('payment', workflowId, input);
  return workflowId;
}

const done = (bankReference: string, bankDate = '2026-01-05'): BankNotice['outcome'] => ({
  status: 'SUCCEEDED',
  bankReference,
  bankDate,
});
const notice = (workflowId: string, noticeId: string, outcome: BankNotice['outcome']) => {
  const { [workflowId]: order } = orders;
  if (order === undefined) throw new Error('no such order');
  return stage.handle(workflowId).signal(bankNoticeSignal, noticeOf(order, noticeId, outcome));
};

test('an answer is booked at once', async () => {
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: done('ref/loan/x/disburse'),
    resolvedAtMs: DECIDED_AT,
  });
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['ANSWER']);
});

test('an order that did not reach the bank goes out again under its key', async () => {
  stage.world.bank = (order, nth) => (nth < 3 ? new Error('not reached') : done(`ref/${order.key}`));
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
  expect(new Set(stage.world.submitted.map(({ key }) => key)).size).toBe(1);
});

test('an unknown order is asked for by key and never sent again', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = (_order, nth) =>
    nth < 3 ? { status: 'UNKNOWN', code: 'PROCESSING' } : done('ref-late');
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toEqual({
    outcome: done('ref-late'),
    resolvedAtMs: DECIDED_AT + 60_000,
    stopsDebits: false,
    loan: expect.anything(),
  });
  expect(stage.world.submitted).toHaveLength(1);
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['QUERY']);
});

test('a bank that was not reached was not asked: none of the questions is used up', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  // More often than there are questions; the eighth that reaches it is answered.
  stage.world.inquiry = (_order, nth) => {
    if (nth <= 12) return new BankNotReached('no connection');
    return nth < 20 ? { status: 'UNKNOWN', code: 'PROCESSING' } : done('ref-late');
  };
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-late') });
  expect(stage.world).toMatchObject({ questions: 20, closings: 0 });
});

test('a question that the bank gave no answer to is asked again at its next time, and counts', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = () => new BankNoAnswer('timeout');
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: { status: 'FAILED', code: 'CLOSED' },
    resolvedAtMs: DECIDED_AT + 7_200_000,
  });
  expect(stage.world).toMatchObject({ questions: 8, closings: 1 });
});

test('questions wait in a queue of their own, for as long as they must', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = () => done('ref-late');
  const workflowId = await begin();
  await stage.result(workflowId);
  const { events } = await stage.handle(workflowId).fetchHistory();
  const scheduled = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: of }) => of ?? []);
  const waits = scheduled.map(({ activityType, taskQueue, scheduleToCloseTimeout }) => [
    ...[activityType?.name, taskQueue?.name, Number(scheduleToCloseTimeout?.seconds) > SECONDS_OF_A_YEAR],
  ]);
  expect(waits).toEqual([
    ['submitOrder', 'payments', true],
    ['queryOrder', 'questions', true],
  ]);
});

test('an order that begins anew from its row, once sent, is asked for and not sent again', async () => {
  const input = await inputOf('loan/x/disburse', 'DISBURSEMENT');
  const { paymentId } = input;
  const opened = await new World().openPayment(input);
  const openPayment = async () => ({ ...opened, status: 'SUBMITTED' });
  Object.assign(stage.world, { openPayment });
  stage.world.inquiry = () => done('ref-before');
  for (let times = 0; times < 2; times += 1) await startPayment(stage.env.client, input);
  const result = await stage.result<PaymentResult>(`payment/${paymentId}`);
  expect(result).toMatchObject({ outcome: done('ref-before') });
  expect(stage.world.submitted).toEqual([]);
});

test('an unknown order is settled by the bank’s notice, told twice', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  const workflowId = await begin();
  await stage.until(() => stage.world.submitted.length === 1);
  await notice(workflowId, FIRST, done('ref-n'));
  await notice(workflowId, FIRST, done('ref-n')).catch(() => undefined);
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-n') });
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['NOTICE']);
  expect(stage.world.openTasks()).toEqual([]);
});

test('asking counts from the last send, however late that was', async () => {
  const sentAtMs = DECIDED_AT + 11 * 3_600_000;
  stage.world.sentAtMs = sentAtMs;
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = (_order, nth) =>
    nth < 3 ? { status: 'UNKNOWN', code: 'NOT_FOUND' } : done('ref-late');
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: done('ref-late'),
    resolvedAtMs: sentAtMs + 60_000,
  });
});

test('what is asked for in vain is closed at the bank: nothing can be paid under its key any more', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: { status: 'FAILED', code: 'CLOSED' },
    resolvedAtMs: DECIDED_AT + 7_200_000,
  });
  expect(stage.world).toMatchObject({ questions: 8, closings: 1 });
  expect(stage.world.submitted).toHaveLength(1);
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['CLOSING']);
});

test('an order that the bank still works on is not closed; it is asked again, hours later', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.closing = (_order, nth) =>
    nth < 3 ? { status: 'UNKNOWN', code: 'PROCESSING' } : done('ref-in-the-end');
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: done('ref-in-the-end'),
    resolvedAtMs: DECIDED_AT + 7_200_000 + 3 * 3_600_000,
  });
});

const cannotClose = () => ({ status: 'UNKNOWN', code: 'CANT_CLOSE' }) as const;

test('of a bank that can’t close, the files up to the day after the send decide', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.closing = cannotClose;
  let tries = 0;
  stage.world.statement = () => {
    tries += 1;
    return tries < 3 ? { status: 'FILE_NOT_READY', readyAtMs: 0 } : done('ref-file', '2026-01-06');
  };
  const workflowId = await begin();
  const result = await stage.result<PaymentResult>(workflowId);
  expect(result).toMatchObject({ outcome: done('ref-file', '2026-01-06') });
  expect(result.resolvedAtMs).toBe(instantOf(isoDate('2026-01-07'), '08:00'));
});

test('the files of an order that an earlier run sent late are waited for as long as they take', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.closing = cannotClose;
  const readyAtMs = instantOf(isoDate('2026-01-20'), '06:00');
  let tries = 0;
  stage.world.statement = () => {
    tries += 1;
    return tries === 1 ? { status: 'FILE_NOT_READY', readyAtMs } : done('ref-file', '2026-01-19');
  };
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ resolvedAtMs: readyAtMs });
  expect(tries).toBe(2);
});

test('what is in no file did not happen, once it had the least real time to come', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.closing = () => new BankNoAnswer('no answer');
  let tries = 0;
  stage.world.statement = () => {
    tries += 1;
    return tries === 1
      ? { status: 'TOO_EARLY', forRealMs: 5 * 3_600_000 }
      : { status: 'FAILED', code: 'NOT_FOUND' };
  };
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: { status: 'FAILED', code: 'NOT_FOUND' },
  });
  expect(stage.world.submitted).toHaveLength(1);
  const { closeTime, startTime } = await stage.handle(workflowId).describe();
  const ready = instantOf(isoDate('2026-01-07'), '06:00') - DECIDED_AT;
  expect((closeTime?.getTime() ?? 0) - startTime.getTime()).toBeGreaterThanOrEqual(ready + 5 * 3_600_000);
});

test.each(['2199-12-31', '2001-01-01'])(
  'a notice of a day that can’t be is not believed: %s',
  async (day) => {
    stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
    stage.world.inquiry = (_order, nth) =>
      nth < 3 ? { status: 'UNKNOWN', code: 'PROCESSING' } : done('ref-of-the-bank');
    const workflowId = await begin();
    await notice(workflowId, FIRST, done('ref-of-the-bank', day));
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-of-the-bank') });
    expect(stage.world.settled.map(({ source }) => source)).toEqual(['QUERY']);
  },
);

describe('in the end people find it out', () => {
  const [first, second] = [staff('f1', 'finance'), staff('f2', 'finance')];
  const FAILED = { status: 'FAILED', code: 'TOLD_BY_BANK' } as const;

  /** Nobody knows: not the bank, when asked or when it shall close, and not its files. */
  async function unresolved(purpose: PaymentInput['purpose'] = 'DISBURSEMENT'): Promise<string> {
    stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
    stage.world.closing = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
    stage.world.statement = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
    const workflowId = await begin(`loan/x/${purpose}`, purpose);
    await stage.env.sleep('5 days');
    await stage.task('RESOLVE_PAYMENT');
    return workflowId;
  }

  const resolve = (outcome: 'SUCCEEDED' | 'FAILED', more: object = {}) =>
    stage.decide('RESOLVE_PAYMENT', first, outcome, 'told by phone', more);
  const again = async (code: string) => {
    await stage.until(() =>
      stage.world.openTasks('RESOLVE_PAYMENT').some(({ reason }) => reason.code === code),
    );
  };

  test('with the bank’s reference, and of money out by two of them', async () => {
    const workflowId = await unresolved();
    stage.world.inquiry = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
    expect(await stage.decide('RESOLVE_PAYMENT', first, 'SUCCEEDED')).toMatchObject({
      refusal: { code: 'REASON_REQUIRED' },
    });
    expect(await resolve('SUCCEEDED')).toMatchObject({ refusal: { code: 'BANK_REFERENCE_REQUIRED' } });
    await resolve('SUCCEEDED', { bankReference: 'ref-phone', bankDate: '2026-01-06' });
    expect(await stage.decide('CONFIRM_PAYMENT', first, 'CONFIRM')).toMatchObject({
      refusal: { code: 'SAME_PERSON_AS_RESOLVER' },
    });
    await stage.decide('CONFIRM_PAYMENT', second, 'CONFIRM');
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
      outcome: done('ref-phone', '2026-01-06'),
    });
    expect(stage.world.settled.map(({ source }) => source)).toEqual(['PERSON']);
  });

  test('who disagree are asked again, each for their own part', async () => {
    const workflowId = await unresolved();
    await resolve('FAILED');
    expect(await stage.decide('CONFIRM_PAYMENT', second, 'DISAGREE')).toMatchObject({
      refusal: { code: 'REASON_REQUIRED' },
    });
    await stage.decide('CONFIRM_PAYMENT', second, 'DISAGREE', 'the portal shows it as paid');
    await again('PAYMENT_DISAGREED');
    expect(await stage.decide('RESOLVE_PAYMENT', second, 'FAILED', 'x')).toMatchObject({
      refusal: { code: 'SAME_PERSON_AS_CONFIRMER' },
    });
    stage.world.closing = () => ({ status: 'FAILED', code: 'CLOSED' });
    await resolve('FAILED');
    await stage.decide('CONFIRM_PAYMENT', second, 'CONFIRM');
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: FAILED });
    expect(stage.world.settled.map(({ source }) => source)).toEqual(['PERSON']);
  });

  test('one of them is enough for money in; that it failed waits for a bank that closes the key', async () => {
    const workflowId = await unresolved('COLLECTION');
    const before = stage.world.closings;
    stage.world.closing = (_order, nth) =>
      nth < before + 6 ? new Error('not reached') : { status: 'FAILED', code: 'CLOSED' };
    await resolve('FAILED', { bankCode: '51' });
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
      outcome: { status: 'FAILED', code: '51' },
    });
    expect(stage.world.closings).toBeGreaterThan(before + 2);
    expect(stage.world.openTasks()).toEqual([]);
  });

  test('who name a movement that has settled another order are asked again', async () => {
    const workflowId = await unresolved('COLLECTION');
    stage.world.inquiry = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
    const { settlePayment } = stage.world;
    Object.assign(stage.world, {
      settlePayment: async (settlement: Settlement) =>
        JSON.stringify(settlement.outcome).includes('ref-of-another')
          ? { notSettled: 'REFERENCE_USED' }
          : await settlePayment(settlement),
    });
    await resolve('SUCCEEDED', { bankReference: 'ref-of-another' });
    await again('BANK_REFERENCE_USED');
    expect(stage.world.settled).toEqual([]);
    expect(await stage.handle(workflowId).query(paymentQuery)).toMatchObject({
      stage: 'UNKNOWN',
      waitingFor: 'finance',
    });
    // The bank booked nothing before it was ordered, whatever people say.
    await resolve('SUCCEEDED', { bankReference: 'ref-of-its-own', bankDate: '2026-01-01' });
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
      outcome: done('ref-of-its-own', '2026-01-05'),
    });
    expect(stage.world.openTasks()).toEqual([]);
  });

  test('until the bank itself names the movement for this order', async () => {
    const workflowId = await unresolved('COLLECTION');
    stage.world.inquiry = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
    const { settlePayment } = stage.world;
    Object.assign(stage.world, {
      settlePayment: async (settlement: Settlement) =>
        settlement.source === 'PERSON' ? { notSettled: 'REFERENCE_USED' } : await settlePayment(settlement),
    });
    await resolve('SUCCEEDED', { bankReference: 'ref-of-both' });
    await again('BANK_REFERENCE_USED');
    await notice(workflowId, FIRST, done('ref-of-both'));
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-of-both') });
    expect(stage.world.settled.map(({ source }) => source)).toEqual(['NOTICE']);
    expect(stage.world.openTasks()).toEqual([]);
  });

  test('and the bank’s last word goes before theirs', async () => {
    const workflowId = await unresolved('COLLECTION');
    await resolve('FAILED');
    await again('BANK_WORKS_ON_IT');
    stage.world.inquiry = () => ({ status: 'UNKNOWN', code: 'NOT_FOUND' });
    await resolve('SUCCEEDED', { bankReference: 'made up' });
    await again('BANK_HAS_NO_SUCH_ORDER');
    stage.world.closing = () => done('ref-of-the-bank');
    await resolve('FAILED');
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-of-the-bank') });
  });

  test('when the bank names a day that can’t be: then people say which it was', async () => {
    const impossible = { status: 'UNKNOWN', code: 'BANK_DAY_IMPOSSIBLE' } as const;
    stage.world.bank = () => impossible;
    stage.world.inquiry = () => impossible;
    stage.world.closing = () => impossible;
    stage.world.statement = () => impossible;
    const workflowId = await begin('loan/x/COLLECTION', 'COLLECTION');
    await stage.env.sleep('5 days');
    await again('BANK_DAY_IMPOSSIBLE');
    await resolve('FAILED');
    await again('BANK_DAY_IMPOSSIBLE');
    await resolve('SUCCEEDED', { bankReference: 'ref-phone', bankDate: '2026-01-06' });
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
      outcome: done('ref-phone', '2026-01-06'),
    });
  });

  test('of a bank that can’t close, money out that people hold for failed waits for people again', async () => {
    const workflowId = await unresolved();
    stage.world.closing = cannotClose;
    stage.world.inquiry = () => ({ status: 'UNKNOWN', code: 'NOT_FOUND' });
    await resolve('FAILED', { bankCode: '51' });
    await stage.decide('CONFIRM_PAYMENT', second, 'CONFIRM');
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: FAILED });
  });

  test('unless a notice comes first, or together with what they say', async () => {
    const workflowId = await unresolved();
    await Promise.all([
      notice(workflowId, FIRST, done('ref-notice')),
      resolve('FAILED').catch(() => undefined),
    ]);
    expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-notice') });
    expect(stage.world.settled.map(({ source }) => source)).toEqual(['NOTICE']);
    expect(stage.world.openTasks()).toEqual([]);
  });
});

test('a system fault is confirmed by key before anybody may order again', async () => {
  stage.world.bank = () => ({ status: 'FAILED', code: '96' });
  stage.world.inquiry = () => done('it-went-through');
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('it-went-through') });
});

test('a notice whose code leaves it open decides nothing: the bank is asked by key', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = (_order, nth) =>
    nth < 2 ? { status: 'UNKNOWN', code: 'PROCESSING' } : done('it-went-through');
  const workflowId = await begin();
  await stage.until(() => stage.world.submitted.length === 1);
  await notice(workflowId, FIRST, { status: 'FAILED', code: '96' });
  await notice(workflowId, SECOND, { status: 'FAILED', code: '09' });
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('it-went-through') });
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['QUERY']);
  expect(stage.world.openTasks()).toEqual([]);
});

test('a second payment under a key follows the first and sends nothing', async () => {
  const first = await begin('loan/y/disburse');
  await stage.result(first);
  const second = await begin('loan/y/disburse');
  expect(await stage.result<PaymentResult>(second)).toMatchObject({ outcome: done('ref/loan/y/disburse') });
  expect(stage.world.submitted).toHaveLength(1);
});

test('an order is held back while a dispute about the same money is open', async () => {
  let looks = 0;
  stage.world.isHeld = () => {
    looks += 1;
    return looks < 4;
  };
  const workflowId = await begin('loan/held/disburse');
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: { status: 'SUCCEEDED' } });
  expect(stage.world.submitted).toHaveLength(1);
  expect(looks).toBe(4);
});

test('an order that the books could not take is over before anything is sent', async () => {
  const key = 'loan/refused/disburse';
  stage.world.refuses = ({ key: asked }) => asked === key;
  expect(await stage.result<PaymentResult>(await begin(key))).toMatchObject({
    outcome: { status: 'FAILED', code: 'NOT_BOOKABLE' },
  });
  expect(stage.world.submitted).toEqual([]);
  expect(stage.world.stages()).toEqual(['FAILED']);
});

test('a payment whose process says nothing for a day is found out by the one that follows it', async () => {
  const silent = freshIds().applicationId as string as PaymentId;
  stage.world.payments.set('loan/z/disburse', { id: silent, outcome: null });
  const workflowId = await begin('loan/z/disburse');
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: { status: 'FAILED', code: 'CLOSED' },
  });
  expect(stage.world.submitted).toEqual([]);
  expect(stage.world.settled.map(({ order }) => order.paymentId)).toEqual([silent]);
});

// Last: the skipping server lets no time pass after it.
test('a notice that contradicts what is booked opens a dispute and changes nothing', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  const workflowId = await begin();
  await stage.until(() => stage.world.submitted.length === 1);
  const handle = stage.handle(workflowId);
  await Promise.all([
    notice(workflowId, FIRST, { status: 'FAILED', code: '14' }),
    notice(workflowId, SECOND, done('ref-2')),
  ]);
  const { outcome } = (await handle.result()) as PaymentResult;
  const settled = stage.world.settled.map((settlement) => settlement.outcome);
  expect(settled).toEqual([outcome]);
  await stage.decide('SETTLE_DISPUTE', staff('f1', 'finance'), 'BOOKS_ARE_RIGHT', 'the bank took it back');
  await stage.result(workflowId.replace('payment', 'dispute'));
  expect(stage.world.settled).toHaveLength(1);
  expect(stage.world.settledDisputes).toMatchObject([{ number: 1, outcome: 'BOOKS_ARE_RIGHT' }]);
});
