import { freshCompany } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { startTestPlatform } from '../../support/platform';
import { Api, freshKey } from './support';

/** The real Temporal UI behind its door: an admin of one institution with everything of the other. */

const [JIANGNAN, BEICHEN] = INSTITUTIONS;
const NAMESPACE = '/api/v1/namespaces/default';

let api: Api;
/** The application of an enterprise of each institution. */
const applications: Record<string, string> = {};

beforeAll(async () => {
  api = Api.at(await startTestPlatform({ withUi: true, clockSpeed: 1 }));
  for (const { code } of INSTITUTIONS) {
    const borrower = await (await Borrower.register(api.stage, freshCompany(code))).activate();
    await borrower.passKyc();
    const id = await borrower.apply({ amountFen: 20_000_000, termMonths: 6, purpose: 'stock' });
    applications[code] = `application/${id}`;
  }
});

afterAll(() => api?.platform.release());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

async function door(path: string, token?: string, init: RequestInit = {}): Promise<Answer> {
  const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...init.headers };
  const response = await fetch(`${api.platform.urls.temporalUi}${path}`, {
    redirect: 'manual',
    ...init,
    headers,
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, text, json: isJson ? JSON.parse(text) : {} };
}

const processPath = (code: string, rest = '') =>
  `${NAMESPACE}/workflows/${encodeURIComponent(applications[code] ?? '')}${rest}`;

async function listed(query: string, token: string): Promise<readonly string[]> {
  const { json } = await door(
    `${NAMESPACE}/workflows?pageSize=200&query=${encodeURIComponent(query)}`,
    token,
  );
  const executions = (json.executions ?? []) as { execution: { workflowId: string } }[];
  return executions.map(({ execution }) => execution.workflowId);
}

async function counted(query: string, token: string): Promise<number> {
  const { json } = await door(`${NAMESPACE}/workflow-count?query=${encodeURIComponent(query)}`, token);
  return Number(json.count ?? 0);
}

test('an admin finds the own processes in the list and in the count, by every query of the runbook', async () => {
  const token = await api.staff('admin', JIANGNAN.code);
  const own = applications[JIANGNAN.code] ?? '';
  await waitFor('the list', async () => ((await listed('', token)).includes(own) ? true : undefined));
  expect(await listed(`WorkflowId="${own}"`, token)).toEqual([own]);
  expect(await listed("WaitingFor='reviewer' AND ExecutionStatus='Running'", token)).toContain(own);
  expect(await counted("Process='application'", token)).toBe(1);
  const grouped = await door(`${NAMESPACE}/workflow-count?query=GROUP%20BY%20ExecutionStatus`, token);
  expect(Number(grouped.json.count)).toBe(await counted('', token));
  for (const query of [
    "Process='payment' AND Stage='UNKNOWN' AND ExecutionStatus='Running'",
    "ExecutionStatus='Running' AND DueAt < '2026-12-01T00:00:00Z'",
    "Process IS NOT NULL AND ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated')",
  ]) {
    expect((await door(`${NAMESPACE}/workflows?query=${encodeURIComponent(query)}`, token)).status).toBe(200);
  }
});

test('and nothing of another institution, however it is asked for', async () => {
  const token = await api.staff('admin', JIANGNAN.code);
  const foreign = applications[BEICHEN.code] ?? '';
  const theirs = await api.staff('admin', BEICHEN.code);
  await waitFor('the list', async () => ((await listed('', theirs)).includes(foreign) ? true : undefined));
  for (const query of [
    '',
    `WorkflowId="${foreign}"`,
    `Institution='${BEICHEN.id}'`,
    `Process='application' OR Institution='${BEICHEN.id}'`,
    `Process='x') OR (Institution='${BEICHEN.id}'`,
    `Process='x' OR NOT (Institution='${JIANGNAN.id}')`,
    'Institution IS NULL',
    "Process='x\\') OR (Process='application",
  ]) {
    expect(await listed(query, token)).not.toContain(foreign);
  }
  expect(await counted(`WorkflowId="${foreign}" OR WorkflowId="x"`, token)).toBe(0);
  for (const rest of ['', '/history', '/history-reverse', '/run/x/history.json']) {
    expect((await door(processPath(BEICHEN.code, rest), token)).status).toBe(404);
  }
});

