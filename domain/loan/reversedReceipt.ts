import type { IsoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';
import type { LoanEvent, LoanEventOf, NewLoanEvent } from './events';

/**
 * What is said of a receipt. BOUNCED: the bank took the money back, or never had it. WRONG_LOAN: the bank has it, and it
 * was for something else. NOT_BOUNCED: it was taken back as bounced by mistake, and the bank has it still.
 */
export const REVERSAL_CAUSES = ['BOUNCED', 'WRONG_LOAN', 'NOT_BOUNCED'] as const;
export type ReversalCause = (typeof REVERSAL_CAUSES)[number];

/**
 * The event that takes a receipt back.
 * @returns the reversal; whether the loan takes it is for `appendLoanEvent` to say. RECEIPT_OF_ORDER: money that came by
 * an order of the loan, or that was held for it, is no other's
 */
export function reversedReceipt(
  events: readonly LoanEvent[],
  sequence: number,
  of: {
    readonly because: Exclude<ReversalCause, 'NOT_BOUNCED'>;
    readonly reason: string;
    readonly on: IsoDate;
    readonly businessKey: string;
  },
): Result<NewLoanEvent, 'EVENT_UNKNOWN' | 'NOT_A_RECEIPT' | 'RECEIPT_OF_ORDER'> {
  const receipt = events.find((event) => event.sequence === sequence);
  if (receipt === undefined) return refuse('EVENT_UNKNOWN', 'sequence', { sequence });
  if (!isReceiptOfMoney(receipt)) return refuse('NOT_A_RECEIPT', 'sequence', { kind: receipt.kind });
  const { because, reason, on, businessKey } = of;
  if (because === 'WRONG_LOAN' && isOwn(receipt)) return refuse('RECEIPT_OF_ORDER', 'because');
  return accept({
    kind: 'REVERSED',
    reverses: sequence,
    reason,
    effectiveDate: on,
    recordedOn: on,
    businessKey,
  });
}

/**
 * What was taken back as bounced, for its money to be held again: it counts from when it is booked again, as other money.
 * @returns the receipt with its reversal; whether the bank has the money is for the bank's file to say
 */
export function takenForBounced(
  events: readonly LoanEvent[],
  sequence: number,
): Result<
  { readonly receipt: ReceiptOfMoney; readonly reversal: LoanEventOf<'REVERSED'> },
  'EVENT_UNKNOWN' | 'RECEIPT_NOT_BOUNCED'
> {
  const receipt = events.find((event) => event.sequence === sequence);
  if (receipt === undefined) return refuse('EVENT_UNKNOWN', 'sequence', { sequence });
  const reversal = events.find((event) => event.kind === 'REVERSED' && event.reverses === sequence);
  if (reversal?.kind !== 'REVERSED' || !isReceiptOfMoney(receipt))
    return refuse('RECEIPT_NOT_BOUNCED', 'because');
  return accept({ receipt, reversal });
}

export type ReceiptOfMoney = LoanEventOf<'RECEIVED' | 'PREPAID' | 'RECOVERED'>;

export function isReceiptOfMoney(event: LoanEvent): event is ReceiptOfMoney {
  return event.kind === 'RECEIVED' || event.kind === 'PREPAID' || event.kind === 'RECOVERED';
}

function isOwn(receipt: ReceiptOfMoney): boolean {
  if (receipt.kind === 'PREPAID') return true;
  return receipt.into === 'BANK' && !receipt.businessKey.includes('/transfer/');
}
