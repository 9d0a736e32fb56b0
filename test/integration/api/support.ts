import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROBLEM_MEDIA_TYPE, problem, type RouteContract, routes } from '../../../contracts/http';
import type { AnswerOf } from '../../../demo/client';
import { demoProof } from '../../../demo/factor';
import { Narrator } from '../../../demo/narrator';
import { DEMO_PASSWORD, OPERATOR_MAIL, staffMail } from '../../../demo/people';
import { stageAt } from '../../../demo/stage';
import { type Stage, waitFor } from '../../../demo/story';
import type { Variables } from '../../../dev/platform/environment';
import { FOR_PEOPLE, startTestPlatform, type TestPlatform, testPlatform } from '../../support/platform';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** A request as a stranger might write it: nothing is checked on this side. */
export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | undefined;
  /** Sent as JSON unless it is a text. */
  readonly body?: unknown;
}

const PATIENCE_MS = 120_000;

/** The platform under test, and ways to ask it anything. */
export class Api {
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly platform: TestPlatform,
    readonly stage: Stage,
  ) {}

  static async open(): Promise<Api> {
    return Api.at(await testPlatform());
  }

  /** For people at screens. */
  static async openForPeople(): Promise<Api> {
    return Api.at(await testPlatform(FOR_PEOPLE));
  }

  /** A platform of its own whose clock runs as fast as the real one: what was quoted stays true. */
  static async openUnhurried(settings: Variables = {}): Promise<Api> {
    return Api.at(await startTestPlatform({ clockSpeed: 1, settings }));
  }

  static at(platform: TestPlatform): Api {
    return new Api(platform, stageAt(platform.urls, new Narrator(true)));
  }

  /** Asks; with a key, again while the platform answers 503 and says after how long to repeat. */
  async ask(path: string, request: RawRequest = {}): Promise<RawAnswer> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.askOnce(path, request);
      const afterS = Number(answer.headers.get('retry-after') ?? '0');
      const mayRepeat = request.headers?.['Idempotency-Key'] !== undefined && afterS > 0;
      if (answer.status !== 503 || !mayRepeat || Date.now() > until) return answer;
      await sleep(afterS * 1_000);
    }
  }

  private async askOnce(path: string, request: RawRequest): Promise<RawAnswer> {
    const { body, token, headers, method = body === undefined ? 'GET' : 'POST' } = request;
    const response = await fetch(`${this.platform.urls.api}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = isEndless(response) ? '' : await response.text();
    if (isEndless(response)) await response.body?.cancel();
    const answer = { status: response.status, headers: response.headers, text, json: parsed(text) };
    expectAsDescribed(method, path, answer);
    return answer;
  }

  /** The token of a demo member of staff. */
  async staff(role: string, institutionCode = 'JIANGNAN'): Promise<string> {
    return await this.signIn(staffMail(role, institutionCode), DEMO_PASSWORD);
  }

  /** The cookie that a browser keeps after somebody signed in. */
  async cookie(email: string): Promise<string> {
    const answer = await this.ask('/api/auth/sign-in', { body: { email, password: DEMO_PASSWORD } });
    const { headers } = await this.prove(email, answer, { headers: { cookie: cookieOf(answer) } });
    return headers?.cookie ?? '';
  }

  /**
   * Proves the second factor, of whoever has one, in the session that a request comes with: by the demo's passkey.
   * @returns what the session is opened by from then on
   */
  async prove(email: string, { json }: RawAnswer, session: RawRequest): Promise<RawRequest> {
    if (!(json as AnswerOf<'getSession'>).factor.isSetUp) return session;
    const asked = await this.ask('/api/auth/factor/passkey-options', session);
    const body = demoProof(email, asked.json as AnswerOf<'askForPasskey'>);
    const proved = await this.ask('/api/auth/factor', { ...session, body });
    if (proved.status !== 200) throw new Error(`${email} can't prove a factor: ${proved.text}`);
    if (session.token === undefined) return { headers: { cookie: cookieOf(proved) } };
    const token = tokenOf(proved);
    if (this.tokens.get(email) === session.token) this.tokens.set(email, token);
    return { token };
  }

  /** The token of whoever runs the platform. */
  async operator(): Promise<string> {
    return await this.signIn(OPERATOR_MAIL, DEMO_PASSWORD);
  }

  async signIn(email: string, password: string): Promise<string> {
    const known = this.tokens.get(email);
    if (known !== undefined) return known;
    const answer = await this.ask('/api/auth/sign-in', { body: { email, password, bearer: true } });
    if (answer.status !== 200) throw new Error(`${email} can't sign in: ${answer.text}`);
    const { token = '' } = await this.prove(email, answer, { token: tokenOf(answer) });
    this.tokens.set(email, token);
    return token;
  }
}

