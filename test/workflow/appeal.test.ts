import type { AppealInput, AppealView, ApplicationView } from '../../contracts/workflows';
import {
  APPLICANT,
  DONE,
  ENTERPRISE,
  freshIds,
  INSTITUTION,
  PRINCIPAL_FEN,
  Stage,
  staff,
} from './support/harness';

const HOUR = 3_600_000;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

/** Appeals against the refusal of an application. @returns the id of its process */
async function begin(
  applicationId: AppealInput['applicationId'] = freshIds().applicationId,
): Promise<string> {
  const time = await stage.time();
  const workflowId = `appeal/${applicationId}`;
  const input: AppealInput = {
    ...time,
    applicationId,
    enterpriseId: ENTERPRISE,
    institutionId: INSTITUTION,
    applicantId: APPLICANT.userId,
    amountFen: PRINCIPAL_FEN,
    refusalCode: 'REJECTED_BY_REVIEWER',
    reason: 'the ruling is older than you say',
    answerByMs: time.clock.businessAnchorMs + time.rules.appealAnswerHours * HOUR,
  };
  await stage.start('appeal', workflowId, input);
  return workflowId;
}

const other = staff('r2', 'reviewer');

test('a refusal says until when it may be appealed, unless there is an agreement', async () => {
  const workflowId = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', staff('r1', 'reviewer'), 'REJECT', 'no');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'REJECTED',
    refusal: { code: 'REJECTED_BY_REVIEWER', reason: 'no', appealUntil: '2026-02-04' },
  });
  const [letter] = stage.world.changes.flatMap(({ messages = [] }) =>
    messages.filter(({ kind }) => kind === 'APPLICATION_DECLINED'),
  );
  expect(letter?.values).toMatchObject({ appealUntil: '2026-02-04' });
});

test('a refusal that stands is said why, and the application stays over', async () => {
  const workflowId = await begin();
  expect(await stage.decide('DECIDE_APPEAL', other, 'UPHOLD')).toMatchObject({
    refusal: { code: 'REASON_REQUIRED' },
  });
  await stage.decide('DECIDE_APPEAL', other, 'UPHOLD', 'the ruling is of last May');
  expect(await stage.result<AppealView>(workflowId)).toMatchObject({
    stage: 'UPHELD',
    refusal: { code: 'APPEAL_UPHELD', reason: 'the ruling is of last May' },
  });
  expect(stage.world.messages()).toEqual(['APPEAL_RECEIVED', 'APPEAL_UPHELD']);
  expect(stage.world.stages()).toEqual(['IN_REVIEW', 'UPHELD']);
});

test('an answer that is late is said to be, once, and still comes', async () => {
  const workflowId = await begin();
  await stage.task('DECIDE_APPEAL');
  await stage.env.sleep('16 days');
  await stage.until(() => stage.world.messages().includes('APPEAL_DELAYED'));
  await stage.decide('DECIDE_APPEAL', other, 'UPHOLD', 'as before');
  await stage.result(workflowId);
  expect(stage.world.messages()).toEqual(['APPEAL_RECEIVED', 'APPEAL_DELAYED', 'APPEAL_UPHELD']);
});

// The last one: where a process id was begun twice, the server no longer skips time for others.
test('an appeal that is granted has the application begin anew, reviewed, for others to approve', async () => {
  const applied = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', staff('r1', 'reviewer'), 'REJECT', 'no');
  await stage.result<ApplicationView>(applied);
  const workflowId = await begin(applied.replace('application/', '') as AppealInput['applicationId']);
  const { reason } = await stage.task('DECIDE_APPEAL');
  expect(reason).toMatchObject({ code: 'APPEALED', detail: { because: 'the ruling is older than you say' } });
  expect(await stage.decide('DECIDE_APPEAL', other, 'GRANT', 'it is older')).toMatchObject(DONE);
  expect(await stage.result<AppealView>(workflowId)).toMatchObject({ stage: 'GRANTED', refusal: null });
  // Nobody reviews it again: whoever granted the appeal has, and may not approve.
  await stage.task('APPROVE_APPLICATION');
  expect(stage.world.openTasks('REVIEW_APPLICATION')).toEqual([]);
  const both = staff('r2', 'reviewer', 'approver');
  expect(await stage.decide('APPROVE_APPLICATION', both, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_REVIEWER' },
  });
  await stage.decide('APPROVE_APPLICATION', staff('a1', 'approver'), 'REJECT', 'still not');
  // The second refusal is the last word.
  const { refusal } = await stage.result<ApplicationView>(applied);
  expect(refusal).toEqual({ code: 'REJECTED_BY_APPROVER', reason: 'still not', reasonCode: 'D900' });
});
