import { randomUUID } from 'node:crypto';
import { searchAttributes } from '../../../contracts/searchAttributes';
import { STUCK_REASONS } from '../../../contracts/stuck';
import { DEMO_PASSWORD, freshCompany, OPERATOR_MAIL } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { businessDate } from '../../../domain/calendar/clock';
import { missingCalendarYears } from '../../../domain/calendar/published';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { loadSettings } from '../../../gateways/settings';
import { connectTemporal } from '../../../gateways/temporal/client';
import { PayloadSeal } from '../../../gateways/temporal/payloadSeal';
import { borrowerBeforeRelease } from '../../fault/support/stories';
import { noticeHeaders } from '../../support/signedNotice';
import { Api, expectProblem, freshKey } from './support';

let api: Api;
let borrower: Borrower;

beforeAll(async () => {
  api = await Api.open();
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
});

afterAll(() => api?.platform.release());

/** Signs in as a browser does and keeps the cookie. */
function cookieOf(role: string): Promise<string> {
  return api.cookie(role === 'operator' ? OPERATOR_MAIL : `${role}@jiangnan.example`);
}

test('health and metrics raise the alarm for a year that the calendar lacks', async () => {
  const { json } = await api.ask('/api/health', { token: await api.staff('admin') });
  const { businessTime, missingCalendarYears: told } = json as {
    businessTime: string;
    missingCalendarYears: number[];
  };
  const years = missingCalendarYears(businessDate(Date.parse(businessTime)));
  expect(told).toEqual(years);
  const metrics = await fetch(`${api.platform.urls.ops}/metrics`);
  expect(await metrics.text()).toMatch(/^calendar_years_missing \d$/m);
});

test('a stranger learns whether the platform works, not what it is made of, nor how much it does', async () => {
  const stranger = await api.ask('/api/health');
  expect(Object.keys(stranger.json as object).toSorted()).toEqual(['businessTime', 'clockSpeed', 'status']);
  const applicant = await api.ask('/api/health', {
    token: await api.signIn(borrower.company.mail, DEMO_PASSWORD),
  });
  expect(applicant.json).not.toHaveProperty('parts');
  const staff = await api.ask('/api/health', { token: await api.staff('reviewer') });
  expect(staff.json).toMatchObject({ parts: { postgres: { status: 'UP' } } });
  expectProblem(await api.ask('/api/metrics', { token: await api.staff('admin') }), 404, 'NO_SUCH_ROUTE');
  await waitFor('all parts to be up', async () => {
    const health = await (await fetch(`${api.platform.urls.ops}/health`)).json();
    const { status, parts } = health as { status: string; parts: { worker: { status: string } } };
    return status === 'UP' && parts.worker.status === 'UP' ? true : undefined;
  });
});

