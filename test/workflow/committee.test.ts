import type { Routed } from '../../contracts/activities';
import type { Actor } from '../../contracts/people';
import {
  type ApplicationView,
  acceptOfferUpdate,
  claimTaskUpdate,
  decideTaskUpdate,
  recuseTaskUpdate,
  voteTaskUpdate,
  withdrawUpdate,
} from '../../contracts/workflows';
import type { Ballot } from '../../domain/approval/committee';
import type { Delegation } from '../../domain/approval/delegation';
import { isoDate } from '../../domain/calendar/isoDate';
import { fen } from '../../domain/money/fen';
import { APPLICANT, DONE, Stage, staff } from './support/harness';

const reviewer = staff('r1', 'reviewer', 'committee');
const board = staff('b1', 'board');
const chair = staff('chair', 'committee_chair');
const member = (nth: number): Actor => staff(`m${nth}`, 'committee');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
beforeEach(() => {
  stage.world.route = {
    ...(stage.world.route as Routed),
    level: 3,
    approvals: [{ authority: 'COMMITTEE', role: 'committee' }],
    above: [{ authority: 'BOARD', role: 'board' }],
  };
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

/** An application that waits for its committee. */
async function asked() {
  const workflowId = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
  const { taskId } = await stage.task('DECIDE_AS_COMMITTEE');
  const vote = (actor: Actor, ballot: Ballot, reason = '') =>
    stage.update(workflowId, voteTaskUpdate, { actor, taskId, ballot, reason });
  const recuse = (actor: Actor, reason = 'my brother works there') =>
    stage.update(workflowId, recuseTaskUpdate, { actor, taskId, reason });
  return { workflowId, taskId, vote, recuse };
}

const withdraw = async (workflowId: string) => {
  await stage.update(workflowId, withdrawUpdate, { actor: APPLICANT });
  await stage.result(workflowId);
};

/** How the committee's task ended. */
const ended = () => stage.world.changes.flatMap(({ close = [] }) => close).at(-1);

test('two thirds and no veto approve, and who voted does not release', async () => {
  const { workflowId, taskId, vote } = await asked();
  for (const nth of [1, 2, 3, 4]) expect(await vote(member(nth), 'YES')).toMatchObject(DONE);
  await vote(member(5), 'NO', 'too much');
  const sixth = await vote(member(6), 'ABSTAIN');
  expect(sixth).toMatchObject({ value: { outcome: 'APPROVED', yes: 4, no: 1, abstain: 1, closed: false } });
  expect(await vote(chair, 'NO_VETO')).toMatchObject({ value: { closed: true } });
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  expect(ended()).toEqual({ taskId, status: 'DONE', outcome: 'APPROVED', by: null });
  const votes = stage.world.changes.flatMap(({ vote: cast }) => cast ?? []);
  expect(votes).toHaveLength(7);
  expect(votes[4]).toEqual({ taskId, round: 1, by: 'm5', ballot: 'NO', reason: 'too much' });
  expect(await vote(chair, 'VETO', 'no')).toMatchObject({ refusal: { code: 'STEP_CLOSED' } });
  await stage.update(workflowId, acceptOfferUpdate, { actor: APPLICANT });
  const voter = staff('m6', 'finance');
  expect(await stage.decide('RELEASE_DISBURSEMENT', voter, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_APPROVER' },
  });
  await withdraw(workflowId);
});

test('nobody votes who may not, and nobody decides or takes it alone', async () => {
  const { workflowId, taskId, vote } = await asked();
  const refusal = (code: string) => ({ ok: false, refusal: { code } });
  await vote(member(1), 'YES');
  expect(await vote(member(1), 'NO', 'no')).toEqual(refusal('ALREADY_VOTED'));
  expect(await vote(member(9), 'YES')).toEqual(refusal('NOT_A_MEMBER'));
  expect(await vote(chair, 'YES')).toEqual(refusal('CHAIR_MAY_ONLY_VETO'));
  expect(await vote(member(2), 'NO')).toEqual(refusal('REASON_REQUIRED'));
  expect(await vote(reviewer, 'YES')).toEqual(refusal('SAME_PERSON_AS_MAKER'));
  const act = { actor: member(2), taskId };
  expect(await stage.update(workflowId, claimTaskUpdate, act)).toEqual(refusal('DECIDED_BY_VOTE'));
  const decision = { ...act, decision: 'APPROVE', reason: '' };
  expect(await stage.update(workflowId, decideTaskUpdate, decision)).toMatchObject({
    refusal: { code: 'DECISION_NOT_OFFERED' },
  });
  await withdraw(workflowId);
  expect(ended()).toMatchObject({ status: 'CANCELLED', outcome: 'WITHDRAWN' });
});

test('a member who is away has a deputy, who votes once and on that seat', async () => {
  const { workflowId, taskId, vote } = await asked();
  const lent = (principalId: string): Delegation => ({
    ...{ principalId, deputyId: 'dan', roles: ['committee'], revokedOn: null },
    ...{ from: isoDate('2026-01-01'), until: isoDate('2026-01-30'), maximumFen: fen(1_000_000_000) },
  });
  const deputy = { ...staff('dan', 'risk'), delegations: [lent('m1'), lent('m2')] };
  expect(await vote(deputy, 'YES')).toMatchObject({ value: { yes: 1 } });
  expect(await vote(deputy, 'YES')).toMatchObject({ refusal: { code: 'ALREADY_VOTED' } });
  expect(await vote(member(1), 'NO', 'I changed my mind')).toMatchObject({
    refusal: { code: 'ALREADY_VOTED' },
  });
  const cast = stage.world.changes.flatMap(({ vote: one }) => one ?? []);
  expect(cast).toEqual([{ taskId, round: 1, by: 'dan', onBehalfOf: 'm1', ballot: 'YES', reason: '' }]);
  await withdraw(workflowId);
});

test('a veto ends it at once', async () => {
  const { workflowId, vote } = await asked();
  for (const nth of [1, 2, 3, 4, 5]) await vote(member(nth), 'YES');
  await vote(chair, 'VETO', 'concentration in one trade');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'REJECTED',
    refusal: { code: 'VETOED_BY_CHAIR', reason: '' },
  });
});

