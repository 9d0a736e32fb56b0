import { operationOf } from '../../contracts/ids';
import {
  MONEY_OUT,
  type PaymentOrder,
  type PaymentOutcome,
  type PaymentPurpose,
  type PaymentStatus,
  type PaymentSubject,
} from '../../contracts/workflows';
import { instantOf } from '../../domain/calendar/clock';
import type { BlindIndex, ColumnCipher } from '../crypto';
import { asked } from './asked';
import { dateOf, fieldsOf, type Plain, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import type { Scope } from './scope';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

/** A payment's row, as far as it changes. */
export type PaymentRow = Pick<Stored<'Payment'>, 'id' | 'status' | 'code' | 'bankReference' | 'bankDate'>;

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

/** Purposes of orders that take money out, as a list of SQL. */
export const OUT_PURPOSES = `(${MONEY_OUT.map((purpose) => `'${purpose}'`).join(', ')})`;

const ROW = 'id, status, code, bank_reference, bank_date';

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
  await write(
    sql,
    `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
         mandate_id, status, amount_fen, value_date, debit_account_cipher, debit_account_index,
         credit_account_cipher, credit_account_index, prepayment)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'CREATED', $10, $11, $12, $13, $14,
         coalesce((SELECT account_index FROM drawdown WHERE id = $4 AND account_index = ANY ($17)), $15), $16)
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
      // While the key of the index is rotated, what was agreed may still stand under the older one.
      blindIndex.all('bank_account', credit),
    ],
  );
  return await readPayment(sql, order.key);
}

const ORDER = {
  id: true,
  key: true,
  institutionId: true,
  enterpriseId: true,
  subjectType: true,
  subjectId: true,
  mandateType: true,
  mandateId: true,
  purpose: true,
  amountFen: true,
  valueDate: true,
  prepayment: true,
} satisfies Prisma.PaymentSelect;

/** An order as its row was written, for a process that begins anew; null when there is none. */
export async function readOrder(prisma: PrismaClient, paymentId: string): Promise<PaymentOrder | null> {
  const [order] = await readOrders(prisma, [paymentId]);
  return order ?? null;
}

/** The same for many. */
export async function readOrders(
  prisma: PrismaClient,
  paymentIds: readonly string[],
): Promise<readonly PaymentOrder[]> {
  const rows = await prisma.payment
    .findMany({ select: ORDER, where: { id: { in: [...paymentIds] } } })
    .then((found) => found.map(plain<'Payment'>()));
  return rows.map(({ id, subjectType, subjectId, mandateType, mandateId, prepayment, ...order }) => ({
    ...order,
    paymentId: id,
    subject: { type: subjectType, id: subjectId } as PaymentSubject,
    mandate: { type: mandateType, id: mandateId },
    // The money counts from the day on which it was decided.
    decidedAtMs: instantOf(order.valueDate),
    ...(prepayment === null ? {} : { prepayment }),
  }));
}

/** The accounts that an order was written with. @throws PrismaClientKnownRequestError when it has no row */
export async function readPaymentAccounts(
  prisma: PrismaClient,
  cipher: ColumnCipher,
  paymentId: string,
): Promise<PaymentAccounts> {
  const { debitAccountCipher, creditAccountCipher } = await prisma.payment.findUniqueOrThrow({
    select: { debitAccountCipher: true, creditAccountCipher: true },
    where: { id: paymentId },
  });
  return {
    debit: cipher.decrypt(debitAccountCipher, at(paymentId, 'debit_account_cipher')),
    credit: cipher.decrypt(creditAccountCipher, at(paymentId, 'credit_account_cipher')),
  };
}

/** The row of a key, or null. */
export function findPaymentRow(sql: Queryable, key: string): Promise<PaymentRow | null> {
  return readRow<PaymentRow>(sql, `SELECT ${ROW} FROM payment WHERE key = $1`, [key]);
}

/** @throws Error when the key has no row */
export async function readPayment(sql: Queryable, key: string): Promise<PaymentRow> {
  return found(await findPaymentRow(sql, key), key);
}

/** Reads a row and keeps others from changing it until the transaction ends. */
export async function lockPayment(sql: Queryable, key: string): Promise<PaymentRow> {
  return found(
    await readRow<PaymentRow>(sql, `SELECT ${ROW} FROM payment WHERE key = $1 FOR UPDATE`, [key]),
    key,
  );
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
  const count = await write(
    sql,
    `UPDATE payment SET status = CASE status WHEN 'CREATED' THEN 'SUBMITTED' ELSE status END, submitted_at = $2,
                        submitted_real_at = $3
       WHERE id = $1 AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [paymentId, new Date(sent.atMs), new Date(sent.realAtMs)],
  );
  return count === 1;
}

/** When an order was sent last; null when it never was. */
export async function readSent(prisma: PrismaClient, paymentId: string): Promise<Sent | null> {
  const row = await prisma.payment.findUnique({
    select: { submittedAt: true, submittedRealAt: true },
    where: { id: paymentId },
  });
  if (!row?.submittedAt || !row.submittedRealAt) return null;
  return { atMs: row.submittedAt.getTime(), realAtMs: row.submittedRealAt.getTime() };
}

