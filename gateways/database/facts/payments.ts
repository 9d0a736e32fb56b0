import type { PaymentOrder, PaymentOutcome, PaymentStatus } from '../../../contracts/workflows';
import type { Queryable } from '../transaction';

/** A payment's row, as far as it changes. */
export interface PaymentRow {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly code: string | null;
  readonly bankReference: string | null;
}

const ROW = 'id, status, code, bank_reference AS "bankReference"';

/** Writes an order's row, unless its key has one. @returns the row of the key */
export async function writePayment(sql: Queryable, order: PaymentOrder): Promise<PaymentRow> {
  await sql.query(
    `INSERT INTO payment (id, institution_id, loan_id, key, purpose, status, amount_fen, value_date)
       VALUES ($1, $2, $3, $4, $5, 'CREATED', $6, $7) ON CONFLICT (key) DO NOTHING`,
    [
      order.paymentId,
      order.institutionId,
      order.loanId,
      order.key,
      order.purpose,
      order.amountFen,
      order.valueDate,
    ],
  );
  return await readPayment(sql, order.key);
}

/** @throws Error when the key has no row */
export async function readPayment(sql: Queryable, key: string): Promise<PaymentRow> {
  const { rows } = await sql.query<PaymentRow>(`SELECT ${ROW} FROM payment WHERE key = $1`, [key]);
  return found(rows[0], key);
}

/** Reads a row and keeps others from changing it until the transaction ends. */
export async function lockPayment(sql: Queryable, key: string): Promise<PaymentRow> {
  const { rows } = await sql.query<PaymentRow>(`SELECT ${ROW} FROM payment WHERE key = $1 FOR UPDATE`, [key]);
  return found(rows[0], key);
}

/** @returns false when it was submitted before: the bank may have it */
export async function markSubmitted(sql: Queryable, order: PaymentOrder): Promise<boolean> {
  const { rowCount } = await sql.query(
    `UPDATE payment SET status = 'SUBMITTED', submitted_at = $2 WHERE id = $1 AND status = 'CREATED'`,
    [order.paymentId, new Date(order.decidedAtMs)],
  );
  return rowCount === 1;
}

export async function markUnknown(sql: Queryable, paymentId: string): Promise<void> {
  await sql.query(
    `UPDATE payment SET status = 'UNKNOWN' WHERE id = $1 AND status IN ('CREATED', 'SUBMITTED')`,
    [paymentId],
  );
}

/** Settles a row whose outcome is known. A final row is left as it is. */
export async function settleRow(
  sql: Queryable,
  paymentId: string,
  outcome: PaymentOutcome,
  settledAt: string,
): Promise<void> {
  const isDone = outcome.status === 'SUCCEEDED';
  await sql.query(
    `UPDATE payment SET status = $2, code = $3, bank_reference = $4, settled_at = $5
       WHERE id = $1 AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [
      paymentId,
      outcome.status,
      isDone ? null : outcome.code,
      isDone ? outcome.bankReference : null,
      settledAt,
    ],
  );
}

/** The outcome of a final row; null while it is open. */
export function outcomeOf({ status, code, bankReference }: PaymentRow): PaymentOutcome | null {
  if (status === 'SUCCEEDED') return { status, bankReference: bankReference ?? '' };
  return status === 'FAILED' ? { status, code: code ?? '' } : null;
}

function found(row: PaymentRow | undefined, key: string): PaymentRow {
  if (row === undefined) throw new Error(`no payment under ${key}`);
  return row;
}
