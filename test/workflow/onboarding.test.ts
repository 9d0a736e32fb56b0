import type { EnterpriseId } from '../../contracts/ids';
import {
  activateUpdate,
  askToCorrectUpdate,
  claimTaskUpdate,
  correctionHandedInSignal,
  decideTaskUpdate,
  handInCorrectionUpdate,
  type OnboardingInput,
  type OnboardingView,
  onboardingQuery,
  withdrawFileUpdate,
} from '../../contracts/workflows';
import { addWorkingHours } from '../../domain/calendar/workingTime';
import { APPLICANT, DONE, freshIds, INSTITUTION, Stage, staff } from './support/harness';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

async function begin(more: Partial<OnboardingInput> = {}): Promise<string> {
  const enterpriseId = freshIds().applicationId as string as EnterpriseId;
  const input: OnboardingInput = {
    ...(await stage.time()),
    enterpriseId,
    institutionId: INSTITUTION,
    ...more,
  };
  const workflowId = `onboarding/${enterpriseId}`;
  await stage.start('onboarding', workflowId, input);
  const first = input.isBrought ? 'IN_REVIEW' : 'AWAITING_ACTIVATION';
  await stage.until(() => stage.world.stages().includes(first));
  return workflowId;
}

/** Whoever opened the link: the enterprise, for all that it proves. */
function opened(workflowId: string) {
  const enterpriseId = workflowId.replace('onboarding/', '') as EnterpriseId;
  return { actor: { ...APPLICANT, enterpriseId } };
}

test('an enterprise is activated, checked, reviewed and active', async () => {
  const workflowId = await begin();
  expect(await stage.update(workflowId, activateUpdate, opened(workflowId))).toMatchObject({
    ok: true,
    value: { stage: 'CHECKING' },
  });
  expect(await stage.decide('REVIEW_ENTERPRISE', staff('r1', 'reviewer'), 'APPROVE')).toMatchObject(DONE);
  expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE', refusal: null });
  expect(stage.world.stages()).toEqual(['AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW', 'ACTIVE']);
  expect(stage.world.messages()).toEqual(['ACTIVATION', 'ONBOARDING_ACTIVE']);
});

test('a file that its people bring from another institution is checked at once, and decided here', async () => {
  const workflowId = await begin({ isBrought: true });
  expect(await stage.decide('REVIEW_ENTERPRISE', staff('r1', 'reviewer'), 'APPROVE')).toMatchObject(DONE);
  expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
  expect(stage.world.stages()).toEqual(['CHECKING', 'IN_REVIEW', 'ACTIVE']);
  expect(stage.world.messages()).toEqual(['ONBOARDING_ACTIVE']);
});

test('a file that its people take back before it is decided goes no further, and only one that was brought', async () => {
  const workflowId = await begin({ isBrought: true });
  const stranger = {
    actor: { ...APPLICANT, enterpriseId: freshIds().applicationId as string as EnterpriseId },
  };
  expect(await stage.update(workflowId, withdrawFileUpdate, stranger)).toMatchObject({
    refusal: { code: 'NOT_YOUR_CASE' },
  });
  expect(await stage.update(workflowId, withdrawFileUpdate, opened(workflowId))).toMatchObject({
    ok: true,
    value: { stage: 'REFUSED', refusal: { code: 'FILE_WITHDRAWN' } },
  });
  expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'REFUSED', openTasks: [] });
  expect(stage.world.openTasks()).toEqual([]);
  const registered = await begin();
  expect(await stage.update(registered, withdrawFileUpdate, opened(registered))).toMatchObject({
    refusal: { code: 'NOT_IN_STAGE' },
  });
});