export async function markUnknown(prisma: PrismaClient, paymentId: string): Promise<void> {
  await prisma.payment.updateMany({
    where: { id: paymentId, status: { in: ['CREATED', 'SUBMITTED'] } },
    data: { status: 'UNKNOWN' },
  });
}

/** Settles a row whose outcome is known. A final row is left as it is. */
export async function settleRow(
  sql: Queryable,
  paymentId: string,
  outcome: PaymentOutcome,
  settledAt: string,
): Promise<void> {
  const isDone = outcome.status === 'SUCCEEDED';
  await write(
    sql,
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
  await write(
    sql,
    `UPDATE payment SET status = 'FAILED', code = 'NOT_FOUND', settled_at = $3
       WHERE id = $1 AND submitted_real_at IS NOT DISTINCT FROM $2 AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [paymentId, sent === null ? null : new Date(sent.realAtMs), settledAt],
  );
  const row = await readRow<PaymentRow>(sql, `SELECT ${ROW} FROM payment WHERE id = $1`, [paymentId]);
  return outcomeOf(found(row, paymentId));
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
  const other = await readRow<Pick<Stored<'Payment'>, 'key'>>(
    sql,
    `UPDATE payment p SET movement_of = other.id FROM payment other
       WHERE p.key = $1 AND p.id <> other.id AND other.institution_id = p.institution_id AND other.bank_date = $2
         AND other.bank_reference = $3 AND other.status = 'SUCCEEDED' AND other.movement_of IS NULL
       RETURNING other.key`,
    [key, bankDate, bankReference],
  );
  return found(other, key).key;
}

/** The outcome of a final row; null while it is open. */
export function outcomeOf({
  status,
  code,
  bankReference,
  bankDate,
}: Pick<PaymentRow, 'code' | 'bankReference' | 'bankDate'> & {
  readonly status: string;
}): PaymentOutcome | null {
  if (status === 'SUCCEEDED') {
    return { status, bankReference: bankReference ?? '', bankDate: bankDate ?? '' };
  }
  return status === 'FAILED' ? { status, code: code ?? '' } : null;
}

function found<Row>(row: Row | null, of: string): Row {
  if (row === null) throw new Error(`no payment ${of}`);
  return row;
}

const SHOWN = {
  id: true,
  institutionId: true,
  subjectType: true,
  subjectId: true,
  mandateType: true,
  mandateId: true,
  key: true,
  purpose: true,
  status: true,
  amountFen: true,
  valueDate: true,
  code: true,
  bankReference: true,
  bankDate: true,
  submittedAt: true,
  settledAt: true,
  createdAt: true,
  enterprise: { select: { id: true, name: true } },
} satisfies Prisma.PaymentSelect;

export const PAYMENT_FIELDS = fieldsOf(SHOWN);

/** A payment as people see it. */
export type PaymentView = Plain<'Payment', Prisma.PaymentGetPayload<{ select: typeof SHOWN }>>;

/** Payments within a scope, newest first. */
export async function listPayments(
  prisma: PrismaClient,
  scope: Scope,
  wish: {
    readonly loanId?: string | undefined;
    readonly status?: PaymentStatus | undefined;
    readonly purpose?: PaymentPurpose | undefined;
    readonly valueDate?: string | undefined;
  },
  paging: Paging,
): Promise<Page<PaymentView>> {
  const { loanId, valueDate, status, purpose } = wish;
  const ofLoan = loanId === undefined ? {} : { subjectType: 'LOAN', subjectId: loanId };
  const ofDay = valueDate === undefined ? {} : { valueDate: dateOf(valueDate) };
  const rows = await prisma.payment.findMany({
    select: SHOWN,
    where: { AND: [scope, asked({ status, purpose }), ofLoan, ofDay, olderThan(paging)] },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'Payment'>()), paging, placeByAge);
}

/** One payment within a scope, or null. */
export function findPayment(prisma: PrismaClient, scope: Scope, id: string): Promise<PaymentView | null> {
  return prisma.payment
    .findFirst({ select: SHOWN, where: { AND: [scope, { id }] } })
    .then(plain<'Payment'>());
}

/** An order with the day of the bank's file that it was compared in. */
export type ComparedPayment = PaymentView & Pick<Stored<'Payment'>, 'reconciledOn' | 'reconciledAs'>;

/** All orders of the business operation that an order is for, the first one first. */
export async function listOrdersLike(
  prisma: PrismaClient,
  scope: Scope,
  { subjectId, key }: Pick<PaymentView, 'subjectId' | 'key'>,
): Promise<readonly ComparedPayment[]> {
  const operation = operationOf(key);
  const rows = await prisma.payment.findMany({
    select: { ...SHOWN, reconciledOn: true, reconciledAs: true },
    where: { AND: [scope, { subjectId, key: { startsWith: operation } }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(plain<'Payment'>()).filter((order) => operationOf(order.key) === operation);
}

/** The payment of a money key and its amount, for a notice of the bank. */
export function findPaymentOfKey(
  prisma: PrismaClient,
  key: string,
): Promise<Pick<Stored<'Payment'>, 'id' | 'amountFen'> | null> {
  return prisma.payment
    .findUnique({ select: { id: true, amountFen: true }, where: { key } })
    .then(plain<'Payment'>());
}
