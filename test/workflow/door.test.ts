import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { defaultPayloadConverter, type Payload, toPayloads } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { PaymentId, TaskId } from '../../contracts/ids';
import type { PersonsAct, Proof } from '../../contracts/people';
import {
  type ApplicationView,
  acceptOfferUpdate,
  bankNoticeSignal,
  breakResolvedSignal,
  claimTaskUpdate,
  type PaymentInput,
  type PaymentResult,
} from '../../contracts/workflows';
import { createProver, type Prover } from '../../gateways/temporal/proof';
import { APPLICANT, freshIds, INSTITUTION, Stage, staff } from './support/harness';
import { noticeOf, TEST_PROOF_KEY } from './support/trust';
import { paid } from './support/world';

/**
 * What somebody does who reaches Temporal past the platform: with its own tools, with what was copied from a history,
 * and even with the keys of the seal.
 */

const reviewer = staff('r1', 'reviewer');
const FAR = Date.parse('9999-01-01');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
/** Lets go of a step that hangs. */
let hangUp = (): void => undefined;
afterEach(() => {
  hangUp();
  return stage.endTest();
});
afterAll(() => stage.close());

const service = () => stage.env.connection.workflowService;
const inClear = (...values: unknown[]) => toPayloads(defaultPayloadConverter, ...values) ?? [];

/** `temporal workflow update execute`, with payloads as they are. @returns the type of the failure; null when it was done */
async function update(workflowId: string, name: string, payloads: Payload[]): Promise<string | null> {
  const { outcome } = await service().updateWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    waitPolicy: {
      lifecycleStage:
        temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage
          .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
    },
    request: { meta: { updateId: randomUUID() }, input: { name, args: { payloads } } },
  });
  return outcome?.failure == null ? null : (outcome.failure.applicationFailureInfo?.type ?? '');
}

/** `temporal workflow signal`. */
async function signal(workflowId: string, signalName: string, payloads: Payload[]): Promise<void> {
  await service().signalWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    signalName,
    input: { payloads },
    requestId: randomUUID(),
  });
}

/** As if somebody had the keys of the seal, and not that of the proof. */
async function withSeal(workflowId: string, name: string, act: object): Promise<string | null> {
  return await update(workflowId, name, await sealed(workflowId, act));
}

async function sealed(workflowId: string, message: object): Promise<Payload[]> {
  const { payloadCodecs } = stage.env.client.options.loadedDataConverter;
  const context = { type: 'workflow', namespace: 'default', workflowId } as const;
  return (await payloadCodecs[0]?.encode(inClear(message), context)) ?? [];
}

async function untilReview(): Promise<{
  readonly workflowId: string;
  readonly decision: Omit<PersonsActOf, 'proof'>;
}> {
  const workflowId = await stage.apply();
  await stage.until(() =>
    stage.world.openTasks('REVIEW_APPLICATION').some((task) => task.workflowId === workflowId),
  );
  const task = stage.world.openTasks('REVIEW_APPLICATION').find((open) => open.workflowId === workflowId);
  return { workflowId, decision: { taskId: task?.taskId ?? '', decision: 'APPROVE', reason: '' } };
}
type PersonsActOf = PersonsAct & {
  readonly taskId: string;
  readonly decision: string;
  readonly reason: string;
};

/** Payloads of the acts that a process was told of, as anybody reads them who may read its history. */
async function actsOf(workflowId: string): Promise<Payload[]> {
  const { events } = await stage.handle(workflowId).fetchHistory();
  return (events ?? []).flatMap(
    (event) =>
      event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args?.payloads ?? [],
  );
}

