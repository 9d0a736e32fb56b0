import type { IsoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';
import type { LoanEvent, LoanEventKind, NewLoanEvent } from './events';

/** What money that came in is to a loan. */
const RECEIPTS: readonly LoanEventKind[] = ['RECEIVED', 'PREPAID', 'RECOVERED'];

/**
 * The event that takes a receipt back because its money did not stay.
 * @returns the reversal; whether the loan takes it is for `appendLoanEvent` to say
 */
export function bouncedReceipt(
  events: readonly LoanEvent[],
  sequence: number,
  of: { readonly reason: string; readonly on: IsoDate; readonly businessKey: string },
): Result<NewLoanEvent, 'EVENT_UNKNOWN' | 'NOT_A_RECEIPT'> {
  const receipt = events.find((event) => event.sequence === sequence);
  if (receipt === undefined) return refuse('EVENT_UNKNOWN', 'sequence', { sequence });
  const { kind } = receipt;
  if (!RECEIPTS.includes(kind)) return refuse('NOT_A_RECEIPT', 'sequence', { kind });
  const { reason, on, businessKey } = of;
  return accept({
    kind: 'REVERSED',
    reverses: sequence,
    reason,
    effectiveDate: on,
    recordedOn: on,
    businessKey,
  });
}
