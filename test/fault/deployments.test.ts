import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { IDEMPOTENCY_HEADER } from '../../contracts/http/route';
import { patientStage } from '../../demo/patience';
import { waitFor } from '../../demo/story';
import { freePort } from '../../dev/network';
import { inProject } from '../../dev/project';
import { startTestPlatform, type TestPlatform } from '../support/platform';
import { borrowerBeforeRelease, expectWhole, release, repay } from './support/stories';
import { type TemporalTool, temporalTool } from './support/temporalTool';
import { buildWithMistake, type DeployedWorker, deployWorker } from './support/workerProcess';

const TERM_MONTHS = 4;
const run = promisify(execFile);

let platform: TestPlatform;
let temporal: TemporalTool;
let one: DeployedWorker;

beforeAll(async () => {
  platform = await startTestPlatform({ workers: 0 });
  temporal = temporalTool(platform);
  one = await deployWorker(workerOf('one'));
  await deploy('current', 'one');
});

afterAll(async () => {
  await one.stop();
  await platform.release();
});

/** A worker of a build that waits to be told when it is current. */
const workerOf = (BUILD_ID: string) => ({ ...platform.env, BUILD_ID, BUILD_TAKES_OVER: 'false' });

/** What an operator types. @returns what it says */
async function deploy(...words: readonly string[]): Promise<string> {
  const command = [inProject('dist/worker/commands/deploy.js'), ...words];
  const { stdout } = await run(process.execPath, command, { env: { ...platform.env } });
  return stdout;
}

/** The build under which a process did its last step. */
async function buildOf(workflowId: string): Promise<string | undefined> {
  const described = await temporal('workflow', 'describe', '--workflow-id', workflowId, '--output', 'json');
  const { workflowExecutionInfo } = JSON.parse(described) as {
    workflowExecutionInfo: { versioningInfo?: { deploymentVersion?: { buildId?: string } } };
  };
  return workflowExecutionInfo.versioningInfo?.deploymentVersion?.buildId;
}

/**
 * Answers of the platform that say that something of it does not work. What it asks to repeat, for a worker that is
 * slow to start, counts unless the repetition is answered well.
 */
function errorsSeen(): () => readonly string[] {
  const seen: string[] = [];
  const toRepeat = new Set<string>();
  const real = globalThis.fetch;
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked, init) => {
    const response = await real(asked, init);
    if (!String(asked).startsWith(platform.urls.api)) return response;
    const request = `${init?.method ?? 'GET'} ${String(asked)}`;
    const repeatable = `503 ${request} ${new Headers(init?.headers).get(IDEMPOTENCY_HEADER) ?? ''}`;
    if (response.status < 500) toRepeat.delete(repeatable);
    else if (response.status === 503) toRepeat.add(repeatable);
    else seen.push(`${response.status} ${request}`);
    return response;
  });
  return () => [...seen, ...toRepeat];
}

it('one program, then another, then the first again, with loans open: nobody sees an error', async () => {
  const errors = errorsSeen();
  const stage = patientStage(platform);
  const begun = await borrowerBeforeRelease(stage, TERM_MONTHS);
  const oldest = await release(begun.borrower, begun.applicationId);
  const workflowId = `loan/${oldest}`;
  // The loan is there a moment before it has taken its first step.
  expect(await waitFor('the first step of the loan', () => buildOf(workflowId))).toBe('one');

  // Another figure, of the kind that a program may change under open cases.
  const other = buildWithMistake('FIRST_LOOK_MS = 5_000', 'FIRST_LOOK_MS = 4_000');
  const two = await deployWorker({ ...workerOf('two'), WORKER_PORT: String(await freePort()) }, other.folder);
  try {
    expect(await deploy('ramp', '50', 'two')).toContain('ramping: two, 50 of a hundred');
    const ramped = await borrowerBeforeRelease(stage, TERM_MONTHS);
    expect(await deploy('current', 'two')).toContain('current: two');
    const middle = await release(ramped.borrower, ramped.applicationId);
    // A loan that began under the first goes on under the second when it wakes, in a run of its own.
    await waitFor('the loan to go on under the other program', async () =>
      (await buildOf(workflowId)) === 'two' ? true : undefined,
    );

    const late = await borrowerBeforeRelease(stage, TERM_MONTHS);
    expect(await deploy('rollback')).toContain('current: one');
    const youngest = await release(late.borrower, late.applicationId);
    await waitFor('the loan to go on under the first program again', async () =>
      (await buildOf(workflowId)) === 'one' ? true : undefined,
    );
    await deploy('adopt');
    await two.stop();

    for (const [borrower, loanId] of [
      [begun.borrower, oldest],
      [ramped.borrower, middle],
      [late.borrower, youngest],
    ] as const) {
      await repay(stage, borrower, loanId);
      await expectWhole(stage, borrower, loanId);
    }
  } finally {
    await two.stop();
    other.remove();
  }
  expect(errors()).toEqual([]);
}, 1_800_000);
