import type { Queryable } from '../transaction';

/** What the books hold of one order on the day it counts from. */
export interface BookedPayment {
  readonly key: string;
  readonly status: string;
  readonly amountFen: number;
}

/** How an item of the bank's file and an order of ours compare (policy.json, recon). */
export type ReconciliationOutcome =
  /** Both have it, or by the next day neither does. */
  | 'MATCH'
  | 'AMOUNT_DIFF'
  /** The bank has it, the books don't. */
  | 'LONG'
  /** The books have it, the bank doesn't, on the next day either. */
  | 'SHORT'
  | 'DUPLICATE'
  /** The books have it, the bank doesn't yet: matched again with the next day's file. */
  | 'CUTOFF';

export interface ReconciliationItem {
  readonly key: string;
  readonly outcome: ReconciliationOutcome;
  readonly bankFen: number | null;
  readonly booksFen: number | null;
}

/** Orders of an institution that count from a day and may have moved money. */
export async function readBookedPayments(
  sql: Queryable,
  institutionId: string,
  valueDate: string,
): Promise<readonly BookedPayment[]> {
  const { rows } = await sql.query<BookedPayment>(
    `SELECT key, status, amount_fen AS "amountFen" FROM payment
       WHERE institution_id = $1 AND value_date = $2 AND status IN ('SUCCEEDED', 'SUBMITTED', 'UNKNOWN')`,
    [institutionId, valueDate],
  );
  return rows;
}

/** Items of a day that wait for the next day's file, with what the books hold of them by now. */
export async function readCutOffItems(
  sql: Queryable,
  institutionId: string,
  settleDate: string,
): Promise<readonly { readonly key: string; readonly booksFen: number | null }[]> {
  const { rows } = await sql.query<{ key: string; booksFen: number | null }>(
    `SELECT item.key, CASE WHEN payment.status = 'FAILED' THEN NULL ELSE item.books_fen END AS "booksFen"
       FROM reconciliation_item item LEFT JOIN payment ON payment.key = item.key
       WHERE item.institution_id = $1 AND settle_date = $2 AND outcome = 'CUTOFF' AND resolved_at IS NULL`,
    [institutionId, settleDate],
  );
  return rows;
}

/** Writes an item; one that is there becomes what it is by now, as when a cut-off turns out. */
export async function writeReconciliationItem(
  sql: Queryable,
  institutionId: string,
  settleDate: string,
  { key, outcome, bankFen, booksFen }: ReconciliationItem,
): Promise<void> {
  await sql.query(
    `INSERT INTO reconciliation_item (institution_id, settle_date, key, outcome, bank_fen, books_fen, resolved_at)
       VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $4 = 'MATCH' THEN now() END)
       ON CONFLICT (institution_id, settle_date, key)
         DO UPDATE SET outcome = excluded.outcome, bank_fen = excluded.bank_fen, books_fen = excluded.books_fen,
                       resolved_at = coalesce(reconciliation_item.resolved_at, excluded.resolved_at)`,
    [institutionId, settleDate, key, outcome, bankFen, booksFen],
  );
}

/** The account that an institution's statement file is asked for by. */
export async function readInstitutionAccount(sql: Queryable, institutionId: string): Promise<string> {
  const { rows } = await sql.query<{ account: string }>(
    'SELECT bank_account_no AS account FROM institution WHERE id = $1',
    [institutionId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no institution ${institutionId}`);
  return row.account;
}