describe('the codec of the Temporal UI', () => {
  const clear = Buffer.from('{"amountFen":1}').toString('base64');
  const encoding = Buffer.from('json/plain').toString('base64');
  const payloads = [{ metadata: { encoding }, data: clear }];
  const sealed = () => {
    const place = {
      namespace: 'default',
      workflowId: `onboarding/${borrower.enterpriseId}`,
      activityId: null,
    };
    const clearPayload = {
      metadata: { encoding: Buffer.from('json/plain') },
      data: Buffer.from(clear, 'base64'),
    };
    const { metadata, data } = new PayloadSeal(api.platform.env.DATA_KEYS ?? '').seal(clearPayload, place);
    const inBase64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
    const words = Object.entries(metadata ?? {}).map(([name, bytes]) => [name, inBase64(bytes)]);
    return [{ metadata: Object.fromEntries(words), data: inBase64(data) }];
  };
  const ui = () => new URL(api.platform.urls.temporalUi).origin;

  test('decrypts for an admin with a cookie, called from the UI, and is audited', async () => {
    const headers = { cookie: await cookieOf('admin'), origin: ui() };
    const preflight = await api.ask('/api/codec/decode', { method: 'OPTIONS', headers: { origin: ui() } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(ui());
    expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
    const decoded = await api.ask('/api/codec/decode', { body: { payloads: sealed() }, headers });
    expect(decoded.json).toEqual({ payloads });
    expect(decoded.headers.get('access-control-allow-origin')).toBe(ui());
    const trail = await api.ask('/api/audit?action=payloads.decode', { token: await api.staff('auditor') });
    const about = { caseType: 'ONBOARDING', caseId: borrower.enterpriseId };
    const detail = { workflowId: `onboarding/${borrower.enterpriseId}`, payloads: 1 };
    expect(trail.json).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ outcome: 'DONE', ...about, detail })]),
    });
  });

  test("opens nothing of another institution's, says so in its place, and that somebody tried is in the trail", async () => {
    const id = `onboarding/${borrower.enterpriseId}`;
    const body = { payloads: [...sealed(), ...payloads] };
    const others = [await api.staff('admin', 'BEICHEN'), await api.operator()];
    for (const token of others) {
      const { json, text, status } = await api.ask('/api/codec/decode', { token, body });
      expect(status).toBe(200);
      const [withheld, readable] = (json as { payloads: { data: string }[] }).payloads;
      expect(Buffer.from(withheld?.data ?? '', 'base64').toString()).toMatch(
        /不属于您的机构 · .*Not opened|Not opened/,
      );
      expect(readable).toEqual(payloads[0]);
      expect(text).not.toContain(sealed()[0]?.data ?? '');
    }
    const trail = async (code: string) => {
      const token = await api.staff('auditor', code);
      return (await api.ask('/api/audit?action=payloads.decode', { token })).json;
    };
    expect(await trail('BEICHEN')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ outcome: 'WITHHELD', detail: { workflowId: id, payloads: 1 } }),
      ]),
    });
  });

  test('seals nothing for anybody', async () => {
    const headers = { cookie: await cookieOf('admin'), origin: ui() };
    expectProblem(await api.ask('/api/codec/encode', { body: { payloads }, headers }), 404);
  });

  test('is closed to other roles, other sites and forged payloads', async () => {
    const reviewer = { cookie: await cookieOf('reviewer'), origin: ui() };
    expectProblem(await api.ask('/api/codec/decode', { body: { payloads }, headers: reviewer }), 403);
    const elsewhere = { cookie: await cookieOf('admin'), origin: 'https://evil.example' };
    const refused = await api.ask('/api/codec/decode', { body: { payloads }, headers: elsewhere });
    expectProblem(refused, 403, 'ORIGIN_NOT_ALLOWED');
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    const encrypted = Buffer.from('binary/encrypted').toString('base64');
    const [own] = sealed();
    const forged = [{ metadata: { ...own?.metadata, encoding: encrypted }, data: 'AAAA' }];
    const headers = { cookie: await cookieOf('admin'), origin: ui() };
    const answer = await api.ask('/api/codec/decode', { body: { payloads: forged }, headers });
    expectProblem(answer, 422, 'PAYLOAD_NOT_READABLE');
  });
});

test('the admin finds the open processes of the own institution, with a link into the Temporal UI', async () => {
  const own = await api.ask('/api/admin/workflows?pageSize=200', { token: await api.staff('admin') });
  const id = `onboarding/${borrower.enterpriseId}`;
  const { items } = own.json as { items: { workflowId: string; url: string; stage: string }[] };
  const found = items.find(({ workflowId }) => workflowId === id);
  expect(found?.url).toContain(
    `${api.platform.urls.temporalUi}/namespaces/default/workflows/${encodeURIComponent(id)}`,
  );
  const foreign = await api.ask('/api/admin/workflows?pageSize=200', {
    token: await api.staff('admin', 'BEICHEN'),
  });
  expect(foreign.text).not.toContain(borrower.enterpriseId);
});

test('a case that somebody ended from outside is listed, and portfolio work that is stuck', async () => {
  const client = await connectTemporal(loadSettings('worker', api.platform.env));
  const [institution] = INSTITUTIONS;
  // Nobody works on this queue: what is started stays as it is.
  const taskQueue = 'nobody';
  const ended = `application/${randomUUID()}`;
  const waiting = `endOfDay-${randomUUID()}`;
  const handles = await Promise.all([
    client.workflow.start('application', {
      workflowId: ended,
      taskQueue,
      typedSearchAttributes: [{ key: searchAttributes.institution, value: institution.id }],
    }),
    client.workflow.start('endOfDay', { workflowId: waiting, taskQueue }),
  ]);
  await handles[0].terminate('tried');
  const token = await api.staff('admin');
  const listed = async () => {
    const { json } = await api.ask('/api/admin/workflows?pageSize=200', { token });
    return (json as { items: { workflowId: string; stuck: boolean; status: string }[] }).items;
  };
  await waitFor('the list', async () => {
    const items = await listed();
    const isListed = (id: string) => items.some(({ workflowId }) => workflowId === id);
    return isListed(ended) && isListed(waiting) ? true : undefined;
  });
  expect((await listed()).find(({ workflowId }) => workflowId === ended)).toMatchObject({
    status: 'TERMINATED',
    stuck: true,
  });
  await handles[1].terminate('tried');
  await client.connection.close();
});

