import { DEMO_PASSWORD, freshCompany, SOUND_CREDIT } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { startTestPlatform } from '../../support/platform';
import { Api, expectProblem, freshKey } from './support';

/** What warns of a borrower after its money was paid out: how it comes to risk, who sees it, and what follows. */

/** A week between two looks is some seconds. */
const CLOCK_SPEED = 60_000;

let api: Api;
let borrower: Borrower;
let loanId: string;
beforeAll(async () => {
  api = Api.at(await startTestPlatform({ clockSpeed: CLOCK_SPEED }));
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 30_000_000, termMonths: 12, purpose: '采购原料' });
  await borrower.winOffer(applicationId);
  loanId = await borrower.disbursed(await borrower.takeMoney(applicationId));
});
afterAll(() => api?.platform.release());

interface Matter {
  readonly id: string;
  readonly kind: string;
  readonly enterpriseId: string;
  readonly warning: { readonly indicator: string; readonly level: string; readonly value: string } | null;
  readonly check: { readonly calledBy: string | null; readonly findings: object | null } | null;
  readonly status: string;
  readonly outcome: string | null;
  readonly taskId: string | null;
}

const get = async (path: string, as = 'risk', institution = 'JIANGNAN') =>
  await api.ask(`/api${path}`, { token: await api.staff(as, institution) });
const matters = async (query: string) =>
  ((await get(`/post-loan/matters?${query}`)).json as { readonly items: readonly Matter[] }).items;
const layDown = (bureau: object) =>
  api.stage.services.layDown(borrower.company, { ...SOUND_CREDIT, ...bureau });
const decide = async (matter: Matter, body: object) =>
  await api.ask(`/api/tasks/${matter.taskId}/decision`, { token: await api.staff('risk'), body });
/** An open matter with its task. */
const opened = (query: string): Promise<Matter> =>
  waitFor(`a matter ${query}`, async () => {
    const [matter] = await matters(`status=OPEN&${query}`);
    return matter?.taskId == null ? undefined : matter;
  });

test('what warns comes to risk as a task; auditors read, borrowers and other institutions do not', async () => {
  await layDown({ daysPastDue: 40, enquiries6m: 20 });
  const late = await opened('indicator=DPD_ELSEWHERE&level=RED');
  expect(late).toMatchObject({ kind: 'WARNING', warning: { value: '40' }, check: null, outcome: null });
  const task = (await get(`/tasks/${late.taskId}`)).json;
  expect(task).toMatchObject({
    task: { kind: 'ANSWER_WARNING', role: 'risk', caseType: 'POST_LOAN', caseId: late.id },
  });
  const watch = await get(`/enterprises/${late.enterpriseId}/watch`, 'auditor');
  expect(watch.json).toMatchObject({ overall: 'RED' });
  expect((watch.json as { readonly readings: object[] }).readings).toContainEqual(
    expect.objectContaining({ indicator: 'DPD_ELSEWHERE', value: '40', colour: 'RED' }),
  );
  expect((await get(`/post-loan/matters/${late.id}`, 'auditor')).status).toBe(200);
  expectProblem(await get(`/post-loan/matters/${late.id}`, 'risk', 'BEICHEN'), 404);
  const token = await api.signIn(borrower.company.mail, DEMO_PASSWORD);
  expectProblem(await api.ask('/api/post-loan/matters', { token }), 403, 'NOT_YOUR_ROLE');
  expectProblem(
    await api.ask(`/api/enterprises/${late.enterpriseId}/watch`, { token }),
    403,
    'NOT_YOUR_ROLE',
  );
});