test('a refusal needs a reason, which the enterprise is told', async () => {
  const workflowId = await begin();
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  const reviewer = staff('r1', 'reviewer');
  expect(await stage.decide('REVIEW_ENTERPRISE', reviewer, 'REJECT')).toEqual({
    ok: false,
    refusal: { code: 'REASON_REQUIRED' },
  });
  expect(await stage.decide('REVIEW_ENTERPRISE', reviewer, 'BURN')).toMatchObject({
    refusal: { code: 'DECISION_NOT_OFFERED' },
  });
  await stage.decide('REVIEW_ENTERPRISE', reviewer, 'REJECT', 'the licence has expired');
  expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({
    stage: 'REFUSED',
    refusal: { code: 'REFUSED_BY_REVIEWER', reason: 'the licence has expired' },
  });
});

test('an activation link that nobody opens is reminded of and expires', async () => {
  const workflowId = await begin();
  expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'EXPIRED' });
  expect(stage.world.messages()).toEqual(['ACTIVATION', 'ACTIVATION_REMINDER', 'ACTIVATION_EXPIRED']);
  expect(await stage.update(workflowId, activateUpdate, opened(workflowId))).toEqual({
    ok: false,
    refusal: { code: 'PROCESS_ENDED' },
  });
});

test('a task that is not decided is reminded of a workday before it is due, escalated then, and when it is twice as old', async () => {
  const workflowId = await begin();
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  const { taskId } = await stage.task('REVIEW_ENTERPRISE');
  const { dueAt = '' } = stage.world.openTasks()[0] ?? {};
  await stage.env.sleep('13 days');
  const escalations = stage.world.changes.flatMap(({ escalate }) => escalate ?? []);
  expect(escalations.map(({ escalations: count }) => count)).toEqual([1, 2, 3, 4]);
  const told = stage.world.changes.flatMap(({ audit }) => audit?.action ?? []);
  expect(told.filter((action) => action.startsWith('TASK_'))).toEqual([
    'TASK_REMINDED',
    'TASK_ESCALATED',
    'TASK_ESCALATED',
    'TASK_ESCALATED',
  ]);
  expect(await stage.details(workflowId)).toContain('已催办 reminded，已升级 escalated: 3');
  const { rules } = await stage.time();
  const alarms = stage.world.changes.flatMap(({ escalate, at }) => (escalate ? [Date.parse(at ?? '')] : []));
  const dueAtMs = Date.parse(dueAt);
  // Working hours before and after the deadline, which is two workdays after the opening.
  expect(alarms).toEqual([-8, 0, 16, 48].map((hours) => addWorkingHours(dueAtMs, hours, rules.workingTime)));
  expect(escalations.every((escalation) => escalation.taskId === taskId)).toBe(true);
  await stage.decide('REVIEW_ENTERPRISE', staff('r1', 'reviewer'), 'APPROVE');
  expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
});

test('a process reminds and escalates by the hours that it began with, whatever the policy says by then', async () => {
  const { rules } = await stage.time();
  const workflowId = await begin({ rules: { ...rules, task: { reminder: 3, escalation: 40 } } });
  expect(rules.task.reminder).not.toBe(3);
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  const { dueAt } = await stage.task('REVIEW_ENTERPRISE');
  await stage.env.sleep('5 days');
  const alarms = stage.world.changes.flatMap(({ escalate, at }) => (escalate ? [Date.parse(at ?? '')] : []));
  expect(alarms).toEqual([addWorkingHours(Date.parse(dueAt), -37, rules.workingTime)]);
  await stage.decide('REVIEW_ENTERPRISE', staff('r1', 'reviewer'), 'APPROVE');
  await stage.result(workflowId);
});

test('a claimed task is the claimer’s alone, until it is given back', async () => {
  const workflowId = await begin();
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  const { taskId } = await stage.task('REVIEW_ENTERPRISE');
  const [one, other] = [staff('r1', 'reviewer'), staff('r2', 'reviewer')];
  const claim = (actor: typeof one, release = false) =>
    stage.update(workflowId, claimTaskUpdate, { taskId, actor, release });
  expect(await claim(one)).toMatchObject({ value: { status: 'CLAIMED', claimedBy: 'r1' } });
  expect(await claim(other)).toMatchObject({ refusal: { code: 'CLAIMED_BY_ANOTHER' } });
  expect(await stage.decide('REVIEW_ENTERPRISE', other, 'APPROVE')).toMatchObject({
    refusal: { code: 'CLAIMED_BY_ANOTHER' },
  });
  expect(await claim(one, true)).toMatchObject({ value: { status: 'OPEN' } });
  expect(await stage.decide('REVIEW_ENTERPRISE', other, 'APPROVE')).toMatchObject(DONE);
  await stage.result(workflowId);
});

