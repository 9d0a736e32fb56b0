import { write } from './statement';
import type { Queryable } from './transaction';

/** What another person says of what somebody asked for. */
export interface Decision {
  readonly id: string;
  readonly status: 'APPROVED' | 'REJECTED';
  readonly decidedBy: string;
  readonly reason: string;
}

/** Tables of what one person asks for and another decides, each with the status that waits for that. */
const WAITING = {
  ledger_change: 'REQUESTED',
  own_rules: 'REQUESTED',
  process_act: 'ASKED',
  staff_change: 'REQUESTED',
} as const;

/**
 * Writes a decision; whatever the database does with what is agreed it does at once, or refuses all of it.
 * @returns false when it was decided before
 * @throws DatabaseError when the table's own rules are against it
 */
export async function writeDecision(
  sql: Queryable,
  table: keyof typeof WAITING,
  { id, status, decidedBy, reason }: Decision,
): Promise<boolean> {
  const changed = await write(
    sql,
    `UPDATE ${table} SET status = $2, decided_by = $3, decision_reason = $4, decided_at = now()
       WHERE id = $1 AND status = $5`,
    [id, status, decidedBy, reason, WAITING[table]],
  );
  return changed === 1;
}
