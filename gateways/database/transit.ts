import type { BreakKind } from '../../contracts/differences';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { type BankMoney, bankMoneyOn } from '../../domain/loan/manualReceipt';
import type { Fen } from '../../domain/money/fen';
import type { Stored } from './columns';
import type { LoanRecord } from './loans';
import type { Receipt } from './receipts';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Money that was entered by hand and that the bank has not shown yet. */
export interface InTransit {
  /** Of its event on the loan. */
  readonly businessKey: string;
  /** What entered it; null where that is not known. */
  readonly changeId: string | null;
  readonly loanId: string;
  readonly loanNo: string;
  readonly amountFen: Fen;
  readonly receivedOn: IsoDate;
  /** Under which the bank will have it, as far as people know. */
  readonly bankReference: string | null;
}

const IN_TRANSIT =
  'SELECT business_key, change_id, loan_id, loan_no, amount_fen, received_on, bank_reference FROM money_in_transit';

/** What an institution has in transit, the oldest first. */
export async function readInTransit(sql: Queryable, institutionId: string): Promise<readonly InTransit[]> {
  return await readRows<InTransit>(
    sql,
    `${IN_TRANSIT} WHERE institution_id = $1 ORDER BY received_on, business_key`,
    [institutionId],
  );
}

/** The same of one loan. */
export async function readInTransitOf(sql: Queryable, loanId: string): Promise<readonly InTransit[]> {
  return await readRows<InTransit>(
    sql,
    `${IN_TRANSIT} WHERE loan_id = $1 ORDER BY received_on, business_key`,
    [loanId],
  );
}

/** A movement of the bank's file. */
export interface Movement {
  readonly institutionId: string;
  readonly bankDate: string;
  readonly sequence: number;
}

