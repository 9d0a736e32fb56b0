import { addDays, type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { addMonths } from '../../domain/calendar/months';
import type { AccountCode } from '../../domain/ledger/chart';
import type { JournalEventName, Posting } from '../../domain/ledger/entry';
import type { Balances, Movement } from '../../domain/ledger/statements';
import type { Stored } from './columns';
import { type Page, type Paging, pageOf, placeByNumber, placeOf, rowsOf } from './paging';
import { instant, readRows } from './statement';
import type { Queryable } from './transaction';

/** Balances of an institution at the end of a day, without memoranda. */
export async function readBalances(sql: Queryable, institutionId: string, asOf: IsoDate): Promise<Balances> {
  const rows = await readRows<{ code: AccountCode; balanceFen: number }>(
    sql,
    `SELECT a.code, (t.debit_fen - t.credit_fen)::bigint AS balance_fen
       FROM account_totals($1, $2) t JOIN account a ON a.code = t.account_code WHERE NOT a.off_balance`,
    [institutionId, asOf],
  );
  return Object.fromEntries(rows.map(({ code, balanceFen }) => [code, balanceFen]));
}

/** Days of a month, both included. */
export interface Span {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** Entries of a time that touch the same accounts, added up. */
export interface SummedMovement extends Movement {
  /** The accounts in order, one blank between two: what entries are found by. */
  readonly accounts: string;
}

/** An entry's accounts, as {@link SummedMovement} has them. */
const ACCOUNTS = `(SELECT string_agg(DISTINCT account_code, ' ' ORDER BY account_code) FROM posting WHERE entry_id = e.id)`;

/**
 * All entries of a time, added up by the accounts that they touch: a few dozen rows however many entries there are.
 * Entries that close the year stay apart.
 */
export async function readMovements(
  sql: Queryable,
  institutionId: string,
  { from, to }: Span,
): Promise<readonly SummedMovement[]> {
  const rows = await readRows<{ event: JournalEventName; accounts: string } & Posting>(
    sql,
    `WITH entry AS MATERIALIZED (
       SELECT e.id, CASE e.event WHEN 'CLOSE_YEAR' THEN e.event ELSE 'BY_HAND' END AS event, ${ACCOUNTS} AS accounts
         FROM journal_entry e WHERE e.institution_id = $1 AND e.entry_date BETWEEN $2 AND $3)
     SELECT event, accounts, p.account_code AS account, sum(p.debit_fen)::bigint AS debit_fen,
            sum(p.credit_fen)::bigint AS credit_fen
       FROM entry JOIN posting p ON p.entry_id = entry.id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [institutionId, from, to],
  );
  const movements = new Map<string, { event: JournalEventName; accounts: string; postings: Posting[] }>();
  for (const { event, accounts, ...posting } of rows) {
    const key = `${event}/${accounts}`;
    const movement = movements.get(key) ?? { event, accounts, postings: [] };
    movement.postings.push(posting);
    movements.set(key, movement);
  }
  return [...movements.values()];
}

/** A month of the books as its statements need it. */
export interface MonthOfLedger extends Span {
  readonly opening: Balances;
  /** Of profit and loss: what they hold of the months before; a last year that is open still is not this year's. */
  readonly earlierInYear: Balances;
  readonly movements: readonly SummedMovement[];
}

/** @param from the first day of the month */
export async function readMonth(
  sql: Queryable,
  institutionId: string,
  from: IsoDate,
): Promise<MonthOfLedger> {
  const to = addDays(addMonths(from, 1), -1);
  const [opening, yearBegan, movements] = await Promise.all([
    readBalances(sql, institutionId, addDays(from, -1)),
    readBalances(sql, institutionId, addDays(isoDate(`${from.slice(0, 4)}-01-01`), -1)),
    readMovements(sql, institutionId, { from, to }),
  ]);
  return { from, to, opening, earlierInYear: lessOf(opening, yearBegan), movements };
}

function lessOf(balances: Balances, earlier: Balances): Balances {
  const accounts = Object.keys({ ...balances, ...earlier }) as (keyof Balances)[];
  return Object.fromEntries(
    accounts.map((account) => [account, (balances[account] ?? 0) - (earlier[account] ?? 0)]),
  );
}

/** What made an entry: an event of a loan, an order, a difference, people. */
export interface EntryCause {
  readonly loanId: string | null;
  /** Of the loan's event, as its statement shows it. */
  readonly eventSequence: number | null;
  readonly paymentId: string | null;
  readonly receiptId: string | null;
  readonly breakId: string | null;
  readonly changeId: string | null;
}

/** An entry behind a figure. */
export type EntryBehind = Pick<
  Stored<'JournalEntry'>,
  'id' | 'businessKey' | 'event' | 'entryDate' | 'valueDate' | 'costCentre' | 'createdAt'
> & {
  readonly postings: readonly Posting[];
  readonly cause: EntryCause;
};

const CAUSE = `json_build_object('loanId', e.loan_id, 'changeId', e.change_id,
    'eventSequence', (SELECT v.sequence FROM loan_event v WHERE v.loan_id = e.loan_id
      AND starts_with(e.business_key, v.business_key) ORDER BY length(v.business_key) DESC LIMIT 1),
    'paymentId', (SELECT y.id FROM payment y WHERE y.institution_id = e.institution_id
      AND (y.key = e.business_key OR y.key = left(e.business_key, length(e.business_key) - length(e.event) - 1))),
    'receiptId', i.receipt_id, 'breakId', i.break_id)`;

/** Entries of a time that touch one of these sets of accounts, newest first, with what made each. */
export async function listEntriesBehind(
  sql: Queryable,
  institutionId: string,
  of: Span & { readonly accounts: readonly string[]; readonly closesYear: boolean },
  paging: Paging,
): Promise<Page<EntryBehind>> {
  const after = paging.after === undefined ? null : Number(placeOf(paging.after).value);
  const rows = await readRows<EntryBehind>(
    sql,
    `SELECT e.id, e.business_key, e.event, e.entry_date, e.value_date, e.cost_centre, ${instant('e.created_at')} AS created_at,
            (SELECT json_agg(json_build_object('account', account_code, 'debitFen', debit_fen, 'creditFen', credit_fen)
               ORDER BY line) FROM posting WHERE entry_id = e.id) AS postings,
            ${CAUSE} AS cause
       FROM journal_entry e LEFT JOIN reconciliation_item i ON i.institution_id = e.institution_id
         AND e.business_key LIKE 'recon/%' AND i.settle_date = e.bank_date
         AND e.business_key = 'recon/' || e.institution_id || '/' || i.settle_date || '/' || i.bank_reference
       WHERE e.institution_id = $1 AND e.entry_date BETWEEN $2 AND $3 AND ($6::bigint IS NULL OR e.id < $6)
         AND ($5 OR e.event <> 'CLOSE_YEAR') AND ${ACCOUNTS} = ANY ($4)
       ORDER BY e.id DESC LIMIT $7`,
    [institutionId, of.from, of.to, of.accounts, of.closesYear, after, rowsOf(paging)],
  );
  return pageOf(rows, paging, placeByNumber);
}