test('an admin gives a task that somebody has taken to another person, and only to one who may decide it', async () => {
  const workflowId = await begin();
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  const { taskId } = await stage.task('REVIEW_ENTERPRISE');
  const [one, other] = [staff('r1', 'reviewer'), staff('r2', 'reviewer')];
  const admin = staff('a1', 'admin');
  const give = (actor: typeof one, to: typeof one) =>
    stage.update(workflowId, claimTaskUpdate, { taskId, actor, to });
  expect(await stage.update(workflowId, claimTaskUpdate, { taskId, actor: one })).toMatchObject(DONE);
  expect(await give(other, other)).toMatchObject({ refusal: { code: 'NOT_YOUR_ROLE' } });
  expect(await give(admin, staff('f1', 'finance'))).toMatchObject({
    refusal: { code: 'NOT_FOR_THIS_PERSON', detail: { because: 'NOT_YOUR_ROLE' } },
  });
  expect(await give(admin, other)).toMatchObject({ value: { status: 'CLAIMED', claimedBy: 'r2' } });
  expect(await stage.decide('REVIEW_ENTERPRISE', one, 'APPROVE')).toMatchObject({
    refusal: { code: 'CLAIMED_BY_ANOTHER' },
  });
  const given = stage.world.changes.filter(({ audit }) => audit.action === 'TASK_GIVEN');
  expect(given).toMatchObject([{ claim: { by: 'r2' }, audit: { actorId: 'a1', detail: { to: 'r2' } } }]);
  expect(await stage.decide('REVIEW_ENTERPRISE', other, 'APPROVE')).toMatchObject(DONE);
  await stage.result(workflowId);
});