describe('what is done about a process from outside', () => {
  const onboarding = () => `onboarding/${borrower.enterpriseId}`;
  const reason = 'somebody looks whether it works';
  type Act = { id: string; status: string; runId: string };

  async function ask(kind: string, institutionCode?: string, workflowId = onboarding()) {
    const token = await api.staff('admin', institutionCode);
    return await api.ask('/api/admin/process-acts', {
      body: { workflowId, kind, reason },
      token,
      headers: freshKey(),
    });
  }

  async function decide(actId: string, role: string, decision = 'APPROVE', because = '') {
    const token = await api.staff(role);
    const body = { decision, reason: because };
    return await api.ask(`/api/admin/process-acts/${actId}/decision`, { body, token });
  }

  const moved = (actId: string) =>
    waitFor('the process to move', async () => {
      const { json } = await api.ask('/api/admin/process-acts?pageSize=50', {
        token: await api.staff('auditor'),
      });
      const found = (json as { items: Act[] }).items.find(({ id }) => id === actId);
      return found?.status === 'MOVED' ? found : undefined;
    });

  test('a nudge is done at once, and said to have moved the process when it has; all of it is audited', async () => {
    const nudged = await ask('LOOK_AGAIN');
    expect(nudged.status).toBe(201);
    const { id, status } = nudged.json as Act;
    expect(status).toBe('ACCEPTED');
    await moved(id);
    const trail = await api.ask(`/api/audit?caseId=${borrower.enterpriseId}&action=PROCESS_ACT`, {
      token: await api.staff('auditor'),
    });
    const { items } = trail.json as { items: { outcome: string; detail: { act?: string } }[] };
    const outcomes = items.filter(({ detail }) => detail.act === id).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['ACCEPTED', 'MOVED']);
  });

  test('what there is nothing to do about is refused, and a process of another institution is not found', async () => {
    expectProblem(await ask('RETRY_NOW'), 409, 'NOTHING_TO_RETRY');
    expectProblem(await ask('END'), 409, 'CASE_GOES_ON');
    expectProblem(await ask('LOOK_AGAIN', 'BEICHEN'), 404);
    expectProblem(await ask('LOOK_AGAIN', undefined, `loan/${randomUUID()}`), 404);
    expectProblem(await ask('LOOK_AGAIN', undefined, 'batch/1'), 404);
  });

  test('setting a process back needs a second person, and is done once', async () => {
    const asked = await ask('SET_BACK');
    const { id, status, runId } = asked.json as Act;
    expect(status).toBe('ASKED');
    expectProblem(await decide(id, 'admin'), 409, 'SAME_PERSON_AS_REQUESTER');
    expectProblem(await decide(id, 'risk', 'REJECT'), 422, 'REASON_REQUIRED');
    expectProblem(await decide(id, 'finance'), 403);
    const approved = await decide(id, 'risk');
    expect(approved.json).toMatchObject({ status: 'ACCEPTED', runId });
    await moved(id);
    expectProblem(await decide(id, 'risk'), 409, 'ALREADY_DECIDED');
    const rejected = (await ask('SET_BACK')).json as Act;
    expect((await decide(rejected.id, 'risk', 'REJECT', 'it works')).json).toMatchObject({
      status: 'REJECTED',
    });
  });
});

test('figures say how many processes are stuck and where cases stand', async () => {
  const { json } = await api.ask('/api/admin/workflows/figures', { token: await api.staff('admin') });
  const figures = json as {
    running: number;
    stuck: { reason: string; count: number }[];
    stages: { process: string; stage: string; open: number }[];
  };
  expect(figures.running).toBeGreaterThan(0);
  expect(figures.stuck.map(({ reason }) => reason)).toEqual([...STUCK_REASONS]);
  expect(figures.stages).toContainEqual(expect.objectContaining({ process: 'onboarding' }));
});

test('a notice of the bank needs its signature', async () => {
  const body = { noticeId: '0198c1f0-0000-7000-8000-00000000abcd', kind: 'PAYMENT' };
  expectProblem(await api.ask('/api/bank/notices', { body }), 401, 'NOTICE_HEADERS_MISSING');
  const headers = {
    'x-bank-timestamp': String(Math.floor(Date.now() / 1000)),
    'x-bank-nonce': 'n',
    'x-bank-signature': '00'.repeat(32),
  };
  expectProblem(await api.ask('/api/bank/notices', { body, headers }), 401, 'NOTICE_SIGNATURE_WRONG');
});

