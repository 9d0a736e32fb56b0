import { uuidv7 } from 'uuidv7';
import type { FeeId, PaymentId } from '../../contracts/ids';
import {
  answerQuoteUpdate,
  decideTaskUpdate,
  type FeeInput,
  type FeeView,
  lookAgainSignal,
} from '../../contracts/workflows';
import { fen } from '../../domain/money/fen';
import { ChargeBooks, SHOWN } from './support/charge';
import { APPLICANT, ENTERPRISE, INSTITUTION, Stage, staff } from './support/harness';
import { paid } from './support/world';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const [first, second] = [staff('f1', 'finance'), staff('f2', 'finance')];
const AGREED = { actor: APPLICANT, answer: 'CONSENT', pointsUsed: 0, shownSha256: SHOWN } as const;

async function quote(): Promise<{ readonly workflowId: string; readonly books: ChargeBooks }> {
  const feeId = uuidv7() as FeeId;
  const books = new ChargeBooks(stage.world);
  const input: FeeInput = {
    ...(await stage.time()),
    ...{ feeId, institutionId: INSTITUTION, enterpriseId: ENTERPRISE, priceFen: 100_000 },
  };
  await stage.start('fee', `fee/${feeId}`, input);
  return { workflowId: `fee/${feeId}`, books };
}

/** One that was agreed to with its loan. */
async function charge(before: (books: ChargeBooks) => void = () => undefined) {
  const feeId = uuidv7() as FeeId;
  const books = new ChargeBooks(stage.world);
  const key = `fee/${feeId}/consent`;
  books.steps.push({ type: 'CONSENT', key, on: books.charge.validUntil, pointsUsed: 0 });
  before(books);
  const input: FeeInput = {
    ...(await stage.time()),
    ...{ feeId, institutionId: INSTITUTION, enterpriseId: ENTERPRISE, priceFen: 100_000 },
  };
  await stage.start('fee', `fee/${feeId}`, input);
  return { workflowId: `fee/${feeId}`, books, input };
}

const types = (books: ChargeBooks) => books.steps.map(({ type }) => type);

test('a quote is agreed to as it was shown, by its own people, and collected', async () => {
  const { workflowId, books } = await quote();
  await stage.until(() => stage.world.messages().includes('FEE_QUOTED'));
  const stranger = { ...APPLICANT, enterpriseId: 'another' as typeof ENTERPRISE };
  expect(await stage.update(workflowId, answerQuoteUpdate, { ...AGREED, actor: stranger })).toMatchObject({
    refusal: { code: 'NOT_YOUR_CASE' },
  });
  const other = { ...AGREED, shownSha256: 'b'.repeat(64) };
  expect(await stage.update(workflowId, answerQuoteUpdate, other)).toMatchObject({
    refusal: { code: 'SHOWN_OTHERWISE' },
  });
  expect(await stage.update(workflowId, answerQuoteUpdate, { ...AGREED, pointsUsed: 1 })).toMatchObject({
    refusal: { code: 'POINTS_ABOVE_LIMIT' },
  });
  await stage.update(workflowId, answerQuoteUpdate, AGREED);
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED', waitingFor: null });
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'COLLECT']);
  expect(stage.world.messages()).toEqual(['FEE_QUOTED', 'FEE_INVOICED', 'FEE_COLLECTED']);
  expect(stage.world.submitted.map(({ key }) => key)).toEqual([`${workflowId}/collect/1`]);
});

test('a quote that nobody answers, or that is declined, is charged to nobody', async () => {
  const { workflowId, books } = await quote();
  await stage.until(() => stage.world.messages().includes('FEE_QUOTED'));
  await stage.env.sleep('16 days');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'CANCELLED' });
  expect(types(books)).toEqual(['CANCEL']);
  expect(stage.world.submitted).toEqual([]);
});

