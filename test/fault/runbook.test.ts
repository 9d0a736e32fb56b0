import type { Pool } from 'pg';
import { patientStage } from '../../dev/demo/patience';
import { waitFor } from '../../dev/demo/story';
import { type Line, layLine } from '../../dev/faults/line';
import { createPool } from '../../gateways/database/pool';
import { startTestPlatform, type TestPlatform } from '../support/platform';
import { borrowerBeforeRelease, expectWhole, release, repay, stuckOf } from './support/stories';
import { eventBefore, type TemporalTool, temporalTool } from './support/temporalTool';
import { buildWithMistake, type DeployedWorker, deployWorker } from './support/workerProcess';

const TERM_MONTHS = 4;
/** Fast, for what matters here is not the loan's life but that it goes on. */
const CLOCK_SPEED = 1_000_000;

let platform: TestPlatform;
let temporal: TemporalTool;
let worker: DeployedWorker;
let owner: Pool;
let bankLine: Line;
let workerEnv: TestPlatform['env'];

beforeAll(async () => {
  // Workers are deployed by the test itself, good ones and a bad one.
  platform = await startTestPlatform({ workers: 0, clockSpeed: CLOCK_SPEED });
  temporal = temporalTool(platform);
  owner = createPool(platform.env.DATABASE_MIGRATION_URL ?? '');
  bankLine = await layLine(Number(new URL(platform.urls.bank).port));
  workerEnv = { ...platform.env, BANK_URL: `http://127.0.0.1:${bankLine.port}` };
  worker = await deployWorker(workerEnv);
}, 300_000);

afterAll(async () => {
  await worker.stop();
  await bankLine.cut();
  await owner.end();
  await platform.release();
}, 90_000);

/** The first order of a loan. */
async function firstPayment(loanId: string): Promise<{ id: string; status: string } | undefined> {
  const { rows } = await owner.query<{ id: string; status: string }>(
    'SELECT id, status FROM payment WHERE loan_id = $1 ORDER BY created_at LIMIT 1',
    [loanId],
  );
  return rows[0];
}

describe('the runbook', () => {
  it('bank down: the payment is found stuck at its step, and goes on when the bank is back', async () => {
    const stage = patientStage(platform);
    const { borrower, applicationId } = await borrowerBeforeRelease(stage, TERM_MONTHS);
    await bankLine.cut();
    const released = release(borrower, applicationId);

    const found = await waitFor('the payment to be listed as stuck', async () => {
      const stuck = await stuckOf(borrower, (id) => id.startsWith('payment/'));
      return stuck.find(({ why }) => why?.includes('keeps failing'));
    });
    const described = await temporal('workflow', 'describe', '--workflow-id', found.workflowId);
    expect(described).toContain('submitOrder');
    expect(await stage.bank.movementsOfInstitutions(`loan/${applicationId}/`)).toEqual([]);

    await bankLine.mend();
    const pending = /ActivityId\s+(\S+)/.exec(described)?.[1] ?? '';
    await temporal('activity', 'reset', '--workflow-id', found.workflowId, '--activity-id', pending);
    const loanId = await released;

    await repay(stage, borrower, loanId);
    await expectWhole(stage, borrower, loanId);
  }, 300_000);

  it('wrong result: the data is put right, and what failed is reset to before it', async () => {
    const stage = patientStage(platform);
    const { borrower, applicationId } = await borrowerBeforeRelease(stage, TERM_MONTHS);
    const { rows } = await owner.query<{ offer: unknown }>('SELECT offer FROM application WHERE id = $1', [
      applicationId,
    ]);
    const setOffer = (offer: unknown) =>
      owner.query('UPDATE application SET offer = $2 WHERE id = $1', [applicationId, JSON.stringify(offer)]);
    await setOffer({});
    await borrower.decide('finance', 'RELEASE_DISBURSEMENT', applicationId, 'APPROVE');

    const isOurs = (id: string) => id === `application/${applicationId}`;
    await waitFor('the application to be listed as stuck', async () => {
      const stuck = await stuckOf(borrower, isOurs);
      return stuck.some(({ status }) => status === 'FAILED') ? true : undefined;
    });
    // The money is out, and no book of ours knows: what is done twice now must not pay twice.
    expect(await stage.bank.movementsOfInstitutions(`loan/${applicationId}/`)).toHaveLength(1);
    await setOffer(rows[0]?.offer);

    const payment = await firstPayment(applicationId);
    const paymentWorkflow = `payment/${payment?.id}`;
    const cause = ['--reason', 'the offer was lost, see runbook'];
    await temporal(
      ...['workflow', 'reset', '--workflow-id', paymentWorkflow],
      ...['--type', 'LastWorkflowTask', ...cause],
    );
    await waitFor('the payment to be booked', async () => {
      const { status } = (await firstPayment(applicationId)) ?? {};
      return status === 'SUCCEEDED' ? true : undefined;
    });

    const workflowId = `application/${applicationId}`;
    const events = await temporal.history(workflowId);
    const before = eventBefore(events, 'WORKFLOW_TASK_COMPLETED', 'START_CHILD_WORKFLOW_EXECUTION_INITIATED');
    await temporal(
      ...['workflow', 'reset', '--workflow-id', workflowId],
      ...['--event-id', before?.eventId ?? '', ...cause],
    );
    const loanId = await borrower.disbursed(applicationId);
    expect(await stuckOf(borrower, (id) => isOurs(id) || id === paymentWorkflow)).toEqual([]);

    await repay(stage, borrower, loanId);
    await expectWhole(stage, borrower, loanId);
  }, 300_000);

  it('bad deploy: what it broke is listed, and goes on under the good program', async () => {
    const stage = patientStage(platform);
    const { borrower, applicationId } = await borrowerBeforeRelease(stage, TERM_MONTHS);
    const loanId = await release(borrower, applicationId);

    const bad = buildWithMistake(
      'const plan = await look(office);',
      'await (0, _workflow.sleep)(1); const plan = await look(office);',
    );
    try {
      await worker.stop();
      worker = await deployWorker(workerEnv, bad.folder);
      const found = await waitFor('the loan to be listed as stuck', async () => {
        const [stuck] = await stuckOf(borrower, (id) => id === `loan/${loanId}`);
        return stuck;
      });
      expect(found).toMatchObject({ status: 'RUNNING', why: expect.stringContaining('keeps failing') });
      const events = await temporal.history(`loan/${loanId}`);
      expect(events.at(-1)?.eventType).toBe('EVENT_TYPE_WORKFLOW_TASK_FAILED');
    } finally {
      await worker.stop();
      worker = await deployWorker(workerEnv);
      bad.remove();
    }

    await repay(stage, borrower, loanId);
    await expectWhole(stage, borrower, loanId);
    expect(await stuckOf(borrower, (id) => id === `loan/${loanId}`)).toEqual([]);
  }, 300_000);
});