test('taking a task and giving it back has an end, after which it can still be decided', async () => {
  const workflowId = await begin();
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  const { taskId } = await stage.task('REVIEW_ENTERPRISE');
  const reviewer = staff('r1', 'reviewer');
  const click = (release: boolean) =>
    stage.update(workflowId, claimTaskUpdate, { taskId, actor: reviewer, release });
  for (let nth = 0; nth < 25; nth += 1) {
    expect(await click(false)).toMatchObject(DONE);
    expect(await click(true)).toMatchObject(DONE);
  }
  expect(await click(false)).toMatchObject({ refusal: { code: 'CLAIMED_TOO_OFTEN' } });
  expect(await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE')).toMatchObject(DONE);
  await stage.result(workflowId);
});

test('strangers and other roles are refused before anything happens', async () => {
  const workflowId = await begin();
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  const stranger = { ...staff('x', 'reviewer'), institutionId: 'other' as typeof INSTITUTION };
  expect(await stage.decide('REVIEW_ENTERPRISE', stranger, 'APPROVE')).toMatchObject({
    refusal: { code: 'NOT_YOUR_INSTITUTION' },
  });
  expect(await stage.decide('REVIEW_ENTERPRISE', staff('f1', 'finance'), 'APPROVE')).toMatchObject({
    refusal: { code: 'NOT_YOUR_ROLE' },
  });
  await stage.decide('REVIEW_ENTERPRISE', staff('r1', 'reviewer'), 'APPROVE');
  await stage.result(workflowId);
});

test('an activation that is repeated is told so', async () => {
  const workflowId = await begin();
  await stage.update(workflowId, activateUpdate, opened(workflowId));
  expect(await stage.update(workflowId, activateUpdate, opened(workflowId))).toMatchObject({
    refusal: { code: 'ALREADY_ACTIVATED' },
  });
  await stage.decide('REVIEW_ENTERPRISE', staff('r1', 'reviewer'), 'APPROVE');
  await stage.result(workflowId);
});

describe('an enterprise whose name is surely on a list', () => {
  const BLOCKED = { outcome: 'BLOCK', hits: 1, listVersion: '7', entries: 'UN U-101 IDENTIFIER' } as const;
  const [reviewer, risk] = [staff('r1', 'reviewer'), staff('k1', 'risk')];

  async function beginBlocked(): Promise<string> {
    stage.world.screening = BLOCKED;
    const workflowId = await begin();
    await stage.update(workflowId, activateUpdate, opened(workflowId));
    const { reason } = await stage.task('REVIEW_ENTERPRISE');
    expect(reason).toMatchObject({ code: 'SCREENING_BLOCKED', detail: { listVersion: '7' } });
    return workflowId;
  }

  test('is admitted by two people only, each of whom says why it is somebody else', async () => {
    const workflowId = await beginBlocked();
    expect(await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE')).toMatchObject({
      refusal: { code: 'REASON_REQUIRED' },
    });
    await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE', 'another country');
    const { reason } = await stage.task('CONFIRM_SCREENING');
    expect(reason).toEqual({
      code: 'SCREENING_CLEARED',
      detail: {
        riskGrade: 'LOW',
        hits: 1,
        listVersion: '7',
        entries: BLOCKED.entries,
        because: 'another country',
      },
    });
    expect(stage.world.stages()).not.toContain('ACTIVE');
    expect(await stage.decide('CONFIRM_SCREENING', reviewer, 'APPROVE', 'sure')).toMatchObject({
      refusal: { code: 'NOT_YOUR_ROLE' },
    });
    // Whoever reviewed is barred in every role.
    const both = staff('r1', 'reviewer', 'risk');
    expect(await stage.decide('CONFIRM_SCREENING', both, 'APPROVE', 'sure')).toMatchObject({
      refusal: { code: 'SAME_PERSON_AS_REVIEWER' },
    });
    expect(await stage.decide('CONFIRM_SCREENING', risk, 'APPROVE')).toMatchObject({
      refusal: { code: 'REASON_REQUIRED' },
    });
    await stage.decide('CONFIRM_SCREENING', risk, 'APPROVE', 'the number is another');
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
  });

  test('stays out when the second person does not agree, and is not told of the list', async () => {
    const workflowId = await beginBlocked();
    await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE', 'another country');
    const listed = { reasonCode: 'D103', note: 'it can not be told apart' };
    expect(await stage.decide('CONFIRM_SCREENING', risk, 'REJECT', 'you are listed', listed)).toMatchObject({
      refusal: { code: 'REASON_IS_CONFIDENTIAL' },
    });
    await stage.decide('CONFIRM_SCREENING', risk, 'REJECT', '', listed);
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({
      stage: 'REFUSED',
      refusal: { code: 'REFUSED_BY_RISK', reason: '', reasonCode: 'D103' },
    });
    const closed = stage.world.changes.flatMap(({ close = [] }) => close);
    expect(closed.at(-1)?.decided).toMatchObject({ reasonCode: 'D103', note: 'it can not be told apart' });
    const letter = stage.world.changes.flatMap(({ messages = [] }) => messages).at(-1);
    expect(letter).toMatchObject({ kind: 'ONBOARDING_REFUSED', values: { codes: ['D103'], reason: '' } });
  });

  test('stays out when the reviewer says so: nobody else need agree', async () => {
    const workflowId = await beginBlocked();
    await stage.decide('REVIEW_ENTERPRISE', reviewer, 'REJECT', 'it is');
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'REFUSED' });
    expect(stage.world.openTasks('CONFIRM_SCREENING')).toEqual([]);
  });

  test('a hit that may be somebody else is one reviewer’s to judge', async () => {
    stage.world.screening = { ...BLOCKED, outcome: 'REVIEW' };
    const workflowId = await begin();
    await stage.update(workflowId, activateUpdate, opened(workflowId));
    expect(await stage.task('REVIEW_ENTERPRISE')).toMatchObject({ reason: { code: 'SCREENING_HIT' } });
    await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE');
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
  });
});

