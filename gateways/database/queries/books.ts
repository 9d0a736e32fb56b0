import type { Pool, QueryResult } from 'pg';
import { checkBalance } from '../facts/reconciliation';
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
  const [parts, { rows }, banking] = await Promise.all([
    compareSubLedger(sql, institutionId),
    readSums(sql, institutionId),
    readBankChecks(sql, institutionId),
  ]);
  const subLedger = parts.map(({ accountCode, ledgerFen, loansFen }) => ({
    name: `loans = ledger ${accountCode}`,
    expectedFen: loansFen,
    actualFen: ledgerFen,
  }));
  return [...rows, ...subLedger, ...banking];
}

/** The sweeper begins the process of a break every few seconds. */
const TASK_BY_THEN = "interval '1 minute'";

/** The bank's closing balance of the last day that was matched against our account of it; and nothing without a task. */
async function readBankChecks(sql: Pool, institutionId: string): Promise<readonly CheckRow[]> {
  const [date, held] = await Promise.all([
    lastReconciledDate(sql, institutionId),
    selectOne<{ waiting: number }>(
      sql,
      `SELECT (SELECT count(*) FROM break_case b WHERE b.institution_id = $1 AND b.status = 'OPEN'
                 AND b.created_at < now() - ${TASK_BY_THEN} AND NOT EXISTS (SELECT FROM human_task t
                   WHERE t.case_id = b.id::text AND t.status IN ('OPEN', 'CLAIMED')))
            + (SELECT count(*) FROM unidentified_receipt r WHERE r.institution_id = $1 AND r.status = 'OPEN'
                 AND r.created_at < now() - ${TASK_BY_THEN} AND NOT EXISTS (SELECT FROM human_task t
                   WHERE t.case_id = r.id::text)) AS waiting`,
      [institutionId],
    ),
  ]);
  const differences = {
    name: 'breaks and receipts without a task',
    expectedFen: 0,
    actualFen: held?.waiting ?? 0,
  };
  if (date === null) return [differences];
  const { bankFen, booksFen, openFen } = await checkBalance(sql, institutionId, date);
  if (bankFen === null) return [differences];
  return [
    differences,
    { name: '1002 = bank closing balance', expectedFen: bankFen, actualFen: booksFen + openFen },
  ];
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
  readonly direction: 'IN' | 'OUT';
  readonly outcome: string;
  readonly bankFen: number | null;
  readonly booksFen: number | null;
  readonly bankReference: string | null;
  readonly carriedFrom: string | null;
  readonly breakId: string | null;
  readonly receiptId: string | null;
  readonly resolvedAt: string | null;
}

/** The last day that was matched with the bank's file, or null. */
export async function lastReconciledDate(sql: Pool, institutionId: string): Promise<string | null> {
  const row = await selectOne<{ date: string | null }>(
    sql,
    `SELECT max(business_date) AS date FROM day_close WHERE institution_id = $1 AND step = 'RECONCILIATION'`,
    [institutionId],
  );
  return row?.date ?? null;
}

/** The first day whose file can't be used, or null. */
export async function blockedOn(sql: Pool, institutionId: string): Promise<string | null> {
  const row = await selectOne<{ date: string | null }>(
    sql,
    `SELECT min(detail ->> 'date') AS date FROM break_case
       WHERE institution_id = $1 AND kind = 'FILE' AND status = 'OPEN'`,
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
    `SELECT key, direction, outcome, bank_fen AS "bankFen", books_fen AS "booksFen",
            bank_reference AS "bankReference", carried_from AS "carriedFrom", break_id AS "breakId",
            receipt_id AS "receiptId", ${instant('resolved_at', 'resolvedAt')}
     FROM reconciliation_item WHERE institution_id = $1 AND settle_date = $2 ORDER BY outcome, key, number`,
    [institutionId, date],
  );
  return rows;
}

export interface BreakRow {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly amountFen: number | null;
  readonly detail: Readonly<Record<string, string | number>>;
  readonly status: 'OPEN' | 'RESOLVED';
  readonly resolution: string | null;
  readonly resolvedAt: string | null;
  readonly createdAt: string;
  readonly taskId: string | null;
}

const OPEN_TASK = (id: string) =>
  `(SELECT t.id FROM human_task t WHERE t.case_id = ${id}::text AND t.status IN ('OPEN', 'CLAIMED') LIMIT 1)`;

/** Breaks of an institution, open ones first, newest on top. */
export function listBreaks(
  sql: Pool,
  filter: {
    readonly institutionId: string;
    readonly status?: string | undefined;
    readonly kind?: string | undefined;
  },
  paging: Paging,
): Promise<Page<BreakRow>> {
  const conditions = new Conditions()
    .and('b.institution_id = ?', filter.institutionId)
    .and('b.status = ?', filter.status)
    .and('b.kind = ?', filter.kind);
  const columns = `b.id, b.kind, b.reference, b.amount_fen AS "amountFen", b.detail, b.status, b.resolution,
    ${instant('b.resolved_at', 'resolvedAt')}, ${instant('b.created_at', 'createdAt')},
    ${OPEN_TASK('b.id')} AS "taskId"`;
  const orderBy = 'b.status, b.created_at DESC, b.id';
  return selectPage<BreakRow>(sql, { columns, from: 'break_case b', orderBy }, conditions, paging);
}

export interface ReceiptRow {
  readonly id: string;
  readonly bankDate: string;
  readonly bankReference: string;
  readonly amountFen: number;
  readonly reason: string;
  readonly suggestions: readonly { readonly loanId: string; readonly loanNo: string }[];
  readonly status: 'OPEN' | 'CLAIMED' | 'RETURNED' | 'CAPITAL';
  readonly claimedFen: number;
  readonly returnedFen: number;
  readonly capitalFen: number;
  readonly loanId: string | null;
  readonly settledAt: string | null;
  readonly createdAt: string;
  readonly taskId: string | null;
}

/** Money that nobody ordered, of an institution: open first, newest on top. */
export function listReceipts(
  sql: Pool,
  filter: { readonly institutionId: string; readonly status?: string | undefined },
  paging: Paging,
): Promise<Page<ReceiptRow>> {
  const conditions = new Conditions()
    .and('r.institution_id = ?', filter.institutionId)
    .and('r.status = ?', filter.status);
  const columns = `r.id, r.bank_date AS "bankDate", r.bank_reference AS "bankReference", r.amount_fen AS "amountFen",
    r.reason, r.suggestions, r.status, r.claimed_fen AS "claimedFen", r.returned_fen AS "returnedFen",
    r.capital_fen AS "capitalFen", r.loan_id AS "loanId", ${instant('r.settled_at', 'settledAt')},
    ${instant('r.created_at', 'createdAt')}, ${OPEN_TASK('r.id')} AS "taskId"`;
  const orderBy = `(r.status <> 'OPEN'), r.created_at DESC, r.id`;
  return selectPage<ReceiptRow>(
    sql,
    { columns, from: 'unidentified_receipt r', orderBy },
    conditions,
    paging,
  );
}
