import type { Routed } from '../../contracts/activities';
import {
  type ApplicationView,
  acceptOfferUpdate,
  changeTermsUpdate,
  declineOfferUpdate,
  supplyInformationUpdate,
  withdrawUpdate,
} from '../../contracts/workflows';
import { SHOWN } from './support/charge';
import { APPLICANT, DONE, type ENTERPRISE, Stage, staff } from './support/harness';
import { poison } from './support/poison';
import { paid } from './support/world';

const reviewer = staff('r1', 'reviewer');
const approver = staff('a1', 'approver');
const finance = staff('f1', 'finance');

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

async function untilOffer(workflowId: string): Promise<void> {
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  expect(workflowId).toContain('application/');
}

/** Whom the matrix asks. */
function approvedBy(...approvals: Routed['approvals']): void {
  stage.world.route = { ...(stage.world.route as Routed), approvals };
}

const act = (workflowId: string, update: typeof withdrawUpdate) =>
  stage.update(workflowId, update, { actor: APPLICANT });

test('from application to disbursement, once', async () => {
  const workflowId = await stage.apply();
  await untilOffer(workflowId);
  expect(await act(workflowId, acceptOfferUpdate)).toMatchObject({ value: { stage: 'AWAITING_RELEASE' } });
  expect(await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE')).toMatchObject(DONE);
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  expect(stage.world.stages()).toEqual([
    'CHECKING',
    'SCORING',
    'IN_REVIEW',
    'IN_APPROVAL',
    'OFFERED',
    'AWAITING_RELEASE',
    'DISBURSING',
    'SUCCEEDED',
    'DISBURSED',
  ]);
  const [order] = stage.world.submitted;
  expect(stage.world.submitted).toHaveLength(1);
  expect(order).toMatchObject({ purpose: 'DISBURSEMENT', valueDate: '2026-01-05', amountFen: 30_000_000 });
  expect(order?.key).toMatch(/^loan\/[^/]+\/disburse$/);
  await stage.terminate(workflowId.replace('application', 'loan'));
});

test('a decision is on file together with the step that follows from it at once', async () => {
  const workflowId = await stage.apply();
  const { taskId } = await stage.task('REVIEW_APPLICATION');
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
  expect(stage.world.changes.find((change) => change.stage?.stage === 'IN_APPROVAL')).toMatchObject({
    close: [{ taskId, status: 'DONE', outcome: 'APPROVE', by: 'r1' }],
    open: [{ kind: 'APPROVE_APPLICATION' }],
    audit: { actorId: 'r1' },
  });
  await act(workflowId, withdrawUpdate);
  await stage.result(workflowId);
});

test('whoever decides is answered when the decision is on file, however long the next step takes', async () => {
  const { makeOffer } = stage.world;
  let goOn: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  Object.assign(stage.world, {
    makeOffer: async (...of: Parameters<typeof makeOffer>) => {
      await slow;
      return await makeOffer(...of);
    },
  });
  const workflowId = await stage.apply();
  const { dueAt, ...inApproval } = {
    stage: 'IN_APPROVAL',
    waitingFor: 'approver',
    dueAt: expect.any(String),
  };
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE')).toMatchObject({
    value: { status: 'DONE', case: { ...inApproval, dueAt } },
  });
  const { taskId } = await stage.task('APPROVE_APPLICATION');
  expect(await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE')).toMatchObject({
    value: { status: 'DONE', case: { ...inApproval, waitingFor: 'platform', dueAt: null } },
  });
  expect(stage.world.openTasks()).toEqual([]);
  expect(stage.world.changes.at(-1)).toMatchObject({
    close: [{ taskId, outcome: 'APPROVE', by: 'a1' }],
    audit: { actorId: 'a1', action: 'DECISION_RECORDED' },
  });
  expect(stage.world.stages().at(-1)).toBe('IN_APPROVAL');
  goOn();
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  await act(workflowId, withdrawUpdate);
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'WITHDRAWN' });
});

test('nobody takes two steps of one case', async () => {
  const workflowId = await stage.apply();
  const everything = staff('r1', 'reviewer', 'approver', 'finance');
  await stage.decide('REVIEW_APPLICATION', everything, 'APPROVE');
  expect(await stage.decide('APPROVE_APPLICATION', everything, 'APPROVE')).toEqual({
    ok: false,
    refusal: { code: 'SAME_PERSON_AS_REVIEWER' },
  });
  const second = staff('a1', 'approver', 'finance');
  await stage.decide('APPROVE_APPLICATION', second, 'APPROVE');
  await stage.until(() => stage.world.stages().includes('OFFERED'));
  await act(workflowId, acceptOfferUpdate);
  expect(await stage.decide('RELEASE_DISBURSEMENT', second, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_APPROVER' },
  });
  await act(workflowId, withdrawUpdate);
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'WITHDRAWN' });
  expect(stage.world.openTasks()).toEqual([]);
});

