import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import type { StatementRow } from './statements';
import type { Queryable } from './transaction';

/** What a transfer from an account says that is asked to be bound: it is theirs who can pay from it. */
export const PROOF_FEN = 1;

/** A loan that an account waits to be proved for. */
export interface AccountToProve {
  readonly changeId: string;
  readonly loanId: string;
  readonly loanNo: string;
}

/**
 * The change that a movement of the bank's file proves the account of; null when none waits for it.
 * @param payerIndex of the account that it came from
 */
export function findAccountToProve(
  sql: Queryable,
  of: { readonly institutionId: string; readonly date: string; readonly payerIndex: string },
): Promise<AccountToProve | null> {
  return readRow<AccountToProve>(
    sql,
    `SELECT c.id AS change_id, l.id AS loan_id, l.loan_no FROM loan_change c JOIN loan l ON l.id = c.loan_id
       WHERE c.institution_id = $1 AND c.kind = 'BIND_ACCOUNT' AND c.status = 'REQUESTED'
         AND c.payload ->> 'index' = $3
         AND (business_at(c.created_at) AT TIME ZONE 'Asia/Shanghai')::date <= $2
         AND NOT EXISTS (SELECT FROM account_proof p WHERE p.change_id = c.id)
       ORDER BY c.created_at LIMIT 1`,
    [of.institutionId, of.date, of.payerIndex],
  );
}

/** The account of a change is proved by a movement of the bank's file. */
export async function proveAccount(
  sql: Queryable,
  changeId: string,
  of: { readonly institutionId: string; readonly date: string } & Pick<StatementRow, 'sequence'>,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO account_proof (change_id, institution_id, bank_date, sequence) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
    [changeId, of.institutionId, of.date, of.sequence],
  );
}

/** Of these changes those whose account is proved, with the day on which the bank booked the transfer. */
export async function readAccountProofs(
  sql: Queryable,
  changeIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (changeIds.length === 0) return new Map();
  const rows = await readRows<Pick<Stored<'AccountProof'>, 'changeId' | 'bankDate'>>(
    sql,
    'SELECT change_id, bank_date FROM account_proof WHERE change_id = ANY ($1)',
    [changeIds],
  );
  return new Map(rows.map(({ changeId, bankDate }) => [changeId, bankDate]));
}