describe('an act of a person', () => {
  test('that was typed into a tool of Temporal is refused, and changes nothing', async () => {
    const { workflowId, decision } = await untilReview();
    const actor = staff('invented', 'reviewer');
    expect(await update(workflowId, 'decideTask', inClear({ ...decision, actor }))).toBe('NOT_SEALED');
    const proof: Proof = { actor, act: 'decideTask', workflowId, untilMs: FAR };
    expect(await update(workflowId, 'decideTask', inClear({ ...decision, proof }))).toBe('NOT_SEALED');
    expect(await update(workflowId, 'withdraw', [])).toBe('NOT_PROVEN');
    expect(await actsOf(workflowId)).toEqual([]);
    expect(stage.world.stages()).toEqual(['CHECKING', 'SCORING', 'IN_REVIEW']);
    await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
    await stage.until(() => stage.world.stages().includes('IN_APPROVAL'));
  });

  test('that was copied from another case is refused', async () => {
    const from = await untilReview();
    await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
    const [copied = {}] = await actsOf(from.workflowId);
    const { workflowId } = await untilReview();
    expect(await update(workflowId, 'decideTask', [copied])).toBe('SEALED_ELSEWHERE');
    expect(await update(from.workflowId, 'withdraw', [copied])).toBe('NOT_PROVEN');
  });

  test('that was done is not done again, under whatever id it is sent', async () => {
    const { workflowId, decision } = await untilReview();
    const claim = { taskId: decision.taskId as TaskId, actor: reviewer };
    await stage.update(workflowId, claimTaskUpdate, claim);
    const [copied = {}] = await actsOf(workflowId);
    expect(await update(workflowId, 'claimTask', [copied])).toBe('PROOF_EXPIRED');
    expect(await actsOf(workflowId)).toHaveLength(1);
    // The same by the person's own hand is another act.
    expect(await stage.update(workflowId, claimTaskUpdate, claim)).toMatchObject({ ok: true });
  });

  test('is refused without the proof of the API for it, here and now, whoever has sealed it', async () => {
    const { workflowId, decision } = await untilReview();
    const of = { actor: reviewer, act: 'decideTask', workflowId };
    const prove = createProver(TEST_PROOF_KEY, () => FAR);
    const refused = (act: object) => withSeal(workflowId, 'decideTask', act);
    expect(await refused(decision)).toBe('NOT_PROVEN');
    expect(await refused({ ...decision, proof: { ...of, untilMs: FAR } })).toBe('NOT_PROVEN');
    expect(await refused({ ...prove(decision, of), decision: 'REJECT' })).toBe('NOT_PROVEN');
    expect(await refused(prove(decision, { ...of, act: 'claimTask' }))).toBe('NOT_PROVEN');
    expect(await refused(prove(decision, { ...of, workflowId: 'application/another' }))).toBe('NOT_PROVEN');
    expect(await refused(createProver(strangersKey(), () => FAR)(decision, of))).toBe('NOT_PROVEN');
    expect(await refused(expired()(decision, of))).toBe('PROOF_EXPIRED');
    expect(await actsOf(workflowId)).toEqual([]);
    expect(await refused(prove(decision, of))).toBeNull();
  });
});