test('a notice about another amount than was ordered is not believed, the next one is', async () => {
  const { borrower: lucky, applicationId } = await borrowerBeforeRelease(api.stage);
  const silent = { kind: 'TAKEN_NO_ANSWER', concealedInquiries: 1_000, notice: 'NONE' };
  await api.stage.bank.plan({ match: { account: lucky.company.bankAccountNo }, behaviours: [silent] });
  await lucky.decide('finance', 'RELEASE_DISBURSEMENT', applicationId, 'APPROVE');
  const payment = await waitFor('the order', async () => {
    const { items } = await lucky.client.call('listPayments', { query: { loanId: applicationId } });
    return items.find(({ status }) => status === 'UNKNOWN');
  });
  const about = { key: payment.key, valueDate: payment.valueDate };
  const noticeId = randomUUID();
  const wrong = await notify({ ...about, noticeId, amountFen: 1, bankReference: 'WRONG' });
  expect(wrong.status).toBe(200);
  // Nobody's key: kept, and told to nobody.
  const strange = { ...about, key: `${payment.key}/of another`, amountFen: payment.amountFen };
  expect((await notify({ ...strange, bankReference: 'STRANGE' })).status).toBe(200);
  await notify({ ...about, amountFen: payment.amountFen, bankReference: 'RIGHT' });
  await lucky.disbursed(applicationId);
  const { bankReference } = await lucky.client.call('getPayment', { params: { paymentId: payment.id } });
  expect(bankReference).toBe('RIGHT');
  await expectBreak(noticeId, { key: payment.key, orderedFen: payment.amountFen, amountFen: 1 });
});

test('money is told as a story: order after order, what the bank said of each, and what comes next', async () => {
  const { borrower: unlucky, applicationId } = await borrowerBeforeRelease(api.stage);
  const busy = { times: 1, kind: 'DECLINE', code: '91' };
  const silent = { kind: 'TAKEN_NO_ANSWER', concealedInquiries: 1_000, notice: 'NONE' };
  await api.stage.bank.plan({
    match: { account: unlucky.company.bankAccountNo },
    behaviours: [busy, silent],
  });
  await unlucky.decide('finance', 'RELEASE_DISBURSEMENT', applicationId, 'APPROVE');
  const payment = await waitFor('the second order', async () => {
    const { items } = await unlucky.client.call('listPayments', { query: { loanId: applicationId } });
    return items.find(({ status }) => status === 'UNKNOWN');
  });
  const path = `/api/payments/${payment.id}/story`;
  expect((await api.ask(path, { token: await api.staff('finance') })).json).toMatchObject({
    orders: [
      { status: 'FAILED', code: '91', answer: { class: 'RETRY_BACKOFF', text: '发卡行状态不正常' } },
      { id: payment.id, status: 'UNKNOWN', inFile: null },
    ],
    next: { waitingFor: 'bank', tasks: [] },
  });
  expectProblem(await api.ask(path, { token: await api.staff('reviewer') }), 403, 'NOT_YOUR_ROLE');
  expectProblem(await api.ask(path, { token: await api.staff('finance', 'BEICHEN') }), 404);
});

/** A person of the institution, and of no other, is asked about a notice, and settles it. */
async function expectBreak(reference: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
  const listed = async (institutionCode?: string) => {
    const token = await api.staff('finance', institutionCode);
    const { json } = await api.ask('/api/breaks?kind=NOTICE_AMOUNT&pageSize=200', { token });
    const { items } = json as { items: { reference: string; status: string; taskId: string | null }[] };
    return items.find((each) => each.reference === reference);
  };
  const found = await waitFor('the break and its task', async () => {
    const each = await listed();
    return each?.taskId == null ? undefined : each;
  });
  expect(found).toMatchObject({ status: 'OPEN', detail });
  expect(await listed('BEICHEN')).toBeUndefined();
  const decide = async (taskId: string | null, role: string, decision: string) =>
    api.ask(`/api/tasks/${taskId}/decision`, {
      body: { decision, reason: 'the file says what moved' },
      token: await api.staff(role),
      headers: freshKey(),
    });
  expect((await decide(found.taskId, 'finance', 'SETTLED')).status).toBe(200);
  await waitFor('the break to be settled', async () =>
    (await listed())?.status === 'RESOLVED' ? true : undefined,
  );
}

