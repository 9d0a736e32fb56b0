import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen, minFen } from '../money/fen';
import type { LoanHistory } from './append';
import type { LoanEvent, NewLoanEvent } from './events';
import { loanAt } from './fold';
import { payoffOn } from './quote';

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

/**
 * The most that can be entered by hand: what settled the loan on the day that it came, and settles it today. More would
 * go back as money that the bank really pays.
 * @param validThrough of a quote by which the borrower paid it that day: until then its interest was asked for
 */
export function mostByHand(
  history: LoanHistory,
  of: { readonly on: IsoDate; readonly today: IsoDate; readonly validThrough: IsoDate | null },
  calendar: BusinessCalendar,
): Fen {
  const most = (date: IsoDate) => settlingFen(history, date, calendar);
  const { on, today, validThrough } = of;
  if (validThrough === null) return minFen(most(on), most(today));
  return most(validThrough > today ? validThrough : today);
}

/**
 * Whether money of this amount is on the loan already because two people vouched for it: what the bank then shows may be
 * the same money, and only a person can say.
 */
export function isEnteredByHand(events: readonly LoanEvent[], amountFen: Fen): boolean {
  const reversed = new Set(events.map((event) => (event.kind === 'REVERSED' ? event.reverses : null)));
  return events.some(
    (event) =>
      event.kind === 'RECEIVED' &&
      event.into === 'CHANNEL' &&
      event.amountFen === amountFen &&
      !reversed.has(event.sequence),
  );
}

function settlingFen(history: LoanHistory, date: IsoDate, calendar: BusinessCalendar): Fen {
  const payoff = payoffOn(history, date, calendar);
  if (payoff.ok) return payoff.value.totalFen;
  // Nothing is quoted for what may not be prepaid: all that it still asks for.
  const { terms, events } = history;
  const { instalments, suspenseFen } = loanAt(terms, events, date, calendar);
  const unpaidFen = instalments.reduce((sum, row) => sum + row.unpaidFen, 0);
  return fen(Math.max(0, unpaidFen - suspenseFen));
}
