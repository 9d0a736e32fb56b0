import {
  addDays,
  type BusinessCalendar,
  businessDate,
  type IsoDate,
  instantOf,
  shiftToWorkday,
} from '../calendar';
import type { ContactChannel, OverdueParameters } from '../parameters/collection';

/** A reminder before an instalment is collected. */
export interface Reminder {
  /** Days from the collection date, negative. */
  readonly day: number;
  readonly date: IsoDate;
  readonly channels: readonly ContactChannel[];
}

/** What happens around an instalment's due date, in business time. */
export interface CollectionPlan {
  readonly dueDate: IsoDate;
  /** The due date moved to the following workday; paid by then is paid in time. */
  readonly collectionDate: IsoDate;
  readonly reminders: readonly Reminder[];
  /** Instants of the automatic debits. */
  readonly debitAtMs: readonly number[];
}

/** The collection date of a due date: the same or the next workday. */
export function collectionDateOf(dueDate: IsoDate, calendar: BusinessCalendar): IsoDate {
  return shiftToWorkday(dueDate, 'FOLLOWING', calendar);
}

/** Reminders (−7, −3, −1 days) and debit times of an instalment, by the parameters in force. */
export function collectionPlan(
  dueDate: IsoDate,
  calendar: BusinessCalendar,
  { ladder, debitTimes }: Pick<OverdueParameters, 'ladder' | 'debitTimes'>,
): CollectionPlan {
  const collectionDate = collectionDateOf(dueDate, calendar);
  return {
    dueDate,
    collectionDate,
    reminders: ladder
      .filter(({ day }) => day < 0)
      .map(({ day, channels }) => ({ day, date: addDays(collectionDate, day), channels })),
    debitAtMs: debitTimes.map((time) => instantOf(collectionDate, time)),
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
