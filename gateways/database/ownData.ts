import type { KeptData } from '../../contracts/http';
import type { ColumnCipher } from '../crypto';
import { sealPerson } from './personalData';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

const rowsOf = (query: string) => `coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (${query}) r), '[]'::jsonb)`;

/** What is sealed, and what others wrote for their own use, is not in it. */
const KEPT = `SELECT
  ${rowsOf(`SELECT id, amount_fen AS "amountFen", term_months AS "termMonths", method, purpose, statements, profile,
      stage, created_at AS "createdAt"
    FROM application WHERE enterprise_id = $1 ORDER BY id`)} AS applications,
  ${rowsOf(`SELECT id, principal_fen AS "principalFen", principal_outstanding_fen AS "principalOutstandingFen", status,
      (SELECT jsonb_agg(jsonb_build_object('kind', kind, 'date', effective_date) ORDER BY sequence)
        FROM loan_event WHERE loan_id = loan.id) AS events
    FROM loan WHERE enterprise_id = $1 ORDER BY id`)} AS loans,
  ${rowsOf(`SELECT id, purpose, amount_fen AS "amountFen", status, code, value_date AS "valueDate",
      bank_date AS "bankDate"
    FROM payment WHERE enterprise_id = $1 ORDER BY id`)} AS payments,
  ${rowsOf(`SELECT channel, template AS kind, status, created_at AS "createdAt", sent_at AS "sentAt" FROM message
    WHERE case_id = $1::text OR case_id IN (SELECT id::text FROM application WHERE enterprise_id = $1)
      OR case_id IN (SELECT id::text FROM loan WHERE enterprise_id = $1) ORDER BY id`)} AS messages,
  ${rowsOf(`SELECT at, action, case_id AS "caseId", outcome FROM audit_record WHERE actor_id = $2 ORDER BY id`)} AS acts`;

/** All of it in one round trip. */
export async function readKeptData(
  sql: Queryable,
  of: { readonly enterpriseId: string; readonly userId: string },
): Promise<KeptData> {
  const kept = await readRow<KeptData>(sql, KEPT, [of.enterpriseId, of.userId]);
  if (kept === null) throw new Error('a SELECT without FROM gave no row');
  return kept;
}

/** Whether an application or a loan of an enterprise is open. */
export async function hasOpenBusiness(sql: Queryable, enterpriseId: string): Promise<boolean> {
  const found = await readRow<{ open: boolean }>(sql, 'SELECT has_open_business($1) AS open', [enterpriseId]);
  return found?.open === true;
}

export interface Closing {
  readonly enterpriseId: string;
  readonly closedBy: string;
  /** Business date until which the law wants the enterprise's file kept. */
  readonly keptUntil: string;
}

/**
 * Closes the account of an enterprise: its person can't sign in any more and has no name, what it agreed to is
 * withdrawn. Together or not at all; again changes nothing.
 */
export async function closeAccount(
  sql: Queryable,
  cipher: ColumnCipher,
  { enterpriseId, closedBy, keptUntil }: Closing,
): Promise<void> {
  const nobody = sealPerson(cipher, closedBy, { name: '', mail: '' });
  await write(sql, 'SELECT close_account($1, $2, $3, $4)', [enterpriseId, closedBy, keptUntil, nobody]);
}
