import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import { accept, type RefusalOf, type Result } from '../result';
import { buildSchedule } from './buildSchedule';
import { accruedInterestFen, outstandingFen } from './remaining';
import { scheduleOf } from './rows';
import type { Schedule, ScheduleTerms } from './types';

/** What is agreed anew; the rest of the terms stays. */
export type NewTerms = Partial<
  Pick<ScheduleTerms, 'annualRate' | 'method' | 'intervalMonths' | 'repayDay' | 'firstDueDate'>
> &
  Pick<ScheduleTerms, 'termMonths'>;

/** A loan whose remaining rows were agreed anew. */
export interface Rescheduling {
  /** Rows continue the numbers of the old schedule. Its terms are the new ones from the date on. */
  readonly remaining: Schedule;
  /** Interest up to the date, which the borrower pays on that date: it never becomes principal. */
  readonly accruedInterestFen: Fen;
}

/**
 * Replaces the remaining rows by a schedule of the outstanding principal on new terms (重组), counted from
 * the date of the agreement. Nothing may be due and unpaid on that date; what is overdue is settled first.
 * @param newTerms `termMonths` counts from the date
 */
export function reschedule(
  remaining: Schedule,
  date: IsoDate,
  newTerms: NewTerms,
): Result<Rescheduling, RefusalOf<typeof accruedInterestFen | typeof buildSchedule>> {
  const accrued = accruedInterestFen(remaining, date);
  if (!accrued.ok) return accrued;
  const { repayDay: _oldRepayDay, firstDueDate: _oldFirstDueDate, ...kept } = remaining.terms;
  const built = buildSchedule({
    ...kept,
    paymentMode: 'EXACT',
    ...newTerms,
    principalFen: outstandingFen(remaining),
    startDate: date,
  });
  if (!built.ok) return built;
  const numbersBefore = (remaining.rows[0]?.number ?? 1) - 1;
  const rows = built.value.rows.map((row) => ({ ...row, number: row.number + numbersBefore }));
  return accept({
    remaining: scheduleOf(built.value.terms, rows, built.value.levelFen),
    accruedInterestFen: accrued.value,
  });
}
