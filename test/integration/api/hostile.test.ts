import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { z } from 'zod';
import { operations } from '../../../api/operations';
import {
  type OperationId,
  operationIds,
  PROBLEM_MEDIA_TYPE,
  type RouteContract,
  routes,
} from '../../../contracts/http';
import { DEMO_PASSWORD, freshCompany, registrationOf } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { Api, expectProblem, freshKey, type RawAnswer, type RawRequest } from './support';

let api: Api;
/** An enterprise of the other institution, and everybody's tokens. */
let foreigner: Borrower;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  api = await Api.open();
  foreigner = await (await Borrower.register(api.stage, freshCompany('BEICHEN'))).activate();
  tokens.applicant = await api.signIn(foreigner.company.mail, DEMO_PASSWORD);
  for (const role of ['reviewer', 'finance', 'admin', 'auditor']) tokens[role] = await api.staff(role);
});

afterAll(() => api?.platform.release());

const contractOf = (operation: OperationId): RouteContract => routes[operation];
const pathOf = (operation: OperationId, value: string = randomUUID()): string =>
  `/api${contractOf(operation).path.replace(/:\w+/g, encodeURIComponent(value))}`;

/** What no request may lead to, whatever it is. */
function expectSane(answer: RawAnswer, isGuess = false): void {
  expect(answer.status).toBeLessThan(500);
  // The limit of an address, once reached, would hide what the route itself does.
  if (!isGuess) expect(answer.text).not.toContain('TOO_MANY_REQUESTS');
  if (answer.status >= 400) expectProblem(answer);
  expect(answer.text).not.toMatch(/at .+\.(ts|js):\d+|node_modules|SELECT |prisma|PG_/i);
}

/** Somebody whom the policy of a route lets in, so that what is sent gets as far as it can. */
function holderOf(operation: OperationId): string | undefined {
  const holder = ['applicant', 'reviewer', 'finance', 'admin', 'auditor'].find((role) =>
    operations[operation].who.named.includes(role),
  );
  return tokens[holder ?? 'applicant'];
}

/** Of a schema of an object, of several by a discriminator, or of one that may be left out. */
function fieldsOf(body: unknown): string[] {
  if (body instanceof z.ZodObject) return Object.keys(body.shape);
  if (body instanceof z.ZodUnion) return [...new Set(body.options.flatMap(fieldsOf))];
  if (body instanceof z.ZodOptional) return fieldsOf(body.unwrap());
  throw new Error('a body of another shape: say here what its fields are');
}

/** What is the own under any name: nothing is there before it was saved, and that is no problem. */
const NOTHING_YET: Partial<Record<OperationId, unknown>> = {
  getDraft: { version: 0, savedAt: null, content: null },
  removeDraft: undefined,
};

/** Those who ask a route. Signing out is asked for by nobody, or the others would have no session left. */
const askers = (operation: OperationId): (string | undefined)[] =>
  operation === 'signOut' ? [undefined] : [undefined, holderOf(operation)];

/**
 * Bodies with each value in each field. Fields that refuse a value are wrong in one body: the answer names all of
 * them. Where one takes it, that goes further than to the contract, and is sent alone.
 */
function bodiesOf({ body, example }: RouteContract): object[] {
  const right = (example?.body ?? {}) as object;
  const takes = (field: string, value: unknown) =>
    body?.safeParse({ ...right, [field]: value }).success === true;
  const fields = fieldsOf(body);
  return VALUES.flatMap((value) => {
    const alone = fields.filter((field) => takes(field, value));
    const together = fields.filter((field) => !alone.includes(field));
    return [...alone.map((field) => [field]), together]
      .filter(({ length }) => length > 0)
      .map((wrong) => ({ ...right, ...Object.fromEntries(wrong.map((field) => [field, value])) }));
  });
}

/** Does something with each item, a few of them beside each other. */
async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: 24 }, lane));
}

