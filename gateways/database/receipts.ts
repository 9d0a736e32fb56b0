import type { ReceiptReason, ReceiptStatus } from '../../contracts/differences';
import type { ColumnCipher } from '../crypto';
import { fieldsOf, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { type Page, type Paging, pageOf, placeByAge, rowsOf, timeAndId } from './paging';
import { columnOf, readRow, readRows, write } from './statement';
import type { Told } from './statements';
import type { WithTask } from './tasks';
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

export type Receipt = Pick<
  Stored<'UnidentifiedReceipt'>,
  | 'id'
  | 'institutionId'
  | 'bankDate'
  | 'bankReference'
  | 'amountFen'
  | 'reason'
  | 'suggestions'
  | 'status'
  | 'loanId'
  | 'feeId'
> & {
  /** The number of the loan that gave it up. */
  readonly takenFrom: string | null;
};

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
  const rows = await readRows<{ id: string; place: string }>(
    sql,
    `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
         payer_index, suggestions)
       SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::bigint[], $5::text[], $6::bytea[], $7::text[],
         $8::jsonb[])
       ON CONFLICT (institution_id, bank_date, bank_reference) WHERE taken_back_by IS NULL DO UPDATE SET reason = unidentified_receipt.reason
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

/** Holds what a loan gave up, under the movement that brought it: a receipt that succeeds what was settled. */
export async function holdAgain(
  sql: Queryable,
  cipher: ColumnCipher,
  receipt: Omit<ReceiptToKeep, 'reason' | 'suggestions'> & {
    readonly changeId: string;
    /** The loan that gave it up, where it may be that one's all the same. */
    readonly mayBeOf: string | null;
  },
): Promise<void> {
  const { institutionId, bankDate, bankReference, amountFen, told, payerIndex, changeId, mayBeOf } = receipt;
  await write(
    sql,
    `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
         payer_index, suggestions, taken_back_by)
       SELECT $1, $2, $3, $4, 'TAKEN_BACK', $5, $6,
              coalesce(jsonb_agg(jsonb_build_object('loanId', id, 'loanNo', loan_no)), '[]'), $8 FROM loan WHERE id = $7`,
    [
      ...[institutionId, bankDate, bankReference, amountFen],
      ...[cipher.encrypt(JSON.stringify(told), placeOf(receipt)), payerIndex, mayBeOf, changeId],
    ],
  );
}

/**
 * Holds what was taken back of a receipt's use again: one that succeeds it, under its movement, with what the bank told.
 * @param mayBeOf the loan of which it may be all the same
 */
export async function succeedReceipt(
  sql: Queryable,
  of: { readonly receiptId: string; readonly changeId: string; readonly mayBeOf: string | null },
): Promise<void> {
  await write(
    sql,
    `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
         payer_index, suggestions, taken_back_by)
       SELECT institution_id, bank_date, bank_reference, amount_fen, 'TAKEN_BACK', told_cipher, payer_index,
              (SELECT coalesce(jsonb_agg(jsonb_build_object('loanId', id, 'loanNo', loan_no)), '[]') FROM loan WHERE id = $3), $2
         FROM unidentified_receipt WHERE id = $1`,
    [of.receiptId, of.changeId, of.mayBeOf],
  );
}

const RECEIPT = `id, institution_id, bank_date, bank_reference, amount_fen, reason, suggestions, status, loan_id, fee_id,
    (SELECT l.loan_no FROM loan_change c JOIN loan l ON l.id = c.loan_id WHERE c.id = taken_back_by) AS taken_from`;

/** A receipt, or null. */
export function findReceipt(sql: Queryable, id: string): Promise<Receipt | null> {
  return readRow<Receipt>(sql, `SELECT ${RECEIPT} FROM unidentified_receipt WHERE id = $1`, [id]);
}

/** The newest receipt of an institution under a reference of the bank, or null. */
export function findReceiptByReference(
  sql: Queryable,
  institutionId: string,
  bankReference: string,
): Promise<Receipt | null> {
  return readRow<Receipt>(
    sql,
    `SELECT ${RECEIPT} FROM unidentified_receipt WHERE institution_id = $1 AND bank_reference = $2
       ORDER BY bank_date DESC, created_at DESC LIMIT 1`,
    [institutionId, bankReference],
  );
}

/** Whether an order to pay it back is under way, or was carried out. */
export async function isGoingBack(sql: Queryable, id: string): Promise<boolean> {
  const count = await write(
    sql,
    `SELECT FROM payment WHERE subject_id = $1 AND purpose = 'RECEIPT_RETURN' AND status <> 'FAILED'`,
    [id],
  );
  return count !== 0;
}

/** Reads a receipt and keeps others from changing it until the transaction ends. @throws Error when there is none */
export async function lockReceipt(sql: Queryable, id: string): Promise<Receipt> {
  const receipt = await readRow<Receipt>(
    sql,
    `SELECT ${RECEIPT} FROM unidentified_receipt WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (receipt === null) throw new Error(`no receipt ${id}`);
  return receipt;
}

/** The account that a receipt can go back to; null when the bank told none. */
export async function readPayerAccount(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  id: string,
): Promise<string | null> {
  const { toldCipher, ...row } = await prisma.unidentifiedReceipt
    .findUniqueOrThrow({
      select: { institutionId: true, bankDate: true, bankReference: true, toldCipher: true },
      where: { id },
    })
    .then(plain<'UnidentifiedReceipt'>());
  const { counterparty } = JSON.parse(cipher.decrypt(toldCipher, placeOf(row))) as Told;
  return /^\d{8,32}$/.test(counterparty) ? counterparty : null;
}

