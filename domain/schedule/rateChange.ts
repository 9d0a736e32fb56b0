import type { IsoDate } from '../calendar/isoDate';
import { compareRates, type Rate } from '../money/rate';
import { accept, type RefusalOf, type Result, refuse } from '../result';
import { FieldReader, type FieldRefusal } from './fieldReader';
import { segmentsAtRate, segmentsFrom } from './periods';
import { periodStartOf } from './remaining';
import { fillPeriods, scheduleOf } from './rows';
import type { Schedule, ScheduleRow, ScheduleTerms } from './types';

/**
 * Changes the contract rate from a date on. Rows that are due by then stay as they are. In the row that the
 * date falls in, days before it bear the old rate and days from it on the new one (分段计息), by actual days;
 * from that row on a level payment is found anew, while the principal of an equal-principal loan stays. A rate
 * that is in force from the date on already changes nothing.
 */
export function changeRate(
  remaining: Schedule,
  effectiveDate: IsoDate,
  annualRate: Rate,
): Result<
  Schedule,
  | FieldRefusal
  | RefusalOf<typeof fillPeriods>
  | 'NOTHING_OUTSTANDING'
  | 'DATE_BEFORE_PERIOD'
  | 'DATE_AFTER_MATURITY'
> {
  const wrong = wrongChange(effectiveDate, annualRate);
  if (wrong !== undefined) return { ok: false, refusal: wrong };
  const first = remaining.rows[0];
  if (first === undefined) return refuse('NOTHING_OUTSTANDING');
  const fromDate = periodStartOf(first);
  if (effectiveDate < fromDate) return refuse('DATE_BEFORE_PERIOD', 'effectiveDate', { fromDate });
  const changedFrom = remaining.rows.findIndex((row) => effectiveDate < row.dueDate);
  const changedRow = remaining.rows[changedFrom];
  if (changedRow === undefined) return refuse('DATE_AFTER_MATURITY', 'effectiveDate');
  if (isInForce(remaining.rows.slice(changedFrom), effectiveDate, annualRate)) return accept(remaining);
  const terms: ScheduleTerms = { ...remaining.terms, annualRate, paymentMode: 'EXACT' };
  const periods = remaining.rows.slice(changedFrom).map((row) => ({
    ...row,
    segments: segmentsAtRate(row.segments, effectiveDate, row.dueDate, annualRate),
  }));
  const keptLevelFen = terms.method === 'EQUAL_PRINCIPAL' ? remaining.levelFen : undefined;
  const changed = fillPeriods(terms, changedRow.openingFen, periods, keptLevelFen);
  if (!changed.ok) return changed;
  const rows: readonly ScheduleRow[] = [...remaining.rows.slice(0, changedFrom), ...changed.value.rows];
  return accept(scheduleOf(terms, rows, changed.value.levelFen));
}

function isInForce(rows: readonly ScheduleRow[], date: IsoDate, annualRate: Rate): boolean {
  return rows.every(({ segments, dueDate }) =>
    segmentsFrom(segments, date, dueDate).every(
      (segment) => compareRates(segment.annualRate, annualRate) === 0,
    ),
  );
}

/** Values that a cast let through are refused and not computed with. */
function wrongChange(effectiveDate: IsoDate, annualRate: Rate) {
  const reader = new FieldReader({ effectiveDate, annualRate });
  reader.date('effectiveDate');
  reader.rate('annualRate');
  return reader.refusal;
}
