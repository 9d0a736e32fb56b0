import { uuidv7 } from 'uuidv7';
import { patientStage } from '../../demo/patience';
import { freshCompany, SOUND_CREDIT } from '../../demo/people';
import { Borrower, waitFor } from '../../demo/story';
import { type Line, layLine } from '../../dev/faults/line';
import { startTestPlatform, type TestPlatform } from '../support/platform';
import {
  AMOUNT_FEN,
  borrowerBeforeRelease,
  expectWhole,
  mendBeforePeopleAct,
  release,
  repay,
  stuckOf,
} from './support/stories';
import { eventBefore, type TemporalTool, temporalTool } from './support/temporalTool';
import { buildWithMistake, type DeployedWorker, deployWorker } from './support/workerProcess';

const TERM_MONTHS = 4;
/** Fast, for what matters here is not the loan's life but that it goes on. */
const CLOCK_SPEED = 1_000_000;
/** Temporal waits longer after each failure of a workflow task; after ten minutes at the latest it is tried again. */
const NEXT_TRY_MS = 660_000;

let platform: TestPlatform;
let temporal: TemporalTool;
let worker: DeployedWorker;
let bankLine: Line;
let workerEnv: TestPlatform['env'];

beforeAll(async () => {
  // Workers are deployed by the test itself, good ones and a bad one.
  platform = await startTestPlatform({ workers: 0, clockSpeed: CLOCK_SPEED });
  temporal = temporalTool(platform);
  bankLine = await layLine(Number(new URL(platform.urls.bank).port));
  workerEnv = { ...platform.env, BANK_URL: `http://127.0.0.1:${bankLine.port}` };
  worker = await deployWorker(workerEnv);
});

afterAll(async () => {
  await worker.stop();
  await bankLine.cut();
  await platform.release();
});

async function accepted(borrower: Borrower, applicationId: string): Promise<string> {
  await borrower.client.call('acceptOffer', { params: { applicationId }, key: uuidv7() });
  return applicationId;
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

    expect(found).toMatchObject({ reason: 'ACTIVITY_FAILS', failing: { step: 'submitOrder' } });
    // The reason, the step in words, and what the program said of it.
    expect(found.why?.split(' · ')).toEqual([
      expect.any(String),
      'Send the order to the bank',
      expect.stringMatching(/\w+/),
    ]);

    const admin = await borrower.staff('admin');
    const { workflowId } = found;
    await mendBeforePeopleAct(borrower, workflowId, bankLine);
    const body = { workflowId, kind: 'RETRY_NOW', reason: 'the bank answers again' } as const;
    const { id } = await admin.call('actOnProcess', { body, key: uuidv7() });
    await waitFor('the payment to have moved', async () => {
      const { items } = await admin.call('listProcessActs', { query: { workflowId } });
      return items.find((act) => act.id === id && act.status === 'MOVED');
    });
    const loanId = await released;

    await repay(stage, borrower, loanId);
    await expectWhole(stage, borrower, loanId);
  }, 1_800_000);

  it('wrong result: the data is put right at its source, and the process is reset to before it', async () => {
    const stage = patientStage(platform);
    const company = freshCompany();
    const confused = { ...SOUND_CREDIT, litigation: 'DISHONEST_JUDGMENT_DEBTOR' };
    const registered = await Borrower.register(stage, company, confused);
    const borrower = await registered.activate();
    await borrower.passKyc();
    const applicationId = await borrower.apply({
      amountFen: AMOUNT_FEN,
      termMonths: TERM_MONTHS,
      purpose: '采购原料 Raw material',
    });
    await borrower.reaches(applicationId, 'REJECTED');

    await stage.services.layDown(company, SOUND_CREDIT);
    const workflowId = `application/${applicationId}`;
    const events = await temporal.history(workflowId);
    // The credit report is the first thing that is asked for outside.
    const asked = events.findIndex(({ eventType }) => eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED');
    const before = eventBefore(
      events.slice(0, asked + 1),
      'WORKFLOW_TASK_COMPLETED',
      'ACTIVITY_TASK_SCHEDULED',
    );
    await temporal(
      ...['workflow', 'reset', '--workflow-id', workflowId, '--event-id', before?.eventId ?? ''],
      ...['--reason', 'the credit report was of another company, see runbook'],
    );
    await waitFor('the table to say again what the history says', async () => {
      const application = await borrower.application(applicationId);
      return application.stage === 'IN_REVIEW' ? true : undefined;
    });

    await borrower.winOffer(applicationId);
    const loanId = await release(borrower, await accepted(borrower, applicationId));
    expect(await stuckOf(borrower, (id) => id === workflowId)).toEqual([]);
    await repay(stage, borrower, loanId);
    await expectWhole(stage, borrower, loanId);
  }, 1_800_000);

  it('bad deploy: what it broke is listed, and goes on under the good program', async () => {
    const stage = patientStage(platform);
    const { borrower, applicationId } = await borrowerBeforeRelease(stage, TERM_MONTHS);
    const loanId = await release(borrower, applicationId);

    const bad = buildWithMistake(
      'const plan = await look(loan);',
      'await (0, _workflow.sleep)(1); const plan = await look(loan);',
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

    await waitFor(
      'the loan to go on',
      async () =>
        (await stuckOf(borrower, (id) => id === `loan/${loanId}`)).length === 0 ? true : undefined,
      NEXT_TRY_MS,
    );
    await repay(stage, borrower, loanId);
    await expectWhole(stage, borrower, loanId);
    expect(await stuckOf(borrower, (id) => id === `loan/${loanId}`)).toEqual([]);
  }, 1_500_000);
});
