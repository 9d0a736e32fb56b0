import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import type { LoanHistory } from './append';
import { collectionDatesOf } from './collectionDates';
import { eventsInForce, positionOf } from './fold';
import { stateAt } from './view';

/** How a loan ran, by all that is known of it: fees that are charged again and again follow it. */
export interface Run {
  /** Due dates of its instalments when it ran last: what settles a loan leaves none that are still to come. */
  readonly dueDates: readonly IsoDate[];
  /** The day on which nothing was owed any more, or it was written off; null while it runs. */
  readonly endedOn: IsoDate | null;
}

/** @returns null for a loan that never ran */
export function ranUntil({ terms, events }: LoanHistory, calendar: BusinessCalendar): Run | null {
  const dates = collectionDatesOf(events, calendar);
  const inForce = eventsInForce(events);
  for (const [index, { effectiveDate }] of [...inForce.entries()].reverse()) {
    const position = positionOf(terms, inForce.slice(0, index + 1), calendar, dates);
    const { status, instalments } = stateAt(position, effectiveDate);
    if (status !== 'REPAYING' && status !== 'OVERDUE') continue;
    const dueDates = instalments.map(({ dueDate }) => dueDate);
    return { dueDates, endedOn: inForce[index + 1]?.effectiveDate ?? null };
  }
  return null;
}
