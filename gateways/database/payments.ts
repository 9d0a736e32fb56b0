import type { Pool } from 'pg';
import type {
  PaymentMandate,
  PaymentOrder,
  PaymentOutcome,
  PaymentPurpose,
  PaymentStatus,
  PaymentSubject,
} from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import { isoDate } from '../../domain/calendar/isoDate';
import type { BlindIndex, ColumnCipher } from '../crypto';
import { type Scope, within } from './scope';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';
import type { Queryable } from './transaction';

/** A payment's row, as far as it changes. */
export interface PaymentRow {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly code: string | null;
  readonly bankReference: string | null;
  readonly bankDate: string | null;
}

/** The two accounts of an order: read once, when its row is written. */
export interface PaymentAccounts {
  readonly debit: string;
  readonly credit: string;
}

/** What seals account numbers into a row. */
export interface AccountSeal {
  readonly cipher: ColumnCipher;
  readonly blindIndex: BlindIndex;
}

const ROW = 'id, status, code, bank_reference AS "bankReference", bank_date AS "bankDate"';

const at = (id: string, column: 'debit_account_cipher' | 'credit_account_cipher') => ({
  table: 'payment',
  column,
  id,
});

/** Writes an order's row, unless its key has one. @returns the row of the key */
export async function writePayment(
  sql: Queryable,
  { cipher, blindIndex }: AccountSeal,
  order: PaymentOrder,
  { debit, credit }: PaymentAccounts,
): Promise<PaymentRow> {
  const { paymentId, subject, mandate } = order;
  await sql.query(
    `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
         mandate_id, status, amount_fen, value_date, debit_account_cipher, debit_account_index,
         credit_account_cipher, credit_account_index, prepayment)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'CREATED', $10, $11, $12, $13, $14, $15, $16)
       ON CONFLICT (key) DO NOTHING`,
    [
      paymentId,
      order.institutionId,
      subject.type,
      subject.id,
      order.enterpriseId,
      order.key,
      order.purpose,
      mandate.type,
      mandate.id,
      order.amountFen,
      order.valueDate,
      cipher.encrypt(debit, at(paymentId, 'debit_account_cipher')),
      blindIndex('bank_account', debit),
      cipher.encrypt(credit, at(paymentId, 'credit_account_cipher')),
      blindIndex('bank_account', credit),
      order.prepayment ?? null,
    ],
  );
  return await readPayment(sql, order.key);
}

type Prepayment = NonNullable<PaymentOrder['prepayment']>;

