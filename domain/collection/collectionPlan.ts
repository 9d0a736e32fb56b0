import { type BusinessCalendar, shiftToWorkday } from '../calendar/businessCalendar';
import { businessDate, instantOf } from '../calendar/clock';
import { addDays, type IsoDate } from '../calendar/isoDate';
import type { ContactChannel, OverdueParameters } from '../parameters/collection';
import { lastsMs, type Slots, turnOf } from './slots';

/** A reminder before an instalment is collected. */
export interface Reminder {
  /** Days from the collection date, negative. */
  readonly day: number;
  readonly atMs: number;
  readonly channels: readonly ContactChannel[];
}

/** What happens around the day on which an instalment is collected. Instants of business time. */
export interface CollectionPlan {
  readonly reminders: readonly Reminder[];
  readonly firstDebitAtMs: number;
  /** When it is looked whether the instalment is overdue: the first look of the ladder. */
  readonly overdueCheckAtMs: number;
}

/** The collection date of a due date: the same or the next workday. Paid by then is paid in time. */
export function collectionDateOf(dueDate: IsoDate, calendar: BusinessCalendar): IsoDate {
  return shiftToWorkday(dueDate, 'FOLLOWING', calendar);
}

/**
 * Reminders by the ladder, the first debit and the look for what is overdue, by the parameters in force; each when it
 * is the loan's turn in its slot.
 */
export function collectionPlan(
  loanId: string,
  collectionDate: IsoDate,
  overdue: OverdueParameters,
): CollectionPlan {
  const { ladder, debitTimes, officesOpen } = overdue;
  const turnMs = turnOf(loanId, overdue);
  return {
    reminders: ladder
      .filter(({ day }) => day < 0)
      .map(({ day, channels }) => ({
        day,
        atMs: instantOf(addDays(collectionDate, day), officesOpen) + turnMs,
        channels,
      })),
    firstDebitAtMs: instantOf(collectionDate, debitTimes[0]) + turnMs,
    overdueCheckAtMs: ladderLookMs(loanId, addDays(collectionDate, 1), overdue),
  };
}

/**
 * When the ladder of a loan is looked at on a day: a slot after the loan's turn for the first debit, so that what the
 * bank says to it is known. A debit is tried again before anything escalates (Kill Bill issue 455).
 * @returns business instant, epoch milliseconds
 */
export function ladderLookMs(loanId: string, day: IsoDate, overdue: OverdueParameters): number {
  const { debitTimes, officesOpen } = overdue;
  const fromMs = Math.max(instantOf(day, debitTimes[0]), instantOf(day, officesOpen));
  return fromMs + turnOf(loanId, overdue) + lastsMs(overdue);
}

/** The loan's turn in the first slot in which it comes after an instant, on a workday. */
export function debitTimeAfter(
  instantMs: number,
  calendar: BusinessCalendar,
  { debitTimes, turnMs }: Slots,
): number {
  const today = businessDate(instantMs);
  for (const from of [today, addDays(today, 1)]) {
    const day = shiftToWorkday(from, 'FOLLOWING', calendar);
    const later = debitTimes.map((time) => instantOf(day, time) + turnMs).find((atMs) => atMs > instantMs);
    if (later !== undefined) return later;
  }
  throw new RangeError('no debit times');
}
