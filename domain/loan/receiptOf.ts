import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import { accept, type Result, refuse } from '../result';
import type { LoanHistory } from './append';
import { type Components, minus, NOTHING, sumOf } from './components';
import { loanAt } from './fold';
import { asOwed } from './owed';
import type { LoanState } from './state';

/** What a repayment paid, for its receipt. */
export interface RepaymentReceipt {
  readonly date: IsoDate;
  readonly amountFen: Fen;
  readonly parts: Components;
  /** Not used by what was due: held for the borrower. */
  readonly heldFen: Fen;
  /** Principal outstanding after it. */
  readonly outstandingFen: Fen;
}

/**
 * What a receipt or a prepayment paid on its day, part by part, by what was recorded when it came.
 * @param sequence of the event
 * @returns refused for what is no money that came and stayed
 */
export function receiptOf(
  { terms, events }: LoanHistory,
  sequence: number,
  calendar: BusinessCalendar,
): Result<RepaymentReceipt, 'EVENT_UNKNOWN' | 'NOT_A_RECEIPT' | 'ALREADY_REVERSED'> {
  const event = events.find((each) => each.sequence === sequence);
  if (event === undefined) return refuse('EVENT_UNKNOWN', 'sequence', { sequence });
  if (event.kind !== 'RECEIVED' && event.kind !== 'PREPAID' && event.kind !== 'RECOVERED')
    return refuse('NOT_A_RECEIPT', 'sequence', { kind: event.kind });
  if (events.some((each) => each.kind === 'REVERSED' && each.reverses === sequence))
    return refuse('ALREADY_REVERSED', 'sequence', { sequence });
  const { amountFen, effectiveDate: date } = event;
  const on = (last: number) =>
    asOwed(
      loanAt(
        terms,
        events.filter((each) => each.sequence <= last),
        date,
        calendar,
      ),
    );
  const [before, after] = [on(sequence - 1), on(sequence)];
  const heldFen = fen(Math.max(0, after.suspenseFen - before.suspenseFen));
  return accept({
    date,
    amountFen,
    parts: partsPaid(before, after, fen(amountFen - heldFen)),
    heldFen,
    outstandingFen: after.principalOutstandingFen,
  });
}

/** A prepayment makes the rows anew and stands beside them; what else is paid is paid on a row. */
function partsPaid(before: LoanState, after: LoanState, usedFen: Fen): Components {
  const prepaid = after.prepayments[before.prepayments.length];
  if (prepaid === undefined) return minus(paidOn(after), paidOn(before));
  const { principalFen, interestFen } = prepaid;
  // Fees that were billed and not paid are taken with the last principal.
  return { ...NOTHING, principalFen, interestFen, feeFen: fen(usedFen - principalFen - interestFen) };
}

const paidOn = ({ instalments }: LoanState): Components => sumOf(instalments.map(({ paid }) => paid));
