import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseChange, Recorded } from '../../contracts/activities';
import type { TaskId } from '../../contracts/ids';
import {
  acceptOfferUpdate,
  claimTaskUpdate,
  decideTaskUpdate,
  recheckSignal,
  tasksQuery,
} from '../../contracts/workflows';
import type { TaskKind } from '../../domain/approval/tasks';
import { APPLICANT, DONE, Stage, staff } from './support/harness';

const reviewer = staff('r1', 'reviewer');
const approver = staff('a1', 'approver');
const finance = staff('f1', 'finance');
/** What a workflow task asks for that keeps a person's step before it is written. */
const KEEPS_FIRST = "Record a person's step";

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

/** Ids under which tasks of a kind were ever shown. */
function shown(kind: TaskKind): readonly TaskId[] {
  const opened = stage.world.changes.flatMap(({ open = [] }) => open);
  return [...new Set(opened.filter((task) => task.kind === kind).map(({ taskId }) => taskId))];
}

test('a task is shown to nobody before Temporal kept it, and is the same when its workflow task runs again', async () => {
  const lost = stage.loss.next(KEEPS_FIRST);
  await stage.apply();
  await lost;
  // Who decided it now would be told that there is no such task.
  expect(stage.world.openTasks()).toEqual([]);
  const lostAgain = stage.loss.next('Remind reviewer');
  const { taskId } = await stage.task('REVIEW_APPLICATION');
  await lostAgain;
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE')).toMatchObject(DONE);
  expect(shown('REVIEW_APPLICATION')).toEqual([taskId]);
});

test('a step that runs again after its workflow task was lost is on file once', async () => {
  const { checkCompleteness } = stage.world;
  const times: number[] = [];
  Object.assign(stage.world, {
    checkCompleteness: async () => {
      times.push(Date.now());
      return await checkCompleteness();
    },
  });
  const lost = stage.loss.next('Pull the credit report');
  await stage.apply();
  await lost;
  await stage.task('REVIEW_APPLICATION');
  expect(times).toHaveLength(2);
  expect(stage.world.stages()).toEqual(['CHECKING', 'SCORING', 'IN_REVIEW']);
});

test('a decision that is lost before Temporal kept it was not in the table', async () => {
  const workflowId = await stage.apply();
  const { taskId } = await stage.task('REVIEW_APPLICATION');
  const lost = stage.loss.next(KEEPS_FIRST);
  const decision = { taskId, actor: reviewer, decision: 'APPROVE', reason: '' };
  const press = () => stage.update(workflowId, decideTaskUpdate, decision, 'pressed');
  // Taken by nobody, it fails, and the person presses again.
  const deciding = press().catch(() => undefined);
  await lost;
  expect(stage.world.openTasks().map((task) => task.taskId)).toEqual([taskId]);
  expect(stage.world.stages()).not.toContain('IN_APPROVAL');
  await deciding;
  expect(await press()).toMatchObject(DONE);
  expect(shown('APPROVE_APPLICATION')).toHaveLength(1);
});

test('an acceptance that is lost before Temporal kept it lets nobody release money', async () => {
  const workflowId = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  const lost = stage.loss.next(KEEPS_FIRST, 'Write down what was agreed');
  const accept = () => stage.update(workflowId, acceptOfferUpdate, { actor: APPLICANT }, 'accepted');
  const accepting = accept().catch(() => undefined);
  await lost;
  expect(stage.world.openTasks()).toEqual([]);
  await accepting;
  expect(await accept()).toMatchObject(DONE);
  expect(await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE')).toMatchObject(DONE);
  await stage.result(workflowId);
  expect(stage.world.submitted).toHaveLength(1);
  await stage.terminate(workflowId.replace('application', 'loan'));
});

/** What the database of the test says to a step of people. */
function theDatabaseSays(answer: (change: CaseChange) => Partial<Recorded>): void {
  const { recordChange } = stage.world;
  Object.assign(stage.world, {
    recordHumanStep: async (change: CaseChange) => {
      await recordChange(change);
      return { acts: [], over: [], abandoned: [], chosen: [], ...answer(change) };
    },
  });
}

/** Waits until the process has taken in what the database said; the table shows a task a moment before. */
async function atRest(workflowId: string): Promise<void> {
  for (;;) {
    const { raw } = await stage.handle(workflowId).describe();
    const { events } = await stage.handle(workflowId).fetchHistory();
    const last = events?.at(-1);
    if (
      raw.pendingActivities?.length === 0 &&
      last?.workflowTaskScheduledEventAttributes == null &&
      last?.workflowTaskStartedEventAttributes == null
    )
      return;
    await sleep(10);
  }
}

test('who took another step before the process began anew is refused by the process as by the database', async () => {
  theDatabaseSays(({ open }) =>
    open === undefined ? {} : { acts: [{ step: 'APPROVE', userId: reviewer.userId }] },
  );
  const workflowId = await stage.apply();
  await stage.task('REVIEW_APPLICATION');
  await atRest(workflowId);
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE')).toMatchObject({
    ok: false,
    refusal: { code: 'SAME_PERSON_AS_APPROVER' },
  });
  const another = staff('r2', 'reviewer');
  expect(await stage.decide('REVIEW_APPLICATION', another, 'APPROVE')).toMatchObject(DONE);
  // Whoever took this very step may be asked to take it again.
  const same = { ...approver, userId: reviewer.userId };
  expect(await stage.decide('APPROVE_APPLICATION', same, 'APPROVE')).toMatchObject(DONE);
});

