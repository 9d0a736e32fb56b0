import type { Pool, QueryResult } from 'pg';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { AccountKind } from '../../domain/ledger/chart';
import type { JournalEntry, JournalEventName } from '../../domain/ledger/entry';
import { type Fen, fen } from '../../domain/money/fen';
import { checkBalance, lastReconciledDate } from './reconciliation';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';
import type { Queryable } from './transaction';

/** Turnover and balance of an account at the end of a day. */
export interface AccountBalance {
  readonly accountCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: AccountKind;
  readonly debitFen: Fen;
  readonly creditFen: Fen;
  /** Debits less credits; of memoranda: in less out. */
  readonly balanceFen: Fen;
}

/** All balances of an institution on a day. */
export interface TrialBalance {
  readonly asOf: IsoDate;
  /** In order of account, memoranda last. */
  readonly accounts: readonly AccountBalance[];
  /** Of the accounts on the balance sheet. */
  readonly debitFen: Fen;
  readonly creditFen: Fen;
  readonly isBalanced: boolean;
}

/**
 * Trial balance at the end of a day. Months that are closed are not added up again: their totals are kept.
 * @throws RangeError when a total is beyond what a fen can hold
 */
export async function readTrialBalance(
  sql: Queryable,
  institutionId: string,
  asOf: IsoDate,
): Promise<TrialBalance> {
  const { rows } = await sql.query<{
    code: string;
    nameZh: string;
    nameEn: string;
    kind: AccountKind;
    offBalance: boolean;
    debit: string;
    credit: string;
  }>(
    `SELECT a.code, a.name_zh AS "nameZh", a.name_en AS "nameEn", a.kind,
            a.off_balance AS "offBalance", t.debit_fen AS debit, t.credit_fen AS credit
       FROM account_totals($1, $2) t JOIN account a ON a.code = t.account_code
       ORDER BY a.off_balance, a.code`,
    [institutionId, asOf],
  );
  const accounts = rows.map(({ code, nameZh, nameEn, kind, debit, credit }) => ({
    accountCode: code,
    nameZh,
    nameEn,
    kind,
    debitFen: fen(Number(debit)),
    creditFen: fen(Number(credit)),
    balanceFen: fen(Number(debit) - Number(credit)),
  }));
  const onBalance = accounts.filter((_, index) => rows[index]?.offBalance === false);
  const debitFen = fen(onBalance.reduce((sum, account) => sum + account.debitFen, 0));
  const creditFen = fen(onBalance.reduce((sum, account) => sum + account.creditFen, 0));
  return { asOf, accounts, debitFen, creditFen, isBalanced: debitFen === creditFen };
}

/** An account of which loans have a part, or money that is nobody's yet. */
export interface SubLedgerPart {
  readonly accountCode: string;
  /** What the general ledger shows, debits less credits. */
  readonly ledgerFen: Fen;
  /** What the rows of loans, or of unclaimed money, add up to. */
  readonly loansFen: Fen;
}

/** Sub-ledger against general ledger, account by account; in a right book every pair is equal. */
export async function compareSubLedger(
  sql: Queryable,
  institutionId: string,
): Promise<readonly SubLedgerPart[]> {
  const { rows } = await sql.query<{ code: string; ledger: string; loans: string }>(
    `SELECT account_code AS code, ledger_fen AS ledger, loans_fen AS loans FROM compare_sub_ledger($1)
       ORDER BY account_code`,
    [institutionId],
  );
  return rows.map(({ code, ledger, loans }) => ({
    accountCode: code,
    ledgerFen: fen(Number(ledger)),
    loansFen: fen(Number(loans)),
  }));
}

/**
 * Posts an entry that belongs to no loan (bank fees, unidentified receipts, short items). A second entry under
 * the same key changes nothing.
 * @throws DatabaseError 23514 when the entry doesn't balance or its month is closed
 */
export async function postEntry(
  sql: Queryable,
  institutionId: string,
  entry: JournalEntry,
): Promise<'appended' | 'already'> {
  return answerOf(sql, 'SELECT post_entry($1, $2) AS answer', [institutionId, JSON.stringify(entry)]);
}

/**
 * Takes an entry that belongs to no loan back by its mirror. Entries of loans are taken back by an event
 * (`REVERSED`), which keeps the loan right too.
 * @throws DatabaseError P0002 when there is no such entry, 23514 when it is a loan's, 23505 when it was taken
 *   back before under another key
 */
export async function reverseEntry(
  sql: Queryable,
  institutionId: string,
  of: { readonly originalKey: string; readonly mirrorKey: string; readonly date: IsoDate },
): Promise<'appended' | 'already'> {
  const { originalKey, mirrorKey, date } = of;
  return answerOf(sql, 'SELECT reverse_entry($1, $2, $3, $4) AS answer', [
    institutionId,
    originalKey,
    mirrorKey,
    date,
  ]);
}

/**
 * Closes a month and all before it for good: nothing can be posted into them any more.
 * @param month `YYYY-MM`
 * @throws DatabaseError 23514 when the month is not over, its last day is not closed and reconciled, or the outcome of
 *   one of its orders is not known
 */
export async function closePeriod(
  sql: Queryable,
  institutionId: string,
  of: { readonly month: string; readonly closedBy: string },
): Promise<'closed' | 'already'> {
  const { month, closedBy } = of;
  return answerOf(sql, 'SELECT close_period($1, $2, $3) AS answer', [institutionId, month, closedBy]);
}

async function answerOf<Answer extends string>(
  sql: Queryable,
  text: string,
  values: readonly unknown[],
): Promise<Answer> {
  const { rows } = await sql.query<{ answer: Answer }>(text, [...values]);
  const answer = rows[0]?.answer;
  if (answer === undefined) throw new Error('the database gave no answer');
  return answer;
}

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
  readonly event: JournalEventName;
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
    readonly event?: JournalEventName | undefined;
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