/** The token that an answer hands out: of a session that was opened, or in which a factor was proved. */
export function tokenOf({ json, text }: RawAnswer): string {
  const { token } = json as { token?: string };
  if (token === undefined) throw new Error(`no token: ${text}`);
  return token;
}

/** The cookie that a browser keeps of an answer. */
export const cookieOf = ({ headers }: RawAnswer): string =>
  (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

/** Every answer has the shape that its operation, or a problem, is described with: no field more, no other value. */
function expectAsDescribed(method: string, path: string, { status, headers, json }: RawAnswer): void {
  if (!path.startsWith('/api/')) return;
  if (headers.get('content-type')?.startsWith(PROBLEM_MEDIA_TYPE)) problem.parse(json);
  else if (status < 300) expectShape(operationOf(method, path), json);
}

/** A stream of events, whose end nobody waits for here. */
const isEndless = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('text/event-stream') === true;

/** What is no JSON has no shape to be looked at here. */
function expectShape(operation: RouteContract | undefined, json: unknown): void {
  if (operation?.produces === undefined) operation?.answer?.parse(json);
}

function operationOf(method: string, path: string): RouteContract | undefined {
  const { pathname } = new URL(path, 'http://platform');
  return Object.values<RouteContract>(routes).find(
    (route) =>
      route.method === method.toLowerCase() &&
      new RegExp(`^/api${route.path.replace(/:\w+/g, '[^/]+')}$`).test(pathname),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whose inbox a change of a loan is in, and who decides it there; by mail names, of which roles begin the word. */
export interface ChangeDecided {
  readonly changeId: string;
  readonly inboxOf: string;
  /** Whoever's inbox it is when left out. */
  readonly by?: string;
  readonly decision?: 'APPROVE' | 'REJECT';
  readonly reason?: string;
}

/** Somebody decides the task about a change of a loan, once it is there. */
export async function decideChange(
  api: Api,
  { changeId, inboxOf, by = inboxOf, decision = 'APPROVE', reason = '' }: ChangeDecided,
): Promise<RawAnswer> {
  const reader = await api.staff(inboxOf);
  const id = await waitFor(`the task about ${changeId}`, async () => {
    const { json } = await api.ask(`/api/tasks?kind=APPROVE_LOAN_CHANGE&caseId=${changeId}`, {
      token: reader,
    });
    const { items } = json as AnswerOf<'listTasks'>;
    return items.find(({ status }) => status === 'OPEN' || status === 'CLAIMED')?.id;
  });
  return await api.ask(`/api/tasks/${id}/decision`, {
    ...{ body: { decision, reason }, token: await api.staff(by), headers: freshKey() },
  });
}

/** A change of a loan, once it stands so. */
export async function changeThatIs(
  api: Api,
  changeId: string,
  ...statuses: readonly string[]
): Promise<AnswerOf<'getLoanChange'>> {
  const token = await api.staff('risk');
  return await waitFor(`the change to be ${statuses.join(' or ')}`, async () => {
    const { json } = await api.ask(`/api/loan-changes/${changeId}`, { token });
    const change = json as AnswerOf<'getLoanChange'>;
    if (change.status === 'REFUSED' && !statuses.includes('REFUSED')) {
      throw new Error(`the change was refused: ${JSON.stringify(change)}`);
    }
    return statuses.includes(change.status) ? change : undefined;
  });
}

/** A key that nobody has used. */
export const freshKey = (): Record<string, string> => ({ 'Idempotency-Key': randomUUID() });

/** Asserts that an answer is a problem document of RFC 9457, and gives it back. */
export function expectProblem(answer: RawAnswer, status?: number, code?: string) {
  expect(answer.headers.get('content-type')).toContain(PROBLEM_MEDIA_TYPE);
  const document = problem.parse(answer.json);
  expect(document.status).toBe(answer.status);
  if (status !== undefined) expect([answer.status, document.code]).toEqual([status, code ?? document.code]);
  if (code !== undefined) expect(document.code).toBe(code);
  return document;
}
