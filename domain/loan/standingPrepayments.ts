import type { BusinessCalendar } from '../calendar/businessCalendar';
import { type Fen, fen } from '../money/fen';
import type { LoanHistory } from './append';
import { collectionDatesOf } from './collectionDates';
import type { LoanEventOf } from './events';
import { eventsInForce, positionOf } from './fold';
import { stateAt } from './view';

/** A prepayment that paid principal before its time, by all that is known of the loan. */
export interface StandingPrepayment {
  readonly event: LoanEventOf<'PREPAID'>;
  /** Principal outstanding before it. */
  readonly balanceFen: Fen;
  readonly principalFen: Fen;
}

/**
 * The prepayments that stand, in order of their days. One that was reversed does not, nor one for which the money is no
 * longer there, or that became a plain receipt because other money bounced.
 */
export function standingPrepayments(
  { terms, events }: LoanHistory,
  calendar: BusinessCalendar,
): readonly StandingPrepayment[] {
  const dates = collectionDatesOf(events, calendar);
  const inForce = eventsInForce(events);
  let taken = 0;
  return inForce.flatMap((event, index) => {
    if (event.kind !== 'PREPAID') return [];
    const position = positionOf(terms, inForce.slice(0, index + 1), calendar, dates);
    const { prepayments, principalOutstandingFen } = stateAt(position, event.effectiveDate);
    const prepayment = prepayments[taken];
    if (prepayment === undefined) return [];
    taken += 1;
    const { principalFen } = prepayment;
    return [{ event, principalFen, balanceFen: fen(principalOutstandingFen + principalFen) }];
  });
}
