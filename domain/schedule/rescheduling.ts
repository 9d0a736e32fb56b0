import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import type { RefusalOf, Result } from '../result';
import { buildSchedule } from './buildSchedule';
import type { Schedule, ScheduleTerms } from './types';

/** What is agreed anew; the rest of the terms stays. */
export type NewTerms = Pick<ScheduleTerms, 'termMonths'> & {
  readonly [Field in 'annualRate' | 'method' | 'firstDueDate']?: ScheduleTerms[Field] | undefined;
};

/**
 * The rows of a principal on new terms (重组), counted from the date of the agreement; without a first due date they are
 * anchored to the day of that date.
 * @param newTerms `termMonths` counts from the date
 * @param numbersBefore numbers go on behind it
 */
export function reschedule(
  terms: ScheduleTerms,
  principalFen: Fen,
  date: IsoDate,
  newTerms: NewTerms,
  numbersBefore: number,
): Result<Schedule, RefusalOf<typeof buildSchedule>> {
  const { repayDay: _repayDay, firstDueDate: _firstDueDate, ...kept } = terms;
  const built = buildSchedule({
    ...kept,
    paymentMode: 'EXACT',
    principalFen,
    startDate: date,
    termMonths: newTerms.termMonths,
    annualRate: newTerms.annualRate ?? kept.annualRate,
    method: newTerms.method ?? kept.method,
    firstDueDate: newTerms.firstDueDate,
  });
  if (!built.ok) return built;
  const rows = built.value.rows.map((row) => ({ ...row, number: row.number + numbersBefore }));
  return { ok: true, value: { ...built.value, rows } };
}
