import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type ApplicationInput, type ApplicationView, acceptOfferUpdate } from '../../contracts/workflows';
import { APPLICANT, ENTERPRISE, freshIds, INSTITUTION, Stage, staff } from './support/harness';

const reviewer = staff('r1', 'reviewer');
const approver = staff('a1', 'approver');
const finance = staff('f1', 'finance');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
}, 120_000);
afterEach(() => stage.endTest());
afterAll(() => stage.close());

async function apply(): Promise<string> {
  const { applicationId } = freshIds();
  const input: ApplicationInput = {
    ...(await stage.time()),
    applicationId,
    enterpriseId: ENTERPRISE,
    institutionId: INSTITUTION,
    applicantId: APPLICANT.userId,
    amountFen: 30_000_000,
  };
  const workflowId = `application/${applicationId}`;
  await stage.start('application', workflowId, input);
  return workflowId;
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
  const workflowId = await apply();
  for (let tries = 0; (await pendingActivities(workflowId)).length === 0 && tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(await pendingActivities(workflowId)).toEqual(['checkCompleteness']);
  Object.assign(stage.world, { checkCompleteness });
  await stage.env.sleep('2 minutes');
  expect((await stage.task('REVIEW_APPLICATION')).workflowId).toBe(workflowId);
});

test('what no repetition cures ends the process at once', async () => {
  let calls = 0;
  Object.assign(stage.world, {
    checkCompleteness: async () => {
      calls += 1;
      throw ApplicationFailure.nonRetryable('facts contradict each other', 'ImpossibleState');
    },
  });
  await expect(stage.result(await apply())).rejects.toThrow(WorkflowFailedError);
  expect(calls).toBe(1);
});

test('a case is not cancelled from outside: it ends as its people and its money say', async () => {
  stage.world.bank = () => ({ status: 'UNKNOWN', code: 'TIMEOUT' });
  stage.world.inquiry = (order) => ({ status: 'SUCCEEDED', bankReference: `ref/${order.key}` });
  const workflowId = await apply();
  await stage.task('REVIEW_APPLICATION');
  await stage.handle(workflowId).cancel();
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE')).toMatchObject({ status: 'DONE' });
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  await stage.update(workflowId, acceptOfferUpdate, [{ actor: APPLICANT }]);
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  await stage.until(() => stage.world.submitted.length === 1);
  await stage.handle(`payment/${stage.world.submitted[0]?.paymentId}`).cancel();
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  expect(stage.world.settled).toHaveLength(1);
  await stage.terminate(workflowId.replace('application', 'loan'));
});