test('a majority that says no rejects, without waiting for the chair', async () => {
  const { workflowId, vote } = await asked();
  for (const nth of [1, 2, 3]) await vote(member(nth), 'YES');
  for (const nth of [4, 5, 6]) await vote(member(nth), 'NO', 'no');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'REJECTED',
    refusal: { code: 'REJECTED_BY_COMMITTEE' },
  });
});

test('recusals that leave no quorum send it one level up, and the board decides', async () => {
  const { workflowId, taskId, vote, recuse } = await asked();
  await vote(member(1), 'YES');
  expect(await recuse(member(1))).toMatchObject({ refusal: { code: 'ALREADY_VOTED' } });
  expect(await recuse(member(6))).toMatchObject(DONE);
  expect(await recuse(member(5))).toMatchObject({ value: { outcome: 'ONE_LEVEL_UP', closed: true, yes: 0 } });
  await stage.task('APPROVE_APPLICATION');
  expect(ended()).toEqual({ taskId, status: 'DONE', outcome: 'ONE_LEVEL_UP', by: null });
  // Who stepped back, or voted, does not decide above either.
  const recused = staff('m6', 'board');
  expect(await stage.decide('APPROVE_APPLICATION', recused, 'APPROVE')).toMatchObject({
    refusal: { code: 'RECUSED' },
  });
  const voter = staff('m1', 'board');
  expect(await stage.decide('APPROVE_APPLICATION', voter, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_APPROVER' },
  });
  await stage.decide('APPROVE_APPLICATION', board, 'APPROVE');
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  await withdraw(workflowId);
});

test('too few without a conflict are not asked at all', async () => {
  stage.world.committee = { ...stage.world.committee, memberIds: ['m1', 'm2', 'm3', 'm4', 'm5', 'r1'] };
  stage.world.route = { ...(stage.world.route as Routed), connectedUserIds: ['m5'] as never };
  const workflowId = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
  await stage.task('APPROVE_APPLICATION');
  expect(ended()).toMatchObject({ outcome: 'ONE_LEVEL_UP' });
  await withdraw(workflowId);
});

test('those who do not come by the deadline make no quorum', async () => {
  const { workflowId, vote } = await asked();
  for (const nth of [1, 2, 3, 4]) await vote(member(nth), 'YES');
  await stage.env.sleep('4 days');
  await stage.task('APPROVE_APPLICATION');
  expect(ended()).toMatchObject({ outcome: 'NO_QUORUM' });
  await stage.decide('APPROVE_APPLICATION', board, 'REJECT', 'not now');
  expect(await stage.result(workflowId)).toMatchObject({ stage: 'REJECTED' });
});

test('an exception with its reason goes with the request for approval', async () => {
  const workflowId = await stage.apply();
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE_AS_EXCEPTION')).toMatchObject({
    refusal: { code: 'REASON_REQUIRED' },
  });
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE_AS_EXCEPTION', 'seasonal trade');
  await stage.task('DECIDE_AS_COMMITTEE');
  expect(stage.world.routed).toEqual([{ round: 1, exceptionReason: 'seasonal trade' }]);
  await withdraw(workflowId);
});

test('what nobody may approve is rejected by its reason', async () => {
  stage.world.route = { outcome: 'REFUSED', code: 'SINGLE_BORROWER_LIMIT' };
  const workflowId = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE_AS_EXCEPTION', 'seasonal trade');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'REJECTED',
    refusal: { code: 'SINGLE_BORROWER_LIMIT' },
  });
});
