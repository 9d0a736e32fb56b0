import type { IsoDate } from '../../domain/calendar/isoDate';
import type { LoanEvent } from '../../domain/loan/events';
import type { LoanState } from '../../domain/loan/state';

interface WithAllowance {
  readonly loanId: string;
  /** How many events are stored. */
  readonly recordedEvents: number;
  readonly provisionFen: number;
}

/**
 * What the night made of a loan's allowance, as the event that it stores none of.
 * @param night the last day that was closed
 */
export function allowanceOfNight(
  { loanId, recordedEvents, provisionFen }: WithAllowance,
  events: readonly LoanEvent[],
  night: IsoDate,
): LoanEvent {
  // What was recovered after the day of a night that came late is in the allowance that it left.
  const recovered = events
    .filter(({ kind }) => kind === 'RECOVERED')
    .map(({ effectiveDate }) => effectiveDate);
  const date = [night, ...recovered].toSorted().at(-1) ?? night;
  return {
    kind: 'PROVISIONED',
    by: 'EOD',
    sequence: recordedEvents + 1,
    effectiveDate: date,
    recordedOn: date,
    businessKey: `loan/${loanId}/eod/${night}/provisioned`,
    targetFen: provisionFen as LoanState['books']['allowanceFen'],
  };
}
