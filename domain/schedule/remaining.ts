import { daysBetween, type IsoDate, parseIsoDate } from '../calendar/isoDate';
import { type Fen, ZERO_FEN } from '../money/fen';
import { accept, type Result, refuse } from '../result';
import { interestOver } from './interest';
import { segmentsFrom, segmentsUntil } from './periods';
import { roundingOf } from './rows';
import type { Schedule, ScheduleRow } from './types';

/** Principal outstanding at the start of the remaining rows; 0 when none is left. */
export function outstandingFen({ rows }: Schedule): Fen {
  return rows[0]?.openingFen ?? ZERO_FEN;
}

/** A remainder that runs on a date, with the row that the date falls in. */
export interface CurrentRow {
  readonly row: ScheduleRow;
  /** The day that the row's interest counts from: the last due date, the disbursement or the last change. */
  readonly fromDate: IsoDate;
}

/**
 * The first remaining row, when the date falls in its period: on or after the day it counts from, and before
 * it is due. Later dates first need the instalments that are due by then to be paid.
 */
export function currentRow(
  remaining: Schedule,
  date: IsoDate,
): Result<CurrentRow, 'DATE_BEFORE_PERIOD' | 'INSTALMENT_DUE_FIRST' | 'NOTHING_OUTSTANDING' | 'NOT_A_DATE'> {
  const checked = parseIsoDate(date);
  if (!checked.ok) return checked;
  const row = remaining.rows[0];
  if (row === undefined) return refuse('NOTHING_OUTSTANDING');
  const fromDate = periodStartOf(row);
  if (date < fromDate) return refuse('DATE_BEFORE_PERIOD', 'date', { fromDate });
  if (date >= row.dueDate) return refuse('INSTALMENT_DUE_FIRST', 'date', { dueDate: row.dueDate });
  return accept({ row, fromDate });
}

/** The day that the interest of a row counts from. */
export function periodStartOf({ segments, dueDate }: ScheduleRow): IsoDate {
  return segments[0]?.fromDate ?? dueDate;
}

/**
 * Interest of the running period up to a date (not counted), by actual days under every day count, never more
 * than the row's; rounded once (Civil Code art. 677: interest for the actual period only).
 */
export function accruedInterestFen(
  remaining: Schedule,
  date: IsoDate,
): Result<Fen, 'DATE_BEFORE_PERIOD' | 'INSTALMENT_DUE_FIRST' | 'NOTHING_OUTSTANDING' | 'NOT_A_DATE'> {
  const current = currentRow(remaining, date);
  if (!current.ok) return current;
  const { row } = current.value;
  const segments = segmentsUntil(row.segments, date, row.dueDate);
  const { terms } = remaining;
  return accept(interestOver(row.openingFen, segments, terms.dayCount, roundingOf(terms)));
}

/** The periods of the remaining rows when the interest up to a date is settled: the first starts anew. */
export function periodsFrom(rows: readonly ScheduleRow[], date: IsoDate): readonly ScheduleRow[] {
  return rows.map((row, index) => {
    if (index > 0) return row;
    const segments = segmentsFrom(row.segments, date, row.dueDate);
    return { ...row, days: daysBetween(date, row.dueDate), segments };
  });
}
