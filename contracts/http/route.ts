import { z } from 'zod';
import type { ProblemStatus } from '../texts/texts';

export type Method = 'get' | 'post' | 'put';

/** Whether a request must, may or cannot carry an Idempotency-Key. */
export type Idempotency = 'required' | 'optional' | 'none';

/** One route as the client sees it: enough to parse its requests and to document it. */
export interface RouteContract<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  Verb extends Method = Method,
> {
  readonly method: Verb;
  /** Below `/api`, parameters as `:name`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Public routes are asked for without a session. */
  readonly access: 'public' | 'signedIn';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Read as bytes and not as JSON, because a signature covers them. */
  readonly rawBody?: boolean;
  /** Read as a form (`application/x-www-form-urlencoded`) and not as JSON, because a standard says so. */
  readonly form?: true;
  /** Strangers prove some work for it, where the installation asks for that: {@link WORK_HEADER}. */
  readonly work?: true;
  /** Largest body, where that is another than that of all routes: `5mb`. */
  readonly mostBytes?: string;
  readonly idempotency: Idempotency;
  readonly status: 200 | 201 | 202 | 204;
  /**
   * A process answers. One that has taken the request and is still at it is answered for with 202: the same body as
   * it stands by then, and in Location where to look.
   */
  readonly mayTakeLonger?: true;
  /** Media type of an answer that is no JSON but a {@link stream}. */
  readonly produces?: string;
  readonly answer?: Answer;
  readonly example?: { readonly body?: unknown; readonly answer?: unknown };
  /** Statuses of problems besides those that any route can answer. */
  readonly problems: readonly ProblemStatus[];
}

/** An answer that is no JSON: a file, or events for as long as somebody listens. */
export const stream = z.custom<AsyncIterable<Uint8Array | string>>();

/** Whether a request may come without a body. */
export const mayBeLeftOut = (body: z.ZodType): boolean => body.safeParse(undefined).success;

/** A value that nobody changes, all the way down. */
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

/** What a schema of an answer lets through. */
export type Answer<Schema extends z.ZodType> = Frozen<z.output<Schema>>;

/** Keeps the types of a route's schemas for its handler, and its method for what must be said of it. */
export function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  Verb extends Method,
>(contract: RouteContract<Params, Query, Body, Answer, Verb>): typeof contract {
  return contract;
}

/** The header that makes a repeated request harmless. */
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

/** With what a request comes again that was refused with WORK_NEEDED: challenge and solution, JSON in base64. */
export const WORK_HEADER = 'Proof-Of-Work';
/** What such a refusal asks to be solved, JSON in base64: `solveChallenge` of npm `altcha-lib` does. */
export const CHALLENGE_HEADER = 'Proof-Of-Work-Challenge';

/** What an Idempotency-Key may look like: a UUID or any other unguessable word. */
export const IDEMPOTENCY_KEY_PATTERN = /^[A-Za-z0-9_.-]{8,128}$/;
