import type { Pool } from 'pg';

/** A verified notice of the bank as it came. */
export interface NewNotice {
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly payload: unknown;
}

/**
 * Stores a notice before anybody acts on it.
 * @returns false when it was stored before
 */
export async function storeNotice(sql: Pool, notice: NewNotice): Promise<boolean> {
  const { rowCount } = await sql.query(
    `INSERT INTO bank_notice (id, kind, key, payload) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING`,
    [notice.id, notice.kind, notice.key, JSON.stringify(notice.payload)],
  );
  return rowCount === 1;
}

/** Marks a notice as handed to its process; one that is not marked is found by the sweeper. */
export async function markNoticeHandled(sql: Pool, id: string): Promise<void> {
  await sql.query('UPDATE bank_notice SET handled_at = now() WHERE id = $1 AND handled_at IS NULL', [id]);
}
