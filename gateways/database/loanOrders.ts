import type { LoanTakenUp } from '../../contracts/activities';
import type { Database } from './client';
import { readOrder } from './payments';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/**
 * The highest number that an order of an instalment has: numbers are shared by debits and refunds, and name one
 * order for ever, whichever process made it.
 */
export async function readOrdersSoFar(sql: Queryable, loanId: string, instalment: number): Promise<number> {
  const rows = await readRows<{ number: number }>(
    sql,
    `SELECT coalesce(max(split_part(key, '/', 6)::integer), 0) AS number FROM payment
       WHERE subject_type = 'LOAN' AND subject_id = $1 AND split_part(key, '/', 3) = 'instalment' AND split_part(key, '/', 4) = $2`,
    [loanId, String(instalment)],
  );
  return rows[0]?.number ?? 0;
}

/** Applied changes that bound an account of the enterprise of loan $1: it is there for all of its loans. */
const BINDINGS = `SELECT c.loan_id, c.kind, c.taken_at FROM loan own JOIN loan l USING (enterprise_id)
    JOIN loan_change c ON c.loan_id = l.id
    WHERE own.id = $1 AND c.status = 'APPLIED' AND c.kind = 'BIND_ACCOUNT'`;

/** Whether the borrower's account was bound anew since the bank last declined a debit of the loan. */
export async function readIsAccountNew(sql: Queryable, loanId: string): Promise<boolean> {
  const count = await write(
    sql,
    `SELECT FROM (${BINDINGS}) bound WHERE taken_at > (
       SELECT max(created_at) FROM payment WHERE subject_type = 'LOAN' AND subject_id = $1 AND status = 'FAILED'
         AND purpose NOT IN ('DISBURSEMENT', 'REFUND'))`,
    [loanId],
  );
  return count !== 0;
}

/** What stands in our tables of what a process of a loan left open. */
type LeftOpen = Omit<LoanTakenUp, 'stopsDebits'>;

/** What a process of a loan left open when it ended. */
export async function readTakenUp(
  { prisma, sql }: Pick<Database, 'prisma' | 'sql'>,
  loanId: string,
): Promise<LeftOpen> {
  const row = await readRow<Omit<LeftOpen, 'openOrder'> & { readonly openPayment: string | null }>(
    sql,
    READ_TAKEN_UP,
    [loanId],
  );
  if (row === null) throw new Error(`what loan ${loanId} left open could not be read`);
  const { openPayment, ...left } = row;
  return { ...left, openOrder: openPayment === null ? null : await readOrder(prisma, openPayment) };
}

/** The last decline counts until somebody has bound another account or resumed the debits. */
const READ_TAKEN_UP = `
  WITH debit_change AS (
    SELECT loan_id, kind, taken_at FROM loan_change
      WHERE loan_id = $1 AND status = 'APPLIED' AND kind IN ('PAUSE_DEBIT', 'RESUME_DEBIT')
    UNION ALL ${BINDINGS}
  ), own AS (
    SELECT * FROM payment WHERE subject_type = 'LOAN' AND subject_id = $1 AND purpose <> 'DISBURSEMENT'
  )
  SELECT coalesce((SELECT kind = 'PAUSE_DEBIT' FROM debit_change WHERE loan_id = $1
           ORDER BY taken_at DESC LIMIT 1), false)
           AS is_paused_by_person,
         (SELECT CASE WHEN status = 'FAILED' THEN code END FROM own
            WHERE purpose <> 'REFUND' AND status IN ('SUCCEEDED', 'FAILED') AND NOT EXISTS (
              SELECT FROM debit_change WHERE kind <> 'PAUSE_DEBIT' AND taken_at > own.created_at)
            ORDER BY settled_at DESC, created_at DESC LIMIT 1) AS last_decline,
         (SELECT id FROM own WHERE status IN ('CREATED', 'SUBMITTED', 'UNKNOWN') ORDER BY created_at LIMIT 1)
           AS open_payment,
         (SELECT json_build_object('taskId', id, 'reason', reason, 'escalations', escalations,
                   'claimedBy', claimed_by, 'version', version, 'dueAtMs', round(extract(epoch FROM due_at) * 1000)) FROM human_task
            WHERE case_type = 'LOAN' AND case_id = $1::text AND kind = 'COLLECT_MANUALLY'
              AND status IN ('OPEN', 'CLAIMED')
            ORDER BY created_at DESC LIMIT 1) AS manual_task`;
