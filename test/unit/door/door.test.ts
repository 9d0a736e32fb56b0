import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { createDoor } from '../../../door/door';
import { doorSettings } from '../../../door/settings';

/** The door between an API and a UI server that only say what they were asked. */

const INSTITUTION = '0198c1f0-0000-7000-8000-000000000001';
const OTHER = '0198c1f0-0000-7000-8000-000000000002';
const OWN = 'loan/0198c1f0-0000-7000-8000-00000000000a';
const SECOND = 'payment/0198c1f0-0000-7000-8000-00000000000a';
const FOREIGN = 'loan/0198c1f0-0000-7000-8000-00000000000b';
/** Whose processes there are. */
const OWNERS: Readonly<Record<string, string>> = {
  [OWN]: INSTITUTION,
  [FOREIGN]: OTHER,
  [SECOND]: INSTITUTION,
};
const at = (workflowId: string, rest = '') =>
  `/api/v1/namespaces/default/workflows/${encodeURIComponent(workflowId)}${rest}`;

/** Of the next page, as Temporal gives it: bytes in base64. */
const TOKEN = Buffer.from('\xfb\xef run of somebody', 'latin1').toString('base64');

interface Reached {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const reached: Reached[] = [];
/** What the API was asked about each request. */
const askedOfApi: string[] = [];
const servers: Server[] = [];
let apiUrl = '';
let uiUrl = '';

async function listening(answer: (incoming: IncomingMessage, outgoing: ServerResponse) => unknown) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the API says of each session. */
const READERS: Readonly<
  Record<string, { readonly institutionId: string | null; readonly isOperator: boolean }>
> = {
  'lending=admin': { institutionId: INSTITUTION, isOperator: false },
  'lending=operator': { institutionId: null, isOperator: true },
  'lending=emergency': { institutionId: INSTITUTION, isOperator: true },
  'lending=other': { institutionId: OTHER, isOperator: false },
};

function tellReader(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const reader = READERS[incoming.headers.cookie ?? ''];
  const { search, searchParams } = new URL(incoming.url ?? '', 'http://api');
  askedOfApi.push(search);
  const asked = searchParams.get('workflowId');
  if (incoming.headers.cookie === 'lending=password-only') {
    outgoing.writeHead(403).end(JSON.stringify({ code: 'FACTOR_NEEDED' }));
    return;
  }
  if (reader === undefined) {
    outgoing.writeHead(incoming.headers.cookie === 'lending=reviewer' ? 403 : 401).end();
    return;
  }
  outgoing.setHeader('content-type', 'application/json');
  const owner = OWNERS[asked ?? ''];
  outgoing.end(
    JSON.stringify({ ...reader, includes: owner !== undefined && owner === reader.institutionId }),
  );
}

async function tellUi(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.concat(await incoming.toArray()).toString();
  reached.push({ method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body });
  outgoing.setHeader('set-cookie', '_csrf=x');
  outgoing.setHeader('access-control-allow-origin', '*');
  outgoing.setHeader('content-type', 'application/json');
  const names = ['default', 'temporal-system', 'other'].map((name) => ({ namespaceInfo: { name } }));
  const settings = { Codec: { Endpoint: '' }, DisableWriteActions: false };
  outgoing.end(JSON.stringify({ ...settings, namespaces: names, nextPageToken: TOKEN }));
}

beforeAll(async () => {
  apiUrl = await listening(tellReader);
  uiUrl = await listening(tellUi);
});
beforeEach(() => {
  reached.splice(0);
  askedOfApi.splice(0);
});
afterAll(() => {
  for (const server of servers) server.close();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly json: Record<string, unknown>;
}

/** Opens a door. */
async function doorOf(readOnly = 'true'): Promise<string> {
  let listener: ReturnType<typeof createDoor> = () => undefined;
  const url = await listening((incoming, outgoing) => listener(incoming, outgoing));
  listener = createDoor(
    doorSettings({
      ...{ DOOR_PORT: '0', DOOR_API_URL: apiUrl, DOOR_UI_URL: uiUrl, PUBLIC_URL: 'http://localhost:3000' },
      ...{ TEMPORAL_UI_URL: url, TEMPORAL_UI_READ_ONLY: readOnly },
    }),
    pino({ level: 'silent' }),
  );
  return url;
}

/** Asks a door one thing; one of its own unless it is given. */
async function ask(
  path: string,
  {
    as = 'admin',
    method = 'GET',
    headers = {},
    body,
    readOnly = 'true',
    door,
  }: {
    readonly as?: string | null;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly readOnly?: string;
    readonly door?: string;
  } = {},
): Promise<Answer> {
  const url = door ?? (await doorOf(readOnly));
  return await new Promise((resolve, reject) => {
    const session = as === null ? {} : { cookie: `lending=${as}` };
    // Asked without `fetch`, which neither sends another Host nor leaves a path as it is.
    const outgoing = request(url, { method, path, headers: { ...session, ...headers }, agent: false });
    outgoing.once('error', reject);
    outgoing.once('response', async (answer) => {
      const text = Buffer.concat(await answer.toArray()).toString();
      const isJson = answer.headers['content-type'] === 'application/json';
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        json: isJson ? JSON.parse(text) : {},
      });
    });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

describe('who comes in', () => {
  const page = { headers: { accept: 'text/html' } };

  test('somebody who is not signed in is led to where one signs in, a program is told', async () => {
    const led = await ask('/namespaces/default/workflows', { as: null, ...page });
    expect([led.status, led.headers.location]).toEqual([303, 'http://localhost:3000/desk']);
    expect(await ask('/api/v1/settings', { as: null })).toMatchObject({ status: 401, json: { code: 16 } });
    expect(await ask('/api/v1/settings', { as: 'expired' })).toMatchObject({ status: 401 });
    expect(reached).toEqual([]);
  });

  test('somebody who has not proved a second factor is led to where that is done', async () => {
    const led = await ask('/', { as: 'password-only', ...page });
    expect([led.status, led.headers.location]).toEqual([303, 'http://localhost:3000/desk']);
    expect(await ask('/api/v1/settings', { as: 'password-only' })).toMatchObject({ status: 401 });
    expect(reached).toEqual([]);
  });

  test('somebody who looks at no processes stays outside', async () => {
    expect((await ask('/', { as: 'reviewer', ...page })).status).toBe(403);
    expect((await ask(at(OWN), { as: 'reviewer' })).status).toBe(404);
    expect(reached).toEqual([]);
  });

  test('another name and another origin are refused: a page that was rebound to this address reads nothing', async () => {
    expect((await ask(at(OWN), { headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await ask(at(OWN), { headers: { origin: 'https://evil.example' } })).status).toBe(400);
    expect((await ask(at(OWN), { headers: { origin: 'null' } })).status).toBe(400);
    expect(reached).toEqual([]);
  });
});

describe('what the UI server gets', () => {
  test('no session, no cookie, no header that it might hand on; and it sets none here', async () => {
    const answer = await ask(at(OWN), {
      headers: { authorization: 'Bearer x', 'grpc-metadata-x': 'y', 'x-http-method-override': 'DELETE' },
    });
    expect(answer.status).toBe(200);
    expect(Object.keys(reached[0]?.headers ?? {}).sort()).toEqual(['connection', 'host']);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('files as they are asked for, and one document for every page', async () => {
    await ask('/_app/immutable/entry/start.js', { as: null });
    await ask('/namespaces/default/workflows/loan%2Fx/history');
    await ask('/_app/../api/v1/namespaces');
    await ask('/%61pi/v1/namespaces/default/workflows');
    await ask('//api/v1/namespaces');
    expect(reached.map(({ url }) => url)).toEqual(['/_app/immutable/entry/start.js', '/', '/', '/', '/']);
  });

  test("a list within the reader's own", async () => {
    const query = encodeURIComponent("Stage = 'X' OR Institution = 'b'");
    await ask(`/api/v1/namespaces/default/workflows?query=${query}&query=x&pageSize=7&namespace=other`);
    await ask('/api/v1/namespaces/default/workflow-count?query=GROUP%20BY%20ExecutionStatus', {
      as: 'operator',
    });
    const asked = reached.map(({ url }) => Object.fromEntries(new URL(url, 'http://ui').searchParams));
    expect(asked).toEqual([
      { query: `Institution = '${INSTITUTION}' AND (Stage = 'X' OR Institution = 'b')`, pageSize: '7' },
      { query: 'Institution IS NULL GROUP BY ExecutionStatus' },
    ]);
  });

  test('no query that does not balance', async () => {
    const query = encodeURIComponent("a = 'x') OR (b = 'y'");
    expect(await ask(`/api/v1/namespaces/default/workflows?query=${query}`)).toMatchObject({
      status: 400,
      json: { code: 3 },
    });
    expect(reached).toEqual([]);
  });

  test('one process of the own, none of others', async () => {
    for (const rest of ['', '/history', '/history-reverse', '/run/r/history.json']) {
      expect((await ask(at(OWN, rest))).status).toBe(200);
      expect((await ask(at(FOREIGN, rest))).status).toBe(404);
      expect((await ask(at(OWN, rest), { as: 'emergency' })).status).toBe(200);
      expect((await ask(at(OWN, rest), { as: 'operator' })).status).toBe(404);
    }
    expect(reached.every(({ url }) => url.includes(encodeURIComponent(OWN)))).toBe(true);
  });

  test('the API is told whether a process or the list is about to be seen, and nothing for the page itself', async () => {
    await ask(at(OWN, '/history'), { as: 'emergency' });
    for (const path of ['workflows', 'workflow-count', 'search-attributes'])
      await ask(`/api/v1/namespaces/default/${path}`, { as: 'emergency' });
    await ask('/', { as: 'emergency' });
    const about = `?workflowId=${encodeURIComponent(OWN)}`;
    expect(askedOfApi).toEqual([about, '?list=true', '?list=true', '', '']);
  });

  test('a question anew: about the process of its path, without arguments', async () => {
    const body = {
      namespace: 'other',
      execution: { workflowId: FOREIGN, runId: 'r' },
      query: { queryType: 'another', queryArgs: { payloads: [] } },
    };
    const path = at(OWN, '/query/__stack_trace');
    expect((await ask(path, { method: 'POST', body })).status).toBe(200);
    expect(JSON.parse(reached[0]?.body ?? '')).toEqual({
      execution: { workflowId: OWN, runId: 'r' },
      query: { queryType: '__stack_trace' },
    });
    expect((await ask(at(FOREIGN, '/query/__stack_trace'), { method: 'POST', body })).status).toBe(404);
    expect((await ask(path, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(400);
    expect(reached).toHaveLength(1);
  });
});

describe('the next page', () => {
  const tokenOf = async (path: string, door: string, as = 'admin') =>
    String((await ask(path, { as, door })).json.nextPageToken);
  const next = (path: string, token: string, name = 'nextPageToken') =>
    `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(token)}`;
  const askedFor = () =>
    reached.map(({ url }) => new URL(url, 'http://ui').searchParams.get('nextPageToken'));

  test.each([
    ['admin', at(OWN, '/history')],
    ['emergency', at(OWN, '/history-reverse?execution.runId=r')],
    ['admin', '/api/v1/namespaces/default/workflows'],
    ['admin', '/api/v1/namespaces'],
    ['operator', '/api/v1/namespaces/default/schedules'],
  ])('%s goes on in %s, by the token that Temporal gave', async (as, path) => {
    const door = await doorOf();
    const token = await tokenOf(path, door, as);
    expect(token).not.toBe(TOKEN);
    expect((await ask(next(path, token), { as, door })).status).toBe(200);
    expect(askedFor()).toEqual([null, TOKEN]);
  });

  test("is nobody else's: a token of one process opens no other, in no institution, after no emergency", async () => {
    const door = await doorOf();
    const token = await tokenOf(at(OWN, '/history'), door);
    const list = await tokenOf('/api/v1/namespaces/default/workflows', door);
    reached.splice(0);
    for (const [as, path, given] of [
      ['other', at(FOREIGN, '/history'), token],
      ['admin', at(SECOND, '/history'), token],
      ['admin', at(OWN, '/history-reverse'), token],
      ['other', '/api/v1/namespaces/default/workflows', list],
      ['operator', '/api/v1/namespaces/default/workflows', list],
      ['admin', at(OWN, '/history'), TOKEN],
      ['admin', at(OWN, '/history'), 'x'],
      ['admin', at(OWN, '/history'), `${token.slice(0, -8)}AAAAAAA=`],
    ] as const) {
      for (const name of ['nextPageToken', 'next_page_token']) {
        expect(await ask(next(path, given, name), { as, door })).toMatchObject({ status: 400 });
      }
    }
    expect((await ask(next(at(OWN, '/history'), token))).status).toBe(400);
    expect(reached).toEqual([]);
  });
});

describe('what is changed there', () => {
  const terminate = (workflowId: string, as: string, readOnly: string) =>
    ask(at(workflowId, '/terminate'), { method: 'POST', as, readOnly, body: { reason: 'x' } });

  test('nothing, unless a setting lets the admin do so to the own processes', async () => {
    expect((await terminate(OWN, 'admin', 'true')).status).toBe(404);
    expect((await terminate(OWN, 'admin', '')).status).toBe(404);
    expect((await terminate(FOREIGN, 'admin', 'false')).status).toBe(404);
    expect((await terminate(OWN, 'emergency', 'false')).status).toBe(404);
    expect(reached).toEqual([]);
    expect((await terminate(OWN, 'admin', 'false')).status).toBe(200);
    expect(reached).toMatchObject([{ method: 'POST', body: '{"reason":"x"}' }]);
  });

  test.each(['true', 'false'])(
    'the UI is told so (%s), and that nothing typed into it is believed',
    async (readOnly) => {
      const { json } = await ask('/api/v1/settings', { readOnly });
      expect(json).toMatchObject({
        DisableWriteActions: readOnly === 'true',
        ...{ WorkflowSignalDisabled: true, WorkflowUpdateDisabled: true, StartWorkflowDisabled: true },
        Codec: { Endpoint: 'http://localhost:3000/api/codec', IncludeCredentials: true },
      });
    },
  );
});

test('there is one namespace', async () => {
  const { json } = await ask('/api/v1/namespaces');
  expect(json.namespaces).toEqual([{ namespaceInfo: { name: 'default' } }]);
  expect((await ask('/api/v1/namespaces/other')).status).toBe(404);
});

test("what is everybody's is the operator's", async () => {
  for (const path of ['schedules', 'batch-operations', 'worker-deployments']) {
    expect((await ask(`/api/v1/namespaces/default/${path}`)).status).toBe(404);
    expect((await ask(`/api/v1/namespaces/default/${path}`, { as: 'operator' })).status).toBe(200);
  }
});
