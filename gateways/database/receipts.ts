import type { Pool } from 'pg';
import type { ReceiptReason, ReceiptStatus } from '../../contracts/differences';
import type { ColumnCipher } from '../crypto';
import { Conditions, instant, type Page, type Paging, selectPage } from './select';
import type { Told } from './statements';
import { openTaskOf } from './tasks';
import type { Queryable } from './transaction';

/** A loan that a receipt may be for. */
export interface SuggestedLoan {
  readonly loanId: string;
  readonly loanNo: string;
}

/** Money that came in and that nobody ordered, as it is found. */
export interface ReceiptToKeep {
  readonly institutionId: string;
  readonly bankDate: string;
  readonly bankReference: string;
  readonly amountFen: number;
  /** What kept it from being booked by itself. */
  readonly reason: ReceiptReason;
  readonly told: Told;
  readonly payerIndex: string | null;
  readonly suggestions: readonly SuggestedLoan[];
}

export interface Receipt extends Omit<ReceiptToKeep, 'told' | 'payerIndex'> {
  readonly id: string;
  readonly status: ReceiptStatus;
}

const placeOf = (of: Pick<ReceiptToKeep, 'institutionId' | 'bankDate' | 'bankReference'>) => ({
  table: 'unidentified_receipt',
  column: 'told_cipher',
  id: `${of.institutionId}/${of.bankDate}/${of.bankReference}`,
});

/** Keeps receipts in one round trip; those that are there stay. @returns the id of each, in their order */
export async function keepReceipts(
  sql: Queryable,
  cipher: ColumnCipher,
  receipts: readonly ReceiptToKeep[],
): Promise<readonly string[]> {
  if (receipts.length === 0) return [];
  const { rows } = await sql.query<{ id: string; place: string }>(
    `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
         payer_index, suggestions)
       SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[], $5::text[], $6::bytea[], $7::text[],
         $8::jsonb[])
       ON CONFLICT (institution_id, bank_date, bank_reference) DO UPDATE SET reason = unidentified_receipt.reason
       RETURNING id, institution_id || '/' || bank_date || '/' || bank_reference AS place`,
    [
      receipts.map(({ institutionId }) => institutionId),
      receipts.map(({ bankDate }) => bankDate),
      receipts.map(({ bankReference }) => bankReference),
      receipts.map(({ amountFen }) => amountFen),
      receipts.map(({ reason }) => reason),
      receipts.map((receipt) => cipher.encrypt(JSON.stringify(receipt.told), placeOf(receipt))),
      receipts.map(({ payerIndex }) => payerIndex),
      receipts.map(({ suggestions }) => JSON.stringify(suggestions)),
    ],
  );
  const ids = new Map(rows.map(({ id, place }) => [place, id]));
  return receipts.map((receipt) => ids.get(placeOf(receipt).id) ?? '');
}

const RECEIPT = `id, institution_id AS "institutionId", bank_date AS "bankDate", bank_reference AS "bankReference",
  amount_fen AS "amountFen", reason, suggestions, status`;

/** A receipt, or null. */
export async function findReceipt(sql: Queryable, id: string): Promise<Receipt | null> {
  const { rows } = await sql.query<Receipt>(`SELECT ${RECEIPT} FROM unidentified_receipt WHERE id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** Whether an order to pay it back is under way, or was carried out. */
export async function isGoingBack(sql: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `SELECT FROM payment WHERE subject_id = $1 AND purpose = 'RECEIPT_RETURN' AND status <> 'FAILED'`,
    [id],
  );
  return rowCount !== 0;
}

/** Reads a receipt and keeps others from changing it until the transaction ends. @throws Error when there is none */
export async function lockReceipt(sql: Queryable, id: string): Promise<Receipt> {
  const { rows } = await sql.query<Receipt>(
    `SELECT ${RECEIPT} FROM unidentified_receipt WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const [receipt] = rows;
  if (receipt === undefined) throw new Error(`no receipt ${id}`);
  return receipt;
}

/** The account that a receipt can go back to; null when the bank told none. */
export async function readPayerAccount(
  sql: Queryable,
  cipher: ColumnCipher,
  id: string,
): Promise<string | null> {
  const { rows } = await sql.query<
    Pick<Receipt, 'institutionId' | 'bankDate' | 'bankReference'> & { readonly told: Uint8Array }
  >(
    `SELECT institution_id AS "institutionId", bank_date AS "bankDate", bank_reference AS "bankReference",
            told_cipher AS told FROM unidentified_receipt WHERE id = $1`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`no receipt ${id}`);
  const { counterparty } = JSON.parse(cipher.decrypt(row.told, placeOf(row))) as Told;
  return /^\d{8,32}$/.test(counterparty) ? counterparty : null;
}

/** Gives all of a receipt away: to a loan, back to its payer, or to the owners. */
export async function settleReceipt(
  sql: Queryable,
  id: string,
  as: Exclude<ReceiptStatus, 'OPEN'>,
  { loanId = null, at }: { readonly loanId?: string | null; readonly at: string },
): Promise<void> {
  const column = { CLAIMED: 'claimed_fen', RETURNED: 'returned_fen', CAPITAL: 'capital_fen' }[as];
  await sql.query(
    `UPDATE unidentified_receipt SET status = $2, ${column} = amount_fen, loan_id = $3, settled_at = $4
       WHERE id = $1 AND status = 'OPEN'`,
    [id, as, loanId, at],
  );
}

/** Open receipts that never had a task: their process did not begin. */
export async function findReceiptsWithoutProcess(sql: Queryable, limit: number): Promise<readonly Receipt[]> {
  const { rows } = await sql.query<Receipt>(
    `SELECT ${RECEIPT} FROM unidentified_receipt r
       WHERE status = 'OPEN'
         AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_id = r.id::text AND t.case_type = 'RECEIPT')
       ORDER BY created_at LIMIT $1`,
    [limit],
  );
  return rows;
}

export interface ReceiptRow {
  readonly id: string;
  readonly bankDate: string;
  readonly bankReference: string;
  readonly amountFen: number;
  readonly reason: ReceiptReason;
  readonly suggestions: readonly { readonly loanId: string; readonly loanNo: string }[];
  readonly status: ReceiptStatus;
  readonly claimedFen: number;
  readonly returnedFen: number;
  readonly capitalFen: number;
  readonly loanId: string | null;
  readonly settledAt: string | null;
  readonly createdAt: string;
  readonly taskId: string | null;
}

/** Money that nobody ordered, of an institution: open first, newest on top. */
export function listReceipts(
  sql: Pool,
  filter: { readonly institutionId: string; readonly status?: ReceiptStatus | undefined },
  paging: Paging,
): Promise<Page<ReceiptRow>> {
  const conditions = new Conditions()
    .and('r.institution_id = ?', filter.institutionId)
    .and('r.status = ?', filter.status);
  const columns = `r.id, r.bank_date AS "bankDate", r.bank_reference AS "bankReference", r.amount_fen AS "amountFen",
    r.reason, r.suggestions, r.status, r.claimed_fen AS "claimedFen", r.returned_fen AS "returnedFen",
    r.capital_fen AS "capitalFen", r.loan_id AS "loanId", ${instant('r.settled_at', 'settledAt')},
    ${instant('r.created_at', 'createdAt')}, ${openTaskOf('r.id')} AS "taskId"`;
  const orderBy = `(r.status <> 'OPEN'), r.created_at DESC, r.id`;
  return selectPage<ReceiptRow>(
    sql,
    { columns, from: 'unidentified_receipt r', orderBy },
    conditions,
    paging,
  );
}
