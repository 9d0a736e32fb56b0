import { createHmac } from 'node:crypto';
import { IDEMPOTENCY_HEADER, IDEMPOTENCY_KEY_PATTERN, type RouteContract } from '../../../contracts/http';
import { secretsIn } from '../../../gateways/crypto';
import type { KeptRequest, KeyedRequest } from '../../../gateways/database/idempotency';
import { ApiProblem } from '../problems/apiProblem';

/**
 * The key of a request, or null when it has none and needs none.
 * @throws ApiProblem 400 when it is missing or malformed
 */
export function keyOf(header: string | string[] | undefined, contract: RouteContract): string | null {
  if (contract.idempotency === 'none') return null;
  if (header === undefined) {
    if (contract.idempotency === 'optional') return null;
    throw new ApiProblem(400, 'IDEMPOTENCY_KEY_MISSING', { detail: { header: IDEMPOTENCY_HEADER } });
  }
  if (typeof header !== 'string' || !IDEMPOTENCY_KEY_PATTERN.test(header)) {
    throw new ApiProblem(400, 'IDEMPOTENCY_KEY_INVALID', { detail: { header: IDEMPOTENCY_HEADER } });
  }
  return header;
}

/**
 * Keyed hash of what a request asks for; the order of fields does not matter. Keyed, because a registration
 * holds a password: a plain hash of it would be guessed far faster than the slow one that the account has.
 * @param secrets the setting AUTH_SECRET
 * @returns the hash to be kept; behind it, those of a request that was kept under an older secret
 */
export function hashesOf(asked: unknown, secrets: string): readonly [string, ...string[]] {
  const text = `request|${canonical(asked)}`;
  const under = (secret: string) => createHmac('sha256', secret).update(text).digest('hex');
  const [current, ...older] = secretsIn(secrets);
  return [under(current), ...older.map(under)];
}

/** JSON with sorted keys. What is hashed has passed a schema, so it is no deeper than that. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
      return Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)));
    }) ?? 'undefined'
  );
}

/**
 * Makes sure that a kept key belongs to this very request.
 * @param hashes what the request has under each secret
 * @throws ApiProblem 422 IDEMPOTENCY_KEY_REUSED
 */
export function sameRequest(kept: KeptRequest, request: KeyedRequest, hashes: readonly string[]): void {
  if (kept.operation === request.operation && hashes.includes(kept.requestHash)) return;
  throw new ApiProblem(422, 'IDEMPOTENCY_KEY_REUSED');
}
