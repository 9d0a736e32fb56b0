import type { UserId } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import { claimTaskUpdate } from '../../contracts/workflows';
import type { Delegation } from '../../domain/approval/delegation';
import { isoDate } from '../../domain/calendar/isoDate';
import { fen } from '../../domain/money/fen';
import { DONE, PRINCIPAL_FEN, Stage, staff } from './support/harness';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

/** Somebody to whom `ann` lent what an approver may do. */
function deputy(changes: Partial<Delegation> = {}): Actor {
  const lent: Delegation = {
    principalId: 'ann',
    deputyId: 'dan',
    roles: ['approver'],
    from: isoDate('2026-01-05'),
    until: isoDate('2026-01-07'),
    maximumFen: fen(PRINCIPAL_FEN),
    revokedOn: null,
    ...changes,
  };
  return { ...staff('dan', 'customer_service'), delegations: [lent] };
}

async function toApprove(reviewer = 'rob'): Promise<string> {
  const workflowId = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', staff(reviewer, 'reviewer'), 'APPROVE');
  await stage.task('APPROVE_APPLICATION');
  return workflowId;
}

test('a deputy decides within what was lent, and the decision says for whom', async () => {
  await toApprove();
  const decide = (actor: Actor) => stage.decide('APPROVE_APPLICATION', actor, 'APPROVE');
  const refusals: readonly [Partial<Delegation>, string][] = [
    [{ until: isoDate('2026-01-04') }, 'DELEGATION_NOT_IN_FORCE'],
    [{ revokedOn: isoDate('2026-01-05') }, 'DELEGATION_NOT_IN_FORCE'],
    [{ maximumFen: fen(PRINCIPAL_FEN - 1) }, 'DELEGATION_AMOUNT'],
    [{ roles: ['finance'] }, 'NOT_YOUR_ROLE'],
    [{ principalId: 'rob' }, 'SAME_PERSON_AS_REVIEWER'],
  ];
  for (const [changes, code] of refusals) {
    expect(await decide(deputy(changes))).toMatchObject({ refusal: { code } });
  }
  expect(await decide(deputy())).toMatchObject(DONE);
  const closed = stage.world.changes.flatMap(({ close }) => close ?? []);
  expect(closed.at(-1)).toMatchObject({ by: 'dan', onBehalfOf: 'ann', outcome: 'APPROVE' });
});

test('who reviewed has no deputy who approves', async () => {
  await toApprove('ann');
  expect(await stage.decide('APPROVE_APPLICATION', deputy(), 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_REVIEWER' },
  });
});

test('an act on what somebody else has changed is refused with what that is, and one’s own changes are known', async () => {
  const workflowId = await toApprove();
  const { taskId } = await stage.task('APPROVE_APPLICATION');
  const [ann, eva] = [staff('ann', 'approver'), staff('eva', 'approver')];
  const change = (actor: Actor, act: object) =>
    stage.update(workflowId, claimTaskUpdate, { taskId, actor, ...act });
  expect(await change(ann, { version: 1 })).toMatchObject({ value: { version: 2, claimedBy: 'ann' } });
  expect(await change(ann, { version: 1, release: true })).toMatchObject({ value: { version: 3 } });
  expect(await change(eva, { version: 1 })).toMatchObject({
    refusal: { code: 'STALE_VERSION', detail: { version: 3, changed: 'CLAIMED, GIVEN_BACK' } },
  });
  expect(await change(eva, { version: 999 })).toMatchObject({
    refusal: { code: 'VERSION_UNKNOWN', detail: { version: 3 } },
  });
  expect(await change(eva, { version: 3 })).toMatchObject({ value: { version: 4, claimedBy: 'eva' } });
});

test('a claim keeps nobody from the task once its holder is away, or it is overdue', async () => {
  const workflowId = await toApprove();
  const { taskId } = await stage.task('APPROVE_APPLICATION');
  const people = ['ann', 'eva', 'ada'].map((name) => staff(name, name === 'ada' ? 'admin' : 'approver'));
  const [ann, eva, admin] = people as [Actor, Actor, Actor];
  const change = (actor: Actor, act: object) =>
    stage.update(workflowId, claimTaskUpdate, { taskId, actor, ...act });
  const takeOver = (actor: Actor, isHolderAway: boolean) => change(actor, { takeOver: { isHolderAway } });
  await change(ann, {});
  expect(await takeOver(eva, false)).toMatchObject({ refusal: { code: 'CLAIMED_BY_ANOTHER' } });
  expect(await takeOver(eva, true)).toMatchObject({ value: { claimedBy: 'eva' as UserId } });
  expect(await change(ann, { release: true })).toMatchObject({ refusal: { code: 'CLAIMED_BY_ANOTHER' } });
  expect(await change(admin, { release: true })).toMatchObject({ value: { claimedBy: null } });
  await change(ann, {});
  await stage.env.sleep('4 days');
  expect(await takeOver(eva, false)).toMatchObject({ value: { claimedBy: 'eva' } });
});
