import type { Stored } from './columns';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

type Chosen = Stored<'Preference'>['chosen'];

/** What a person chose last; null for somebody who never did. */
export async function readPreferences(sql: Queryable, userId: string): Promise<Chosen | null> {
  const text = 'SELECT chosen FROM preference WHERE user_id = $1';
  const row = await readRow<Pick<Stored<'Preference'>, 'chosen'>>(sql, text, [userId]);
  return row?.chosen ?? null;
}

/** A person chooses anew, all of it. */
export async function choosePreferences(sql: Queryable, userId: string, chosen: Chosen): Promise<void> {
  await write(
    sql,
    `INSERT INTO preference (user_id, chosen) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET chosen = excluded.chosen, updated_at = now()`,
    [userId, JSON.stringify(chosen)],
  );
}