describe('parts of a file that go back to its people', () => {
  const [reviewer, other, risk] = [staff('r1', 'reviewer'), staff('r2', 'reviewer'), staff('k1', 'risk')];
  const wrong = (part: string, reasonCode: string | null = 'D106') => ({
    part,
    reasonCode,
    words: 'mistyped',
  });
  const sendBack = (...parts: readonly object[]) =>
    stage.decide('REVIEW_ENTERPRISE', reviewer, 'ASK_FOR_CORRECTION', '', { parts });

  async function beginReviewed(): Promise<string> {
    const workflowId = await begin();
    await stage.update(workflowId, activateUpdate, opened(workflowId));
    await stage.task('REVIEW_ENTERPRISE');
    return workflowId;
  }
  const handIn = (workflowId: string) => stage.update(workflowId, handInCorrectionUpdate, opened(workflowId));
  const askToCorrect = (workflowId: string, ...parts: readonly object[]) =>
    stage.update(workflowId, askToCorrectUpdate, { ...opened(workflowId), parts } as never);

  test('are put right, checked again where machines know of them, and reviewed by another task', async () => {
    const workflowId = await beginReviewed();
    expect(await sendBack()).toMatchObject({ refusal: { code: 'PARTS_REQUIRED' } });
    expect(await sendBack(wrong('NAME', 'D201'))).toMatchObject({ refusal: { code: 'PARTS_REQUIRED' } });
    expect(await sendBack(wrong('NAME'), wrong('NAME'))).toMatchObject({
      refusal: { code: 'PARTS_REQUIRED' },
    });
    expect(await handIn(workflowId)).toMatchObject({ refusal: { code: 'NOT_IN_STAGE' } });
    const { taskId: first } = await stage.task('REVIEW_ENTERPRISE');
    expect(await sendBack(wrong('NAME'), wrong('MOBILE'))).toMatchObject(DONE);
    const asked = stage.world.changes.find(({ correct }) => correct !== undefined);
    expect(asked).toMatchObject({
      stage: { stage: 'AWAITING_CORRECTION' },
      close: [{ taskId: first, outcome: 'ASK_FOR_CORRECTION' }],
      correct: { by: 'r1', taskId: first, parts: [{ part: 'NAME', reasonCode: 'D106' }, { part: 'MOBILE' }] },
    });
    const stranger = {
      actor: { ...APPLICANT, enterpriseId: freshIds().applicationId as string as EnterpriseId },
    };
    expect(await stage.update(workflowId, handInCorrectionUpdate, stranger)).toMatchObject({
      refusal: { code: 'NOT_YOUR_CASE' },
    });
    expect(await handIn(workflowId)).toMatchObject({ ok: true });
    expect((await stage.task('REVIEW_ENTERPRISE')).taskId).not.toBe(first);
    expect(await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE')).toMatchObject(DONE);
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
    expect(stage.world.stages()).toEqual([
      ...['AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW', 'AWAITING_CORRECTION'],
      ...['CHECKING', 'IN_REVIEW', 'ACTIVE'],
    ]);
    expect(stage.world.messages()).toEqual(['ACTIVATION', 'CORRECTION_WANTED', 'ONBOARDING_ACTIVE']);
  });

  test('are not checked again where no machine knows of them', async () => {
    const workflowId = await beginReviewed();
    await sendBack(wrong('BANK_ACCOUNT', 'D502'), wrong('PAPERS', 'D403'));
    await handIn(workflowId);
    await stage.decide('REVIEW_ENTERPRISE', other, 'APPROVE');
    await stage.result(workflowId);
    expect(stage.world.stages().slice(-4)).toEqual([
      'IN_REVIEW',
      'AWAITING_CORRECTION',
      'IN_REVIEW',
      'ACTIVE',
    ]);
  });

  test('are heard of where only the rows were written, and only of the time when they were opened', async () => {
    const workflowId = await beginReviewed();
    await sendBack(wrong('MOBILE'));
    const { since } = await stage.handle(workflowId).query(onboardingQuery);
    const tell = (of: string) =>
      stage.handle(workflowId).signal(correctionHandedInSignal, { signal: 'correctionHandedIn', since: of });
    await tell('2026-01-01T00:00:00.000Z');
    expect(await stage.handle(workflowId).query(onboardingQuery)).toMatchObject({ since });
    await tell(since);
    await tell(since);
    await stage.decide('REVIEW_ENTERPRISE', other, 'APPROVE');
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
    expect(stage.world.stages().slice(-4)).toEqual([
      'IN_REVIEW',
      'AWAITING_CORRECTION',
      'IN_REVIEW',
      'ACTIVE',
    ]);
  });

  test('that nobody hands in are reminded of, and end it as what an applicant does not supply', async () => {
    const workflowId = await beginReviewed();
    await sendBack(wrong('LEGAL_PERSON', 'D101'));
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({
      stage: 'REFUSED',
      refusal: { code: 'INFORMATION_NOT_SUPPLIED' },
    });
    expect(stage.world.messages()).toEqual([
      'ACTIVATION',
      'CORRECTION_WANTED',
      'CORRECTION_REMINDER',
      'ONBOARDING_REFUSED',
    ]);
    expect(await handIn(workflowId)).toMatchObject({ refusal: { code: 'PROCESS_ENDED' } });
  });

  test('are taken back by its people, whoever has the task, and a few times only', async () => {
    const workflowId = await beginReviewed();
    expect(await askToCorrect(workflowId, wrong('MOBILE'))).toMatchObject({
      refusal: { code: 'PARTS_REQUIRED' },
    });
    for (let nth = 0; nth < 3; nth += 1) {
      const { taskId } = await stage.task('REVIEW_ENTERPRISE');
      await stage.update(workflowId, claimTaskUpdate, { taskId, actor: reviewer });
      expect(await askToCorrect(workflowId, wrong('MOBILE', null))).toMatchObject({
        value: { stage: 'AWAITING_CORRECTION', openTasks: [] },
      });
      const late = { taskId, actor: reviewer, decision: 'APPROVE', reason: '' };
      expect(await stage.update(workflowId, decideTaskUpdate, late)).toMatchObject({
        refusal: { code: 'TASK_CANCELLED' },
      });
      expect(await askToCorrect(workflowId, wrong('MOBILE', null))).toMatchObject({
        refusal: { code: 'NOT_IN_STAGE' },
      });
      expect(await handIn(workflowId)).toMatchObject({ ok: true });
    }
    const ended = stage.world.changes.flatMap(({ close = [] }) => close);
    expect(ended.map(({ outcome }) => outcome)).toEqual(Array(3).fill('CORRECTED_BY_ENTERPRISE'));
    expect(await askToCorrect(workflowId, wrong('MOBILE', null))).toMatchObject({
      refusal: { code: 'TOO_MANY_CORRECTIONS' },
    });
    expect(await stage.decide('REVIEW_ENTERPRISE', other, 'APPROVE')).toMatchObject(DONE);
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
  });

  test('take along what was said of a list: both people say it of the file as it is then', async () => {
    stage.world.screening = { outcome: 'BLOCK', hits: 1, listVersion: '7', entries: 'UN U-101 IDENTIFIER' };
    const workflowId = await beginReviewed();
    await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE', 'another country');
    await stage.task('CONFIRM_SCREENING');
    expect(await askToCorrect(workflowId, wrong('NAME', null))).toMatchObject({ ok: true });
    await handIn(workflowId);
    await stage.decide('REVIEW_ENTERPRISE', reviewer, 'APPROVE', 'another country still');
    await stage.decide('CONFIRM_SCREENING', risk, 'APPROVE', 'the number is another');
    expect(await stage.result<OnboardingView>(workflowId)).toMatchObject({ stage: 'ACTIVE' });
  });
});
