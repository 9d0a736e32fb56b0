import { type BusinessClock, businessDate, businessNowMs } from '../../domain/calendar/clock';
import { readRow } from './statement';
import type { Queryable } from './transaction';

/** What somebody has to be woken for, over all institutions: numbers and ages, nothing of a case. */
export interface Figures {
  /** Orders of which nobody knows what became of them. */
  readonly paymentsUnknown: number;
  readonly tasksOverdue: number;
  /** Business seconds that the oldest of them is overdue. */
  readonly tasksLongestOverdueSeconds: number;
  /** Steps that no repetition cures and that wait for an admin. */
  readonly faultsWaiting: number;
  /** Business days that are over and not closed, of the institution that is furthest behind. */
  readonly daysNotClosed: number;
  readonly daysNotReconciled: number;
  readonly breaksOpen: number;
  readonly disputesOpen: number;
  readonly dayExceptionsOpen: number;
  readonly messagesWaiting: number;
  /** Real seconds. */
  readonly messagesLongestWaitingSeconds: number;
}

const OPEN_TASK = `FROM human_task WHERE status IN ('OPEN', 'CLAIMED')`;
const UNSENT = `FROM message WHERE status IN ('WAITING', 'SENDING', 'FAILED')`;
const behind = (step: string) =>
  `(SELECT coalesce(max($2::date - 1 - last), 0) FROM
      (SELECT max(business_date) AS last FROM day_close WHERE step = '${step}' GROUP BY institution_id) AS days)::int`;

/** All in one statement: it is asked every few seconds. */
const FIGURES = {
  name: 'figures',
  text: `SELECT
    (SELECT count(*) FROM payment WHERE status = 'UNKNOWN')::int AS payments_unknown,
    (SELECT count(*) ${OPEN_TASK} AND due_at < $1)::int AS tasks_overdue,
    (SELECT coalesce(extract(epoch FROM $1 - min(due_at)), 0) ${OPEN_TASK} AND due_at < $1)::float AS tasks_longest_overdue_seconds,
    (SELECT count(*) ${OPEN_TASK} AND kind = 'RESOLVE_FAULT')::int AS faults_waiting,
    ${behind('END_OF_DAY')} AS days_not_closed,
    ${behind('RECONCILIATION')} AS days_not_reconciled,
    (SELECT count(*) FROM break_case WHERE status = 'OPEN')::int AS breaks_open,
    (SELECT count(*) FROM dispute WHERE settled_at IS NULL)::int AS disputes_open,
    (SELECT count(*) FROM day_exception WHERE resolved_at IS NULL)::int AS day_exceptions_open,
    (SELECT count(*) ${UNSENT})::int AS messages_waiting,
    (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0) ${UNSENT})::float AS messages_longest_waiting_seconds`,
};

/** @throws when PostgreSQL can't be reached */
export async function readFigures(sql: Queryable, clock: BusinessClock): Promise<Figures> {
  const nowMs = businessNowMs(clock, Date.now());
  const figures = await readRow<Figures>(sql, FIGURES, [new Date(nowMs), businessDate(nowMs)]);
  if (figures === null) throw new RangeError('a statement of figures has one row');
  return figures;
}
