import { randomUUID } from 'node:crypto';
import { freshCompany } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { Api, expectProblem, freshKey } from './support';

const [JIANGNAN, BEICHEN] = INSTITUTIONS;

let api: Api;
/** A case of each institution: what the other's admin tries to get at. */
const cases: Record<string, { readonly enterpriseId: string; readonly applicationId: string }> = {};

beforeAll(async () => {
  api = await Api.open();
  for (const { code } of INSTITUTIONS) cases[code] = await caseOf(code);
});

afterAll(() => api?.platform.release());

async function caseOf(code: string) {
  const borrower = await (await Borrower.register(api.stage, freshCompany(code))).activate();
  await borrower.passKyc();
  const applicationId = await borrower.apply({ amountFen: 20_000_000, termMonths: 6, purpose: 'stock' });
  await borrower.reaches(applicationId, 'IN_REVIEW');
  return { enterpriseId: borrower.enterpriseId, applicationId };
}

const caseIn = (code: string) => cases[code] ?? { enterpriseId: '', applicationId: '' };

async function items(path: string, token: string): Promise<readonly Record<string, unknown>[]> {
  const { json } = await api.ask(path, { token });
  return (json as { items: Record<string, unknown>[] }).items;
}

describe('which processes somebody may look at', () => {
  const scope = async (workflowId: string, token: string) =>
    (await api.ask(`/api/admin/process-scope?workflowId=${encodeURIComponent(workflowId)}`, { token })).json;

  test("an admin: the own institution's, and nobody else's", async () => {
    const token = await api.staff('admin', JIANGNAN.code);
    const own = { institutionId: JIANGNAN.id, isOperator: false };
    const of = (code: string) => `application/${caseIn(code).applicationId}`;
    expect(await scope(of(JIANGNAN.code), token)).toEqual({ ...own, includes: true });
    expect(await scope(of(BEICHEN.code), token)).toEqual({ ...own, includes: false });
    expect(await scope(`endOfDay/${BEICHEN.id}`, token)).toEqual({ ...own, includes: false });
    expect(await scope('endOfDay-2026-11-26T19:00:00Z', token)).toEqual({ ...own, includes: false });
    expect(await scope(`application/${randomUUID()}`, token)).toEqual({ ...own, includes: false });
  });

  test("the operator: the platform's own", async () => {
    const token = await api.operator();
    const own = { institutionId: null, isOperator: true };
    expect(await scope('endOfDay-2026-11-26T19:00:00Z', token)).toEqual({ ...own, includes: true });
    expect(await scope(`onboarding/${caseIn(JIANGNAN.code).enterpriseId}`, token)).toEqual({
      ...own,
      includes: false,
    });
  });

  test('others: none', async () => {
    for (const role of ['reviewer', 'auditor']) {
      expectProblem(await api.ask('/api/admin/process-scope', { token: await api.staff(role) }), 403);
    }
    expectProblem(await api.ask('/api/admin/process-scope'), 401);
  });
});

describe('staff of one institution with everything of the other', () => {
  /** What the other institution's people see of its own case: here it must not be there. */
  const readable = (): readonly string[] => {
    const { applicationId, enterpriseId } = caseIn(BEICHEN.code);
    return [
      `/api/applications/${applicationId}`,
      `/api/enterprises/${enterpriseId}`,
      `/api/admin/process-scope?workflowId=application%2F${applicationId}`,
    ];
  };
  const LISTS = ['/api/applications', '/api/enterprises', '/api/tasks', '/api/audit', '/api/admin/workflows'];

  test('reads nothing of it, while its own people do', async () => {
    const { applicationId, enterpriseId } = caseIn(BEICHEN.code);
    const [own, foreign] = [await api.staff('admin', BEICHEN.code), await api.staff('admin', JIANGNAN.code)];
    for (const path of readable()) {
      expect((await api.ask(path, { token: own })).text).toContain(
        path.includes('scope') ? '"includes":true' : BEICHEN.id,
      );
      const { status, text } = await api.ask(path, { token: foreign });
      expect([path, status === 404 || text.includes('"includes":false')]).toEqual([path, true]);
    }
    for (const path of LISTS) {
      const { text } = await api.ask(`${path}?pageSize=200`, { token: foreign });
      expect(text).not.toContain(applicationId);
      expect(text).not.toContain(enterpriseId);
    }
    const { text } = await api.ask('/api/admin/workflows?pageSize=200', { token: own });
    expect(text).toContain(applicationId);
  });

  test('decides, claims, tells and ends nothing of it, while its own people do', async () => {
    const { applicationId } = caseIn(BEICHEN.code);
    const [task] = await items(
      `/api/tasks?caseId=${applicationId}`,
      await api.staff('reviewer', BEICHEN.code),
    );
    const reviewer = await api.staff('reviewer', JIANGNAN.code);
    const admin = await api.staff('admin', JIANGNAN.code);
    const post = (path: string, token: string, body?: unknown) =>
      api.ask(path, { method: 'POST', token, ...(body !== undefined && { body, headers: freshKey() }) });
    const act = { workflowId: `application/${applicationId}`, kind: 'LOOK_AGAIN', reason: 'tried' };
    expectProblem(await post(`/api/tasks/${task?.id}/claim`, reviewer), 404);
    const decision = { decision: 'APPROVE', reason: 'tried' };
    expectProblem(await post(`/api/tasks/${task?.id}/decision`, reviewer, decision), 404);
    for (const kind of ['LOOK_AGAIN', 'RETRY_NOW', 'SET_BACK', 'END']) {
      expectProblem(await post('/api/admin/process-acts', admin, { ...act, kind }), 404);
    }
    expectProblem(await post(`/api/applications/${applicationId}/withdrawal`, admin, {}), 403);
    expect((await post('/api/admin/process-acts', await api.staff('admin', BEICHEN.code), act)).status).toBe(
      201,
    );
    expect(
      (await post(`/api/tasks/${task?.id}/claim`, await api.staff('reviewer', BEICHEN.code))).status,
    ).toBe(200);
  });
});

