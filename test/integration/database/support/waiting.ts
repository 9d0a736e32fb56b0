import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../../../../gateways/database/transaction';

/** Until so many sessions of a database wait for what others hold: so two at once are two at once in every run. */
export async function untilWaiting(sql: Queryable, waiting = 1): Promise<void> {
  for (;;) {
    const { rows } = await sql.query<{ waits: number }>(
      `SELECT count(DISTINCT pid)::integer AS waits FROM pg_locks JOIN pg_stat_activity a USING (pid)
         WHERE NOT granted AND a.datname = current_database()`,
    );
    if ((rows[0]?.waits ?? 0) >= waiting) return;
    await sleep(20);
  }
}