test('an admin reads an own process: itself, its history, what it says of itself', async () => {
  const token = await api.staff('admin', JIANGNAN.code);
  const described = await door(processPath(JIANGNAN.code), token);
  expect(described.json).toMatchObject({
    workflowExecutionInfo: { execution: { workflowId: applications[JIANGNAN.code] } },
  });
  const { execution } = described.json.workflowExecutionInfo as { execution: { runId: string } };
  for (const rest of [
    `/history?execution.runId=${execution.runId}`,
    `/history-reverse?execution.runId=${execution.runId}&maximumPageSize=20`,
    `/run/${execution.runId}/history.json`,
  ]) {
    const { status, text } = await door(processPath(JIANGNAN.code, rest), token);
    expect([rest, status]).toEqual([rest, 200]);
    expect(text).toMatch(/EVENT_TYPE_WORKFLOW_EXECUTION_STARTED|WorkflowExecutionStartedEventAttributes/);
  }
  const ask = (code: string) =>
    door(processPath(code, '/query/__temporal_workflow_metadata'), token, {
      method: 'POST',
      body: JSON.stringify({ execution: { workflowId: applications[code], runId: execution.runId } }),
    });
  expect(await ask(JIANGNAN.code)).toMatchObject({ status: 200, json: { queryResult: expect.anything() } });
  expect((await ask(BEICHEN.code)).status).toBe(404);
});

test("the next page of a history is read by whom the page before was given, and carries no other's", async () => {
  const token = await api.staff('admin', JIANGNAN.code);
  const theirs = await api.staff('admin', BEICHEN.code);
  const page = (code: string, reader: string, next = '') =>
    door(processPath(code, `/history?maximumPageSize=2&nextPageToken=${encodeURIComponent(next)}`), reader);
  const first = await page(JIANGNAN.code, token);
  const next = String(first.json.nextPageToken);
  const second = await page(JIANGNAN.code, token, next);
  const eventsOf = ({ text }: Answer) =>
    Array.from(text.matchAll(/"eventId":"(\d+)"/g), ([, id]) => Number(id));
  expect(eventsOf(first)[0]).toBe(1);
  expect(eventsOf(second)[0]).toBe(eventsOf(first).length + 1);
  const carried = await page(BEICHEN.code, theirs, next);
  expect(carried).toMatchObject({ status: 400, json: { code: 3 } });
  expect(carried.text).not.toContain('eventId');
});

test('nobody changes anything there', async () => {
  const body = JSON.stringify({ reason: 'tried', signalName: 'recheck', input: null });
  for (const who of [await api.staff('admin', JIANGNAN.code), await api.operator()]) {
    for (const act of ['/terminate', '/cancel', '/reset', '/signal/recheck', '/update/decideTask']) {
      const { status } = await door(processPath(JIANGNAN.code, act), who, { method: 'POST', body });
      expect([act, status]).toEqual([act, 404]);
    }
  }
  const described = await door(processPath(JIANGNAN.code), await api.staff('admin', JIANGNAN.code));
  expect(described.text).toContain('WORKFLOW_EXECUTION_STATUS_RUNNING');
});

test('the operator sees the schedules and the own processes, and no case', async () => {
  const token = await api.operator();
  const { text } = await door(`${NAMESPACE}/schedules`, token);
  expect(text).toContain('schedule/endOfDay');
  expect(await counted('', token)).toBe(await counted('Institution IS NULL', token));
  for (const workflowId of Object.values(applications))
    expect(await listed('', token)).not.toContain(workflowId);
  expect((await door(processPath(JIANGNAN.code), token)).status).toBe(404);
  expect((await door(`${NAMESPACE}/schedules`, await api.staff('admin'))).status).toBe(404);
});