describe('the operator of the platform', () => {
  test('sees how much there is of each institution and each queue, and no case', async () => {
    const { json, text } = await api.ask('/api/admin/overview', { token: await api.operator() });
    const { processes, queues } = json as {
      processes: { institution: { code: string } | null; running: number }[];
      queues: { name: string }[];
    };
    expect(processes.map(({ institution }) => institution?.code ?? null)).toEqual([
      null,
      BEICHEN.code,
      JIANGNAN.code,
    ]);
    for (const { running, institution } of processes)
      if (institution !== null) expect(running).toBeGreaterThan(0);
    expect(queues.map(({ name }) => name).sort()).toEqual(['mail', 'papers', 'sms']);
    for (const { applicationId, enterpriseId } of Object.values(cases)) {
      expect(text).not.toContain(applicationId);
      expect(text).not.toContain(enterpriseId);
    }
    expectProblem(await api.ask('/api/admin/overview', { token: await api.staff('admin') }), 403);
  });

  test('reads nothing of any institution', async () => {
    const token = await api.operator();
    const { applicationId, enterpriseId } = caseIn(JIANGNAN.code);
    const paths = [
      '/api/applications',
      `/api/applications/${applicationId}`,
      `/api/enterprises/${enterpriseId}`,
      '/api/enterprises',
      '/api/tasks',
      '/api/loans',
      '/api/payments',
      '/api/audit',
      '/api/admin/workflows',
      '/api/ledger/trial-balance',
    ];
    for (const path of paths) expectProblem(await api.ask(path, { token }), 403, 'NOT_YOUR_ROLE');
  });

  test('breaks the glass of one institution, reads as its admin, decides nothing, and it sees why and what', async () => {
    const token = await api.operator();
    const own = caseIn(BEICHEN.code);
    const reason = `payments are stuck ${randomUUID()}`;
    const open = (minutes: number, institutionId: string = BEICHEN.id) =>
      api.ask('/api/emergency-accesses', {
        token,
        headers: freshKey(),
        body: { institutionId, reason, minutes },
      });
    expectProblem(await open(24 * 60), 422, 'EMERGENCY_ACCESS_TOO_LONG');
    expectProblem(await open(5, randomUUID()), 404);
    const opened = await open(5);
    expect(opened).toMatchObject({ status: 201, json: { reason, institution: { code: BEICHEN.code } } });
    const { id } = opened.json as { id: string };

    const seen = await api.ask(`/api/applications/${own.applicationId}`, { token });
    expect(seen.status).toBe(200);
    expectProblem(await api.ask(`/api/applications/${caseIn(JIANGNAN.code).applicationId}`, { token }), 404);
    const scope = `/api/admin/process-scope?workflowId=application%2F${own.applicationId}`;
    expect((await api.ask(scope, { token })).json).toMatchObject({
      institutionId: BEICHEN.id,
      includes: true,
    });

    const [task] = await items(`/api/tasks?caseId=${own.applicationId}`, token);
    const decision = { token, headers: freshKey(), body: { decision: 'APPROVE', reason: 'no' } };
    expectProblem(await api.ask(`/api/tasks/${task?.id}/decision`, decision), 403);

    const admin = await api.staff('admin', BEICHEN.code);
    const trail = await items('/api/audit?action=emergency.open', admin);
    expect(trail).toContainEqual(
      expect.objectContaining({
        outcome: 'DONE',
        actor: expect.objectContaining({ name: expect.stringContaining('Shen') }),
        detail: expect.objectContaining({ reason, accessId: id, endsAt: expect.any(String) }),
      }),
    );
    const looks = await items('/api/audit?action=emergency.look', admin);
    expect(looks).toContainEqual(
      expect.objectContaining({
        detail: expect.objectContaining({ operation: 'getApplication', applicationId: own.applicationId }),
      }),
    );
    const others = await api.staff('admin', JIANGNAN.code);
    expect(JSON.stringify(await items('/api/audit?pageSize=200', others))).not.toContain(id);
    expect(await items('/api/emergency-accesses', others)).not.toContainEqual(
      expect.objectContaining({ id }),
    );
    expect(await items('/api/emergency-accesses', admin)).toContainEqual(
      expect.objectContaining({ id, reason }),
    );

    const ended = await api.ask(`/api/emergency-accesses/${id}/end`, { method: 'POST', token });
    expect(ended.status).toBe(204);
    expectProblem(await api.ask(`/api/applications/${own.applicationId}`, { token }), 403);
    expectProblem(await api.ask(`/api/emergency-accesses/${id}/end`, { method: 'POST', token: admin }), 403);
  });
});
