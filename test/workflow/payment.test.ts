import type { PaymentId } from '../../contracts/ids';
import {
  type BankNotice,
  bankNoticeSignal,
  type PaymentInput,
  type PaymentResult,
} from '../../contracts/workflows';
import { instantOf, isoDate } from '../../domain/calendar';
import { ENTERPRISE, freshIds, INSTITUTION, Stage, staff } from './support/harness';

const DECIDED_AT = instantOf(isoDate('2026-01-05'), '09:00');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);
afterEach(() => stage.endTest());
afterAll(() => stage.close());

async function begin(key = 'loan/x/disburse'): Promise<string> {
  const { loanId, applicationId } = freshIds();
  const paymentId = applicationId as string as PaymentId;
  const input: PaymentInput = {
    ...(await stage.time()),
    paymentId,
    key,
    institutionId: INSTITUTION,
    enterpriseId: ENTERPRISE,
    subject: { type: 'LOAN', id: loanId },
    mandate: { type: 'RELEASE', id: 'task-1' },
    purpose: 'DISBURSEMENT',
    amountFen: 30_000_000,
    valueDate: '2026-01-05',
    decidedAtMs: DECIDED_AT,
  };
  const workflowId = `payment/${paymentId}`;
  await stage.start('payment', workflowId, input);
  return workflowId;
}

const done = (bankReference: string, bankDate = '2026-01-05'): BankNotice['outcome'] => ({
  status: 'SUCCEEDED',
  bankReference,
  bankDate,
});
const notice = (workflowId: string, noticeId: string, outcome: BankNotice['outcome']) =>
  stage.handle(workflowId).signal(bankNoticeSignal, { noticeId, outcome });

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
    loan: expect.anything(),
  });
  expect(stage.world.submitted).toHaveLength(1);
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['QUERY']);
});

test('an unknown order is settled by the bank’s notice, told twice', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  const workflowId = await begin();
  await stage.until(() => stage.world.submitted.length === 1);
  await notice(workflowId, 'n1', done('ref-n'));
  await notice(workflowId, 'n1', done('ref-n')).catch(() => undefined);
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-n') });
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['NOTICE']);
  expect(stage.world.openTasks()).toEqual([]);
});

test('when nobody answers, the statement file of the day decides', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  let tries = 0;
  stage.world.statement = () => {
    tries += 1;
    return tries < 3 ? { status: 'FILE_NOT_READY' } : done('ref-file');
  };
  const workflowId = await begin();
  const result = await stage.result<PaymentResult>(workflowId);
  expect(result).toMatchObject({ outcome: done('ref-file') });
  expect(result.resolvedAtMs).toBe(instantOf(isoDate('2026-01-06'), '08:00'));
});

test('what is not in the file of its day did not happen', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  const workflowId = await begin();
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({
    outcome: { status: 'FAILED', code: 'NOT_FOUND' },
  });
  expect(stage.world.submitted).toHaveLength(1);
});

test('in the end a person finds it out', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.statement = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
  const workflowId = await begin();
  await stage.env.sleep('2 days');
  const finance = staff('f1', 'finance');
  expect(await stage.decide('RESOLVE_PAYMENT', finance, 'SUCCEEDED')).toMatchObject({
    refusal: { code: 'REASON_REQUIRED' },
  });
  expect(await stage.decide('RESOLVE_PAYMENT', finance, 'SUCCEEDED', 'told by phone')).toMatchObject({
    refusal: { code: 'BANK_REFERENCE_REQUIRED' },
  });
  await stage.decide('RESOLVE_PAYMENT', finance, 'SUCCEEDED', 'told by phone', {
    bankReference: 'ref-phone',
  });
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('ref-phone') });
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['PERSON']);
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
  await notice(workflowId, 'n1', { status: 'FAILED', code: '96' });
  await notice(workflowId, 'n2', { status: 'FAILED', code: '09' });
  expect(await stage.result<PaymentResult>(workflowId)).toMatchObject({ outcome: done('it-went-through') });
  expect(stage.world.settled.map(({ source }) => source)).toEqual(['QUERY']);
  expect(stage.world.openTasks()).toEqual([]);
});

test('a notice that contradicts what is booked opens a dispute and changes nothing', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  const workflowId = await begin();
  await stage.until(() => stage.world.submitted.length === 1);
  const handle = stage.handle(workflowId);
  await Promise.all([
    notice(workflowId, 'n1', { status: 'FAILED', code: '14' }),
    notice(workflowId, 'n2', done('ref-2')),
  ]);
  const { outcome } = (await handle.result()) as PaymentResult;
  const settled = stage.world.settled.map((settlement) => settlement.outcome);
  expect(settled).toEqual([outcome]);
  await stage.decide('SETTLE_DISPUTE', staff('f1', 'finance'), 'BOOKS_ARE_RIGHT', 'the bank took it back');
  await stage.result(workflowId.replace('payment', 'dispute'));
  expect(stage.world.settled).toHaveLength(1);
});

test('a second payment under a key follows the first and sends nothing', async () => {
  const first = await begin('loan/y/disburse');
  await stage.result(first);
  const second = await begin('loan/y/disburse');
  expect(await stage.result<PaymentResult>(second)).toMatchObject({ outcome: done('ref/loan/y/disburse') });
  expect(stage.world.submitted).toHaveLength(1);
});
