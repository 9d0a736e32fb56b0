import type { Pool, QueryResult } from 'pg';
import { compareSubLedger } from '../ledger';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';

export interface PostingRow {
  readonly line: number;
  readonly accountCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly debitFen: number;
  readonly creditFen: number;
}

export interface EntryRow {
  readonly id: string;
  readonly businessKey: string;
  readonly event: string;
  readonly entryDate: string;
  readonly valueDate: string;
  readonly bankDate: string | null;
  readonly loanId: string | null;
  readonly reverses: string | null;
  readonly createdAt: string;
  readonly postings: readonly PostingRow[];
}

const ENTRY = {
  columns: `j.id::text AS id, j.business_key AS "businessKey", j.event, j.entry_date AS "entryDate",
    j.value_date AS "valueDate", j.bank_date AS "bankDate", j.loan_id AS "loanId", j.reverses::text AS reverses, ${instant('j.created_at', 'createdAt')},
    (SELECT coalesce(jsonb_agg(jsonb_build_object('line', p.line, 'accountCode', p.account_code,
       'nameZh', a.name_zh, 'nameEn', a.name_en, 'debitFen', p.debit_fen, 'creditFen', p.credit_fen)
       ORDER BY p.line), '[]'::jsonb)
     FROM posting p JOIN account a ON a.code = p.account_code WHERE p.entry_id = j.id) AS postings`,
  from: 'journal_entry j',
  orderBy: 'j.id DESC',
};

/** Journal entries of an institution, newest first. */
export function listEntries(
  sql: Pool,
  filter: {
    readonly institutionId: string;
    readonly loanId?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly event?: string | undefined;
  },
  paging: Paging,
): Promise<Page<EntryRow>> {
  const conditions = new Conditions()
    .and('j.institution_id = ?', filter.institutionId)
    .and('j.loan_id = ?', filter.loanId)
    .and('j.entry_date >= ?', filter.from)
    .and('j.entry_date <= ?', filter.to)
    .and('j.event = ?', filter.event);
  return selectPage<EntryRow>(sql, ENTRY, conditions, paging);
}

/** Two sums that must be equal. */
export interface CheckRow {
  readonly name: string;
  readonly expectedFen: number;
  readonly actualFen: number;
}

/** Whether ledger, loans and payments of an institution agree. */
export async function readLedgerChecks(sql: Pool, institutionId: string): Promise<readonly CheckRow[]> {
  const [parts, { rows }] = await Promise.all([
    compareSubLedger(sql, institutionId),
    readSums(sql, institutionId),
  ]);
  const subLedger = parts.map(({ accountCode, ledgerFen, loansFen }) => ({
    name: `loans = ledger ${accountCode}`,
    expectedFen: loansFen,
    actualFen: ledgerFen,
  }));
  return [...rows, ...subLedger];
}

function readSums(sql: Pool, institutionId: string): Promise<QueryResult<CheckRow>> {
  return sql.query<CheckRow>(
    `WITH own AS (
       SELECT p.account_code, p.debit_fen, p.credit_fen
       FROM posting p JOIN journal_entry j ON j.id = p.entry_id WHERE j.institution_id = $1
     )
     SELECT 'debits = credits' AS name, coalesce(sum(debit_fen), 0)::bigint AS "expectedFen",
       coalesce(sum(credit_fen), 0)::bigint AS "actualFen" FROM own
     UNION ALL
     SELECT 'disbursed by the bank = disbursed on loans',
       (SELECT coalesce(sum(amount_fen), 0)::bigint FROM payment
         WHERE institution_id = $1 AND purpose = 'DISBURSEMENT' AND status = 'SUCCEEDED'),
       (SELECT coalesce(sum((e.payload ->> 'amountFen')::bigint), 0)::bigint
         FROM loan_event e JOIN loan l ON l.id = e.loan_id
         WHERE l.institution_id = $1 AND e.kind = 'DISBURSED')
     UNION ALL
     SELECT 'entries without two sides',
       0, (SELECT count(*) FROM journal_entry j WHERE j.institution_id = $1
         AND NOT EXISTS (SELECT 1 FROM posting p WHERE p.entry_id = j.id)
         AND NOT EXISTS (SELECT 1 FROM off_balance_posting o WHERE o.entry_id = j.id))`,
    [institutionId],
  );
}

export interface ReconciliationRow {
  readonly key: string;
  readonly outcome: string;
  readonly bankFen: number | null;
  readonly booksFen: number | null;
  readonly resolvedAt: string | null;
}

/** The last day that was matched with the bank's file, or null. */
export async function lastReconciledDate(sql: Pool, institutionId: string): Promise<string | null> {
  const row = await selectOne<{ date: string | null }>(
    sql,
    'SELECT max(settle_date) AS date FROM reconciliation_item WHERE institution_id = $1',
    [institutionId],
  );
  return row?.date ?? null;
}

/** What matching the books with the bank's file of a day found. */
export async function readReconciliation(
  sql: Pool,
  institutionId: string,
  date: string,
): Promise<readonly ReconciliationRow[]> {
  const { rows } = await sql.query<ReconciliationRow>(
    `SELECT key, outcome, bank_fen AS "bankFen", books_fen AS "booksFen", ${instant('resolved_at', 'resolvedAt')}
     FROM reconciliation_item WHERE institution_id = $1 AND settle_date = $2 ORDER BY outcome, key`,
    [institutionId, date],
  );
  return rows;
}