test('a declined debit is repeated by its reason, then people are asked; money that came is found by two', async () => {
  stage.world.bank = () => ({ status: 'FAILED', code: '14' });
  const { workflowId, books } = await charge();
  await stage.task('COLLECT_FEE');
  expect(stage.world.messages()).toContain('FEE_NOT_COLLECTED');
  expect(await stage.decide('COLLECT_FEE', first, 'PAID_OFFLINE', 'seen at the bank')).toMatchObject({
    refusal: { code: 'BANK_REFERENCE_REQUIRED' },
  });
  await stage.decide('COLLECT_FEE', first, 'PAID_OFFLINE', 'seen at the bank', { bankReference: 'B1' });
  const { taskId } = await stage.task('CONFIRM_FEE_PAID');
  const own = { taskId, actor: first, decision: 'CONFIRM', reason: '' };
  expect(await stage.update(workflowId, decideTaskUpdate, own)).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_RESOLVER' },
  });
  await stage.decide('CONFIRM_FEE_PAID', second, 'CONFIRM');
  // No such money waits: asked again.
  await stage.until(() => stage.world.openTasks('COLLECT_FEE')[0]?.reason.code === 'FEE_MONEY_NOT_FOUND');
  books.receipts.add('B2');
  await stage.decide('COLLECT_FEE', first, 'PAID_OFFLINE', 'seen at the bank', { bankReference: 'B2' });
  await stage.decide('CONFIRM_FEE_PAID', second, 'CONFIRM');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(stage.world.submitted).toHaveLength(1);
});

test('a dispute pauses its charge; what is granted goes back when a second person agrees', async () => {
  const { workflowId, books } = await charge((own) => own.ask('DISPUTE', null, APPLICANT.userId));
  await stage.task('RESOLVE_FEE_DISPUTE');
  expect(books.status).toBe('DISPUTED');
  expect(stage.world.submitted).toEqual([]);
  expect(await stage.decide('RESOLVE_FEE_DISPUTE', first, 'GRANT', 'half of it was done')).toMatchObject({
    refusal: { code: 'AMOUNT_REQUIRED' },
  });
  await stage.decide('RESOLVE_FEE_DISPUTE', first, 'GRANT', 'half of it was done', { amountFen: 50_000 });
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'CONFIRM');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  // The rest is collected, and nothing before.
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'DISPUTE', 'RESOLVE', 'COLLECT']);
  expect(stage.world.submitted.map(({ amountFen }) => amountFen)).toEqual([50_000]);
  expect(stage.world.messages()).toContain('FEE_ANSWERED');
});

test('a charge that was paid is disputed later: its process begins anew, and the money goes back', async () => {
  const { workflowId, books } = await charge((own) => {
    own.steps.push({ type: 'INVOICE', key: 'invoice' });
    own.steps.push({ type: 'COLLECT', key: 'collect', amountFen: own.charge.priceFen });
    own.ask('DISPUTE', null, APPLICANT.userId);
  });
  await stage.decide('RESOLVE_FEE_DISPUTE', first, 'GRANT', 'never done', { amountFen: 100_000 });
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'CONFIRM');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'REFUNDED' });
  expect(stage.world.submitted).toMatchObject([{ purpose: 'FEE_REFUND', amountFen: 100_000 }]);
  expect(books.requests[0]?.status).toBe('DONE');
});

test('what finance would give up needs another one of finance; a disagreement leaves all as it is', async () => {
  stage.world.bank = () => ({ status: 'FAILED', code: '14' });
  const { workflowId, books } = await charge();
  await stage.task('COLLECT_FEE');
  books.ask('WAIVE', 100_000, first.userId);
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'WAIVE' });
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'DISAGREE', 'they can pay');
  await stage.task('COLLECT_FEE');
  expect(books.status).toBe('INVOICED');
  // People decide about the debit still: what was asked did not send another one.
  expect(stage.world.submitted).toHaveLength(1);
  books.ask('WAIVE', 100_000, first.userId);
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'WAIVE' });
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'CONFIRM');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'WAIVED' });
});

test('a process that begins anew follows the debit that is under way, as it was ordered', async () => {
  stage.world.inquiry = (order) => paid(order);
  const { workflowId, books } = await charge((own) => {
    own.steps.push({ type: 'INVOICE', key: 'invoice' });
    const key = own.steps[0]?.key.replace('/consent', '/collect/1') ?? '';
    stage.world.payments.set(key, { id: uuidv7() as PaymentId, outcome: null });
  });
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(stage.world.settled.map(({ order, outcome }) => [order.key, outcome.status])).toEqual([
    [`${workflowId}/collect/1`, 'SUCCEEDED'],
  ]);
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'COLLECT']);
});

