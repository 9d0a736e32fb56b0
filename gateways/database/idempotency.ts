import type { Pool } from 'pg';
import { selectOne } from './select';

/** A request that must not be done twice. */
export interface KeyedRequest {
  /** Who asks; `public` for requests without a session. */
  readonly actorId: string;
  readonly key: string;
  readonly operation: string;
  /** Keyed hash of the parsed request. */
  readonly requestHash: string;
  /** The id that the thing to be made gets, should this be the first request with the key. */
  readonly subjectId: string;
}

/** What is known of the key. */
export interface KeptRequest {
  readonly operation: string;
  readonly requestHash: string;
  /** The id that belongs to the key: the one of its first request. */
  readonly subjectId: string;
  readonly status: number | null;
  readonly answer: unknown;
  /** Whether the key was taken just now, by this very request. */
  readonly isFirst: boolean;
}

/** Takes the key for this request, or finds the request that took it before. */
export async function keepRequest(sql: Pool, request: KeyedRequest): Promise<KeptRequest> {
  const { actorId, key, operation, requestHash, subjectId } = request;
  const { rowCount } = await sql.query(
    `INSERT INTO idempotency_key (actor_id, key, operation, request_hash, subject_id)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (actor_id, key) DO NOTHING`,
    [actorId, key, operation, requestHash, subjectId],
  );
  const kept = await selectOne<Omit<KeptRequest, 'isFirst'>>(
    sql,
    `SELECT operation, request_hash AS "requestHash", subject_id AS "subjectId", status, answer
     FROM idempotency_key WHERE actor_id = $1 AND key = $2`,
    [actorId, key],
  );
  if (kept === null) throw new Error('an idempotency key vanished between writing and reading it');
  return { ...kept, isFirst: rowCount === 1 };
}

/** Keeps the answer, so that a repeated request gets the same one. The first answer stays. */
export async function keepAnswer(
  sql: Pool,
  request: Pick<KeyedRequest, 'actorId' | 'key'>,
  status: number,
  answer: unknown,
): Promise<void> {
  await sql.query(
    `UPDATE idempotency_key SET status = $3, answer = $4 WHERE actor_id = $1 AND key = $2 AND status IS NULL`,
    [request.actorId, request.key, status, JSON.stringify(answer ?? null)],
  );
}
