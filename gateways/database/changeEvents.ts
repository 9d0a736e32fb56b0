import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Where somebody has come to in the order of changes. */
export type ChangePlace = Pick<Stored<'ChangeEvent'>, 'transaction' | 'id'>;

/** That something has changed. */
export type ChangeEvent = ChangePlace &
  Pick<
    Stored<'ChangeEvent'>,
    'topic' | 'subjectId' | 'version' | 'institutionId' | 'enterpriseId' | 'userId'
  >;

/** Transactions from this one on may not have ended: what they wrote may not be seen yet. */
const OLDEST_OPEN = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

/** Changes beyond a place, in their order; none is passed over that is written later. @param most at a time */
export async function readChanges(
  sql: Queryable,
  { transaction, id }: ChangePlace,
  most: number,
): Promise<readonly ChangeEvent[]> {
  return await readRows<ChangeEvent>(
    sql,
    {
      name: 'changes',
      text: `SELECT transaction, id, topic, subject_id, version, institution_id, enterprise_id, user_id
        FROM change_event
        WHERE (transaction, id) > ($1, $2) AND transaction < ${OLDEST_OPEN} ORDER BY transaction, id LIMIT $3`,
    },
    [transaction, id, most],
  );
}

/** The place of now: beyond it are the changes that nobody could have read yet. */
export async function placeOfNow(sql: Queryable): Promise<ChangePlace> {
  const row = await readRow<Pick<ChangePlace, 'transaction'>>(sql, `SELECT ${OLDEST_OPEN} AS transaction`);
  return { transaction: row?.transaction ?? 0, id: 0 };
}

/** Whether all is kept that changed beyond a place; of what was forgotten nobody knows. */
export async function isKeptSince(sql: Queryable, { transaction }: ChangePlace): Promise<boolean> {
  const row = await readRow<{ isKept: boolean }>(
    sql,
    `SELECT coalesce(min(transaction) <= $1, false) AND $1 <= ${OLDEST_OPEN} AS is_kept FROM change_event`,
    [transaction],
  );
  return row?.isKept ?? false;
}

/** Forgets changes that nobody comes back for. @returns how many there were */
export async function forgetChanges(sql: Queryable, hours: number): Promise<number> {
  return await write(sql, 'DELETE FROM change_event WHERE at < now() - make_interval(hours => $1)', [hours]);
}