describe('a signal', () => {
  test('with a forged notice of the bank books nothing, and the payment goes on', async () => {
    stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
    const { workflowId } = await pay();
    await stage.until(() => stage.world.submitted.length === 1);
    const outcome = { status: 'SUCCEEDED', bankReference: 'invented', bankDate: '2026-01-05' };
    await signal(workflowId, 'bankNotice', inClear({ signal: 'bankNotice', noticeId: 'n1', outcome }));
    await signal(workflowId, 'bankNotice', inClear('nonsense', outcome));
    await signal(workflowId, 'bankNotice', []);
    await signal(workflowId, 'clockChanged', inClear({ speed: 1_000_000 }));
    await signal(workflowId, 'nobodyListens', inClear({}));
    expect(await stage.details(workflowId)).toContain(
      'that this platform did not send was ignored: bankNotice',
    );
    expect(stage.world.settled).toEqual([]);
    stage.world.inquiry = paid;
    const { outcome: found } = await stage.result<PaymentResult>(workflowId);
    expect(found).toMatchObject({ bankReference: expect.not.stringContaining('invented') });
    expect(stage.world.settled.map(({ source }) => source)).toEqual(['QUERY']);
  });

  test('with a notice that the bank has not signed, or signed about another order, books nothing', async () => {
    stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
    const { workflowId, input } = await pay();
    await stage.until(() => stage.world.submitted.length === 1);
    const outcome = { status: 'SUCCEEDED', bankReference: 'invented', bankDate: '2026-01-05' } as const;
    const genuine = noticeOf(input, randomUUID(), outcome);
    const { evidence: _none, ...unsigned } = genuine;
    const messages = [
      unsigned,
      { ...genuine, outcome: { ...outcome, bankReference: 'changed' } },
      noticeOf({ ...input, key: 'loan/another/disburse' }, randomUUID(), outcome),
      noticeOf({ ...input, amountFen: 1 }, randomUUID(), outcome),
    ];
    for (const message of messages) {
      await signal(workflowId, bankNoticeSignal.name, await sealed(workflowId, message));
    }
    await stage.details(workflowId);
    expect(stage.world.settled).toEqual([]);
    await signal(workflowId, bankNoticeSignal.name, await sealed(workflowId, genuine));
    await stage.result(workflowId);
    expect(stage.world.settled.map(({ source }) => source)).toEqual(['NOTICE']);
  });

  test('without its name under the seal ends nothing, nor does another message of the process', async () => {
    const workflowId = await differ();
    await signal(workflowId, breakResolvedSignal.name, []);
    const { events } = await stage.handle(workflowId).fetchHistory();
    const own = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    await signal(workflowId, breakResolvedSignal.name, own);
    expect(await stage.details(workflowId)).toContain('was ignored: breakResolved');
    expect(stage.world.openTasks('RESOLVE_BREAK')).toHaveLength(1);
    await stage.handle(workflowId).signal(breakResolvedSignal, { signal: 'breakResolved' });
    await stage.result(workflowId);
  });
});

describe('a process', () => {
  test.each([
    ['with an order that somebody typed', (input: PaymentInput) => inClear(input)],
    ['without one', () => []],
    ['with two', (input: PaymentInput) => inClear(input, input)],
  ])('that was begun by hand %s fails, and orders nothing', async (_how, payloads) => {
    const input = await orderOf();
    const workflowId = `payment/${input.paymentId}`;
    await begin(workflowId, payloads(input));
    expect(await endOf(workflowId)).toBe('NOT_SEALED');
    expect(stage.world.submitted).toEqual([]);
  });

  test('that was begun by hand with the order of another fails', async () => {
    const { workflowId } = await pay();
    await stage.result(workflowId);
    const { events } = await stage.handle(workflowId).fetchHistory();
    const copied = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    await begin('payment/by-hand', copied);
    expect(await endOf('payment/by-hand')).toBe('SEALED_ELSEWHERE');
    expect(stage.world.submitted).toHaveLength(1);
  });

  test('that was begun by hand under the id of the next payment ends nothing: the order goes once, by its key', async () => {
    const { workflowId } = await untilReview();
    await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
    await stage.decide('APPROVE_APPLICATION', staff('a1', 'approver'), 'APPROVE');
    await stage.until(() => stage.world.stages().includes('OFFERED'));
    await stage.update(workflowId, acceptOfferUpdate, { actor: APPLICANT });
    const taken: string[] = [];
    stage.loss.stranger = async (said) => {
      const [, paymentId] = /"paymentId":"([^"]+)"/.exec(said) ?? [];
      if (paymentId === undefined || taken.length === 2) return;
      taken.push(paymentId);
      await begin(`payment/${paymentId}`, inClear({}));
    };
    await stage.decide('RELEASE_DISBURSEMENT', staff('f1', 'finance'), 'APPROVE');
    expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
    expect(new Set(taken).size).toBe(2);
    expect(stage.world.submitted).toEqual([
      expect.objectContaining({ key: `loan/${workflowId.replace('application/', '')}/disburse` }),
    ]);
    expect(await stage.details(workflowId)).toContain('was taken by a stranger');
    await stage.terminate(workflowId.replace('application', 'loan'));
  });
});

