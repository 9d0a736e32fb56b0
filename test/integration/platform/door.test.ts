import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { freshCompany } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { temporalCli } from '../../../dev/tools/temporalCli';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { Api } from '../api/support';

/** What somebody does with Temporal's own program who reaches the server past the platform. */

let api: Api;
let program: string;

beforeAll(async () => {
  api = await Api.open();
  program = await temporalCli(() => undefined);
});
afterAll(() => api?.platform.release());

/** Runs the program. @returns whether it ended well, and all that it said */
function temporal(...words: string[]): Promise<{ readonly isDone: boolean; readonly said: string }> {
  const address = ['--address', api.platform.env.TEMPORAL_ADDRESS ?? '', '--command-timeout', '30s'];
  return new Promise((resolve) => {
    execFile(program, [...words, ...address], (error, stdout, stderr) => {
      resolve({ isDone: error === null, said: `${stdout}${stderr}` });
    });
  });
}

/** An enterprise that a reviewer is asked about. */
async function underReview() {
  const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  const { enterpriseId } = borrower;
  const token = await api.staff('reviewer');
  const open = async () => {
    const { json } = await api.ask(`/api/tasks?caseId=${enterpriseId}`, { token });
    const { items } = json as { items: { id: string; status: string }[] };
    return items.find(({ status }) => status === 'OPEN');
  };
  const { id: taskId } = await waitFor('the task', open);
  return { borrower, workflowId: `onboarding/${enterpriseId}`, taskId, open };
}

test('an approval in an invented name is refused, and the task waits for its people', async () => {
  const { borrower, workflowId, taskId, open } = await underReview();
  const [institution] = INSTITUTIONS;
  const actor = {
    userId: 'invented',
    roles: ['reviewer'],
    institutionId: institution.id,
    enterpriseId: null,
  };
  const input = JSON.stringify({ taskId, actor, decision: 'APPROVE', reason: '' });
  const act = ['workflow', 'update', 'execute', '--workflow-id', workflowId, '--name', 'decideTask'];
  const typed = await temporal(...act, '--input', input);
  expect(typed).toMatchObject({ isDone: false, said: expect.stringContaining('NOT_SEALED') });
  const dressed = await temporal(...act, '--input', input, '--input-meta', 'encoding=binary/encrypted');
  expect(dressed).toMatchObject({
    isDone: false,
    said: expect.stringMatching(/NOT_SEALED|SEALED_ELSEWHERE/),
  });
  expect(await open()).toMatchObject({ id: taskId, status: 'OPEN' });
  await borrower.passKyc();
});

test('signals that nobody of ours sent change nothing, and no process hangs on them', async () => {
  const { borrower, workflowId } = await underReview();
  const send = (name: string, ...input: string[]) =>
    temporal('workflow', 'signal', '--workflow-id', workflowId, '--name', name, ...input);
  expect(await send('recheck')).toMatchObject({ isDone: true });
  await send('clockChanged', '--input', '{"signal":"clockChanged","clock":{"speed":0}}');
  await send('clockChanged', '--input', 'x', '--input-meta', 'encoding=binary/encrypted');
  const asked = await temporal(
    'workflow',
    'query',
    '--workflow-id',
    workflowId,
    '--name',
    '__temporal_workflow_metadata',
  );
  expect(asked.said).toContain('was ignored: clockChanged');
  await borrower.passKyc();
});

test('an order that was begun by hand fails, and the bank never hears of it', async () => {
  const paymentId = randomUUID();
  const input = JSON.stringify({ paymentId, purpose: 'DISBURSEMENT', amountFen: 100, key: `k/${paymentId}` });
  const begun = await temporal(
    ...['workflow', 'execute', '--type', 'payment', '--task-queue', 'payments'],
    ...['--workflow-id', `payment/${paymentId}`, '--input', input],
  );
  expect(begun).toMatchObject({ isDone: false, said: expect.stringContaining('FAILED') });
  const shown = await temporal('workflow', 'show', '-w', `payment/${paymentId}`, '--output', 'json');
  expect(shown.said).toContain('"type": "NOT_SEALED"');
  const payment = await api.ask(`/api/payments/${paymentId}`, { token: await api.staff('finance') });
  expect(payment.status).toBe(404);
});
