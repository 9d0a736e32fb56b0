import type { ClosedAccessReview, OpenAccessReview } from '../../contracts/activities';
import { workflowIds } from '../../contracts/ids';
import { DONE, freshIds, INSTITUTION, Stage, staff } from './support/harness';

const admin = staff('admin-1', 'admin');
const period = '2026Q1' as const;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

/** What the database says of the review: so many rights are unanswered, those of people who are told so lapse. */
function reviewOf(open: OpenAccessReview | null): { unanswered: number; readonly signed: (string | null)[] } {
  const state = { unanswered: open?.unanswered ?? 0, signed: [] as (string | null)[] };
  Object.assign(stage.world, {
    openAccessReview: async () => open,
    closeAccessReview: async ({ signedBy }: { readonly signedBy: string | null }) => {
      state.signed.push(signedBy);
      if (signedBy !== null && state.unanswered > 0) return { unanswered: state.unanswered };
      const told: ClosedAccessReview = {
        ...{ recordHash: 'f'.repeat(64), confirmed: 3, taken: 0, lapsed: state.unanswered, kept: 0 },
      };
      return told;
    },
  });
  return state;
}

async function begin(): Promise<string> {
  const workflowId = `${workflowIds.accessReview(INSTITUTION, period)}/${freshIds().tail}`;
  await stage.start('institutionAccessReview', workflowId, { institutionId: INSTITUTION, period });
  return workflowId;
}

const audited = () =>
  stage.world.changes.flatMap(({ audit }) => (audit.action === 'ACCESS_REVIEWED' ? [audit] : []));

test('a review is signed once every right has its answer; whoever signs before is asked again', async () => {
  const state = reviewOf({ reviewId: 'r', unanswered: 2 });
  const workflowId = await begin();
  const { taskId, role, reason } = await stage.task('REVIEW_ACCESS');
  expect({ role, rights: reason.detail?.rights }).toEqual({ role: 'admin', rights: 2 });
  expect(await stage.decide('REVIEW_ACCESS', staff('r1', 'reviewer'), 'SIGN')).toMatchObject({
    refusal: { code: 'NOT_YOUR_ROLE' },
  });
  expect(await stage.decide('REVIEW_ACCESS', admin, 'SIGN')).toMatchObject(DONE);
  await stage.until(() => stage.world.openTasks().some((task) => task.taskId !== taskId));
  state.unanswered = 0;
  expect(await stage.decide('REVIEW_ACCESS', admin, 'SIGN')).toMatchObject(DONE);
  expect(await stage.result<ClosedAccessReview>(workflowId)).toMatchObject({ confirmed: 3, lapsed: 0 });
  expect(state.signed).toEqual([admin.userId, admin.userId]);
  expect(audited()).toMatchObject([
    { actorId: admin.userId, outcome: period, detail: { reviewId: 'r', recordHash: 'f'.repeat(64) } },
  ]);
});

test('what nobody answers is reminded of, escalated, and lapses at the end, at no other speed than that of the wall', async () => {
  const state = reviewOf({ reviewId: 'r', unanswered: 2 });
  Object.assign(stage.world, { readTime: () => stage.time(100_000) });
  const workflowId = await begin();
  await stage.task('REVIEW_ACCESS');
  await stage.env.sleep('20 days');
  const told = () => stage.world.changes.flatMap(({ audit }) => audit.action);
  expect(told().filter((action) => action.startsWith('TASK_RE') || action.startsWith('TASK_ES'))).toEqual([
    'TASK_REMINDED',
    'TASK_ESCALATED',
  ]);
  expect(state.signed).toEqual([]);
  expect(await stage.result<ClosedAccessReview>(workflowId)).toMatchObject({ lapsed: 2 });
  expect(state.signed).toEqual([null]);
  expect(stage.world.openTasks()).toEqual([]);
  expect(audited()).toMatchObject([{ actorId: null, detail: { lapsed: 2 } }]);
});

test('where no right is old enough nobody is asked', async () => {
  reviewOf(null);
  expect(await stage.result(await begin())).toBeNull();
  expect(stage.world.openTasks()).toEqual([]);
});