test('two approvals are two people', async () => {
  approvedBy(
    { authority: 'CREDIT_MANAGER', role: 'approver' },
    { authority: 'RISK_DIRECTOR', role: 'approver' },
  );
  const workflowId = await stage.apply();
  await stage.decide('REVIEW_APPLICATION', reviewer, 'APPROVE');
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  expect(await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_APPROVER' },
  });
  await stage.decide('APPROVE_APPLICATION', staff('a2', 'approver'), 'REJECT', 'too much');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'REJECTED',
    refusal: { code: 'REJECTED_BY_APPROVER', reason: 'too much' },
  });
});

test('an approval that does not stand any more is asked for anew, before the money is released', async () => {
  stage.world.stands.push(false);
  const workflowId = await stage.apply();
  await untilOffer(workflowId);
  await act(workflowId, acceptOfferUpdate);
  expect(stage.world.agreed).toEqual([workflowId.replace('application/', '')]);
  approvedBy({ authority: 'CREDIT_MANAGER', role: 'approver' }, { authority: 'RISK_DIRECTOR', role: 'risk' });
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  expect(stage.world.submitted).toEqual([]);
  const releaser = staff('f1', 'finance', 'approver');
  expect(await stage.decide('APPROVE_APPLICATION', releaser, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_RELEASER' },
  });
  // Whoever approved in the first round may approve again.
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  await stage.decide('APPROVE_APPLICATION', staff('d1', 'risk'), 'APPROVE');
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  expect(stage.world.submitted).toHaveLength(1);
  await stage.terminate(workflowId.replace('application', 'loan'));
});

test('a knock-out rejects with its reasons and asks nobody', async () => {
  stage.world.assessment = { outcome: 'KNOCKED_OUT', reasonCodes: ['KNOCKED_OUT'] };
  const workflowId = await stage.apply();
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'REJECTED',
    refusal: { code: 'KNOCKED_OUT' },
  });
  expect(stage.world.openTasks()).toEqual([]);
  expect(stage.world.messages()).toEqual(['APPLICATION_RECEIVED', 'APPLICATION_DECLINED']);
});

test('a consent to ask the credit bureau that is withdrawn on the way is missing, like anything else', async () => {
  stage.world.withdrawnConsents = 1;
  stage.world.missing = [[], ['consents.CREDIT_ENQUIRY'], []];
  const workflowId = await stage.apply();
  await stage.until(() => stage.world.stages().includes('AWAITING_INFORMATION'));
  expect(stage.world.openTasks()).toEqual([]);
  await act(workflowId, supplyInformationUpdate);
  await stage.until(() => stage.world.stages().includes('IN_REVIEW'));
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'REJECT', 'no')).toMatchObject(DONE);
});

test('what is missing is asked for, and a reviewer may ask for more', async () => {
  stage.world.missing = [['statements.current.revenueFen'], [], []];
  const workflowId = await stage.apply();
  await stage.until(() => stage.world.stages().includes('AWAITING_INFORMATION'));
  const stranger = { ...APPLICANT, enterpriseId: 'other' as typeof ENTERPRISE };
  expect(await stage.update(workflowId, supplyInformationUpdate, { actor: stranger })).toMatchObject({
    refusal: { code: 'NOT_YOUR_CASE' },
  });
  await act(workflowId, supplyInformationUpdate);
  await stage.decide('REVIEW_APPLICATION', reviewer, 'ASK_FOR_MORE', 'the lease, please');
  await act(workflowId, supplyInformationUpdate);
  await stage.until(() => stage.world.stages().filter((name) => name === 'IN_REVIEW').length === 2);
  expect(await stage.decide('REVIEW_APPLICATION', reviewer, 'REJECT', 'no lease')).toMatchObject(DONE);
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'REJECTED' });
});

test('information that never comes lets the case expire', async () => {
  stage.world.missing = [['profile']];
  const workflowId = await stage.apply();
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'EXPIRED',
    refusal: { code: 'INFORMATION_NOT_SUPPLIED' },
  });
});

test('an offer expires after its days', async () => {
  const workflowId = await stage.apply();
  await untilOffer(workflowId);
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'EXPIRED',
    refusal: { code: 'OFFER_EXPIRED' },
  });
  expect(stage.world.messages()).toEqual(['APPLICATION_RECEIVED', 'OFFER', 'OFFER_EXPIRED']);
});

