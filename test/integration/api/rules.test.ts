import { DEMO_PASSWORD, freshCompany, staffMail } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { Api, expectProblem, freshKey } from './support';

/** Rules that people change: with a preview, by two of them, from a day to come. */

let api: Api;
beforeAll(async () => {
  api = await Api.openUnhurried();
});
afterAll(() => api?.platform.release());

const as = (mailName: string) => api.signIn(staffMail(mailName, 'JIANGNAN'), DEMO_PASSWORD);
const lowest = (maximumExposureFen: number) => ({
  matrix: [
    { maximumExposureFen, minimumGrade: 'BB', approvers: ['RISK_REVIEWER', 'CREDIT_MANAGER'] },
    { maximumExposureFen: null, minimumGrade: null, approvers: ['COMMITTEE', 'BOARD'] },
  ],
});

test('a preview says who would have been asked to approve what', async () => {
  const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 30_000_000, termMonths: 6, purpose: '采购原料' });
  await borrower.reaches(applicationId, 'IN_REVIEW');
  const body = { subject: 'approval', value: lowest(20_000_000) };
  const seen = await api.ask('/api/rules/previews', { body, token: await as('risk') });
  expect([seen.status, seen.json]).toMatchObject([
    200,
    {
      looked: 1,
      applications: [
        { applicationId, approvers: ['RISK_REVIEWER', 'CREDIT_MANAGER'], wouldBe: ['COMMITTEE', 'BOARD'] },
      ],
    },
  ]);
  const same = { subject: 'approval', value: lowest(30_000_000) };
  const nothing = await api.ask('/api/rules/previews', { body: same, token: await as('risk') });
  expect(nothing.json).toMatchObject({ looked: 1, applications: [] });
  expectProblem(await api.ask('/api/rules/previews', { body, token: await as('finance') }), 403);
});

test('two people change a rule, from a day to come; one alone changes nothing', async () => {
  const body = (effectiveFrom: string, value: object = lowest(20_000_000)) => ({
    ...{ subject: 'approval', value, effectiveFrom, reason: 'smaller loans only' },
  });
  const ask = async (wanted: object) =>
    await api.ask('/api/rules/changes', { body: wanted, token: await as('risk'), headers: freshKey() });
  expectProblem(await ask(body('2020-01-01')), 422, 'NOT_A_DAY_TO_COME');
  const closed = { matrix: lowest(20_000_000).matrix.slice(0, 1) };
  expectProblem(await ask(body('2099-01-01', closed)), 422, 'MATRIX_NOT_OPEN');
  const asked = await ask(body('2099-01-01'));
  expect([asked.status, asked.json]).toMatchObject([201, { status: 'REQUESTED' }]);
  const { id } = asked.json as { id: string };
  const decide = async (mailName: string, decision: string) =>
    await api.ask(`/api/rules/changes/${id}/decision`, { body: { decision }, token: await as(mailName) });
  expectProblem(await decide('risk', 'APPROVE'), 409, 'SAME_PERSON_AS_REQUESTER');
  const inForce = async (on: string) =>
    (await api.ask(`/api/rules?on=${on}`, { token: await as('auditor') })).json as {
      approval: { matrix: readonly unknown[] };
      versions: { approval: string };
    };
  expect((await inForce('2099-06-01')).versions.approval).toBe('approval/1');
  expect((await decide('admin', 'APPROVE')).json).toMatchObject({ status: 'APPROVED' });
  expect(await inForce('2099-06-01')).toMatchObject({
    versions: { approval: id },
    approval: lowest(20_000_000),
  });
  expect((await inForce('2098-12-31')).versions.approval).toBe('approval/1');
  expectProblem(await decide('admin2', 'REJECT'), 422, 'REASON_REQUIRED');
  // Two of one day, approved at the same moment: one of them counts.
  const wishes = await Promise.all([ask(body('2099-02-01')), ask(body('2099-02-01'))]);
  const token = await as('admin');
  const answers = await Promise.all(
    wishes.map(({ json }) =>
      api.ask(`/api/rules/changes/${(json as { id: string }).id}/decision`, {
        ...{ body: { decision: 'APPROVE' }, token },
      }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  for (const refused of answers.filter(({ status }) => status === 409))
    expectProblem(refused, 409, 'DAY_TAKEN');
  const others = await api.ask('/api/rules/changes', { token: await api.staff('admin', 'BEICHEN') });
  expect(others.json).toMatchObject({ items: [] });
});
