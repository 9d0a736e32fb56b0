import { DEMO_PASSWORD, freshCompany, SOUND_CREDIT, staffMail } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { Api, expectProblem, freshKey, type RawAnswer } from './support';

/** Refusals as people meet them: two people for a sure list hit, numbers of reasons, an appeal. */

let api: Api;
beforeAll(async () => {
  api = await Api.openUnhurried();
});
afterAll(() => api?.platform.release());

interface Task {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly reason: { readonly code: string; readonly text: string };
  readonly barred: string | null;
  readonly refusalReasons: readonly { readonly code: string; readonly told: string }[];
}

const signedIn = (mailName: string) => api.signIn(staffMail(mailName, 'JIANGNAN'), DEMO_PASSWORD);

/** The open task of a kind of a case, as a member of staff sees it. */
async function taskOf(mailName: string, kind: string, caseId: string): Promise<Task> {
  const token = await signedIn(mailName);
  return await waitFor(`the task ${kind}`, async () => {
    const { json } = await api.ask(`/api/tasks?kind=${kind}&caseId=${caseId}`, { token });
    return (json as { items: readonly Task[] }).items.find(({ status }) => status === 'OPEN');
  });
}

async function decide(mailName: string, { id }: Task, body: object): Promise<RawAnswer> {
  const token = await signedIn(mailName);
  return await api.ask(`/api/tasks/${id}/decision`, { body, token, headers: { 'accept-language': 'en' } });
}

test('an enterprise that a list surely names is admitted by a reviewer and a person of risk, and told nothing', async () => {
  const company = freshCompany('JIANGNAN');
  const list = `list_code,entry_id,type,primary_name,aliases,birth_date,countries,identifiers,programme,listed_on,source_url
TEST_LIST,X-1,org,Somebody Else Ltd,,,CN,uscc:${company.uscc},test,2024-05-20,https://lists.example/X-1
`;
  const headers = { 'content-type': 'text/csv' };
  const url = `${api.platform.urls.services}/screening/lists`;
  expect((await fetch(url, { method: 'POST', headers, body: list })).status).toBe(201);
  const borrower = await (await Borrower.register(api.stage, company)).activate();
  const { enterpriseId } = borrower;

  const first = await taskOf('reviewer', 'REVIEW_ENTERPRISE', enterpriseId);
  expect(first.reason).toMatchObject({ code: 'SCREENING_BLOCKED' });
  expect(first.reason.text).toContain('TEST_LIST X-1 IDENTIFIER');
  expectProblem(await decide('reviewer', first, { decision: 'APPROVE' }), 422, 'REASON_REQUIRED');
  expect((await decide('reviewer', first, { decision: 'APPROVE', reason: 'a namesake' })).status).toBe(200);

  const second = await taskOf('risk', 'CONFIRM_SCREENING', enterpriseId);
  const own = await api.ask(`/api/enterprises/${enterpriseId}`, {
    token: await api.signIn(company.mail, DEMO_PASSWORD),
  });
  expect(own.json).toMatchObject({ stage: 'IN_REVIEW', openTask: null });
  expect(own.text).not.toMatch(/SCREENING|TEST_LIST/);
  expectProblem(await decide('reviewer2', second, { decision: 'APPROVE', reason: 'x' }), 403);
  const told = { decision: 'REJECT', reasonCode: 'D103', reason: 'you are on a list' };
  expectProblem(await decide('risk', second, told), 422, 'REASON_IS_CONFIDENTIAL');
  expect((await decide('risk', second, { decision: 'APPROVE', reason: 'another number' })).status).toBe(200);
  await waitFor('the enterprise to be active', async () => {
    const { stage } = await borrower.client.call('getEnterprise', { params: { enterpriseId } });
    return stage === 'ACTIVE' ? true : undefined;
  });
});

