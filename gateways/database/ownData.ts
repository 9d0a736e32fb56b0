import type { ColumnCipher } from '../crypto';
import { sealPerson } from './personalData';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

/** A row as it is handed out: what other people wrote about it, and what is sealed, is not in it. */
type Handed = Readonly<Record<string, unknown>>;

/** What is kept of an enterprise and of one of its people, beside the enterprise's own file. */
export interface KeptData {
  readonly applications: readonly Handed[];
  readonly loans: readonly Handed[];
  readonly payments: readonly Handed[];
  readonly messages: readonly Handed[];
  readonly acts: readonly Handed[];
}

const rowsOf = (query: string) => `coalesce((SELECT jsonb_agg(to_jsonb(r)) FROM (${query}) r), '[]'::jsonb)`;

const KEPT = `SELECT
  ${rowsOf(`SELECT id, amount_fen, term_months, method, purpose, statements, profile, stage, stage_since,
      refusal_code, refusal_reason, offer, created_at
    FROM application WHERE enterprise_id = $1 ORDER BY id`)} AS applications,
  ${rowsOf(`SELECT id, principal_fen, status, principal_outstanding_fen, terms,
      (SELECT jsonb_agg(jsonb_build_object('kind', e.kind, 'date', e.effective_date) ORDER BY e.sequence)
        FROM loan_event e WHERE e.loan_id = loan.id) AS events
    FROM loan WHERE enterprise_id = $1 ORDER BY id`)} AS loans,
  ${rowsOf(`SELECT id, purpose, status, amount_fen, value_date, bank_date, code, created_at
    FROM payment WHERE enterprise_id = $1 ORDER BY id`)} AS payments,
  ${rowsOf(`SELECT channel, template, status, created_at, sent_at FROM message
    WHERE case_id = $1::text OR case_id IN (SELECT id::text FROM application WHERE enterprise_id = $1)
      OR case_id IN (SELECT id::text FROM loan WHERE enterprise_id = $1) ORDER BY id`)} AS messages,
  ${rowsOf(`SELECT at, action, case_type, case_id, outcome FROM audit_record WHERE actor_id = $2 ORDER BY id`)} AS acts`;

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
