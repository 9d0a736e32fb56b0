import type { IsoDate } from '../../domain/calendar';
import type { JournalEntry } from '../../domain/ledger';
import { type Fen, fen } from '../../domain/money';
import type { Queryable } from './transaction';

/** Turnover and balance of an account at the end of a day. */
export interface AccountBalance {
  readonly accountCode: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly kind: string;
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
    kind: string;
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

/** An account of which loans have a part. */
export interface SubLedgerPart {
  readonly accountCode: string;
  /** What the general ledger shows, debits less credits. */
  readonly ledgerFen: Fen;
  /** What the loans' rows add up to. */
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
