import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Posting } from '../../domain/ledger/entry';
import type { Movement } from '../../domain/ledger/statements';
import type { Fen } from '../../domain/money/fen';
import { OUT_PURPOSES } from './payments';
import type { Span } from './platformStatements';
import { readRow, readRows } from './statement';
import type { Queryable } from './transaction';

const CASH = `('1002', '1012')`;
/** The day on which money moved. */
const MOVED_ON = 'coalesce(e.bank_date, e.value_date)';

/** Money at the bank and in transit at the end of a day, by the days of the bank. */
export async function readCash(sql: Queryable, institutionId: string, asOf: IsoDate): Promise<Fen> {
  const row = await readRow<{ cashFen: Fen }>(
    sql,
    `SELECT coalesce(sum(p.debit_fen - p.credit_fen), 0)::bigint AS cash_fen
       FROM posting p JOIN journal_entry e ON e.id = p.entry_id
       WHERE e.institution_id = $1 AND p.account_code IN ${CASH} AND ${MOVED_ON} <= $2`,
    [institutionId, asOf],
  );
  if (row === null) throw new Error('a sum gave no row');
  return row.cashFen;
}

/** Entries of a day that touch money and the same accounts, added up. */
export interface MovementOfDay extends Movement {
  readonly date: IsoDate;
}

/** What moved money in a time, by the days of the bank: a few rows a day however much moved. */
export async function readMoneyMoved(
  sql: Queryable,
  institutionId: string,
  { from, to }: Span,
): Promise<readonly MovementOfDay[]> {
  return await readRows<{ date: IsoDate; event: 'BY_HAND'; postings: readonly Posting[] }>(
    sql,
    `WITH entry AS MATERIALIZED (
       SELECT e.id, ${MOVED_ON} AS date,
              (SELECT string_agg(DISTINCT account_code, ' ' ORDER BY account_code) FROM posting WHERE entry_id = e.id) AS accounts
         FROM journal_entry e WHERE e.institution_id = $1 AND ${MOVED_ON} BETWEEN $2 AND $3
           AND EXISTS (SELECT FROM posting p WHERE p.entry_id = e.id AND p.account_code IN ${CASH})
     ), line AS (
       SELECT date, accounts, p.account_code, sum(p.debit_fen)::bigint AS debit_fen, sum(p.credit_fen)::bigint AS credit_fen
         FROM entry JOIN posting p ON p.entry_id = entry.id GROUP BY 1, 2, 3)
     SELECT date, 'BY_HAND' AS event, json_agg(json_build_object('account', account_code, 'debitFen', debit_fen,
              'creditFen', credit_fen)) AS postings
       FROM line GROUP BY date, accounts ORDER BY date, accounts`,
    [institutionId, from, to],
  );
}

/** Orders that the bank has, or is about to get, and has not carried out. */
export interface OnTheWay {
  readonly comingFen: Fen;
  readonly goingFen: Fen;
}

export async function readOnTheWay(sql: Queryable, institutionId: string): Promise<OnTheWay> {
  const row = await readRow<OnTheWay>(
    sql,
    `SELECT coalesce(sum(amount_fen) FILTER (WHERE purpose NOT IN ${OUT_PURPOSES}), 0)::bigint AS coming_fen,
            coalesce(sum(amount_fen) FILTER (WHERE purpose IN ${OUT_PURPOSES}), 0)::bigint AS going_fen
       FROM payment WHERE institution_id = $1 AND status NOT IN ('SUCCEEDED', 'FAILED')`,
    [institutionId],
  );
  if (row === null) throw new Error('a sum gave no row');
  return row;
}
/** What schedules say that comes on a day. */
export interface DueOnDay {
  readonly date: IsoDate;
  readonly principalFen: Fen;
  readonly interestAndFeesFen: Fen;
}

export interface Forecast {
  readonly overdueFen: Fen;
  /** Agreed and not paid out. */
  readonly payoutsFen: Fen;
  readonly due: readonly DueOnDay[];
}

const DUE = `instalment i JOIN loan l ON l.id = i.loan_id
  WHERE l.institution_id = $1 AND l.status IN ('REPAYING', 'OVERDUE') AND NOT i.settled`;
const PRINCIPAL = 'i.principal_fen - i.principal_paid_fen';
const INTEREST = `i.interest_fen - i.interest_paid_fen - i.interest_waived_fen + i.fee_fen - i.fee_paid_fen - i.fee_waived_fen`;

/** What is to come from the schedules in a time, and what is to go. */
export async function readForecast(
  sql: Queryable,
  institutionId: string,
  { from, to }: Span,
): Promise<Forecast> {
  const row = await readRow<Forecast>(
    sql,
    `SELECT (SELECT coalesce(sum(${PRINCIPAL} + ${INTEREST}), 0)::bigint FROM ${DUE} AND i.collection_date < $2) AS overdue_fen,
            (SELECT coalesce(sum(d.amount_fen), 0)::bigint FROM drawdown d JOIN application a ON a.id = d.id
               WHERE d.institution_id = $1 AND a.stage IN ('AWAITING_RELEASE', 'DISBURSING')) AS payouts_fen,
            (SELECT coalesce(json_agg(json_build_object('date', date, 'principalFen', principal, 'interestAndFeesFen', interest)
               ORDER BY date), '[]')
               FROM (SELECT i.collection_date AS date, sum(${PRINCIPAL})::bigint AS principal, sum(${INTEREST})::bigint AS interest
                       FROM ${DUE} AND i.collection_date BETWEEN $2 AND $3 GROUP BY 1) day) AS due`,
    [institutionId, from, to],
  );
  if (row === null) throw new Error('a SELECT without FROM gave no row');
  return row;
}
