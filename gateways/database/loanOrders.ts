import type { LoanPlan, LoanTakenUp } from '../../contracts/activities';
import type { Database } from './client';
import { readOrder } from './payments';
import { readRow } from './statement';
import type { Queryable } from './transaction';

/** Applied changes that bound an account of the enterprise of loan $1: it is there for all of its loans. */
const BINDINGS = `SELECT c.loan_id, c.kind, c.taken_at FROM loan own JOIN loan l USING (enterprise_id)
    JOIN loan_change c ON c.loan_id = l.id
    WHERE own.id = $1 AND c.status = 'APPLIED' AND c.kind = 'BIND_ACCOUNT'`;

/** Of the orders of a loan $1 at the bank, and of instalment $2. */
const ORDERS = `
  SELECT
    (SELECT coalesce(max(split_part(key, '/', 6)::integer), 0) FROM payment
       WHERE subject_type = 'LOAN' AND subject_id = $1 AND split_part(key, '/', 3) = 'instalment'
         AND split_part(key, '/', 4) = $2) AS orders_so_far,
    EXISTS (SELECT FROM (${BINDINGS}) bound WHERE taken_at > (
       SELECT max(created_at) FROM payment WHERE subject_type = 'LOAN' AND subject_id = $1 AND status = 'FAILED'
         AND purpose NOT IN ('DISBURSEMENT', 'REFUND'))) AS is_account_new,
    EXISTS (SELECT FROM collection_episode WHERE loan_id = $1 AND cured_at IS NULL AND awaits_debit) AS is_debit_awaited`;

/**
 * What a loan's plan says of its orders at the bank, see `LoanPlan`. Numbers of orders are shared by debits and refunds
 * of an instalment, and name one order for ever, whichever process made it.
 */
export async function readOrders(
  sql: Queryable,
  loanId: string,
  instalment: number,
): Promise<Pick<LoanPlan, 'ordersSoFar' | 'isAccountNew' | 'isDebitAwaited'>> {
  const orders = await readRow<Pick<LoanPlan, 'ordersSoFar' | 'isAccountNew' | 'isDebitAwaited'>>(
    sql,
    ORDERS,
    [loanId, String(instalment)],
  );
  if (orders === null) throw new Error(`the orders of loan ${loanId} could not be read`);
  return orders;
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
