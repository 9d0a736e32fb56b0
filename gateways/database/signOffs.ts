import type { Answer, periodView, personView } from '../../contracts/http';
import type { ColumnCipher } from '../crypto';
import type { Stored } from './columns';
import { openNames, sealedPerson } from './personalData';
import type { BalanceCheck } from './reconciliation';
import { instant, readRow, write } from './statement';
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

/** Days of a month that are over, from the one on which the books began. */
const DAYS = `SELECT d.date, EXISTS (SELECT FROM day_close c WHERE c.institution_id = i.id AND c.business_date = d.date
      AND c.step = 'END_OF_DAY') AS closed,
    EXISTS (SELECT FROM day_close c WHERE c.institution_id = i.id AND c.business_date = d.date
      AND c.step = 'RECONCILIATION') AS matched,
    EXISTS (SELECT FROM reconciliation_sign_off s WHERE s.institution_id = i.id AND s.date = d.date) AS signed_off,
    (SELECT count(*) FROM breaks_of_day(i.id, d.date) WHERE status = 'OPEN') AS open_breaks
  FROM institution i, LATERAL (
    SELECT day::date AS date FROM generate_series(greatest(to_date($2, 'YYYY-MM'), i.books_from)::timestamp,
      least(to_date($2, 'YYYY-MM') + interval '1 month', business_today()::timestamp) - interval '1 day',
      interval '1 day') day) d
  WHERE i.id = $1`;

/** A month of an institution's books, day by day, without what ledger and bank say of each other. */
export type PeriodRow = Omit<Answer<typeof periodView>, 'checks' | 'isReady'> & {
  readonly isOver: boolean;
  /** Orders of the month of which nobody knows what became of them. */
  readonly ordersUnknown: number;
};

/** @param month `YYYY-MM` */
export async function readPeriod(sql: Queryable, institutionId: string, month: string): Promise<PeriodRow> {
  const row = await readRow<PeriodRow>(
    sql,
    `SELECT $2::text AS month, business_today() >= to_date($2, 'YYYY-MM') + interval '1 month' AS is_over,
       (SELECT ${instant('closed_at')} FROM accounting_period WHERE institution_id = $1 AND month >= $2
          ORDER BY month LIMIT 1) AS closed_at,
       (SELECT coalesce(json_agg(json_build_object('date', date, 'closed', closed, 'matched', matched,
            'signedOff', signed_off, 'openBreaks', open_breaks) ORDER BY date), '[]') FROM (${DAYS}) day) AS days,
       (SELECT count(*)::int FROM payment WHERE institution_id = $1 AND status IN ('CREATED', 'SUBMITTED', 'UNKNOWN')
          AND value_date >= to_date($2, 'YYYY-MM') AND value_date < to_date($2, 'YYYY-MM') + interval '1 month')
         AS orders_unknown`,
    [institutionId, month],
  );
  if (row === null) throw new Error('a SELECT without FROM gave no row');
  return row;
}