test('what is asked meanwhile does not bring the next debit forward', async () => {
  const { bank, planNextOrder } = stage.world;
  let plannedMs = Number.POSITIVE_INFINITY;
  Object.assign(stage.world, {
    planNextOrder: async (of: Parameters<typeof planNextOrder>[0]) => {
      const planned = await planNextOrder(of);
      if (planned.next.kind !== 'STOP') plannedMs = planned.next.atMs;
      return planned;
    },
  });
  stage.world.bank = (order, nth) => (nth === 1 ? { status: 'FAILED', code: '51' } : bank(order, nth));
  const { workflowId, books } = await charge();
  await stage.until(() => stage.world.messages().includes('FEE_NOT_COLLECTED'));
  books.ask('WAIVE', 40_000, first.userId);
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'WAIVE' });
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'CONFIRM');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  const again = stage.world.submitted[1];
  expect(again?.amountFen).toBe(60_000);
  expect(again?.decidedAtMs).toBeGreaterThanOrEqual(plannedMs);
});

test('of what was given back nothing is granted again, and of what was paid nothing is given up', async () => {
  const { workflowId, books } = await charge((own) => {
    own.steps.push({ type: 'INVOICE', key: 'invoice' });
    own.steps.push({ type: 'COLLECT', key: 'collect', amountFen: own.charge.priceFen });
    own.steps.push({ type: 'REFUND', key: 'refund', amountFen: fen(40_000) });
    own.ask('WAIVE', 100_000, first.userId);
    own.ask('DISPUTE', null, APPLICANT.userId);
  });
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'CONFIRM');
  await stage.decide('RESOLVE_FEE_DISPUTE', first, 'GRANT', 'never done', { amountFen: 100_000 });
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'CONFIRM');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'REFUNDED' });
  expect(stage.world.submitted).toMatchObject([{ purpose: 'FEE_REFUND', amountFen: 60_000 }]);
  expect(books.requests.map(({ status }) => status)).toEqual(['REJECTED', 'DONE']);
});

test('a prepayment lets the unpaid part of a fee fall away first, and only the rest goes back in money', async () => {
  const { workflowId, books } = await charge((own) => {
    own.steps.push({ type: 'INVOICE', key: 'invoice' });
    own.steps.push({ type: 'COLLECT', key: 'collect', amountFen: fen(70_000) });
    own.ask('PREPAYMENT', 45_000, null);
    own.ask('PREPAYMENT', 60_000, null);
  });
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'REFUNDED' });
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'COLLECT', 'WAIVE', 'REFUND', 'REFUND']);
  // Of the second one no more than is left of what was paid.
  expect(stage.world.submitted).toMatchObject([
    { purpose: 'FEE_REFUND', amountFen: 15_000 },
    { purpose: 'FEE_REFUND', amountFen: 55_000 },
  ]);
  expect(books.requests.map(({ status }) => status)).toEqual(['DONE', 'DONE']);
  const told = stage.world.changes.flatMap(({ messages = [] }) => messages);
  expect(told.filter(({ kind }) => kind === 'FEE_FELL_AWAY').map(({ values }) => values)).toMatchObject([
    { amountFen: 45_000, refundFen: 15_000 },
    { amountFen: 55_000, refundFen: 55_000 },
  ]);
});

test('of two answers to a quote one is taken, and the other one is refused', async () => {
  const { workflowId, books } = await quote();
  await stage.until(() => stage.world.messages().includes('FEE_QUOTED'));
  const answers = await Promise.all([1, 2].map(() => stage.update(workflowId, answerQuoteUpdate, AGREED)));
  expect(answers).toContainEqual(
    expect.objectContaining({ refusal: expect.objectContaining({ code: 'NOT_IN_STAGE' }) }),
  );
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'COLLECT']);
});

/** Paid before, and its process is over. */
const paidUp = (own: ChargeBooks): void => {
  own.steps.push({ type: 'INVOICE', key: 'invoice' });
  own.steps.push({ type: 'COLLECT', key: 'collect', amountFen: own.charge.priceFen });
};

