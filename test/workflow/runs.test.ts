import {
  type LoanProgress,
  type LoanProgressV1,
  loanQuery,
  repayUpdate,
  tasksQuery,
} from '../../contracts/workflows';
import { claimTaskUpdate } from '../../contracts/workflows/shared';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import { APPLICANT, DONE, freshIds, PRINCIPAL_FEN, Stage, staff } from './support/harness';
import { paid } from './support/world';

const finance = staff('f1', 'finance');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const runOf = async (workflowId: string) => (await stage.handle(workflowId).describe()).runId;

/** Those that the loan itself has entered. */
const loanStages = () =>
  stage.world.changes
    .filter(({ caseType }) => caseType === 'LOAN')
    .flatMap((change) => (change.stage === undefined ? [] : [change.stage.stage]));

const repay = (workflowId: string, requestKey: string) =>
  stage.update(
    workflowId,
    repayUpdate,
    { actor: APPLICANT, amountFen: 100_000, requestKey },
    `update-${requestKey}`,
  );

test('a loan begins a new run each quarter of a year', async () => {
  const workflowId = await stage.borrow(6);
  const first = await runOf(workflowId);
  await stage.env.sleep('89 days');
  expect(await runOf(workflowId)).toBe(first);
  await stage.env.sleep('2 days');
  const second = await runOf(workflowId);
  expect(second).not.toBe(first);
  await stage.env.sleep('88 days');
  expect(await runOf(workflowId)).toBe(second);
  await stage.result(workflowId);
  expect(loanStages()).toEqual(['CLOSED']);
});

test('an overdue loan stays what it is in its next run, with the task that a person has taken', async () => {
  stage.world.bank = () => ({ status: 'FAILED', code: '46' });
  const workflowId = await stage.borrow(6);
  await stage.env.sleep('40 days');
  const { taskId } = await stage.task('COLLECT_MANUALLY');
  await stage.update(workflowId, claimTaskUpdate, { taskId, actor: finance });
  const before = { run: await runOf(workflowId), view: await stage.handle(workflowId).query(loanQuery) };
  expect(before.view).toMatchObject({ stage: 'OVERDUE' });

  await stage.env.sleep('60 days');
  expect(await runOf(workflowId)).not.toBe(before.run);
  const { since } = before.view;
  expect(await stage.handle(workflowId).query(loanQuery)).toMatchObject({ stage: 'OVERDUE', since });
  expect(await stage.handle(workflowId).query(tasksQuery)).toMatchObject({
    stage: 'OVERDUE',
    tasks: [{ taskId, status: 'CLAIMED', claimedBy: 'f1' }],
  });
  // It does not become overdue anew: nobody is told twice.
  expect(loanStages()).toEqual(['OVERDUE']);
  expect(stage.world.messages().filter((kind) => kind === 'OVERDUE_NOTICE')).toHaveLength(1);
  expect(await stage.decide('COLLECT_MANUALLY', staff('f2', 'finance'), 'TRY_AGAIN')).toMatchObject({
    refusal: { code: 'CLAIMED_BY_ANOTHER' },
  });
  stage.world.bank = paid;
  expect(await stage.decide('COLLECT_MANUALLY', finance, 'TRY_AGAIN')).toMatchObject(DONE);
  await stage.outlived(workflowId.replace('loan/', 'collection/'));
  await stage.result(workflowId);
});

test('a debit that nobody knows the outcome of holds up the new run, and not the reminders', async () => {
  const workflowId = await stage.borrow(6);
  await stage.env.sleep('87 days');
  const first = await runOf(workflowId);
  const isRepayment = (key: string) => key.includes('/repay/');
  stage.world.bank = (order) =>
    isRepayment(order.key) ? { status: 'UNKNOWN', code: 'TIMEOUT' } : paid(order);
  stage.world.inquiry = () => ({ status: 'UNKNOWN', code: 'PROCESSING' });
  stage.world.closing = () => ({ status: 'UNKNOWN', code: 'CANT_CLOSE' });
  stage.world.statement = () => ({ status: 'UNKNOWN', code: 'AMOUNT_DIFFERS' });
  const answer = repay(workflowId, 'unknown-at-the-boundary');
  await stage.until(() => stage.world.submitted.some(({ key }) => isRepayment(key)));
  const reminders = () => stage.world.messages().filter((kind) => kind === 'INSTALMENT_REMINDER').length;
  const sent = reminders();
  // Reminders of the instalment of 5 May are due on 28 April and after: 113 days after the beginning.
  await stage.env.sleep('30 days');
  expect(reminders()).toBeGreaterThan(sent);
  expect(await runOf(workflowId)).toBe(first);

  stage.world.inquiry = paid;
  await stage.decide('RESOLVE_PAYMENT', finance, 'SUCCEEDED', 'the bank said so', { bankReference: 'r' });
  await stage.until(() => stage.world.settled.some(({ order }) => isRepayment(order.key)));
  await answer;
  await stage.env.sleep('1 hour');
  expect(await runOf(workflowId)).not.toBe(first);
  expect(await repay(workflowId, 'unknown-at-the-boundary')).toMatchObject({
    value: { payment: { status: 'SUCCEEDED' } },
  });
  await stage.result(workflowId);
});

test('requests that arrive while a run ends are answered, by it or by the next', async () => {
  const workflowId = await stage.borrow(6);
  await stage.env.sleep('89 days');
  const first = await runOf(workflowId);
  const crossing = stage.env.sleep('2 days');
  const answers: unknown[] = [];
  for (let nth = 0; (await runOf(workflowId)) === first || nth < 3; nth += 1) {
    answers.push(await repay(workflowId, `crossing-${nth}`));
  }
  await crossing;
  expect(answers).toEqual(answers.map(() => expect.objectContaining(DONE)));
  const keys = stage.world.submitted.map(({ key }) => key).filter((key) => key.includes('crossing'));
  expect(new Set(keys).size).toBe(answers.length);
  await stage.result(workflowId);
});

test('a run that an older program left is lived on', async () => {
  const { loanId } = freshIds();
  stage.world.lend('2026-01-05', PRINCIPAL_FEN, 3);
  const older: LoanProgressV1 = {
    version: 1,
    instalment: 1,
    waitingSinceMs: instantOf(isoDate('2026-01-05')),
    orders: 0,
    failedOrders: [],
    nextOrder: null,
    livedToMs: instantOf(isoDate('2026-01-05'), '09:00'),
    remindersSent: [-7],
    recentAnswers: [],
    manualTask: null,
  };
  const workflowId = `loan/${loanId}`;
  await stage.start('loan', workflowId, { ...(await stage.loanInput(loanId)), progress: older });
  await stage.result(workflowId);
  expect(loanStages()).toEqual(['CLOSED']);
});

test('one that a newer program left waits for it: nothing is misread', async () => {
  const { loanId } = freshIds();
  stage.world.lend('2026-01-05', PRINCIPAL_FEN, 3);
  const newer = { version: 4 } as unknown as LoanProgress;
  const workflowId = `loan/${loanId}`;
  await stage.start('loan', workflowId, { ...(await stage.loanInput(loanId)), progress: newer });
  await stage.until(() => true);
  const { status } = await stage.handle(workflowId).describe();
  expect(status.name).toBe('RUNNING');
  expect(stage.world.changes).toEqual([]);
  await stage.terminate(workflowId);
});
