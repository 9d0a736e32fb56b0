import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { patientStage } from '../../demo/patience';
import { freshCompany } from '../../demo/people';
import { Borrower, waitFor } from '../../demo/story';
import { createPool } from '../../gateways/database/pool';
import { loadSettings } from '../../gateways/settings';
import { connectTemporal } from '../../gateways/temporal/client';
import { disagreements } from '../../worker/agreement';
import { type TestPlatform, testPlatform } from '../support/platform';
import { AMOUNT_FEN, expectWhole, release, repay } from './support/stories';
import { type TemporalTool, temporalTool } from './support/temporalTool';

const TERM_MONTHS = 4;

let platform: TestPlatform;
let temporal: TemporalTool;
let owner: Pool;
let client: Client;

beforeAll(async () => {
  platform = await testPlatform();
  temporal = temporalTool(platform);
  owner = createPool(platform.env.DATABASE_MIGRATION_URL ?? '');
  client = await connectTemporal(loadSettings('worker', platform.env));
});

afterAll(async () => {
  await client.connection.close();
  await owner.end();
  await platform.release();
});

/** What differs of a case, of its processes of any type. */
async function differences(id: string) {
  const found = await disagreements({ sql: owner, client });
  return found.filter(({ workflowId }) => workflowId.includes(id));
}

/** The accident parts table and history; soon, without a person, they agree again and it is undone. */
async function expectHealed(
  id: string,
  accident: () => Promise<unknown>,
  isUndone: () => Promise<boolean>,
): Promise<void> {
  await accident();
  await waitFor('table and history to agree', async () => {
    const isHealed = (await isUndone()) && (await differences(id)).length === 0;
    return isHealed ? true : undefined;
  });
}

const isRunning = async (workflowId: string) =>
  (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING';

async function openTaskOf(caseId: string): Promise<string | undefined> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM human_task WHERE case_id = $1 AND status IN ('OPEN', 'CLAIMED')`,
    [caseId],
  );
  return rows[0]?.id;
}

async function statusOf(taskId: string): Promise<string | undefined> {
  const { rows } = await owner.query<{ status: string }>('SELECT status FROM human_task WHERE id = $1', [
    taskId,
  ]);
  return rows[0]?.status;
}

async function inReview(): Promise<{ borrower: Borrower; applicationId: string }> {
  const borrower = await (await Borrower.register(patientStage(platform), freshCompany())).activate();
  await borrower.passKyc();
  const request = { amountFen: AMOUNT_FEN, termMonths: TERM_MONTHS, purpose: '采购原料 Raw material' };
  const applicationId = await borrower.apply(request);
  await waitFor('the review', () => openTaskOf(applicationId));
  return { borrower, applicationId };
}

const WHY = ['--reason', 'somebody tries what happens'];

describe('what an operator parts', () => {
  it('table and history agree again by themselves, and the case goes on to its end', async () => {
    const stage = patientStage(platform);
    const { borrower, applicationId } = await inReview();
    const application = ['--workflow-id', `application/${applicationId}`];
    const review = (await openTaskOf(applicationId)) ?? '';

    // A row that is gone: the task comes back.
    await expectHealed(
      applicationId,
      () => owner.query('DELETE FROM human_task WHERE id = $1', [review]),
      async () => (await openTaskOf(applicationId)) === review,
    );

    // A row that no process knows: nobody could decide it.
    const forged = uuidv7();
    await expectHealed(
      applicationId,
      () =>
        owner.query(
          `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at)
             SELECT $2, institution_id, kind, case_type, case_id, workflow_id, role, 'OPEN', reason, due_at
               FROM human_task WHERE id = $1`,
          [review, forged],
        ),
      async () => (await statusOf(forged)) === 'CANCELLED',
    );
    expect(await openTaskOf(applicationId)).toBe(review);

    // Set back to before the first decision: it is asked for again, as another task.
    await borrower.winOffer(applicationId);
    const events = await temporal.history(`application/${applicationId}`);
    const told = events.findIndex(({ eventType }) => eventType.endsWith('UPDATE_ACCEPTED'));
    const isDone = (type: string) => type.endsWith('WORKFLOW_TASK_COMPLETED');
    const eventId = events.slice(0, told).findLast(({ eventType }) => isDone(eventType))?.eventId ?? '';
    await expectHealed(
      applicationId,
      () =>
        temporal(
          ...['workflow', 'reset', ...application, '--event-id', eventId],
          ...['--reapply-exclude', 'All', ...WHY],
        ),
      async () => (await openTaskOf(applicationId)) !== undefined,
    );
    expect(await openTaskOf(applicationId)).not.toBe(review);
    await borrower.winOffer(applicationId);

    // Ended from outside: it goes on with its task.
    await borrower.client.call('acceptOffer', { params: { applicationId }, key: uuidv7() });
    const releasing = await waitFor('the release', () => openTaskOf(applicationId));
    await expectHealed(
      applicationId,
      () => temporal('workflow', 'terminate', ...application, ...WHY),
      () => isRunning(`application/${applicationId}`),
    );
    expect(await openTaskOf(applicationId)).toBe(releasing);

    // A payment on its way, and with it the application that waits for it: asked for, never paid twice.
    await stage.bank.plan({
      match: { keyPrefix: `loan/${applicationId}/`, kind: 'PAYOUT' },
      behaviours: [{ times: 1, kind: 'TAKEN_NO_ANSWER', concealedInquiries: 8, notice: 'NONE' }],
    });
    const released = release(borrower, applicationId);
    const payment = await waitFor('the order to be unknown', async () => {
      const { rows } = await owner.query<{ id: string }>(
        `SELECT id FROM payment WHERE key = $1 AND status = 'UNKNOWN'`,
        [`loan/${applicationId}/disburse`],
      );
      return rows[0]?.id;
    });
    await temporal('workflow', 'terminate', '--workflow-id', `payment/${payment}`, ...WHY);
    const loanId = await released;
    expect(await stage.bank.movementsOfInstitutions(`loan/${loanId}/disburse`)).toHaveLength(1);

    // A loan in its middle.
    await expectHealed(
      loanId,
      () => temporal('workflow', 'terminate', '--workflow-id', `loan/${loanId}`, ...WHY),
      () => isRunning(`loan/${loanId}`),
    );
    await repay(stage, borrower, loanId);
    await expectWhole(stage, borrower, loanId);
    await waitFor('everything to agree', async () =>
      (await differences(loanId)).length === 0 ? true : undefined,
    );
  }, 1_800_000);
});