test('a receipt that the bank took back by its file is owed again, and collected once more', async () => {
  const { workflowId, books } = await charge((own) => {
    paidUp(own);
    own.ask('BOUNCE', 100_000, null, 'collect');
  });
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'COLLECT', 'BOUNCE', 'COLLECT']);
  expect(stage.world.submitted).toMatchObject([{ purpose: 'FEE_COLLECTION', amountFen: 100_000 }]);
  expect(stage.world.messages()).toEqual(expect.arrayContaining(['FEE_BOUNCED', 'FEE_COLLECTED']));
  const told = stage.world.changes.flatMap(({ messages = [] }) => messages);
  expect(told.find(({ kind }) => kind === 'FEE_COLLECTED')?.dedupeKey).toBe(`${workflowId}/collected/1`);
});

test('a bank that takes back every debit is not debited by itself any more: people say each time', async () => {
  const { workflowId, books, input } = await charge();
  const paidAndTakenBack = async (debits: number) => {
    expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
    expect(stage.world.submitted).toHaveLength(debits);
    books.ask('BOUNCE', 100_000, null, `${workflowId}/collect/${debits}`);
    await stage.start('fee', workflowId, input);
  };
  const asked = async (times: number) => {
    await stage.task('COLLECT_FEE');
    expect(stage.world.openTasks('COLLECT_FEE').map(({ reason }) => reason)).toEqual([
      { code: 'FEE_TAKEN_BACK', detail: { times, amountFen: 100_000 } },
    ]);
    expect(stage.world.submitted).toHaveLength(times);
  };
  await paidAndTakenBack(1);
  await paidAndTakenBack(2);
  await asked(2);
  await stage.decide('COLLECT_FEE', first, 'TRY_AGAIN');
  await paidAndTakenBack(3);
  await asked(3);
  books.receipts.add('B1');
  await stage.decide('COLLECT_FEE', first, 'PAID_OFFLINE', 'seen at the bank', { bankReference: 'B1' });
  await stage.decide('CONFIRM_FEE_PAID', second, 'CONFIRM');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(stage.world.submitted).toHaveLength(3);
});

test('what one of finance says of a receipt another one sees at the bank too; else it stands', async () => {
  const { workflowId, books } = await charge((own) => {
    paidUp(own);
    own.settlement = 'OFFLINE';
    own.ask('BOUNCE', 100_000, first.userId, 'collect');
  });
  await stage.until(() => stage.world.openTasks('CONFIRM_FEE_RELIEF')[0]?.reason.code === 'FEE_BOUNCE_TOLD');
  await stage.decide('CONFIRM_FEE_RELIEF', second, 'DISAGREE', 'it is there');
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'COLLECT']);
  expect(stage.world.messages()).not.toContain('FEE_BOUNCED');
});

test('a refund that was granted is not paid out of what bounced: it is set off', async () => {
  const { workflowId, books } = await charge((own) => {
    paidUp(own);
    own.ask('REFUND', 40_000, first.userId);
    Object.assign(own.requests[0] ?? {}, { status: 'APPROVED', grantedFen: 40_000 });
    own.ask('BOUNCE', 100_000, null, 'collect');
  });
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(types(books)).toEqual(['CONSENT', 'INVOICE', 'COLLECT', 'BOUNCE', 'WAIVE', 'COLLECT']);
  expect(stage.world.submitted).toMatchObject([{ purpose: 'FEE_COLLECTION', amountFen: 60_000 }]);
  expect(stage.world.messages()).toContain('FEE_REFUND_ENDED');
});

test('a refund that was granted for a prepayment that stands no longer is withdrawn, and not sent', async () => {
  const { workflowId, books } = await charge((own) => {
    paidUp(own);
    own.ask('PREPAYMENT', 45_000, null);
    const [request] = own.requests;
    Object.assign(request ?? {}, { status: 'APPROVED', grantedFen: 45_000 });
    own.gone.add(request?.requestId ?? '');
  });
  expect(await stage.result<FeeView>(workflowId)).toMatchObject({ stage: 'COLLECTED' });
  expect(stage.world.submitted).toEqual([]);
  expect(books.requests.map(({ status }) => status)).toEqual(['WITHDRAWN']);
  const told = stage.world.changes.flatMap(({ messages = [] }) => messages);
  expect(told.find(({ kind }) => kind === 'FEE_REFUND_ENDED')?.values).toMatchObject({
    ...{ withdrawnFen: 45_000, outstandingFen: 0 },
  });
});
