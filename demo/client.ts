import { setTimeout as sleep } from 'node:timers/promises';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { z } from 'zod';
import {
  CHALLENGE_HEADER,
  IDEMPOTENCY_HEADER,
  type OperationId,
  type RouteContract,
  type Routes,
  routes,
  WORK_HEADER,
} from '../contracts/http';
import { demoProof } from './factor';

/** What a client sends to an operation. */
export interface DemoRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A file, where the body is one. */
  readonly file?: string;
  /** The Idempotency-Key: with one, a request is repeated until it is answered. */
  readonly key?: string;
}

export type AnswerOf<Id extends OperationId> =
  NonNullable<Routes[Id]['answer']> extends z.ZodType
    ? z.output<NonNullable<Routes[Id]['answer']>>
    : undefined;

/** A problem document of the API. */
export class PlatformProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

const PATIENCE_MS = 120_000;
const PAUSE_MS = 300;

/** Of everybody who signed in, by address of the platform and mail. */
const sessions = new Map<string, Promise<PlatformClient>>();

/** Attempts to get through: an answer that was lost has used up what was asked, or the token that asked. */
const ATTEMPTS = 5;

/** Who signs in, and again where the session is lost. */
interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * A client of the public HTTP API and of nothing else. While the platform is being killed under it, it asks
 * again: reading is harmless, and what changes something carries an Idempotency-Key.
 */
export class PlatformClient {
  /** What opens the session now: another one since a factor was proved. */
  private token: string | undefined;
  /** Somebody signs in or proves a second factor once, however many calls wait for it. */
  private renewing: Promise<void> | undefined;

  constructor(
    readonly baseUrl: string,
    private readonly person?: Credentials,
  ) {}

  /**
   * The same client, signed in and, where there is a second factor, proved by the passkey of the demo. A person has one
   * session, however many stories they work in at once.
   */
  async signedIn(email: string, password: string): Promise<PlatformClient> {
    const person = `${this.baseUrl}|${email}`;
    const known = sessions.get(person);
    if (known !== undefined) return await known;
    const client = new PlatformClient(this.baseUrl, { email, password });
    const session = client.signIn({ email, password }).then(() => client);
    sessions.set(person, session);
    session.catch(() => sessions.delete(person));
    return await session;
  }

  /**
   * Calls an operation of the API, and proves the second factor again when it is asked for, or signs in again when the
   * session is lost.
   * @throws PlatformProblem when the API refuses, or does not answer for two minutes
   */
  async call<Id extends OperationId>(operation: Id, request: DemoRequest = {}): Promise<AnswerOf<Id>> {
    for (let attempt = 1; ; attempt += 1) {
      await this.renewing;
      const { token } = this;
      try {
        return await this.ask(operation, request);
      } catch (problem) {
        if (attempt === ATTEMPTS || !(problem instanceof PlatformProblem)) throw problem;
        const { person } = this;
        if (person === undefined || !['FACTOR_NEEDED', 'NOT_SIGNED_IN'].includes(problem.code)) throw problem;
        // Whoever asked under the token of before asks again.
        if (token !== this.token) continue;
        this.renewing ??= this.renew(person, problem.code).finally(() => {
          this.renewing = undefined;
        });
        await this.renewing;
      }
    }
  }

  private renew(person: Credentials, code: string): Promise<void> {
    return code === 'FACTOR_NEEDED' ? this.prove(person) : this.signIn(person);
  }

  private async signIn(person: Credentials): Promise<void> {
    this.token = undefined;
    const { factor, token } = await this.ask('signIn', { body: { ...person, bearer: true } });
    this.token = token;
    if (factor.isSetUp) await this.prove(person);
  }

  private async prove(person: Credentials): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const body = demoProof(person.email, await this.ask('askForPasskey'));
        this.token = (await this.ask('proveFactor', { body })).token;
        return;
      } catch (problem) {
        if (attempt === ATTEMPTS || !(problem instanceof PlatformProblem)) throw problem;
        // It was proved, and the answer with the new token was lost.
        if (problem.code === 'NOT_SIGNED_IN') return await this.signIn(person);
      }
    }
  }

  private async ask<Id extends OperationId>(operation: Id, request: DemoRequest = {}): Promise<AnswerOf<Id>> {
    const until = Date.now() + PATIENCE_MS;
    let proof: string | undefined;
    for (;;) {
      const response = await this.send(operation, request, proof).catch((fault: unknown) => fault);
      const challenge = response instanceof Response ? response.headers.get(CHALLENGE_HEADER) : null;
      if (challenge !== null && Date.now() < until) {
        proof = await solved(challenge);
        continue;
      }
      if (response instanceof Response && response.status !== 503) {
        return (await readAnswer(operation, response)) as AnswerOf<Id>;
      }
      if (Date.now() > until)
        throw new PlatformProblem(503, 'NO_ANSWER', `${operation}: ${String(response)}`);
      await sleep(PAUSE_MS);
    }
  }

  private send(operation: OperationId, request: DemoRequest, proof?: string): Promise<Response> {
    const { method, path } = routes[operation];
    const filled = path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(request.params?.[name] ?? ''),
    );
    const search = request.query === undefined ? '' : `?${new URLSearchParams(request.query)}`;
    return fetch(`${this.baseUrl}/api${filled}${search}`, {
      method: method.toUpperCase(),
      headers: {
        'accept-language': 'en',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.file === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(proof === undefined ? {} : { [WORK_HEADER]: proof }),
        ...(request.key === undefined ? {} : { [IDEMPOTENCY_HEADER]: request.key }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.file === undefined ? {} : { body: request.file }),
      signal: AbortSignal.timeout(30_000),
    });
  }
}

/** What strangers prove by having worked for it. @param asked as the API asked for it */
export async function solved(asked: string): Promise<string> {
  const challenge = JSON.parse(Buffer.from(asked, 'base64').toString()) as Challenge;
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** An answer that is otherwise than its operation's schema says is a fault of the platform: nobody works with it. */
async function readAnswer(operation: OperationId, response: Response): Promise<unknown> {
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  const contract: RouteContract = routes[operation];
  if (response.ok) return contract.answer?.parse(answer);
  const problem = answer as { code?: string; detail?: string; title?: string } | undefined;
  const said = problem?.detail ?? problem?.title ?? text.slice(0, 200);
  const detail = response.status < 500 ? said : `${operation}: ${said}`;
  throw new PlatformProblem(response.status, problem?.code ?? 'UNKNOWN', detail);
}
