import type { FactDifference, Problem } from '../../../contracts/http';
import type { KnownRefusal } from '../../../contracts/refusals';
import type { ProblemStatus } from '../../../contracts/texts/texts';
import type { Refusal } from '../../../domain/result';

/** Why a request is not answered with what it asked for. */
export type ProblemCode = Problem['code'];

/** A request that is not answered with what it asked for. The one presenter turns it into a document. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: ProblemStatus,
    readonly code: ProblemCode,
    readonly more: {
      /** Values that the sentence needs. */
      readonly detail?: Refusal['detail'];
      readonly errors?: readonly KnownRefusal[];
      /** What is another than the person saw. */
      readonly differences?: readonly FactDifference[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(code);
  }
}

/** Nothing is there for this reader: unknown and foreign look the same. */
export const notFound = (): ApiProblem => new ApiProblem(404, 'NOT_FOUND');

/** Nobody is signed in. */
export const unauthenticated = (): ApiProblem =>
  new ApiProblem(401, 'NOT_SIGNED_IN', { headers: { 'WWW-Authenticate': 'Bearer' } });

/** Signed in, but not for this. */
export const forbidden = (): ApiProblem => new ApiProblem(403, 'NOT_YOUR_ROLE');

/** Several fields are wrong. */
export const invalid = (errors: readonly KnownRefusal[]): ApiProblem =>
  new ApiProblem(422, 'INVALID_INPUT', { errors });

/** Asked for too often. @param seconds until it may be asked for again */
export const tooMany = (seconds: number): ApiProblem =>
  new ApiProblem(429, 'TOO_MANY_REQUESTS', { headers: { 'Retry-After': String(seconds) } });

/** A part that the request needs does not answer; it may be repeated. */
export const unavailable = (code: ProblemCode): ApiProblem =>
  new ApiProblem(503, code, { headers: { 'Retry-After': '5' } });