test('an offer that is signed with points that are gone, or otherwise than it was shown, is not taken, and stands', async () => {
  stage.world.points = 500;
  const workflowId = await stage.apply();
  await untilOffer(workflowId);
  const sign = (pointsUsed: number, shownSha256 = SHOWN) =>
    stage.update(workflowId, acceptOfferUpdate, { actor: APPLICANT, pointsUsed, shownSha256 });
  expect(await sign(501)).toMatchObject({ refusal: { code: 'POINTS_ABOVE_LIMIT' } });
  expect(await sign(500, 'b'.repeat(64))).toMatchObject({ refusal: { code: 'SHOWN_OTHERWISE' } });
  expect(stage.world.agreed).toEqual([]);
  expect(await sign(500)).toMatchObject({ value: { stage: 'AWAITING_RELEASE' } });
  expect(stage.world.points).toBe(0);
  await act(workflowId, withdrawUpdate);
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'WITHDRAWN' });
});

test('an offer may be declined, and only by whom it was made to', async () => {
  const workflowId = await stage.apply();
  expect(await act(workflowId, acceptOfferUpdate)).toMatchObject({ refusal: { code: 'NOT_IN_STAGE' } });
  await untilOffer(workflowId);
  await act(workflowId, declineOfferUpdate);
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DECLINED_BY_APPLICANT' });
  expect(stage.world.submitted).toEqual([]);
});

test('other terms than were offered are priced and approved anew, and paid out as they are', async () => {
  const workflowId = await stage.apply();
  const wanted = { amountFen: 25_000_000, termMonths: 12, method: 'EQUAL_PRINCIPAL' } as const;
  const change = (actor = APPLICANT) => stage.update(workflowId, changeTermsUpdate, { actor, ...wanted });
  expect(await change()).toMatchObject({ refusal: { code: 'NOT_IN_STAGE' } });
  await untilOffer(workflowId);
  const stranger = { ...APPLICANT, enterpriseId: 'other' as typeof ENTERPRISE };
  expect(await change(stranger)).toMatchObject({ refusal: { code: 'NOT_YOUR_CASE' } });
  expect(await change()).toMatchObject(DONE);
  expect(stage.world.wanted).toEqual([wanted]);
  expect(await act(workflowId, acceptOfferUpdate)).toMatchObject({ refusal: { code: 'NOT_IN_STAGE' } });
  // The reviewer stays barred; whoever approved in the first round may approve again.
  const maker = staff('r1', 'approver');
  expect(await stage.decide('APPROVE_APPLICATION', maker, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_REVIEWER' },
  });
  await stage.decide('APPROVE_APPLICATION', approver, 'APPROVE');
  await stage.until(() => stage.world.stages().filter((name) => name === 'OFFERED').length === 2);
  expect(stage.world.scored).toEqual([1, 2]);
  await act(workflowId, acceptOfferUpdate);
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  expect(stage.world.submitted.map(({ amountFen }) => amountFen)).toEqual([25_000_000]);
  await stage.terminate(workflowId.replace('application', 'loan'));
});

test('a declined disbursement goes out again under a new key, by the reason', async () => {
  stage.world.bank = (order, nth) => (nth === 1 ? { status: 'FAILED', code: '91' } : paid(order));
  const workflowId = await stage.apply();
  await untilOffer(workflowId);
  await act(workflowId, acceptOfferUpdate);
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  const [first, second] = stage.world.submitted;
  expect(second?.key).toBe(`${first?.key}/2`);
  expect((second?.decidedAtMs ?? 0) - (first?.decidedAtMs ?? 0)).toBe(60_000);
  await stage.terminate(workflowId.replace('application', 'loan'));
});

test('a step of the payment that fails for good does not fail the application: both wait for its cure', async () => {
  const fault = poison(stage.world, 'openPayment');
  const workflowId = await stage.apply();
  await untilOffer(workflowId);
  await act(workflowId, acceptOfferUpdate);
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  await stage.task('RESOLVE_FAULT');
  fault.cure();
  await stage.decide('RESOLVE_FAULT', staff('o1', 'admin'), 'TRY_AGAIN');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({ stage: 'DISBURSED' });
  expect(stage.world.submitted).toHaveLength(1);
  expect(stage.world.submitted[0]?.key).toMatch(/\/disburse$/);
  await stage.terminate(workflowId.replace('application', 'loan'));
});

test('a decline that waiting does not cure is given to finance', async () => {
  stage.world.bank = () => ({ status: 'FAILED', code: '14' });
  const workflowId = await stage.apply();
  await untilOffer(workflowId);
  await act(workflowId, acceptOfferUpdate);
  await stage.decide('RELEASE_DISBURSEMENT', finance, 'APPROVE');
  await stage.decide('RETRY_DISBURSEMENT', finance, 'TRY_AGAIN');
  await stage.until(() => stage.world.submitted.length === 2);
  await stage.decide('RETRY_DISBURSEMENT', finance, 'CANCEL', 'the account is closed');
  expect(await stage.result<ApplicationView>(workflowId)).toMatchObject({
    stage: 'REJECTED',
    refusal: { code: 'DISBURSEMENT_CANCELLED' },
  });
});