/** Says something as the bank would: signed with its secret. */
function notify(about: Readonly<Record<string, unknown>>) {
  const fixed = { noticeId: randomUUID(), sequence: 1, kind: 'PAYMENT', status: 'SUCCEEDED', code: '00' };
  const body = JSON.stringify({ ...fixed, ...about });
  const headers = noticeHeaders(body, api.platform.env.BANK_NOTICE_SECRET ?? '');
  return api.ask('/api/bank/notices', { body, headers });
}

describe('pages', () => {
  test.each(['/', '/desk', '/activate', '/identity/example', '/docs', '/docs/problems'])(
    '%s comes with everything it needs, and lets nothing foreign in',
    async (path) => {
      const page = await api.ask(path);
      expect(page.status).toBe(200);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).not.toContain('http');
      const files = [...page.text.matchAll(/(?:src|href)="(\/(?:web\/)?assets\/[^"]+)"/g)].map(
        (match) => match[1] ?? '',
      );
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) expect((await api.ask(file)).status).toBe(200);
      expect(page.text).not.toMatch(/(?:src|href)="https?:/);
    },
  );

  test('what another provider said leaves the address before the page comes', async () => {
    const address = `${api.platform.urls.api}/identity/example?code=007&state=%2F`;
    const { status, headers } = await fetch(address, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([303, '/identity/example#code=007&state=%2F']);
    expectProblem(await api.ask('/identity/Example'), 404);
  });

  test('the type of a problem leads to where its code is explained', async () => {
    const { code, type } = expectProblem(await api.ask('/api/me'), 401);
    const [path, anchor] = type.split('#');
    expect(anchor).toBe(code);
    expect((await api.ask(path ?? '')).text).toContain(`id="${code}"`);
  });

  test('a stranger finds how to report a hole, and that somebody still looks after it', async () => {
    const { status, text, headers } = await api.ask('/.well-known/security.txt');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text).toMatch(/^Contact: (mailto|https):/m);
    const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
    expect(expires).toBeGreaterThan(Date.now());
    expect(expires).toBeLessThan(Date.now() + 365 * 86_400_000);
  });

  test("the queues are all institutions', so for the operator; a browser is led to where one signs in", async () => {
    const operator = await api.ask('/queues', { headers: { cookie: await cookieOf('operator') } });
    expect(operator.status).toBe(200);
    for (const role of ['admin', 'finance']) {
      expectProblem(await api.ask('/queues', { headers: { cookie: await cookieOf(role) } }), 403);
      expectProblem(await api.ask('/queues/api/queues', { headers: { cookie: await cookieOf(role) } }), 403);
    }
    expectProblem(await api.ask('/queues', { headers: { accept: 'application/json' } }), 401);
    const response = await fetch(`${api.platform.urls.api}/queues`, {
      headers: { accept: 'text/html' },
      redirect: 'manual',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/desk']);
  });
});

test('a quote shows every cost, the annual cost and the whole schedule', async () => {
  const { id } = await borrower.product();
  const body = {
    productId: id,
    amountFen: 30_000_000,
    termMonths: 12,
    method: 'EQUAL_INSTALMENT',
    startDate: '2026-01-15',
  };
  const answer = await api.ask('/api/quotes', { body });
  const quote = answer.json as {
    schedule: { principalFen: number; paymentFen: number }[];
    totals: { paymentFen: number; interestFen: number };
    annualCost: { totalCostFen: number };
    items: { amountFen: number }[];
  };
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(quote.schedule.map(({ principalFen }) => principalFen))).toBe(30_000_000);
  expect(sum(quote.schedule.map(({ paymentFen }) => paymentFen))).toBe(quote.totals.paymentFen);
  expect(sum(quote.items.map(({ amountFen }) => amountFen))).toBe(quote.annualCost.totalCostFen);
  const early = await api.ask('/api/quotes', { body: { ...body, startDate: '2001-01-01' } });
  expectProblem(early, 422, 'INVALID_INPUT');
});

test('a refused application is answered again under a fresh key only', async () => {
  const token = await api.signIn(borrower.company.mail, DEMO_PASSWORD);
  const headers = freshKey();
  const path = '/api/applications';
  const body = {
    productId: (await borrower.product()).id,
    amountFen: 1,
    termMonths: 6,
    method: 'EQUAL_INSTALMENT',
    purpose: 'x',
  };
  const first = await api.ask(path, { body, token, headers });
  const again = await api.ask(path, { body, token, headers });
  expect([again.status, (again.json as { code: string }).code]).toEqual([
    first.status,
    (first.json as { code: string }).code,
  ]);
  expectProblem(first);
});
