import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import { recordFeeStep } from '../../../../activities/feeBooks';
import type { BusinessCalendar } from '../../../../domain/calendar/businessCalendar';
import type { ChargeStep } from '../../../../domain/fees/charge';
import type { NewLoanEvent } from '../../../../domain/loan/events';
import { recordLoanEvents } from '../../../../gateways/database/loans';
import type { Queryable } from '../../../../gateways/database/transaction';
import { calendar, institutionId } from './cases';

/**
 * Records money of a borrower with the order that brought it: under the key of the event, carried out by the bank.
 * @param then what happened after it, in the same step
 */
export async function payIn(
  sql: Queryable,
  loanId: string,
  money: Extract<NewLoanEvent, { readonly into: unknown }>,
  by: BusinessCalendar = calendar,
  then: readonly NewLoanEvent[] = [],
) {
  const { businessKey: key, effectiveDate: date, kind, amountFen, bankDate = date } = money;
  const purpose = kind === 'PREPAID' ? 'PREPAYMENT' : 'REPAYMENT';
  const id = await orderMoney(sql, { subject: 'loan', id: loanId, key, purpose, amountFen, date });
  const payment = { id, bankReference: `bank/${key}`, bankDate, settledAt: `${bankDate}T09:00:00+08:00` };
  return recordLoanEvents(sql, loanId, [money, ...then], by, { payment });
}

/** An order that asks for money. @returns its id, of the first one under the key */
async function orderMoney(
  sql: Queryable,
  of: {
    readonly subject: 'loan' | 'fee';
    readonly id: string;
    readonly key: string;
    readonly purpose: string;
    readonly amountFen: number;
    readonly date: string;
  },
): Promise<string> {
  await sql.query(
    `INSERT INTO payment (id, institution_id, subject_type, subject_id, enterprise_id, key, purpose, mandate_type,
         mandate_id, debit_account_cipher, debit_account_index, credit_account_cipher, credit_account_index, status,
         amount_fen, value_date)
       SELECT $1, institution_id, upper($2), id, enterprise_id, $4, $5, 'REQUEST', $4, '', 'payer', '', 'lender',
              'CREATED', $6, $7 FROM ${of.subject} WHERE id = $3 ON CONFLICT (key) DO NOTHING`,
    [uuidv7(), of.subject, of.id, of.key, of.purpose, of.amountFen, of.date],
  );
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM payment WHERE key = $1', [of.key]);
  return rows[0]?.id ?? '';
}

/** Takes a step of a charge; what collects money of it is the order that the bank carries out for it. */
export async function takeFeeStep(
  client: Queryable,
  feeId: string,
  step: ChargeStep,
  head: { readonly at: string; readonly actorId: string | null },
) {
  if (step.type !== 'COLLECT') return await recordFeeStep(client, feeId, step, head);
  const { key, amountFen } = step;
  const date = head.at.slice(0, 10);
  const id = await orderMoney(client, {
    subject: 'fee',
    id: feeId,
    key,
    purpose: 'FEE_COLLECTION',
    amountFen,
    date,
  });
  const taken = await recordFeeStep(client, feeId, step, head);
  const end = taken.ok
    ? "status = 'SUCCEEDED', bank_reference = 'bank/' || key, bank_date = value_date"
    : "status = 'FAILED', code = 'REFUSED'";
  await client.query(`UPDATE payment SET ${end} WHERE id = $1 AND status = 'CREATED'`, [id]);
  return taken;
}

/** A movement of the bank's file. */
export interface ShownMovement {
  readonly institutionId?: string;
  readonly date: string;
  readonly bankReference: string;
  readonly amountFen: number;
  readonly key?: string;
  readonly direction?: 'CREDIT' | 'DEBIT';
  readonly payerIndex?: string;
}

/** The bank's file of a day has a movement, after those that it has already. @returns its place in the file */
export async function showMovement(owner: Pool, of: ShownMovement): Promise<number> {
  const { date, bankReference, amountFen, key = '', direction = 'CREDIT', payerIndex = null } = of;
  const institution = of.institutionId ?? institutionId;
  await owner.query(
    `INSERT INTO statement_file (institution_id, date, entries, credit_fen, debit_fen, closing_fen)
       VALUES ($1, $2, 1, 1, 0, 1) ON CONFLICT DO NOTHING`,
    [institution, date],
  );
  const { rows } = await owner.query<{ sequence: number }>(
    `INSERT INTO statement_row (institution_id, date, sequence, bank_reference, key, direction, amount_fen,
         balance_after_fen, payer_index)
       SELECT $1, $2, 1 + coalesce(max(sequence), 0), $3, $4, $5, $6, 1, $7 FROM statement_row
         WHERE institution_id = $1 AND date = $2 RETURNING sequence`,
    [institution, date, bankReference, key, direction, amountFen, payerIndex],
  );
  return rows[0]?.sequence ?? 0;
}

/** A movement of the bank's file that is held for nobody. @returns the receipt */
export async function holdMovement(owner: Pool, of: ShownMovement): Promise<string> {
  await showMovement(owner, of);
  const { date, bankReference, amountFen, payerIndex = null } = of;
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO unidentified_receipt (institution_id, bank_date, bank_reference, amount_fen, reason, told_cipher,
         payer_index) VALUES ($1, $2, $3, $4, 'UNKNOWN_PAYER', '', $5) RETURNING id`,
    [of.institutionId ?? institutionId, date, bankReference, amountFen, payerIndex],
  );
  return rows[0]?.id ?? '';
}