describe('a step', () => {
  const answer = { status: 'SENT', answer: { status: 'SUCCEEDED', bankReference: 'invented' }, sentAtMs: 0 };

  test('that a stranger completes is done again', async () => {
    const { workflowId, activityId } = await payAndHang();
    const result = { payloads: inClear(answer) };
    await service().respondActivityTaskCompletedById({
      namespace: 'default',
      workflowId,
      activityId,
      result,
    });
    await isPaidAfterAll(workflowId);
  });

  test('that a stranger fails for good is done again', async () => {
    const { workflowId, activityId } = await payAndHang();
    const failure = {
      message: 'no',
      applicationFailureInfo: { type: 'ImpossibleState', nonRetryable: true },
    };
    await service().respondActivityTaskFailedById({ namespace: 'default', workflowId, activityId, failure });
    await isPaidAfterAll(workflowId);
  });
});

async function isPaidAfterAll(workflowId: string): Promise<void> {
  const { outcome } = await stage.result<PaymentResult>(workflowId);
  expect(outcome).toMatchObject({
    status: 'SUCCEEDED',
    bankReference: expect.not.stringContaining('invented'),
  });
}

/** Begins a payment whose order hangs at the bank until the test is over. */
async function payAndHang(): Promise<{ readonly workflowId: string; readonly activityId: string }> {
  const { submitOrder } = stage.world;
  const calls: (() => void)[] = [];
  Object.assign(stage.world, {
    submitOrder: async (order: never) => {
      if (calls.length === 0) await new Promise<void>((resolve) => calls.push(resolve));
      return await submitOrder(order);
    },
  });
  hangUp = () => calls[0]?.();
  const { workflowId } = await pay();
  await stage.until(() => calls.length === 1);
  const { raw } = await stage.handle(workflowId).describe();
  return { workflowId, activityId: raw.pendingActivities?.[0]?.activityId ?? '' };
}

async function orderOf(): Promise<PaymentInput> {
  const { loanId, applicationId } = freshIds();
  return {
    ...(await stage.time()),
    paymentId: applicationId as string as PaymentId,
    key: `loan/${loanId}/disburse`,
    institutionId: INSTITUTION,
    enterpriseId: null,
    subject: { type: 'LOAN', id: loanId },
    mandate: { type: 'RELEASE', id: 'task-1' },
    purpose: 'DISBURSEMENT',
    amountFen: 30_000_000,
    valueDate: '2026-01-05',
    decidedAtMs: Date.parse('2026-01-05T09:00:00+08:00'),
  };
}

async function pay(): Promise<{ readonly workflowId: string; readonly input: PaymentInput }> {
  const input = await orderOf();
  const workflowId = `payment/${input.paymentId}`;
  await stage.start('payment', workflowId, input);
  return { workflowId, input };
}

async function differ(): Promise<string> {
  const breakId = freshIds().loanId as string;
  const workflowId = `break/${breakId}`;
  await stage.start('breakCase', workflowId, {
    ...(await stage.time()),
    breakId,
    institutionId: INSTITUTION,
    kind: 'REFOLD',
    reference: 'r',
    amountFen: 1,
    isMoneyOut: false,
    detail: { loanId: 'l' },
  });
  await stage.until(() => stage.world.openTasks('RESOLVE_BREAK').length === 1);
  return workflowId;
}

/** `temporal workflow start`. */
async function begin(workflowId: string, payloads: Payload[]): Promise<void> {
  await service().startWorkflowExecution({
    namespace: 'default',
    workflowId,
    workflowType: { name: 'payment' },
    taskQueue: { name: 'payments' },
    input: { payloads },
    requestId: randomUUID(),
  });
}

/** The type of the failure that a process ended with. */
async function endOf(workflowId: string): Promise<string | null | undefined> {
  const fault: unknown = await stage.result(workflowId).catch((error: unknown) => error);
  if (!(fault instanceof WorkflowFailedError)) throw new Error('it did not fail');
  return (fault.cause as { type?: string } | undefined)?.type;
}

/** Proves acts whose time is over. */
function expired(): Prover {
  return createProver(TEST_PROOF_KEY, () => Date.now() - 86_400_000);
}

function strangersKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return `test:${privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')}`;
}
