import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { collectionDateOf } from '../collection/collectionPlan';
import type { LoanEvent } from './events';

/** The days that due dates were shifted to; one that isn't named is collected on the day itself. */
export type ShiftedDates = Readonly<Record<string, IsoDate>>;

/** Where a due date is collected. */
export type CollectionDates = (dueDate: IsoDate) => IsoDate;

/** What the events say together, the last word first; null when none of them says anything (version 1). */
function toldBy(events: readonly LoanEvent[]): ShiftedDates | null {
  const telling = events.filter(({ collectionDates }) => collectionDates !== undefined);
  if (telling.length === 0) return null;
  const bySequence = [...telling].sort((left, right) => left.sequence - right.sequence);
  return Object.assign({}, ...bySequence.map(({ collectionDates }) => collectionDates));
}

/**
 * Where the due dates of a loan are collected: a fact that its events carry, because a calendar that is learnt of
 * later must not change what was due, paid in time or overdue.
 * @param calendar asked only for a loan whose events are older than that
 */
export function collectionDatesOf(events: readonly LoanEvent[], calendar: BusinessCalendar): CollectionDates {
  const told = toldBy(events);
  return (dueDate) => (told === null ? collectionDateOf(dueDate, calendar) : (told[dueDate] ?? dueDate));
}

/**
 * Collection dates while an event is being recorded. Due dates that the loan had stay where they are; those of
 * rows that the event makes, and that a replay brings up, are shifted by the calendar of now and noted, to become
 * facts of the event.
 */
export class RecordingDates {
  /** Of the loan as it is without the event. */
  readonly before: CollectionDates;
  /** With it. */
  readonly after: CollectionDates;
  private readonly known = new Set<IsoDate>();
  private readonly fresh = new Set<IsoDate>();
  private readonly told: ShiftedDates | null;

  constructor(
    events: readonly LoanEvent[],
    private readonly event: LoanEvent,
    private readonly calendar: BusinessCalendar,
  ) {
    const told = collectionDatesOf(events, calendar);
    this.told = toldBy(events);
    this.before = (dueDate) => {
      this.known.add(dueDate);
      return told(dueDate);
    };
    this.after = (dueDate) => {
      const own = event.collectionDates?.[dueDate] ?? this.told?.[dueDate];
      if (own !== undefined) return own;
      if (this.told !== null && this.known.has(dueDate)) return dueDate;
      this.fresh.add(dueDate);
      return collectionDateOf(dueDate, calendar);
    };
  }

  /** The event with the facts that it adds. Asked when both loans are folded. */
  noted(): LoanEvent {
    const untold = this.told === null ? [...this.known, ...this.fresh] : [...this.fresh];
    const shifted = untold
      .map((dueDate): [IsoDate, IsoDate] => [dueDate, collectionDateOf(dueDate, this.calendar)])
      .filter(([dueDate, collectionDate]) => dueDate !== collectionDate);
    if (this.told !== null && shifted.length === 0) return this.event;
    const collectionDates = { ...Object.fromEntries(shifted), ...this.event.collectionDates };
    return { ...this.event, collectionDates };
  }
}
