import type { IsoDate } from '../../domain/calendar/isoDate';
import type { JournalEntry, JournalEventName } from '../../domain/ledger/entry';
import type { Fen } from '../../domain/money/fen';
import { fen } from '../../domain/money/fen';
import { asked } from './asked';
import type { Database } from './client';
import { dateOf, type Plain, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { before, type Page, type Paging, pageOf, placeByNumber, rowsOf } from './paging';
import { checkBalance, lastReconciledDate } from './reconciliation';
import { readRow, readRows } from './statement';
import type { Queryable } from './transaction';

/** Turnover and balance of an account at the end of a day. */
export interface AccountBalance extends Pick<Stored<'Account'>, 'nameZh' | 'nameEn' | 'kind'> {
  readonly accountCode: string;
  readonly debitFen: Fen;
  readonly creditFen: Fen;
  /** Debits less credits; of memoranda: in less out. */
  readonly balanceFen: Fen;
}

type AccountTotal = Pick<Stored<'Account'>, 'code' | 'nameZh' | 'nameEn' | 'kind' | 'offBalance'> &
  Pick<AccountBalance, 'debitFen' | 'creditFen'>;

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
  const rows = await readRows<AccountTotal>(
    sql,
    `SELECT a.code, a.name_zh, a.name_en, a.kind, a.off_balance, t.debit_fen, t.credit_fen
       FROM account_totals($1, $2) t JOIN account a ON a.code = t.account_code
       ORDER BY a.off_balance, a.code`,
    [institutionId, asOf],
  );
  const accounts = rows.map(({ code, offBalance: _, ...account }) => ({
    ...account,
    accountCode: code,
    balanceFen: fen(account.debitFen - account.creditFen),
  }));
  const onBalance = rows.filter(({ offBalance }) => !offBalance);
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
  return await readRows<SubLedgerPart>(
    sql,
    'SELECT account_code, ledger_fen, loans_fen FROM compare_sub_ledger($1) ORDER BY account_code',
    [institutionId],
  );
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

async function answerOf<Answer extends string>(
  sql: Queryable,
  text: string,
  values: readonly unknown[],
): Promise<Answer> {
  const given = await readRow<{ answer: Answer }>(sql, text, [...values]);
  if (given === null) throw new Error('the database gave no answer');
  return given.answer;
}

const ENTRY = {
  id: true,
  businessKey: true,
  event: true,
  entryDate: true,
  valueDate: true,
  bankDate: true,
  loanId: true,
  reverses: true,
  changeId: true,
  costCentre: true,
  createdAt: true,
  postings: {
    select: {
      line: true,
      accountCode: true,
      debitFen: true,
      creditFen: true,
      account: { select: { nameZh: true, nameEn: true } },
    },
    orderBy: { line: 'asc' },
  },
} satisfies Prisma.JournalEntrySelect;

export type EntryRow = Plain<'JournalEntry', Prisma.JournalEntryGetPayload<{ select: typeof ENTRY }>>;

/** Journal entries of an institution, newest first. */
export async function listEntries(
  prisma: PrismaClient,
  wish: {
    readonly institutionId: string;
    readonly loanId?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly event?: JournalEventName | undefined;
    readonly account?: string | undefined;
  },
  paging: Paging,
): Promise<Page<EntryRow>> {
  const { institutionId, loanId, event, account, from, to } = wish;
  const entryDate = asked({
    gte: from === undefined ? from : dateOf(from),
    lte: to === undefined ? to : dateOf(to),
  });
  const posted = account === undefined ? {} : { postings: { some: { accountCode: account } } };
  const rows = await prisma.journalEntry.findMany({
    select: ENTRY,
    where: { institutionId, entryDate, ...asked({ loanId, event }), ...posted, ...before(paging) },
    orderBy: { id: 'desc' },
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'JournalEntry'>()), paging, placeByNumber);
}

/** An entry of an institution by its number, and whether it was taken back; or null. */
export async function findEntry(
  prisma: PrismaClient,
  institutionId: string,
  number: string,
): Promise<(EntryRow & { readonly isReversed: boolean }) | null> {
  const entry = await prisma.journalEntry
    .findUnique({ select: ENTRY, where: { id: BigInt(number), institutionId } })
    .then(plain<'JournalEntry'>());
  if (entry === null) return null;
  const mirror = await prisma.journalEntry.findUnique({
    select: { id: true },
    where: { reverses: BigInt(number) },
  });
  return { ...entry, isReversed: mirror !== null };
}

/** Two sums that must be equal. */
export interface CheckRow {
  readonly name: string;
  readonly expectedFen: number;
  readonly actualFen: number;
}

/** Whether ledger, loans and payments of an institution agree. */
export async function readLedgerChecks(
  { prisma, sql }: Pick<Database, 'prisma' | 'sql'>,
  institutionId: string,
): Promise<readonly CheckRow[]> {
  const [parts, sums, banking] = await Promise.all([
    compareSubLedger(sql, institutionId),
    readSums(sql, institutionId),
    readBankChecks({ prisma, sql }, institutionId),
  ]);
  const subLedger = parts.map(({ accountCode, ledgerFen, loansFen }) => ({
    name: `loans = ledger ${accountCode}`,
    expectedFen: loansFen,
    actualFen: ledgerFen,
  }));
  return [...sums, ...subLedger, ...banking];
}

/** The sweeper begins the process of a break every few seconds. */
const TASK_BY_THEN = "interval '1 minute'";

/** The bank's closing balance of the last day that was matched against our account of it; and nothing without a task. */
async function readBankChecks(
  { prisma, sql }: Pick<Database, 'prisma' | 'sql'>,
  institutionId: string,
): Promise<readonly CheckRow[]> {
  const [date, held] = await Promise.all([
    lastReconciledDate(prisma, institutionId),
    readRow<{ waiting: number }>(
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

function readSums(sql: Queryable, institutionId: string): Promise<readonly CheckRow[]> {
  return readRows<CheckRow>(
    sql,
    `WITH own AS (
       SELECT p.account_code, p.debit_fen, p.credit_fen
       FROM posting p JOIN journal_entry j ON j.id = p.entry_id WHERE j.institution_id = $1
     )
     SELECT 'debits = credits' AS name, coalesce(sum(debit_fen), 0)::bigint AS expected_fen,
       coalesce(sum(credit_fen), 0)::bigint AS actual_fen FROM own
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
