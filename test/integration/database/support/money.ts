import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { BusinessCalendar } from '../../../../domain/calendar/businessCalendar';
import type { NewLoanEvent } from '../../../../domain/loan/events';
import { recordLoanEvents } from '../../../../gateways/database/loans';
import { inTransaction, type Queryable } from '../../../../gateways/database/transaction';
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
  const id = await orderMoney(sql, { loanId, key, purpose, amountFen, date });
  const payment = { id, bankReference: `bank/${key}`, bankDate, settledAt: `${bankDate}T09:00:00+08:00` };
  return recordLoanEvents(sql, loanId, [money, ...then], by, { payment });
}

/** An order that asks for money. @returns its id, of the first one under the key */
export async function orderMoney(
  sql: Queryable,
  of: {
    readonly loanId: string;
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
       SELECT $1, institution_id, 'LOAN', id, enterprise_id, $3, $4, 'REQUEST', $3, '', 'payer', '', 'lender', 'CREATED',
              $5, $6 FROM loan WHERE id = $2 ON CONFLICT (key) DO NOTHING`,
    [uuidv7(), of.loanId, of.key, of.purpose, of.amountFen, of.date],
  );
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM payment WHERE key = $1', [of.key]);
  return rows[0]?.id ?? '';
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

/**
 * The bank's file of a day has a movement, after those that it has already: the owner imports it anew, for a file is
 * closed. @returns its place in the file
 */
export async function showMovement(owner: Pool, of: ShownMovement): Promise<number> {
  const { date, bankReference, amountFen, key = '', direction = 'CREDIT', payerIndex = null } = of;
  const institution = of.institutionId ?? institutionId;
  return await inTransaction(owner, async (client) => {
    await client.query(
      `INSERT INTO statement_file (institution_id, date, entries, credit_fen, debit_fen, closing_fen)
         VALUES ($1, $2, 1, CASE $3 WHEN 'CREDIT' THEN $4::bigint ELSE 0 END, CASE $3 WHEN 'DEBIT' THEN $4 ELSE 0 END, 1)
         ON CONFLICT (institution_id, date) DO UPDATE SET entries = statement_file.entries + 1,
           credit_fen = statement_file.credit_fen + EXCLUDED.credit_fen,
           debit_fen = statement_file.debit_fen + EXCLUDED.debit_fen, closing_fen = 1`,
      [institution, date, direction, amountFen],
    );
    const { rows } = await client.query<{ sequence: number }>(
      `INSERT INTO statement_row (institution_id, date, sequence, bank_reference, key, direction, amount_fen,
           balance_after_fen, payer_index)
         SELECT $1, $2, 1 + coalesce(max(sequence), 0), $3, $4, $5, $6, 1, $7 FROM statement_row
           WHERE institution_id = $1 AND date = $2 RETURNING sequence`,
      [institution, date, bankReference, key, direction, amountFen, payerIndex],
    );
    return rows[0]?.sequence ?? 0;
  });
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

/** One fen came from the account that a change is to bind, in the bank's file of a day. */
export async function payFromAccount(owner: Pool, changeId: string, on?: string): Promise<void> {
  const { rows } = await owner.query<{ institutionId: string; payerIndex: string; date: string }>(
    `SELECT institution_id AS "institutionId", payload ->> 'index' AS "payerIndex",
            coalesce($2, business_today(), current_date) AS date FROM loan_change WHERE id = $1`,
    [changeId, on],
  );
  const [of] = rows;
  if (of === undefined) throw new Error(`no change ${changeId}`);
  const sequence = await showMovement(owner, { ...of, bankReference: changeId, amountFen: 1 });
  await owner.query(
    'INSERT INTO account_proof (change_id, institution_id, bank_date, sequence) VALUES ($1, $2, $3, $4)',
    [changeId, of.institutionId, of.date, sequence],
  );
}
