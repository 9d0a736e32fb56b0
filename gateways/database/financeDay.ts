import type { TaskKind } from '../../domain/approval/tasks';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fen } from '../../domain/money/fen';
import { instant, readRow } from './statement';
import type { Queryable } from './transaction';

/** Something that waits: how many, how many of them late, about how much, since when. */
export interface Waiting {
  readonly count: number;
  readonly overdue: number;
  readonly amountFen: Fen | null;
  readonly oldestAt: string | null;
}

export interface FinanceDay {
  /** The last day that its night has closed. */
  readonly booksThrough: IsoDate | null;
  readonly tasks: readonly (Waiting & { readonly kind: TaskKind })[];
  readonly daysToSign: Waiting;
  readonly monthsToClose: Waiting;
  readonly ledgerChanges: Waiting;
  readonly loanChanges: Waiting;
}

const waiting = (count: string, oldest = 'NULL') =>
  `json_build_object('count', ${count}, 'overdue', 0, 'amountFen', NULL, 'oldestAt', ${oldest})`;

/** What waits for finance of an institution, in one round trip. */
export async function readFinanceDay(sql: Queryable, institutionId: string): Promise<FinanceDay> {
  const row = await readRow<FinanceDay>(
    sql,
    `SELECT (SELECT max(business_date) FROM day_close WHERE institution_id = $1 AND step = 'END_OF_DAY')
          AS books_through,
       (SELECT coalesce(json_agg(json_build_object('kind', kind, 'count', count, 'overdue', overdue,
                'amountFen', amount_fen, 'oldestAt', oldest_at)), '[]')
        FROM (SELECT kind, count(*), count(*) FILTER (WHERE due_at < business_now()) AS overdue, sum(amount_fen) AS amount_fen,
                ${instant('min(created_at)')} AS oldest_at
                FROM human_task WHERE institution_id = $1 AND role = 'finance' AND status IN ('OPEN', 'CLAIMED')
                GROUP BY kind) task) AS tasks,
       (SELECT ${waiting('count(*)')} FROM day_close d WHERE institution_id = $1 AND step = 'RECONCILIATION'
          AND NOT EXISTS (SELECT FROM reconciliation_sign_off s WHERE s.institution_id = $1 AND s.date = d.business_date))
          AS days_to_sign,
       (SELECT ${waiting('count(*)')} FROM institution i, generate_series(
          greatest(last_closed_day(i.id) + 1, date_trunc('month', i.books_from)::date)::timestamp,
          date_trunc('month', business_today()::timestamp) - interval '1 day', interval '1 month') WHERE i.id = $1)
          AS months_to_close,
       (SELECT ${waiting('count(*)', instant('min(created_at)'))} FROM ledger_change
          WHERE institution_id = $1 AND status = 'REQUESTED') AS ledger_changes,
       (SELECT ${waiting('count(*)', instant('min(created_at)'))} FROM loan_change
          WHERE institution_id = $1 AND status = 'REQUESTED') AS loan_changes`,
    [institutionId],
  );
  if (row === null) throw new Error('a SELECT without FROM gave no row');
  return row;
}