test("what an admin sees of the own institution's processes is in its trail, and in no other's", async () => {
  const [admin, another] = [await api.staff('admin', JIANGNAN.code), await api.staff('admin', BEICHEN.code)];
  await listed('', admin);
  const { status } = await door(processPath(JIANGNAN.code, '/history?maximumPageSize=2'), admin);
  expect(status).toBe(200);
  const looks = async (token: string) => {
    const { json } = await api.ask('/api/audit?action=process.look&pageSize=200', { token });
    return (json as { items: { caseId: string | null; detail: object }[] }).items;
  };
  const own = await looks(admin);
  expect(own).toContainEqual(expect.objectContaining({ detail: expect.objectContaining({ list: true }) }));
  const caseId = applications[JIANGNAN.code]?.split('/')[1];
  expect(own.map((look) => look.caseId)).toContain(caseId);
  expect((await looks(another)).map((look) => look.caseId)).not.toContain(caseId);
});

test("what the operator sees in an emergency is in that institution's trail, and over when it is over", async () => {
  const token = await api.operator();
  const admins = [await api.staff('admin', JIANGNAN.code), await api.staff('admin', BEICHEN.code)] as const;
  const looks = async (admin: string) => {
    const { json } = await api.ask('/api/audit?action=emergency.look&pageSize=200', { token: admin });
    return (json as { items: { caseId: string | null; detail: unknown; outcome: string }[] }).items;
  };
  const opened = await api.ask('/api/emergency-accesses', {
    ...{ token, headers: freshKey() },
    body: { institutionId: BEICHEN.id, reason: 'payments are stuck', minutes: 5 },
  });
  expect(opened.status).toBe(201);
  const workflowId = applications[BEICHEN.code] ?? '';
  expect(await listed('', token)).toContain(workflowId);
  await counted('', token);
  const history = () => door(processPath(BEICHEN.code, '/history?maximumPageSize=2'), token);
  const { json } = await history();
  const query = processPath(BEICHEN.code, '/query/__temporal_workflow_metadata');
  for (const seen of [
    await history(),
    await door(processPath(BEICHEN.code), token),
    await door(query, token, { method: 'POST', body: '{}' }),
  ])
    expect(seen.status).toBe(200);
  expect((await door(processPath(JIANGNAN.code), token)).status).toBe(404);

  const shown = await looks(admins[1]);
  expect(shown).toHaveLength(2);
  expect(shown).toContainEqual(
    expect.objectContaining({ outcome: 'DONE', detail: { list: true, answers: 1 } }),
  );
  expect(shown).toContainEqual(
    expect.objectContaining({
      caseId: workflowId.replace('application/', ''),
      detail: { workflowId, answers: 1 },
    }),
  );
  expect(await looks(admins[0])).toEqual([]);

  const { id } = opened.json as { id: string };
  expect((await api.ask(`/api/emergency-accesses/${id}/end`, { method: 'POST', token })).status).toBe(204);
  const next = `?nextPageToken=${encodeURIComponent(String(json.nextPageToken))}`;
  expect((await door(processPath(BEICHEN.code, `/history${next}`), token)).status).toBe(404);
  expect((await door(`${NAMESPACE}/workflows${next}`, token)).status).toBe(400);
});

test('the page itself comes with the session of the platform', async () => {
  const email = 'admin@jiangnan.example';
  const cookie = await api.cookie(email);
  const html = { headers: { accept: 'text/html' } };
  expect((await door('/', undefined, html)).status).toBe(303);
  const page = await door('/namespaces/default/workflows', undefined, {
    headers: { ...html.headers, cookie },
  });
  expect(page.status).toBe(200);
  expect(page.text).toContain('<html');
  const settings = await door('/api/v1/settings', undefined, { headers: { cookie } });
  expect(settings.json).toMatchObject({
    DisableWriteActions: true,
    Codec: { Endpoint: `${api.platform.urls.api}/api/codec`, IncludeCredentials: true },
  });
});