/** What is no body of any route. */
const BODIES: readonly string[] = [
  '{"a":',
  'null',
  '42',
  '"x"',
  '[1,2,3]',
  '{}',
  '{"__proto__":{"roles":["admin"]},"constructor":1}',
  '{"role":"admin","institutionId":"0198c1f0-0000-7000-8000-000000000002"}',
  `{"statements":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  '{"amountFen":1,"amountFen":-1}',
];

/** More than any route takes. */
const LARGE = `{"x":"${'y'.repeat(9 * 1024 * 1024)}"}`;

/** Values that are put into every field of every body. */
const VALUES: readonly unknown[] = [
  null,
  -1,
  0,
  1.5,
  2 ** 53,
  2 ** 60,
  -(2 ** 60),
  1e308,
  true,
  '',
  ' ',
  'NaN',
  "1'; DROP TABLE loan; --",
  '<script>alert(1)</script>',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '％ＦＦ',
  'x'.repeat(50_000),
  '2026-02-30',
  '9999-12-31',
  [],
  {},
  [[[]]],
];

const QUERY_VALUES: readonly string[] = [
  "1' OR 1=1",
  '-1',
  '1e9',
  '99999999999',
  '%00',
  'x'.repeat(3_000),
  '2026-13-01',
];

const IDS: readonly string[] = [
  '-1',
  'null',
  "1' OR '1'='1",
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '{enterpriseId}',
  '%00',
  'x'.repeat(5_000),
];

describe.each(operationIds)('%s', (operation) => {
  const contract = contractOf(operation);
  const send = (request: RawRequest, path = pathOf(operation)) =>
    api.ask(path, {
      ...request,
      method: contract.method.toUpperCase(),
      headers: { ...freshKey(), ...request.headers },
    });

  if (contract.access === 'signedIn') {
    test('asks who is there, and believes no forged token', async () => {
      const forged = ['x', 'a.b', `${tokens.admin?.split('.')[0]}.AAAA`, 'null', 'x'.repeat(4_000)];
      for (const token of [undefined, ...forged]) expectProblem(await send({ token }), 401, 'NOT_SIGNED_IN');
      const cookie = { cookie: 'lending.session_token=a.b; lending.session_token=c' };
      expectProblem(await send({ headers: cookie }), 401, 'NOT_SIGNED_IN');
    });
  }

  if (contract.params !== undefined) {
    test('finds nothing under ids that are none, unknown or foreign', async () => {
      const { enterpriseId } = foreigner;
      const body = contract.body === undefined ? undefined : {};
      const asking = [...new Set([tokens.reviewer, holderOf(operation)])];
      const asked = [...IDS, randomUUID()].flatMap((id) => asking.map((token) => ({ id, token })));
      await each(asked, async ({ id, token }) => {
        const answer = await send({ token, body }, pathOf(operation, id));
        expectSane(answer);
        if (answer.status < 300 && operation in NOTHING_YET) {
          expect(answer.json).toEqual(NOTHING_YET[operation]);
        } else expect([403, 404, 422]).toContain(answer.status);
      });
      const foreign = await send({ token: tokens.reviewer }, pathOf(operation, enterpriseId));
      expectSane(foreign);
      expect(foreign.text).not.toContain(foreigner.company.name);
      const malformed = await send(
        { token: tokens.applicant },
        pathOf(operation).replace(/[^/]{36}/, '%E0%A4%A'),
      );
      expectProblem(malformed, 400);
    });
  }

  if (contract.query !== undefined) {
    test('takes no nonsense in its query', async () => {
      const shape = Object.keys((contract.query as unknown as { shape: object }).shape);
      const said = shape.flatMap((name) => QUERY_VALUES.map((value) => [name, value] as const));
      const unknown = ['unknown', '__proto__', 'page[]'].map((name) => [name, '-1'] as const);
      await each([...said, ...unknown], async ([name, value]) => {
        const search = `?${encodeURIComponent(name)}=${value === '%00' ? value : encodeURIComponent(value)}`;
        expectSane(await send({ token: holderOf(operation) }, `${pathOf(operation)}${search}`));
      });
      const twice = await send({ token: holderOf(operation) }, `${pathOf(operation)}?page=1&page=2`);
      expectSane(twice);
    });
  }

  if (contract.method === 'post') {
    test('takes no body that is not one of its', async () => {
      const sent = BODIES.flatMap((body) => askers(operation).map((token) => ({ body, token })));
      await each(sent, async (request) => expectSane(await send(request)));
    });

    test('tells what it takes: kind, size, key', async () => {
      const token = operation === 'signOut' ? undefined : holderOf(operation);
      const wrong: readonly RawRequest[] = [
        { body: LARGE },
        { body: 'a=1', headers: { 'content-type': 'text/plain' } },
        { body: '{}', headers: { 'content-encoding': 'gzip' } },
        { body: '{}', headers: { 'content-type': 'application/json; charset=klingon' } },
        { body: {}, headers: { 'Idempotency-Key': 'a b' } },
      ];
      await each(wrong, async (request) => expectSane(await send({ ...request, token })));
      const elsewhere = await send({ token, body: {}, headers: { origin: 'https://evil.example' } });
      expectProblem(elsewhere, 403, 'ORIGIN_NOT_ALLOWED');
    });
  }

  if (contract.body !== undefined) {
    test('names what is wrong with any value in any field', async () => {
      const fields = fieldsOf(contract.body);
      // The password of the example is wrong, and so many guesses are too many.
      const isGuess = fields.includes('currentPassword');
      await each(bodiesOf(contract), async (body) => {
        expectSane(await send({ token: holderOf(operation), body: JSON.stringify(body) }), isGuess);
      });
    });
  }

  test('knows its methods', async () => {
    const known = operationIds.filter((id) => contractOf(id).path === contract.path);
    const methods = known.map((id) => contractOf(id).method.toUpperCase());
    for (const method of ['PUT', 'DELETE', 'PATCH'].filter((other) => !methods.includes(other))) {
      const answer = await api.ask(pathOf(operation), { method, token: tokens.admin });
      expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
      expect(answer.headers.get('allow')).toContain(contract.method.toUpperCase());
    }
    const options = await api.ask(pathOf(operation), { method: 'OPTIONS' });
    expect([204, 200]).toContain(options.status);
  });
});

test('an unknown address is a problem document too', async () => {
  for (const path of [
    '/api',
    '/api/',
    '/api/nothing',
    '/api/loans/',
    '/api/../api/x',
    '/nothing',
    '/.env',
    '/assets/../app.js',
  ]) {
    expectProblem(await api.ask(path), 404, 'NO_SUCH_ROUTE');
  }
});

test('of the API it is one for a browser too; elsewhere a browser gets a page', async () => {
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  expectProblem(await api.ask('/api/nothing', { headers }), 404, 'NO_SUCH_ROUTE');
  const { status, headers: told } = await api.ask('/nothing', { headers });
  expect([status, told.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
});

test('guessing a password is slow, for accounts that do not exist too, and whatever address it claims', async () => {
  const email = `${randomUUID()}@company.example`;
  const guess = (_: unknown, index: number) =>
    api.ask('/api/auth/sign-in', {
      body: { email, password: 'Wrong-Password-1' },
      // Nobody trusts this proxy: it is the line that counts.
      headers: { 'x-forwarded-for': `203.0.113.${index}` },
    });
  const answers = await Promise.all(Array.from({ length: 12 }, guess));
  const statuses = answers.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
  const locked = answers.find(({ status }) => status === 429);
  expect(Number(locked?.headers.get('retry-after'))).toBeGreaterThan(1);
  const other = await api.ask('/api/auth/sign-in', {
    body: { email: 'reviewer@beichen.example', password: DEMO_PASSWORD },
  });
  expect(other.status).toBe(200);
});

test('an account is one whatever its address is typed like, for signing in and for the lock', async () => {
  const wanted = 'customer-service@beichen.example';
  const signIn = (email: string, password: string) =>
    api.ask('/api/auth/sign-in', { body: { email, password } });
  expect((await signIn('Customer-Service＠beichen.example ', DEMO_PASSWORD)).status).toBe(200);
  const spellings = [
    wanted,
    wanted.toUpperCase(),
    ` ${wanted}`,
    wanted.replace('@', '＠'),
    `${wanted}\u3000`,
  ];
  for (const email of spellings) expectProblem(await signIn(email, 'Wrong-Password-1'), 401);
  expectProblem(await signIn('ｃustomer-service@beichen.example', DEMO_PASSWORD), 429, 'SIGN_IN_LOCKED');
});

test('a session that was ended opens nothing any more', async () => {
  const answer = await api.ask('/api/auth/sign-in', {
    body: { email: 'risk@beichen.example', password: DEMO_PASSWORD },
  });
  // A browser gets a cookie that no script reads, and no token that one could.
  expect(answer.text).not.toContain('token');
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
  const headers = { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
  expect((await api.ask('/api/me', { headers })).status).toBe(200);
  expect((await api.ask('/api/auth/sign-out', { method: 'POST', headers })).status).toBe(204);
  expectProblem(await api.ask('/api/me', { headers }), 401);
});

test('whoever signs in again has one session: the one that the request came with is over', async () => {
  const body = { email: 'risk@beichen.example', password: DEMO_PASSWORD, bearer: true };
  const tokenOf = ({ json }: RawAnswer) => (json as { token: string }).token;
  const first = await api.ask('/api/auth/sign-in', { body });
  expect(first.headers.get('set-cookie')).toBeNull();
  const second = await api.ask('/api/auth/sign-in', { body, token: tokenOf(first) });
  expectProblem(await api.ask('/api/me', { token: tokenOf(first) }), 401);
  expect((await api.ask('/api/me', { token: tokenOf(second) })).status).toBe(200);
});

test('one registration sent many times at once is one enterprise; another body under its key is refused', async () => {
  const body = registrationOf(freshCompany('JIANGNAN'));
  const headers = freshKey();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.ask('/api/enterprises', { body, headers })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
  for (const { json } of answers) expect(json).toEqual(answers[0]?.json);
  const other = await api.ask('/api/enterprises', { body: { ...body, name: '别的公司' }, headers });
  expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
});

test('one enterprise registered many times at once under different keys is one enterprise', async () => {
  const body = registrationOf(freshCompany('JIANGNAN'));
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => {
      const { mail } = freshCompany('JIANGNAN');
      return api.ask('/api/enterprises', { body: { ...body, mail }, headers: freshKey() });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
  const token = await api.staff('reviewer');
  const found = await api.ask(`/api/enterprises?search=${body.uscc}`, { token });
  expect(found.json).toMatchObject({ items: [{ uscc: body.uscc }], next: null });
});

test('one task claimed many times at once is claimed, and nobody hears of a fault', async () => {
  const token = await api.staff('reviewer', 'BEICHEN');
  const task = await waitFor('the review of the enterprise', async () => {
    const inbox = await api.ask(`/api/tasks?caseId=${foreigner.enterpriseId}`, { token });
    return (inbox.json as { items: { id: string }[] }).items[0];
  });
  // A machine that is too slow for twenty is still at some when it answers: the same request hears of them later.
  const claim = async (): Promise<void> => {
    const request = { method: 'POST', token, headers: freshKey() };
    await waitFor('its answer', async () => {
      const { status } = await api.ask(`/api/tasks/${task.id}/claim`, request);
      expect([200, 202]).toContain(status);
      return status === 200 ? true : undefined;
    });
  };
  await Promise.all(Array.from({ length: 20 }, claim));
});

test.each([
  ['no request at all', '\u0016\u0003\u0001', 400, 'MALFORMED_REQUEST'],
  [
    'two lengths',
    'POST /api/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'MALFORMED_REQUEST',
  ],
  [
    'a header without end',
    `GET /api/me HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'HEADERS_TOO_LARGE',
  ],
  [
    'an unknown expectation',
    'GET /api/me HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n',
    401,
    'NOT_SIGNED_IN',
  ],
])('%s is answered with a problem document as well', async (_what, bytes, status, code) => {
  const answer = await speak(bytes);
  expect(answer.slice(0, 'HTTP/1.1 400'.length)).toBe(`HTTP/1.1 ${status}`);
  expect(answer).toContain(`Content-Type: ${PROBLEM_MEDIA_TYPE}`);
  expect(answer).toContain(`"code":"${code}"`);
});