test('a warning freezes the limit until it is good again, and calls a check in that says what it found', async () => {
  const late = await opened('indicator=DPD_ELSEWHERE');
  expectProblem(await decide(late, { decision: 'FREEZE_LIMIT', reason: '' }), 422, 'REASON_REQUIRED');
  expect((await decide(late, { decision: 'FREEZE_LIMIT', reason: '他行逾期40天' })).status).toBe(200);
  const asks = await opened('indicator=ENQUIRIES_6M');
  const silent = await decide(asks, { decision: 'RECLASSIFY', reason: '查询过多' });
  expectProblem(silent, 422, 'DECISION_NOT_OFFERED');
  expect((await decide(asks, { decision: 'CALL_CHECK', reason: '查询过多' })).status).toBe(200);
  const check = await opened('kind=CHECK');
  expect(check).toMatchObject({ warning: null, check: { calledBy: asks.id, findings: null } });
  const found = { decision: 'TO_WATCH', reason: '经营转弱' };
  expectProblem(await decide(check, found), 422, 'FINDINGS_REQUIRED');
  const findings = { visit: 'ON_SITE', statements: 'RECEIVED', useOfFunds: 'AS_AGREED', business: 'WEAKER' };
  expect((await decide(check, { ...found, findings })).status).toBe(200);
  const settled = await matters('status=SETTLED');
  expect(settled.map(({ outcome }) => outcome).toSorted()).toEqual([
    'CALL_CHECK',
    'FREEZE_LIMIT',
    'TO_WATCH',
  ]);
  expect(settled).toContainEqual(
    expect.objectContaining({ id: check.id, check: expect.objectContaining({ findings }) }),
  );
  // Whoever is late elsewhere gets nothing more here.
  const again = await borrower.apply({ amountFen: 10_000_000, termMonths: 12, purpose: '采购原料' });
  await waitFor('the refusal', async () => {
    const { json } = await get(`/applications/${again}`);
    return (json as { readonly refusal: { readonly codes?: readonly string[] } | null }).refusal ?? undefined;
  });
  expect(JSON.stringify((await get(`/applications/${again}`)).json)).toContain('LIMIT_FROZEN');
});

test('what was answered is not asked again; once it is good again the warning stands no more', async () => {
  expect(await matters('status=OPEN&kind=WARNING')).toEqual([]);
  await layDown({ daysPastDue: 0 });
  await waitFor('the clearing', async () => {
    const { json } = await get(`/enterprises/${(await matters('status=SETTLED'))[0]?.enterpriseId}/watch`);
    return (json as { readonly overall: string }).overall === 'GREEN' ? true : undefined;
  });
  const [late] = await matters('indicator=DPD_ELSEWHERE');
  expect(late).toMatchObject({ outcome: 'FREEZE_LIMIT', warning: { clearedOn: expect.any(String) } });
  expect((await get(`/loans/${loanId}/risk`)).status).toBe(200);
});

test('risk tries other thresholds on what was read, asks for them, and another one agrees: then they warn', async () => {
  await layDown({ enquiries6m: 3 });
  const enquiries = await waitFor('the reading', async () => {
    const { json } = await get(`/enterprises/${borrower.enterpriseId}/watch`);
    const { readings } = json as { readonly readings: readonly { indicator: string; value: string }[] };
    return readings.find(({ indicator, value }) => indicator === 'ENQUIRIES_6M' && value === '3');
  });
  expect(enquiries).toMatchObject({ colour: 'GREEN' });
  const wanted = { subject: 'postLoan', value: { thresholds: { ENQUIRIES_6M: { yellow: '2', red: '30' } } } };
  const ask = async (path: string, body: object, as = 'risk') =>
    await api.ask(`/api/rules${path}`, { body, token: await api.staff(as), headers: freshKey() });
  // Twenty enquiries were read before: red by the house's threshold, and yellow by this one.
  expect((await ask('/previews', wanted)).json).toMatchObject({
    looked: 1,
    warned: [
      { enterpriseId: borrower.enterpriseId, indicator: 'ENQUIRIES_6M', was: 'RED', wouldBe: 'YELLOW' },
    ],
  });
  const broken = { ...wanted, value: { thresholds: { ENQUIRIES_6M: { yellow: '30', red: '2' } } } };
  expectProblem(await ask('/previews', broken), 422, 'THRESHOLDS_NOT_IN_ORDER');
  const { date } = (await get('/rules')).json as { readonly date: string };
  const change = { ...wanted, effectiveFrom: addDays(isoDate(date), 25), reason: '行业查询偏高' };
  expectProblem(await ask('/changes', change, 'reviewer'), 403);
  const asked = await ask('/changes', change);
  expect([asked.status, asked.json]).toMatchObject([201, { status: 'REQUESTED' }]);
  const { id } = asked.json as { readonly id: string };
  expect((await ask(`/changes/${id}/decision`, { decision: 'APPROVE' }, 'admin')).json).toMatchObject({
    status: 'APPROVED',
  });
  const warned = await opened('indicator=ENQUIRIES_6M&level=YELLOW');
  expect(warned.warning).toMatchObject({ value: '3', bound: '2', thresholds: id });
  const rules = (await get('/rules', 'auditor')).json;
  expect(rules).toMatchObject({ postLoan: { thresholds: { ENQUIRIES_6M: { yellow: '2', red: '30' } } } });
});
