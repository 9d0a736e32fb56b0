import { uuidv7 } from 'uuidv7';
import type { LoanChangeId, LoanId } from '../../contracts/ids';
import { type LoanChangeInput, type LoanChangeView, lookAgainSignal } from '../../contracts/workflows';
import { APPLICANT, DONE, ENTERPRISE, INSTITUTION, Stage, staff } from './support/harness';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.endTest());
afterAll(() => stage.close());

const [approver, risk] = [staff('a1', 'approver'), staff('k1', 'risk')];

/** Somebody asks for an extension, which two people approve. @returns the id of its process */
async function begin(requestedBy: LoanChangeInput['requestedBy'] = APPLICANT.userId): Promise<string> {
  const changeId = uuidv7() as LoanChangeId;
  const input: LoanChangeInput = {
    ...(await stage.time()),
    ...{ changeId, loanId: uuidv7() as LoanId, enterpriseId: ENTERPRISE, institutionId: INSTITUTION },
    ...{ kind: 'EXTEND', requestedBy, reason: 'orders came late', amountFen: 60_000_000 },
    approvals: ['approver', 'risk'],
  };
  await stage.start('loanChange', `loanChange/${changeId}`, input);
  return `loanChange/${changeId}`;
}

test('is put to one after the other, each another person and none who asked', async () => {
  stage.world.changeStands.push('REQUESTED', 'OFFERED');
  const asker = staff('k2', 'risk', 'approver');
  const workflowId = await begin(asker.userId);
  expect(await stage.decide('APPROVE_LOAN_CHANGE', asker, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_APPLICANT' },
  });
  expect(await stage.decide('APPROVE_LOAN_CHANGE', risk, 'APPROVE')).toMatchObject({
    refusal: { code: 'NOT_YOUR_ROLE' },
  });
  expect(await stage.decide('APPROVE_LOAN_CHANGE', approver, 'APPROVE')).toMatchObject(DONE);
  const both = staff('a1', 'approver', 'risk');
  await stage.task('APPROVE_LOAN_CHANGE');
  expect(await stage.decide('APPROVE_LOAN_CHANGE', both, 'APPROVE')).toMatchObject({
    refusal: { code: 'SAME_PERSON_AS_APPROVER' },
  });
  expect(await stage.decide('APPROVE_LOAN_CHANGE', risk, 'APPROVE')).toMatchObject(DONE);
  expect(await stage.result<LoanChangeView>(workflowId)).toMatchObject({ stage: 'APPROVED', openTasks: [] });
  expect(stage.world.saidToChanges).toMatchObject([
    { role: 'approver', decision: 'APPROVE', decidedBy: approver.userId },
    { role: 'risk', decision: 'APPROVE', decidedBy: risk.userId },
  ]);
});

test('is over with one no, which needs a reason', async () => {
  const workflowId = await begin();
  expect(await stage.decide('APPROVE_LOAN_CHANGE', approver, 'REJECT')).toMatchObject({
    refusal: { code: 'REASON_REQUIRED' },
  });
  await stage.decide('APPROVE_LOAN_CHANGE', approver, 'REJECT', 'too long');
  expect(await stage.result<LoanChangeView>(workflowId)).toMatchObject({ stage: 'REJECTED' });
  expect(stage.world.saidToChanges).toMatchObject([{ decision: 'REJECT', reason: 'too long' }]);
});

test('withdrawn meanwhile it is in nobody’s inbox; what somebody said at the same moment counts no more', async () => {
  const workflowId = await begin();
  await stage.task('APPROVE_LOAN_CHANGE');
  await stage.handle(workflowId).signal(lookAgainSignal, { signal: 'lookAgain', because: 'WITHDRAWN' });
  expect(await stage.result<LoanChangeView>(workflowId)).toMatchObject({ stage: 'WITHDRAWN', openTasks: [] });
  expect(stage.world.saidToChanges).toEqual([]);

  stage.world.changeStands.push('WITHDRAWN');
  const other = await begin();
  await stage.decide('APPROVE_LOAN_CHANGE', approver, 'APPROVE');
  expect(await stage.result<LoanChangeView>(other)).toMatchObject({ stage: 'WITHDRAWN' });
});

test('the night asks too, and wakes the loan once all have approved', async () => {
  stage.world.changeStands.push('REQUESTED', 'APPROVED');
  const workflowId = await begin(null);
  await stage.decide('APPROVE_LOAN_CHANGE', approver, 'APPROVE');
  await stage.decide('APPROVE_LOAN_CHANGE', risk, 'APPROVE');
  // The loan's process is gone here: the sweeper tells it.
  expect(await stage.result<LoanChangeView>(workflowId)).toMatchObject({ stage: 'APPROVED' });
});
