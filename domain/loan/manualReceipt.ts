import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import type { NewLoanEvent } from './events';

/**
 * The event of money that did not come to our account at the bank and that two people vouch for: it stands as money in
 * transit (1012) until the bank has it.
 */
export function receivedByHand(
  { amountFen, on }: { readonly amountFen: Fen; readonly on: IsoDate },
  recording: Pick<NewLoanEvent, 'recordedOn' | 'businessKey'>,
): NewLoanEvent {
  return { kind: 'RECEIVED', amountFen, into: 'CHANNEL', effectiveDate: on, ...recording };
}