/** An order as its row was written, for a process that begins anew; null when there is none. */
export async function readOrder(sql: Queryable, paymentId: string): Promise<PaymentOrder | null> {
  const { rows } = await sql.query<
    Omit<PaymentOrder, 'decidedAtMs' | 'prepayment'> & Record<'prepayment', Prepayment | null>
  >(
    `SELECT id AS "paymentId", key, institution_id AS "institutionId", enterprise_id AS "enterpriseId",
            json_build_object('type', subject_type, 'id', subject_id) AS subject,
            json_build_object('type', mandate_type, 'id', mandate_id) AS mandate,
            purpose, amount_fen AS "amountFen", value_date AS "valueDate", prepayment
       FROM payment WHERE id = $1`,
    [paymentId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { prepayment, ...order } = row;
  // The money counts from the day on which it was decided.
  const decidedAtMs = instantOf(isoDate(order.valueDate));
  return { ...order, decidedAtMs, ...(prepayment === null ? {} : { prepayment }) };
}

/** The accounts that an order was written with. @throws Error when it has no row */
export async function readPaymentAccounts(
  sql: Queryable,
  cipher: ColumnCipher,
  paymentId: string,
): Promise<PaymentAccounts> {
  const { rows } = await sql.query<{ readonly debit: Uint8Array; readonly credit: Uint8Array }>(
    'SELECT debit_account_cipher AS debit, credit_account_cipher AS credit FROM payment WHERE id = $1',
    [paymentId],
  );
  const { debit, credit } = found(rows[0], paymentId);
  return {
    debit: cipher.decrypt(debit, at(paymentId, 'debit_account_cipher')),
    credit: cipher.decrypt(credit, at(paymentId, 'credit_account_cipher')),
  };
}

/** The row of a key, or null. */
export async function findPaymentRow(sql: Queryable, key: string): Promise<PaymentRow | null> {
  const { rows } = await sql.query<PaymentRow>(`SELECT ${ROW} FROM payment WHERE key = $1`, [key]);
  return rows[0] ?? null;
}

/** @throws Error when the key has no row */
export async function readPayment(sql: Queryable, key: string): Promise<PaymentRow> {
  return found((await findPaymentRow(sql, key)) ?? undefined, key);
}

/** Reads a row and keeps others from changing it until the transaction ends. */
export async function lockPayment(sql: Queryable, key: string): Promise<PaymentRow> {
  const { rows } = await sql.query<PaymentRow>(`SELECT ${ROW} FROM payment WHERE key = $1 FOR UPDATE`, [key]);
  return found(rows[0], key);
}

/** When an order was sent last, in business time and in real time. */
export interface Sent {
  readonly atMs: number;
  readonly realAtMs: number;
}

/**
 * Notes that an order is being sent, before it is: the last send counts.
 * @returns false when its outcome is booked by now: nothing may be sent any more
 */
export async function markSubmitted(sql: Queryable, paymentId: string, sent: Sent): Promise<boolean> {
  const { rowCount } = await sql.query(
    `UPDATE payment SET status = CASE status WHEN 'CREATED' THEN 'SUBMITTED' ELSE status END, submitted_at = $2,
                        submitted_real_at = $3
       WHERE id = $1 AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [paymentId, new Date(sent.atMs), new Date(sent.realAtMs)],
  );
  return rowCount === 1;
}

/** When an order was sent last; null when it never was. */
export async function readSent(sql: Queryable, paymentId: string): Promise<Sent | null> {
  const { rows } = await sql.query<{ readonly at: Date; readonly realAt: Date }>(
    `SELECT submitted_at AS at, submitted_real_at AS "realAt" FROM payment
       WHERE id = $1 AND submitted_real_at IS NOT NULL`,
    [paymentId],
  );
  const [row] = rows;
  return row === undefined ? null : { atMs: row.at.getTime(), realAtMs: row.realAt.getTime() };
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
    `UPDATE payment SET status = $2, code = $3, bank_reference = $4, bank_date = $5, settled_at = $6
       WHERE id = $1 AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [
      paymentId,
      outcome.status,
      isDone ? null : outcome.code,
      isDone ? outcome.bankReference : null,
      isDone ? outcome.bankDate : null,
      settledAt,
    ],
  );
}

/**
 * Settles an order that nobody knows of as FAILED with code NOT_FOUND, unless it was sent since.
 * @param sent when it was sent last, as it was read before the bank was asked; null when it never was
 * @returns the outcome of the row; null when it was sent since, and is open
 */
export async function settleNotFound(
  sql: Queryable,
  paymentId: string,
  sent: Sent | null,
  settledAt: string,
): Promise<PaymentOutcome | null> {
  await sql.query(
    `UPDATE payment SET status = 'FAILED', code = 'NOT_FOUND', settled_at = $3
       WHERE id = $1 AND submitted_real_at IS NOT DISTINCT FROM $2 AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [paymentId, sent === null ? null : new Date(sent.realAtMs), settledAt],
  );
  const { rows } = await sql.query<PaymentRow>(`SELECT ${ROW} FROM payment WHERE id = $1`, [paymentId]);
  return outcomeOf(found(rows[0], paymentId));
}

/**
 * Notes that an order is about to be settled with a movement that another order was settled with.
 * @returns the key of the other order
 */
export async function shareMovement(
  sql: Queryable,
  key: string,
  { bankDate, bankReference }: Extract<PaymentOutcome, { status: 'SUCCEEDED' }>,
): Promise<string> {
  const { rows } = await sql.query<{ key: string }>(
    `UPDATE payment p SET movement_of = other.id FROM payment other
       WHERE p.key = $1 AND p.id <> other.id AND other.institution_id = p.institution_id AND other.bank_date = $2
         AND other.bank_reference = $3 AND other.status = 'SUCCEEDED' AND other.movement_of IS NULL
       RETURNING other.key`,
    [key, bankDate, bankReference],
  );
  return found(rows[0], key).key;
}

/** The outcome of a final row; null while it is open. */
export function outcomeOf({
  status,
  code,
  bankReference,
  bankDate,
}: Omit<PaymentRow, 'id' | 'status'> & { readonly status: string }): PaymentOutcome | null {
  if (status === 'SUCCEEDED') {
    return { status, bankReference: bankReference ?? '', bankDate: bankDate ?? '' };
  }
  return status === 'FAILED' ? { status, code: code ?? '' } : null;
}

function found<Row>(row: Row | undefined, of: string): Row {
  if (row === undefined) throw new Error(`no payment ${of}`);
  return row;
}

export interface PaymentView {
  readonly id: string;
  readonly institutionId: string;
  readonly subject: PaymentSubject;
  readonly mandate: PaymentMandate;
  readonly key: string;
  readonly purpose: PaymentPurpose;
  readonly status: PaymentStatus;
  readonly amountFen: number;
  readonly valueDate: string;
  readonly code: string | null;
  readonly bankReference: string | null;
  readonly bankDate: string | null;
  readonly submittedAt: string | null;
  readonly settledAt: string | null;
  readonly createdAt: string;
}

const PAYMENT = `p.id, p.institution_id AS "institutionId", p.key, p.purpose, p.status,
  json_build_object('type', p.subject_type, 'id', p.subject_id) AS subject,
  json_build_object('type', p.mandate_type, 'id', p.mandate_id) AS mandate,
  p.amount_fen AS "amountFen", p.value_date AS "valueDate", p.code, p.bank_reference AS "bankReference",
  p.bank_date AS "bankDate",
  ${instant('p.submitted_at', 'submittedAt')}, ${instant('p.settled_at', 'settledAt')},
  ${instant('p.created_at', 'createdAt')}`;
const PAYMENT_FROM = 'payment p';
const PAYMENT_COLUMNS = { institution: 'p.institution_id', enterprise: 'p.enterprise_id' };

/** Payments within a scope, newest first. */
export function listPayments(
  sql: Pool,
  scope: Scope,
  filter: {
    readonly loanId?: string | undefined;
    readonly status?: PaymentStatus | undefined;
    readonly purpose?: PaymentPurpose | undefined;
    readonly valueDate?: string | undefined;
  },
  paging: Paging,
): Promise<Page<PaymentView>> {
  const conditions = within(new Conditions(), scope, PAYMENT_COLUMNS)
    .and("(p.subject_type, p.subject_id) = ('LOAN', ?::uuid)", filter.loanId)
    .and('p.status = ?', filter.status)
    .and('p.purpose = ?', filter.purpose)
    .and('p.value_date = ?', filter.valueDate);
  const selection = { columns: PAYMENT, from: PAYMENT_FROM, orderBy: 'p.created_at DESC, p.id' };
  return selectPage<PaymentView>(sql, selection, conditions, paging);
}

/** One payment within a scope, or null. */
export function findPayment(sql: Pool, scope: Scope, id: string): Promise<PaymentView | null> {
  const conditions = within(new Conditions().and('p.id = ?', id), scope, PAYMENT_COLUMNS);
  return selectOne<PaymentView>(
    sql,
    `SELECT ${PAYMENT} FROM ${PAYMENT_FROM} ${conditions.where}`,
    conditions.values,
  );
}

/** The payment of a money key and its amount, for a notice of the bank. */
export function findPaymentOfKey(
  sql: Pool,
  key: string,
): Promise<{ readonly id: string; readonly amountFen: number } | null> {
  return selectOne(sql, 'SELECT id, amount_fen AS "amountFen" FROM payment WHERE key = $1', [key]);
}
