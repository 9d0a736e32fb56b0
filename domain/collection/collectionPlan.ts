import { type BusinessCalendar, shiftToWorkday } from '../calendar/businessCalendar';
import { businessDate, instantOf } from '../calendar/clock';
import { addDays, type IsoDate } from '../calendar/isoDate';
import type { ContactChannel, OverdueParameters } from '../parameters/collection';

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
  /** When it is looked whether the instalment is overdue. */
  readonly overdueCheckAtMs: number;
}

/** The collection date of a due date: the same or the next workday. Paid by then is paid in time. */
export function collectionDateOf(dueDate: IsoDate, calendar: BusinessCalendar): IsoDate {
  return shiftToWorkday(dueDate, 'FOLLOWING', calendar);
}

/** Reminders by the ladder, the first debit and the look for what is overdue, by the parameters in force. */
export function collectionPlan(
  collectionDate: IsoDate,
  { ladder, debitTimes, officesOpen }: OverdueParameters,
): CollectionPlan {
  return {
    reminders: ladder
      .filter(({ day }) => day < 0)
      .map(({ day, channels }) => ({
        day,
        atMs: instantOf(addDays(collectionDate, day), officesOpen),
        channels,
      })),
    firstDebitAtMs: instantOf(collectionDate, debitTimes[0]),
    overdueCheckAtMs: instantOf(addDays(collectionDate, 1), officesOpen),
  };
}

/** The first debit time after an instant, on a workday. */
export function debitTimeAfter(
  instantMs: number,
  calendar: BusinessCalendar,
  debitTimes: OverdueParameters['debitTimes'],
): number {
  const today = businessDate(instantMs);
  for (const from of [today, addDays(today, 1)]) {
    const day = shiftToWorkday(from, 'FOLLOWING', calendar);
    const later = debitTimes.map((time) => instantOf(day, time)).find((atMs) => atMs > instantMs);
    if (later !== undefined) return later;
  }
  throw new RangeError('no debit times');
}
