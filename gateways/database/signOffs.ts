import type { Answer, PeriodCheck, periodView, personView } from '../../contracts/http';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { openNames, sealedPerson } from './personalData';
import type { BalanceCheck } from './reconciliation';
import { instant, readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** Who signed a day off, and when. */
export interface SignOff {
  readonly by: Answer<typeof personView>;
  /** Real time. */
  readonly at: string;
}

/** A day of an institution as far as it can be signed off. */
export interface DayToSign {
  readonly isMatched: boolean;
  readonly signOff: SignOff | null;
  readonly openBreaks: readonly Pick<Stored<'BreakCase'>, 'id' | 'kind' | 'reference'>[];
  /** People who settled what differed on the day. */
  readonly settledBy: readonly string[];
}

/** What stands in the way of signing a day off, in one round trip. */
export async function readDayToSign(
  sql: Queryable,
  cipher: ColumnCipher,
  institutionId: string,
  date: string,
): Promise<DayToSign> {
  const row = await readRow<DayToSign>(
    sql,
    `SELECT EXISTS (SELECT FROM day_close WHERE institution_id = $1 AND business_date = $2
              AND step = 'RECONCILIATION') AS is_matched,
            (SELECT json_build_object('by', ${sealedPerson('u')}, 'at', ${instant('s.signed_at')})
               FROM reconciliation_sign_off s JOIN "user" u ON u.id = s.signed_by
               WHERE s.institution_id = $1 AND s.date = $2) AS sign_off,
            (SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'reference', reference)
                      ORDER BY created_at, id), '[]')
               FROM breaks_of_day($1, $2) WHERE status = 'OPEN') AS open_breaks,
            (SELECT coalesce(json_agg(DISTINCT person), '[]')
               FROM breaks_of_day($1, $2) b
                 JOIN human_task t ON t.case_id = b.id::text AND t.case_type = 'BREAK',
                 unnest(ARRAY[t.closed_by, t.closed_for]) person WHERE person IS NOT NULL) AS settled_by`,
    [institutionId, date],
  );
  if (row === null) throw new Error('a SELECT without FROM gave no row');
  return openNames(cipher, row) as DayToSign;
}

/**
 * Signs a day off with the balances of now; again changes nothing.
 * @throws DatabaseError 23514 when the day may not be signed off by this person, or at all
 */
export async function signDayOff(
  sql: Queryable,
  of: { readonly institutionId: string; readonly signedBy: string },
  { date, bankFen, booksFen, openFen }: BalanceCheck,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO reconciliation_sign_off (institution_id, date, signed_by, bank_fen, books_fen, open_fen)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [of.institutionId, date, of.signedBy, bankFen, booksFen, openFen],
  );
}

/** The last month that is closed, or null. */
export async function lastClosedMonth(sql: Queryable, institutionId: string): Promise<string | null> {
  const row = await readRow<{ month: string | null }>(
    sql,
    'SELECT max(month) AS month FROM accounting_period WHERE institution_id = $1',
    [institutionId],
  );
  return row?.month ?? null;
}

/** A month of an institution's books, day by day, with what the law asks for before it is closed. */
export type PeriodRow = Omit<Answer<typeof periodView>, 'checks' | 'isReady' | 'change'> & {
  readonly obstacles: readonly { readonly name: PeriodCheck; readonly open: number }[];
};

/** @param month `YYYY-MM` */
export async function readPeriod(sql: Queryable, institutionId: string, month: string): Promise<PeriodRow> {
  const row = await readRow<PeriodRow>(
    sql,
    `SELECT $2::text AS month,
       (SELECT ${instant('closed_at')} FROM accounting_period WHERE institution_id = $1 AND month >= $2
          ORDER BY month LIMIT 1) AS closed_at,
       (SELECT coalesce(json_agg(json_build_object('date', date, 'closed', closed, 'matched', matched,
            'signedOff', signed_off, 'openBreaks', open_breaks) ORDER BY date), '[]')
          FROM days_of_period($1, $2)) AS days,
       (SELECT coalesce(json_agg(json_build_object('paymentId', id, 'key', key, 'purpose', purpose, 'status', status,
            'amountFen', amount_fen, 'valueDate', value_date, 'subjectType', subject_type, 'subjectId', subject_id)
            ORDER BY value_date, id), '[]') FROM orders_unknown($1, $2)) AS orders_unknown,
       unexplained_fen($1, month_end(to_date($2, 'YYYY-MM'))) AS unexplained_fen,
       (SELECT json_agg(json_build_object('name', name, 'open', open)) FROM period_obstacles($1, $2, '{}')) AS obstacles`,
    [institutionId, month],
  );
  if (row === null) throw new Error('a SELECT without FROM gave no row');
  return row;
}

/** The first day of an institution's books; null before they begin. */
export async function booksFrom(sql: Queryable, institutionId: string): Promise<IsoDate | null> {
  const row = await readRow<{ booksFrom: IsoDate | null }>(
    sql,
    'SELECT books_from FROM institution WHERE id = $1',
    [institutionId],
  );
  return row?.booksFrom ?? null;
}

/** A month since the books began: when it was closed, and whether somebody asked for it. */
export interface MonthOfBooks {
  readonly month: string;
  readonly closedAt: string | null;
  readonly isOver: boolean;
}

/** Months of an institution's books, the newest first. */
export function listMonths(sql: Queryable, institutionId: string): Promise<readonly MonthOfBooks[]> {
  return readRows<MonthOfBooks>(
    sql,
    `SELECT to_char(m, 'YYYY-MM') AS month, month_end(m::date) < business_today() AS is_over,
            (SELECT ${instant('closed_at')} FROM accounting_period p WHERE p.institution_id = i.id
               AND p.month >= to_char(m, 'YYYY-MM') ORDER BY p.month LIMIT 1) AS closed_at
       FROM institution i, generate_series(date_trunc('month', i.books_from::timestamp),
         business_today()::timestamp, interval '1 month') m
       WHERE i.id = $1 ORDER BY 1 DESC`,
    [institutionId],
  );
}