test('a new task is given to whom the institution’s setting chose, unless the process knows what bars them', async () => {
  const [chosen, maker] = [staff('r1', 'reviewer', 'approver'), staff('a9', 'approver')];
  theDatabaseSays(({ open = [] }) => ({
    acts: [{ step: 'APPLY', userId: maker.userId }],
    chosen: open.map(({ taskId, kind }) => ({ taskId, to: kind === 'REVIEW_APPLICATION' ? chosen : maker })),
  }));
  const workflowId = await stage.apply();
  const { taskId } = await stage.task('REVIEW_APPLICATION');
  const given = () => stage.world.changes.flatMap(({ claim }) => (claim === undefined ? [] : [claim]));
  await stage.until(() => given().length > 0);
  expect(given()).toEqual([{ taskId, by: chosen.userId, from: null, version: 2 }]);
  expect(await stage.decide('REVIEW_APPLICATION', staff('r2', 'reviewer'), 'APPROVE')).toMatchObject({
    refusal: { code: 'CLAIMED_BY_ANOTHER' },
  });
  expect(await stage.decide('REVIEW_APPLICATION', chosen, 'APPROVE')).toMatchObject(DONE);
  // Who applied is given nothing of the own case: it waits for who takes it.
  expect(await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE')).toMatchObject(DONE);
  expect(given()).toHaveLength(1);
  await stage.terminate(workflowId);
});

test('a process that is asked to writes its tasks again, and asks anew for one that is over in the table', async () => {
  const workflowId = await stage.apply();
  const { taskId } = await stage.task('REVIEW_APPLICATION');
  const rechecks = () =>
    stage.world.changes.flatMap(({ recheck }) => (recheck === undefined ? [] : [recheck.tasks]));

  await stage.handle(workflowId).signal(recheckSignal, { signal: 'recheck' });
  await stage.until(() => rechecks().length === 1);
  expect(rechecks()[0]).toMatchObject([
    { taskId, kind: 'REVIEW_APPLICATION', claimedBy: null, escalations: 0 },
  ]);

  theDatabaseSays(() => ({ over: [taskId] }));
  await stage.handle(workflowId).signal(recheckSignal, { signal: 'recheck' });
  await stage.until(() => rechecks().length === 3);
  const [again] = rechecks()[2] ?? [];
  expect(again?.taskId).not.toBe(taskId);
  expect(await stage.handle(workflowId).query(tasksQuery)).toMatchObject({
    stage: 'IN_REVIEW',
    tasks: [{ taskId: again?.taskId, status: 'OPEN' }],
  });
  const decision = { actor: reviewer, decision: 'REJECT', reason: 'too late' };
  const decide = (id: TaskId | undefined) =>
    stage.update(workflowId, decideTaskUpdate, { ...decision, taskId: id as TaskId });
  expect(await decide(taskId)).toMatchObject({ refusal: { code: 'TASK_NOT_FOUND' } });
  expect(await decide(again?.taskId)).toMatchObject(DONE);
});

test('what somebody has in hand who may not act any more is free again once the process is asked to look', async () => {
  const workflowId = await stage.apply();
  const { taskId } = await stage.task('REVIEW_APPLICATION');
  expect(await stage.update(workflowId, claimTaskUpdate, { actor: reviewer, taskId })).toMatchObject(DONE);
  const another = staff('r2', 'reviewer');
  expect(await stage.decide('REVIEW_APPLICATION', another, 'APPROVE')).toMatchObject({
    refusal: { code: 'CLAIMED_BY_ANOTHER' },
  });

  theDatabaseSays(({ recheck }) => ({
    abandoned: recheck?.tasks[0]?.claimedBy === reviewer.userId ? [taskId] : [],
  }));
  await stage.handle(workflowId).signal(recheckSignal, { signal: 'recheck' });
  const claims = () => stage.world.changes.flatMap(({ recheck }) => recheck?.tasks ?? []);
  await stage.until(() => claims().length === 2);
  expect(claims().map(({ claimedBy }) => claimedBy)).toEqual([reviewer.userId, null]);
  expect(await stage.handle(workflowId).query(tasksQuery)).toMatchObject({
    tasks: [{ taskId, status: 'OPEN', claimedBy: null }],
  });
  expect(await stage.decide('REVIEW_APPLICATION', another, 'APPROVE')).toMatchObject(DONE);
});
