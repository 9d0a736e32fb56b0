import { uuidv7 } from 'uuidv7';
import type { AnsweredMatter } from '../../contracts/activities';
import type { AllActivities } from '../../contracts/activityOptions';
import type { EnterpriseId, PostLoanMatterId } from '../../contracts/ids';
import {
  decideTaskUpdate,
  type PostLoanInput,
  type PostLoanReport,
  postLoanOverSignal,
} from '../../contracts/workflows';
import { ENTERPRISE, INSTITUTION, Stage, staff } from './support/harness';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const [finance, risk] = [staff('f1', 'finance'), staff('k1', 'risk')];
const DAY_MS = 86_400_000;

const answers: (AnsweredMatter | null)[] = [];

async function warn(more: Partial<PostLoanInput> = {}): Promise<string> {
  const matterId = uuidv7() as PostLoanMatterId;
  answers.length = 0;
  const settlePostLoan: AllActivities['settlePostLoan'] = async ({ answer, change }) => {
    answers.push(answer);
    return await stage.world.recordChange(change);
  };
  Object.assign(stage.world, { settlePostLoan });
  const time = await stage.time();
  const input: PostLoanInput = {
    ...time,
    ...{ matterId, institutionId: INSTITUTION, enterpriseId: ENTERPRISE },
    ...{ kind: 'WARNING', indicator: 'DPD_ELSEWHERE', dueAtMs: time.clock.businessAnchorMs + 5 * DAY_MS },
    reason: { code: 'WARNING_DPD_ELSEWHERE', detail: { value: '31', bound: '30', asOf: '2026-01-05' } },
    ...more,
  };
  await stage.start('postLoan', `postLoan/${matterId}`, input);
  return `postLoan/${matterId}`;
}

test('a warning is answered by risk alone, with a reason, by its day; and the answer is written', async () => {
  const workflowId = await warn();
  const { reason, role } = await stage.task('ANSWER_WARNING');
  expect({ code: reason.code, role }).toEqual({ code: 'WARNING_DPD_ELSEWHERE', role: 'risk' });
  expect(await stage.decide('ANSWER_WARNING', finance, 'WATCH', 'seen')).toMatchObject({
    refusal: { code: 'NOT_YOUR_ROLE' },
  });
  expect(await stage.decide('ANSWER_WARNING', risk, 'WATCH', '')).toMatchObject({
    refusal: { code: 'REASON_REQUIRED' },
  });
  await stage.decide('ANSWER_WARNING', risk, 'FREEZE_LIMIT', 'late with two other banks');
  await stage.result(workflowId);
  expect(answers).toEqual([
    { outcome: 'FREEZE_LIMIT', by: risk.userId, note: 'late with two other banks', findings: null },
  ]);
});

test('a warning that is good again needs nobody any more', async () => {
  const workflowId = await warn();
  await stage.task('ANSWER_WARNING');
  await stage.handle(workflowId).signal(postLoanOverSignal, { signal: 'postLoanOver' });
  await stage.result(workflowId);
  expect(stage.world.openTasks()).toEqual([]);
  expect(answers).toEqual([null]);
});

test('what says nothing of the ability to pay asks for no other class', async () => {
  const workflowId = await warn({ indicator: 'CONCENTRATION', reason: { code: 'WARNING_CONCENTRATION' } });
  await stage.task('ANSWER_WARNING');
  expect(await stage.decide('ANSWER_WARNING', risk, 'RECLASSIFY', 'too much')).toMatchObject({
    refusal: { code: 'DECISION_NOT_OFFERED' },
  });
  await stage.decide('ANSWER_WARNING', risk, 'WATCH', 'no more is lent');
  await stage.result(workflowId);
});

test('a check is over only with what it found, row by row', async () => {
  const workflowId = await warn({
    ...{ kind: 'CHECK', indicator: null },
    reason: { code: 'POST_LOAN_CHECK_DUE', detail: { grade: 'B' } },
  });
  const { taskId } = await stage.task('CHECK_BORROWER');
  const decision = { taskId, actor: risk, decision: 'IN_ORDER', reason: 'all as agreed' };
  expect(await stage.update(workflowId, decideTaskUpdate, decision)).toMatchObject({
    refusal: { code: 'FINDINGS_REQUIRED' },
  });
  const findings = {
    visit: 'ON_SITE',
    statements: 'RECEIVED',
    useOfFunds: 'AS_AGREED',
    business: 'NORMAL',
  } as const;
  await stage.update(workflowId, decideTaskUpdate, { ...decision, findings });
  await stage.result(workflowId);
  expect(answers).toMatchObject([{ outcome: 'IN_ORDER', findings }]);
});

test('the watch goes through all borrowers of an institution, batch after batch', async () => {
  const seen: (EnterpriseId | null)[] = [];
  Object.assign(stage.world, {
    callChecks: async () => ({ called: 2 }),
    watchBorrowers: async ({ after }: { after: EnterpriseId | null }) => {
      seen.push(after);
      return { looked: 3, raised: 1, next: after === null ? ENTERPRISE : null };
    },
  });
  const workflowId = `postLoanWatch/${uuidv7()}`;
  await stage.start('institutionPostLoanWatch', workflowId, { institutionId: INSTITUTION });
  expect(await stage.result<PostLoanReport>(workflowId)).toEqual({ looked: 6, raised: 2, called: 2 });
  expect(seen).toEqual([null, ENTERPRISE]);
});
