import { isGrpcServiceError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { CaseChange, Settlement } from '../../contracts/activities';
import type { LoanId } from '../../contracts/ids';
import {
  type ApplicationView,
  acceptOfferUpdate,
  claimTaskUpdate,
  decideTaskUpdate,
  prepayUpdate,
  repayUpdate,
  withdrawUpdate,
} from '../../contracts/workflows';
import { APPLICANT, DONE, Stage, staff } from './support/harness';
import { paid } from './support/world';

const reviewer = staff('r1', 'reviewer');
const approver = staff('a1', 'approver');
const finance = staff('f1', 'finance');

const ADMITTED =
  temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage
    .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ADMITTED;
/** Of gRPC. */
const NOT_FOUND = 5;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

async function untilAccepted(workflowId: string): Promise<void> {
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  await stage.update(workflowId, acceptOfferUpdate, { actor: APPLICANT });
}

/** Whether the server has an update for a process, which may not have been given it yet. */
async function isAdmitted(workflowId: string, updateId: string): Promise<boolean> {
  try {
    await stage.env.client.workflowService.pollWorkflowExecutionUpdate({
      namespace: stage.env.client.options.namespace,
      updateRef: { workflowExecution: { workflowId }, updateId },
      waitPolicy: { lifecycleStage: ADMITTED },
    });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return false;
    throw error;
  }
}

async function pendingActivities(workflowId: string): Promise<(string | null | undefined)[]> {
  const { raw } = await stage.handle(workflowId).describe();
  return (raw.pendingActivities ?? []).map(({ activityType }) => activityType?.name);
}

test('a write to our database that lasts in failing shows as a pending activity, and goes on when cured', async () => {
  const { checkCompleteness } = stage.world;
  Object.assign(stage.world, {
    checkCompleteness: async () => {
      throw new Error('a row that no repetition reads');
    },
  });
  const workflowId = await stage.apply();
  await stage.until(async () => (await pendingActivities(workflowId)).includes('checkCompleteness'));
  expect(await pendingActivities(workflowId)).toEqual(['checkCompleteness']);
  Object.assign(stage.world, { checkCompleteness });
  await stage.env.sleep('2 minutes');
  expect((await stage.task('REVIEW_APPLICATION')).workflowId).toBe(workflowId);
});

test('a case is not cancelled from outside: it ends as its people and its money say', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = paid;
  const workflowId = await stage.apply();
  await stage.task('REVIEW_APPLICATION');
  await stage.handle(workflowId).cancel();
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE')).toMatchObject(DONE);
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  await stage.update(workflowId, acceptOfferUpdate, { actor: APPLICANT });
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  await stage.until(() => stage.world.submitted.length === 1);
  await stage.handle(`payment/${stage.world.submitted[0]?.paymentId}`).cancel();
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  expect(stage.world.settled).toHaveLength(1);
  await stage.terminate(workflowId.replace('application', 'loan'));
});

test('a loan that the sweeper had begun is found by its application', async () => {
  const workflowId = await stage.apply();
  const loanId = workflowId.replace('application/', '') as LoanId;
  const loan = await stage.loanInput(loanId);
  const { settlePayment } = stage.world;
  Object.assign(stage.world, {
    settlePayment: async (settlement: Settlement) => {
      const settled = await settlePayment(settlement);
      await stage.start('loan', `loan/${loanId}`, loan);
      return settled;
    },
  });
  await untilAccepted(workflowId);
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  await stage.terminate(`loan/${loanId}`);
});

test('a withdrawal and the release of the money at one moment: the money stays', async () => {
  const workflowId = await stage.apply();
  await untilAccepted(workflowId);
  const { taskId } = await stage.task('RELEASE_DISBURSEMENT');
  // What comes while the process writes is taken up together.
  const { recordChange } = stage.world;
  let isWriting = false;
  let goOn: () => void = () => undefined;
  const written = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  Object.assign(stage.world, {
    recordChange: async (change: CaseChange) => {
      if (change.claim !== undefined) {
        isWriting = true;
        await written;
      }
      await recordChange(change);
    },
  });
  const claimed = stage.update(workflowId, claimTaskUpdate, { taskId, actor: finance });
  await stage.until(() => isWriting);
  const decision = { taskId, actor: finance, decision: 'APPROVE', reason: '' };
  const both = Promise.all([
    stage.update(workflowId, decideTaskUpdate, decision, 'decide'),
    stage.update(workflowId, withdrawUpdate, { actor: APPLICANT }, 'withdraw'),
  ]);
  await stage.until(() => isAdmitted(workflowId, 'decide'));
  await stage.until(() => isAdmitted(workflowId, 'withdraw'));
  goOn();
  await claimed;
  const [decided, withdrawn] = await both;
  expect(decided).toMatchObject(DONE);
  expect(withdrawn).toMatchObject({ value: { stage: 'WITHDRAWN' } });
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'WITHDRAWN' });
  expect(stage.world.submitted).toEqual([]);
});

test('a loan that is prepaid while money of the borrower is held closes all the same', async () => {
  const workflowId = await stage.borrow();
  const repay = { actor: APPLICANT, amountFen: 1_000_000, requestKey: 'request-1' };
  expect(await stage.update(workflowId, repayUpdate, repay)).toMatchObject(DONE);
  const prepay = (amountFen: number) => ({
    actor: APPLICANT,
    principalFen: 30_000_000,
    amountFen,
    mode: 'SHORTEN_TERM' as const,
    requestKey: `prepay-${amountFen}`,
  });
  const quoted = await stage.update(workflowId, prepayUpdate, prepay(1));
  const amountFen = quoted.ok ? 0 : Number(quoted.refusal.detail?.amountFen);
  stage.world.bank = (order, nth) => (nth === 3 ? { status: 'FAILED', code: '14' } : paid(order));
  expect(await stage.update(workflowId, prepayUpdate, prepay(amountFen))).toMatchObject(DONE);
  // The bank declines the first refund for a reason that waiting does not cure.
  await stage.decide('RETRY_REFUND', finance, 'TRY_AGAIN');
  await stage.result(workflowId);
  expect(stage.world.stages().at(-1)).toBe('CLOSED');
  const refunds = stage.world.submitted.filter(({ purpose }) => purpose === 'REFUND');
  expect(refunds.map((order) => order.amountFen)).toEqual([1_000_000, 1_000_000]);
  expect(new Set(refunds.map(({ key }) => key)).size).toBe(2);
  expect(stage.world.openTasks()).toEqual([]);
});