/** Gives all of a receipt away: to a loan or a fee, back to its payer, or to the owners. */
export async function settleReceipt(
  sql: Queryable,
  id: string,
  as: Exclude<ReceiptStatus, 'OPEN'>,
  of: { readonly loanId?: string; readonly feeId?: string; readonly at: string },
): Promise<void> {
  const column = { CLAIMED: 'claimed_fen', RETURNED: 'returned_fen', CAPITAL: 'capital_fen' }[as];
  await write(
    sql,
    `UPDATE unidentified_receipt SET status = $2, ${column} = amount_fen, loan_id = $3, fee_id = $4, settled_at = $5
       WHERE id = $1 AND status = 'OPEN'`,
    [id, as, of.loanId ?? null, of.feeId ?? null, of.at],
  );
}

/** A receipt may be what was entered on a loan by hand: whoever looks at it is told. */
export async function askWhetherEntered(sql: Queryable, id: string, loan: SuggestedLoan): Promise<void> {
  await write(
    sql,
    `UPDATE unidentified_receipt SET reason = 'ENTERED_BY_HAND', suggestions = jsonb_build_array($2::jsonb) || suggestions
       WHERE id = $1 AND status = 'OPEN'`,
    [id, JSON.stringify(loan)],
  );
}

/** Receipts that an entry by hand took, and whose process was not told: it still has an open task. */
export async function findReceiptsToTell(sql: Queryable, limit: number): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT r.id FROM human_task t JOIN unidentified_receipt r ON r.id::text = t.case_id
         JOIN receipt_clearing c ON c.receipt_id = r.id
       WHERE t.case_type = 'RECEIPT' AND t.status IN ('OPEN', 'CLAIMED') AND r.status = 'CLAIMED' LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Those of these receipts that are open. */
export async function readOpenReceipts(sql: Queryable, ids: readonly string[]): Promise<readonly Receipt[]> {
  return await readRows<Receipt>(
    sql,
    `SELECT ${RECEIPT} FROM unidentified_receipt WHERE id = ANY ($1) AND status = 'OPEN'`,
    [ids],
  );
}

/** Open receipts that never had a task: their process did not begin. */
export async function findReceiptsWithoutProcess(sql: Queryable, limit: number): Promise<readonly Receipt[]> {
  return await readRows<Receipt>(
    sql,
    `SELECT ${RECEIPT} FROM unidentified_receipt r
       WHERE status = 'OPEN'
         AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_id = r.id::text AND t.case_type = 'RECEIPT')
       ORDER BY created_at LIMIT $1`,
    [limit],
  );
}

const SHOWN = {
  id: true,
  bankDate: true,
  bankReference: true,
  amountFen: true,
  reason: true,
  suggestions: true,
  status: true,
  claimedFen: true,
  returnedFen: true,
  capitalFen: true,
  loanId: true,
  feeId: true,
  settledAt: true,
  createdAt: true,
} satisfies Prisma.UnidentifiedReceiptSelect;

export const RECEIPT_FIELDS = fieldsOf(SHOWN);
export type ReceiptRow = Pick<Stored<'UnidentifiedReceipt'>, keyof typeof SHOWN> &
  WithTask & {
    /** It repaid a claim on its payer: nothing of it is on the loan. */
    readonly repaidClaim: boolean;
  };

/** SQL: whether a receipt `r` repaid a claim on its payer. */
export const REPAID_CLAIM = `EXISTS (SELECT FROM payer_claim c
  JOIN journal_entry j ON j.business_key = 'claim/' || c.id || '/receipt/' || r.id WHERE c.loan_id = r.loan_id)`;

/** Money that nobody ordered, of an institution, newest first. */
export async function listReceipts(
  sql: Queryable,
  wish: {
    readonly institutionId: string;
    readonly status?: string | undefined;
    readonly loanId?: string | undefined;
  },
  paging: Paging,
): Promise<Page<ReceiptRow>> {
  const { institutionId, status, loanId } = wish;
  const { at, id } = paging.after === undefined ? { at: null, id: null } : timeAndId(paging.after);
  const rows = await readRows<ReceiptRow>(
    sql,
    `SELECT ${RECEIPT_FIELDS.map((field) => `r.${columnOf(field)}`).join(', ')}, ${REPAID_CLAIM} AS repaid_claim,
            (SELECT t.id FROM human_task t WHERE t.case_type = 'RECEIPT' AND t.case_id = r.id::text
               AND t.status IN ('OPEN', 'CLAIMED') LIMIT 1) AS task_id
       FROM unidentified_receipt r WHERE r.institution_id = $1 AND ($2::text IS NULL OR r.status = $2)
         AND ($6::uuid IS NULL OR r.loan_id = $6)
         AND ($3::timestamptz IS NULL OR (r.created_at, r.id) < ($3, $4::uuid))
       ORDER BY r.created_at DESC, r.id DESC LIMIT $5`,
    [institutionId, status ?? null, at, id, rowsOf(paging), loanId ?? null],
  );
  return pageOf(rows, paging, placeByAge);
}