/** Sends bytes and reads until the line is closed. */
async function speak(bytes: string): Promise<string> {
  const { hostname, port } = new URL(api.platform.urls.api);
  const line = connect({ host: hostname, port: Number(port) });
  line.write(bytes);
  let answer = '';
  for await (const chunk of line) answer += String(chunk);
  return answer;
}

test('what is not even HTTP does not bring it down', async () => {
  const { port } = new URL(api.platform.urls.api);
  await new Promise<void>((resolve) => {
    const request = httpRequest({
      port,
      path: '/api/loans',
      method: 'POST',
      headers: { 'content-length': '10' },
    });
    request.on('error', () => undefined);
    request.on('close', () => resolve());
    request.write('{"');
    setTimeout(() => request.destroy(), 100);
  });
  expect((await api.ask('/api/health')).status).toBe(200);
});

test('nothing was leaked or doubled: no fault is in the answers of health, and its parts are up', async () => {
  await waitFor('all parts to be up', async () => {
    const { json } = await api.ask('/api/health');
    return (json as { status: string }).status === 'UP' ? true : undefined;
  });
  const description = await api.ask('/api/openapi.json');
  expect(description.status).toBe(200);
  const metrics = await fetch(`${api.platform.urls.ops}/metrics`).then((answer) => answer.text());
  expect(metrics).toContain('http_request_duration_seconds');
  expect(metrics).not.toMatch(/status="500"/);
});
