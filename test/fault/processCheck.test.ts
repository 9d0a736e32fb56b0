import { type Client, WorkflowFailedError, WorkflowIdConflictPolicy } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';
import { queueOf } from '../../contracts/taskQueues';
import { patientStage } from '../../demo/patience';
import { type Borrower, waitFor } from '../../demo/story';
import { loadSettings } from '../../gateways/settings';
import { connectTemporal } from '../../gateways/temporal/client';
import { type TestPlatform, testPlatform } from '../support/platform';
import { borrowerBeforeRelease, release } from './support/stories';

/** Long enough that the loan lives while it is tried. */
const TERM_MONTHS = 24;

let platform: TestPlatform;
let client: Client;

beforeAll(async () => {
  platform = await testPlatform();
  client = await connectTemporal(loadSettings('worker', platform.env));
});

afterAll(async () => {
  await client.connection.close();
  await platform.release();
});

/** The process ends FAILED: what takes its place has no input, and the door fails it at once. */
async function fail(workflowId: string, institutionId: string): Promise<void> {
  const handle = await takePlace(workflowId, institutionId, queueOf('loan'));
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
}

/** Somebody who reaches Temporal begins something under the id of a process, as if it had ended. */
function takePlace(workflowId: string, institutionId: string, taskQueue: string) {
  return client.workflow.start('loan', {
    workflowId,
    taskQueue,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
    typedSearchAttributes: [{ key: searchAttributes.institution, value: institutionId }],
  });
}

/** Temporal knows nothing of it any more, as after its retention. */
async function forget(workflowId: string): Promise<void> {
  await client.workflowService.deleteWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
  });
}

/** The run that goes on under the id, unless it is the one of before. */
async function runsAgain(workflowId: string, before: string): Promise<string | undefined> {
  const described = await client.workflow
    .getHandle(workflowId)
    .describe()
    .catch(() => null);
  if (described === null || described.status.name !== 'RUNNING' || described.runId === before)
    return undefined;
  return described.taskQueue === queueOf('loan') ? described.runId : undefined;
}

/** An admin asks for a check and sees it done. */
async function check(borrower: Borrower) {
  const admin = await borrower.staff('admin');
  const { id } = await admin.call('checkProcesses', {});
  return await waitFor('the check', async () => {
    const { items } = await admin.call('listProcessChecks', {});
    const found = items.find((each) => each.id === id);
    return found?.finishedAt == null ? undefined : found;
  });
}

describe('what should run', () => {
  it('runs again when it failed or is gone, without a person; what fails again is given to one', async () => {
    const stage = patientStage(platform);
    const { borrower, applicationId } = await borrowerBeforeRelease(stage, TERM_MONTHS);
    const loanId = await release(borrower, applicationId);
    const workflowId = `loan/${loanId}`;
    const { institutionId } = await borrower.loan(loanId);
    const first = await waitFor('the loan to run', () => runsAgain(workflowId, ''));

    await forget(workflowId);
    // A case that is younger than a minute is just being begun.
    const checked = await waitFor('a check to find it', async () => {
      const each = await check(borrower);
      return each.begun > 0 ? each : undefined;
    });
    expect(checked).toMatchObject({ missing: checked.revived + checked.begun + checked.given });
    expect(checked.shouldRun).toBeGreaterThanOrEqual(checked.missing);
    const second = await waitFor('the loan to begin anew', () => runsAgain(workflowId, first));

    await fail(workflowId, institutionId);
    await check(borrower);
    await waitFor('the loan to begin anew after it failed', () => runsAgain(workflowId, second));

    await fail(workflowId, institutionId);
    const finance = await borrower.staff('finance');
    const found = await waitFor('a person to be asked', async () => {
      const { items } = await finance.call('listBreaks', { query: { kind: 'PROCESS' } });
      return items.find(({ reference }) => reference === workflowId);
    });
    expect(found).toMatchObject({ status: 'OPEN', detail: { status: 'FAILED', why: 'FAILS_AGAIN' } });
  }, 1_800_000);

  it('runs again once somebody has ended what a stranger began under its id; until then a person is told', async () => {
    const { borrower, applicationId } = await borrowerBeforeRelease(patientStage(platform), TERM_MONTHS);
    const loanId = await release(borrower, applicationId);
    const workflowId = `loan/${loanId}`;
    const { institutionId } = await borrower.loan(loanId);
    await waitFor('the loan to run', () => runsAgain(workflowId, ''));

    // Nobody works on that queue: it would run for ever, and the loan never again.
    const stranger = await takePlace(workflowId, institutionId, 'nobody');
    const finance = await borrower.staff('finance');
    const found = await waitFor('a person to be told', async () => {
      await check(borrower);
      const { items } = await finance.call('listBreaks', { query: { kind: 'PROCESS' } });
      return items.find(({ reference }) => reference === workflowId);
    });
    expect(found).toMatchObject({ status: 'OPEN', detail: { status: 'RUNNING', why: 'TAKEN' } });

    await stranger.terminate('not the loan');
    await waitFor('the loan to run', () => runsAgain(workflowId, ''));
  }, 1_800_000);
});