describe('a refused application', () => {
  let borrower: Borrower;
  let applicationId: string;
  const request = { amountFen: 30_000_000, termMonths: 6, purpose: '采购原料' };
  const owner = () => api.signIn(borrower.company.mail, DEMO_PASSWORD);
  const appeal = async (reason = 'the judgment was paid in March') =>
    await api.ask(`/api/applications/${applicationId}/appeal`, {
      body: { reason },
      token: await owner(),
      headers: freshKey(),
    });

  beforeAll(async () => {
    const credit = { ...SOUND_CREDIT, litigation: 'DISHONEST_JUDGMENT_DEBTOR' };
    borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'), credit)).activate();
    await borrower.passKyc();
  });

  test('that a program refused is appealed to a person, once, and begins anew one level up', async () => {
    applicationId = await borrower.apply(request);
    const { appealUntil } = await borrower.reaches(applicationId, 'REJECTED');
    expect(appealUntil).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    await owner();
    // Two of the enterprise press at the same moment: one appeal, and one who is told.
    const both = await Promise.all([appeal(), appeal()]);
    const [asked, second] = both.toSorted((one, other) => one.status - other.status);
    expect([asked?.status, asked?.json]).toMatchObject([201, { stage: 'IN_REVIEW', refusal: null }]);
    expect([second?.status, second?.json]).toMatchObject([409, { code: 'ALREADY_APPEALED' }]);
    expectProblem(await appeal(), 409, 'ALREADY_APPEALED');
    const task = await taskOf('reviewer', 'DECIDE_APPEAL', applicationId);
    expect(task.reason.text).toContain('the judgment was paid in March');
    expect((await decide('reviewer', task, { decision: 'GRANT', reason: 'it was' })).status).toBe(200);
    // Refused until its process has begun anew.
    const again = await waitFor('the application to begin anew', async () => {
      const read = await borrower.application(applicationId);
      return read.stage === 'IN_APPROVAL' ? read : undefined;
    });
    expect(again.appeal).toMatchObject({ stage: 'GRANTED' });
    const approval = await taskOf('approver', 'APPROVE_APPLICATION', applicationId);
    // Reviewed by whoever granted the appeal; the exception is one level up, where risk approves too.
    expect((await decide('approver', approval, { decision: 'APPROVE' })).status).toBe(200);
    const last = await taskOf('risk', 'APPROVE_APPLICATION', applicationId);
    const given = { decision: 'REJECT', reasonCode: 'D203', reason: 'too soon', note: 'see the ruling' };
    expect((await decide('risk', last, given)).status).toBe(200);
    const over = await borrower.reaches(applicationId, 'REJECTED');
    expect(over).toMatchObject({ appealUntil: null, refusal: { reasonCode: 'D203' } });
    expect(over.refusal?.reason).toContain('too soon');
    expect(JSON.stringify(over)).not.toContain('see the ruling');
  });

  test('is appealed to another reviewer than refused it, in words that part what is told from what is not', async () => {
    const sound = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    await sound.passKyc();
    borrower = sound;
    applicationId = await borrower.apply(request);
    const review = await taskOf('reviewer', 'REVIEW_APPLICATION', applicationId);
    expectProblem(await appeal(), 409, 'NOT_APPEALABLE');
    expect(review.refusalReasons).toContainEqual({
      ...{ code: 'D201', decisions: ['REJECT'], isConfidential: false },
      ...{ text: expect.any(String), told: expect.any(String) },
    });
    expectProblem(
      await decide('reviewer', review, { decision: 'REJECT', reasonCode: 'D501' }),
      422,
      'REASON_CODE_NOT_OFFERED',
    );
    expect((await decide('reviewer', review, { decision: 'REJECT', reasonCode: 'D201' })).status).toBe(200);
    const { refusal } = await borrower.reaches(applicationId, 'REJECTED');
    expect(refusal).toMatchObject({ code: 'REJECTED_BY_REVIEWER', reasonCode: 'D201' });
    expect((await appeal('look at the second half of the year')).status).toBe(201);
    const task = await taskOf('reviewer', 'DECIDE_APPEAL', applicationId);
    expect(task.barred).toBe('SAME_PERSON_AS_REVIEWER');
    const uphold = { decision: 'UPHOLD', reason: 'it is worse' };
    expectProblem(await decide('reviewer', task, uphold), 409, 'SAME_PERSON_AS_REVIEWER');
    expect((await decide('reviewer2', task, uphold)).status).toBe(200);
    const stands = await waitFor('the answer', async () => {
      const read = await borrower.application(applicationId);
      return read.appeal?.stage === 'UPHELD' ? read : undefined;
    });
    expect(stands).toMatchObject({ stage: 'REJECTED', appeal: { refusal: { code: 'APPEAL_UPHELD' } } });
    const mails = await waitFor('the letters', async () => {
      const subjects = await api.stage.mailbox.subjects(borrower.company.mail);
      return subjects.some((subject) => subject.includes('the decision stands')) ? subjects : undefined;
    });
    expect(mails.some((subject) => subject.includes('We received your appeal'))).toBe(true);
  });
});
