import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen, minFen } from '../money/fen';
import { accept, type Result, refuse } from '../result';
import type { LoanHistory } from './append';
import type { LoanEvent, NewLoanEvent } from './events';
import { loanAt } from './fold';
import { payoffOn } from './quote';

/**
 * The event of money that did not come to our account at the bank and that two people vouch for: it stands as money in
 * transit (1012) until the bank has it. Once the loan was written off it is a recovery; what came before is a receipt,
 * and the write-off is made anew with less.
 */
export function receivedByHand(
  { terms, events }: LoanHistory,
  { amountFen, on }: { readonly amountFen: Fen; readonly on: IsoDate },
  recording: Pick<NewLoanEvent, 'recordedOn' | 'businessKey'>,
  calendar: BusinessCalendar,
): NewLoanEvent {
  const isWrittenOff = loanAt(terms, events, on, calendar).status === 'WRITTEN_OFF';
  const kind = isWrittenOff ? 'RECOVERED' : 'RECEIVED';
  return { kind, amountFen, into: 'CHANNEL', effectiveDate: on, ...recording };
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

/** Money that came to our account at the bank under no order of ours. */
export interface BankMoney {
  /** What tells it from all other: its place in the bank's files, or the receipt that it is held as. */
  readonly name: string;
  readonly date: IsoDate;
  readonly bankReference: string;
  /** Whose it is: nobody's yet, or somebody's. */
  readonly isHeld: boolean;
  readonly amountFen: number;
}

export type AtBankRefusal = 'BANK_MONEY_USED' | 'BANK_AMOUNT_DIFFERS' | 'BANK_HAS_MONEY';

/**
 * Where money that people vouch for stands at the bank: two papers about one payment may not become two payments. What
 * is named is taken if it is held and of the same amount; what is not named must have been told apart, whatever its
 * amount, because one payment may come in parts and several in one.
 * @param named what the bank has under the reference that people name
 * @param near what else came for the loan since that day, is held and may be for it, or was entered by hand and may be it
 * @returns what it is; null when the bank has not shown it yet
 */
export function standingAtBank(
  { amountFen, otherThan }: { readonly amountFen: number; readonly otherThan: readonly string[] },
  { named, near }: { readonly named: readonly BankMoney[]; readonly near: readonly BankMoney[] },
): Result<BankMoney | null, AtBankRefusal> {
  const [first] = named;
  if (first !== undefined) {
    const found = named.find((money) => money.isHeld && money.amountFen === amountFen);
    if (found !== undefined) return accept(found);
    const code = named.some(({ isHeld }) => isHeld) ? 'BANK_AMOUNT_DIFFERS' : 'BANK_MONEY_USED';
    return refuse(code, 'bankReference', toldOf(first));
  }
  const [unexplained] = near.filter(({ name }) => !otherThan.includes(name));
  return unexplained === undefined ? accept(null) : refuse('BANK_HAS_MONEY', undefined, toldOf(unexplained));
}

function toldOf({ date, bankReference, amountFen }: BankMoney) {
  return { date, bankReference, amountFen };
}

/** Keys of what was entered on a loan by hand and not reversed. */
export function enteredByHand(events: readonly LoanEvent[]): readonly string[] {
  return standing(events).flatMap((event) =>
    (event.kind === 'RECEIVED' || event.kind === 'RECOVERED') && event.into === 'CHANNEL'
      ? [event.businessKey]
      : [],
  );
}

/** The bank's money that was booked on a loan from a day on, and not reversed. */
export function bankMoneyOn(events: readonly LoanEvent[], since: IsoDate): readonly BankMoney[] {
  return standing(events).flatMap((event) => {
    if (event.kind !== 'RECEIVED' && event.kind !== 'RECOVERED') return [];
    const { effectiveDate: date, businessKey, amountFen } = event;
    const name = /^loan\/[^/]+\/((?:transfer|receipt)\/(?:[^/]+\/)?(.+))$/.exec(businessKey);
    if (name?.[1] === undefined || date < since) return [];
    return [{ name: name[1], date, bankReference: name[2] ?? '', isHeld: false, amountFen }];
  });
}

function standing(events: readonly LoanEvent[]): readonly LoanEvent[] {
  const reversed = new Set(events.map((event) => (event.kind === 'REVERSED' ? event.reverses : null)));
  return events.filter(({ sequence }) => !reversed.has(sequence));
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