/** The bank has shown money in transit: the movement is used, and the entry cleared, for good. */
export async function writeClearing(
  sql: Queryable,
  changeId: string,
  { institutionId, bankDate, sequence }: Movement,
  receiptId: string | null,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO receipt_clearing (change_id, institution_id, bank_date, sequence, receipt_id)
       VALUES ($1, $2, $3, $4, $5)`,
    [changeId, institutionId, bankDate, sequence, receiptId],
  );
}

/** The movement that a receipt is held for; null where the file has no such one alone, or it is what cleared an entry. */
export async function findMovement(
  sql: Queryable,
  { institutionId, bankDate, bankReference }: Pick<Receipt, 'institutionId' | 'bankDate' | 'bankReference'>,
): Promise<Movement | null> {
  return await readRow<Movement>(
    sql,
    `SELECT institution_id, date AS bank_date, sequence FROM movement_named($1, $2, $3) m
       WHERE NOT EXISTS (SELECT FROM receipt_clearing c
         WHERE (c.institution_id, c.bank_date, c.sequence) = (m.institution_id, m.date, m.sequence))`,
    [institutionId, bankDate, bankReference],
  );
}

/** The movement that money on a loan came by, with its name; null for an order's, and for what the bank has not shown. */
export async function findMovementBehind(
  sql: Queryable,
  loanId: string,
  sequence: number,
): Promise<(Movement & { readonly name: string }) | null> {
  return await readRow<Movement & { readonly name: string }>(
    sql,
    `SELECT m.institution_id, m.date AS bank_date, m.sequence, movement_name(m) AS name
       FROM loan_event e, LATERAL movement_behind(e) m WHERE e.loan_id = $1 AND e.sequence = $2`,
    [loanId, sequence],
  );
}

/**
 * Whether money that a loan gave up by a reversal was left to the bank, is not held again, and was not taken. A row of the
 * bank's file under the key of our debit says so of that one; of a row without a key it is only known that as much was
 * given up and not taken in all.
 */
export async function isLeftToBank(sql: Queryable, reversalKey: string): Promise<boolean> {
  const count = await write(
    sql,
    `SELECT FROM journal_entry e JOIN posting p ON p.entry_id = e.id AND p.account_code = '1221'
       WHERE e.business_key = $1 || '/bounced' AND e.loan_id IS NULL
         AND unexplained_fen(e.institution_id, 'infinity') + p.credit_fen <= 0
         AND NOT EXISTS (SELECT FROM journal_entry WHERE business_key = $1 || '/held') AND NOT is_returned($1)`,
    [reversalKey],
  );
  return count !== 0;
}

/** Of these entries by hand those that the bank has shown, with its day. */
export async function readClearings(
  sql: Queryable,
  changeIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (changeIds.length === 0) return new Map();
  const rows = await readRows<Pick<Stored<'ReceiptClearing'>, 'changeId' | 'bankDate'>>(
    sql,
    'SELECT change_id, bank_date FROM receipt_clearing WHERE change_id = ANY ($1)',
    [changeIds],
  );
  return new Map(rows.map(({ changeId, bankDate }) => [changeId, bankDate]));
}

/** The loan on which that was entered by hand which a receipt turned out to be; null where it was nothing such. */
export async function findClearing(sql: Queryable, receiptId: string): Promise<string | null> {
  const row = await readRow<{ loanId: string }>(
    sql,
    'SELECT c.loan_id FROM receipt_clearing r JOIN loan_change c ON c.id = r.change_id WHERE r.receipt_id = $1',
    [receiptId],
  );
  return row?.loanId ?? null;
}

/** Nobody waits for it, and it does not go back to its payer. */
const IS_HELD = `(r.status = 'OPEN' AND NOT EXISTS (SELECT FROM payment p WHERE p.subject_id = r.id
  AND p.purpose = 'RECEIPT_RETURN' AND p.status <> 'FAILED'))`;

/** Within a transaction: whoever enters money under a reference of the bank takes a turn, and sees who came before. */
export async function lockReference(
  sql: Queryable,
  institutionId: string,
  bankReference: string,
): Promise<void> {
  await write(sql, 'SELECT lock_reference($1, $2)', [institutionId, bankReference]);
}

/** What the bank has of money that people vouch for: under the reference that they name, and for the same loan. */
export async function readBankMoney(
  sql: Queryable,
  { loanId, institutionId, events }: Pick<LoanRecord, 'loanId' | 'institutionId' | 'events'>,
  receipt: {
    readonly amountFen: number;
    readonly on: IsoDate;
    readonly bankReference?: string | undefined;
  },
): Promise<{ readonly named: readonly BankMoney[]; readonly near: readonly BankMoney[] }> {
  const { amountFen, on, bankReference = null } = receipt;
  const named = await readRows<BankMoney>(
    sql,
    `SELECT coalesce('receipt/' || r.id, 'transfer/' || i.settle_date || '/' || i.bank_reference) AS name,
            i.settle_date AS date, i.bank_reference, coalesce(${IS_HELD}, false) AS is_held, i.bank_fen AS amount_fen
       FROM reconciliation_item i LEFT JOIN unidentified_receipt r ON r.id = i.receipt_id
       WHERE i.institution_id = $1 AND i.key = 'ref:' || $2 AND i.direction = 'IN' AND i.settle_date >= $3
       ORDER BY i.settle_date, i.number`,
    [institutionId, bankReference, on],
  );
  const held = await readRows<BankMoney>(
    sql,
    `SELECT 'receipt/' || r.id AS name, r.bank_date AS date, r.bank_reference, true AS is_held, r.amount_fen
       FROM unidentified_receipt r
       WHERE r.institution_id = $1 AND r.bank_date >= $2 AND ${IS_HELD}
         AND (r.amount_fen = $3 OR r.suggestions @> jsonb_build_array(jsonb_build_object('loanId', $4::text)))
       ORDER BY r.bank_date, r.bank_reference`,
    [institutionId, on, amountFen, loanId],
  );
  // What others have entered and the bank has not shown yet may be the same payment, told of twice.
  const entered = await readRows<BankMoney>(
    sql,
    `SELECT 'entered/' || business_key AS name, received_on AS date, coalesce(bank_reference, loan_no) AS bank_reference,
            false AS is_held, amount_fen
       FROM money_in_transit WHERE institution_id = $1
         AND (bank_reference = $2 OR loan_id = $3 AND (amount_fen, received_on) = ($4::bigint, $5::date))
       ORDER BY received_on, business_key`,
    [institutionId, bankReference, loanId, amountFen, on],
  );
  return { named, near: [...bankMoneyOn(events, on), ...held, ...entered] };
}

/** Breaks about entries of which nothing is in transit any more, by kind: late ones, and ones of another amount. */
export async function findTransitBreaksOver(
  sql: Queryable,
  institutionId: string,
): Promise<readonly { readonly kind: BreakKind; readonly references: readonly string[] }[]> {
  return await readRows<{ kind: BreakKind; references: readonly string[] }>(
    sql,
    `SELECT kind, array_agg(reference) AS references FROM break_case b
       WHERE institution_id = $1 AND status = 'OPEN'
         AND (kind = 'IN_TRANSIT' OR kind = 'AMOUNT_DIFF' AND detail ->> 'key' LIKE 'loan/%/change/%')
         AND NOT EXISTS (SELECT FROM money_in_transit t
           WHERE t.business_key = CASE kind WHEN 'IN_TRANSIT' THEN b.reference ELSE detail ->> 'key' END)
       GROUP BY kind`,
    [institutionId],
  );
}
