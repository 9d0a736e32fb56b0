import type { BusinessCalendar } from '../calendar/businessCalendar';
import { type IsoDate, parseIsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import { accept, type Result, refuse } from '../result';
import type { PrepaymentRefusal } from '../schedule/prepayment';
import { appendLoanEvent, type LoanHistory, type LoanRefusal } from './append';
import { bringBooksTo } from './books';
import { collectionDatesOf } from './collectionDates';
import { sumOf, totalOf } from './components';
import { effectiveBy, fold } from './fold';
import { duesAt, futureLines } from './lines';
import { claimOf, type LoanPosition } from './position';
import { allocationOf, incoming } from './receipts';
import { isPrepayable, type PrepaymentQuote, prepaymentAt } from './remaining';
import type { LoanState } from './state';
import type { WaterfallPreset } from './terms';
import type { Allocated } from './waterfall';

/** How a payment would be divided. */
export interface RepaymentQuote extends Allocated {
  readonly preset: WaterfallPreset;
  readonly before: LoanState;
  readonly after: LoanState;
}

/**
 * Shows what a payment on a day would pay, without recording it.
 * @param amountFen above 0
 */
export function quoteRepayment(
  history: LoanHistory,
  date: IsoDate,
  amountFen: Fen,
  calendar: BusinessCalendar,
): Result<RepaymentQuote, LoanRefusal> {
  const position = positionOn(history, date, calendar);
  if (!position.ok) return position;
  const recorded = appendLoanEvent(
    history,
    {
      ...incoming(position.value, { amountFen, into: 'BANK' }),
      effectiveDate: date,
      recordedOn: date,
      businessKey: `loan/${history.terms.loanId}/quote`,
    },
    calendar,
  );
  if (!recorded.ok) return recorded;
  const { accrual, nonAccrual } = history.terms.waterfalls;
  return accept({
    ...allocationOf(position.value, amountFen, date),
    preset: position.value.accrual === 'ACCRUAL' ? accrual : nonAccrual,
    before: recorded.value.before,
    after: recorded.value.after,
  });
}

function positionOn(
  { terms, events }: LoanHistory,
  date: IsoDate,
  calendar: BusinessCalendar,
): Result<LoanPosition, 'NOT_A_DATE' | 'REPLAY_CONFLICT'> {
  const checked = parseIsoDate(date);
  if (!checked.ok) return checked;
  const folded = fold(terms, effectiveBy(events, date), collectionDatesOf(events, calendar));
  return folded.ok ? accept(bringBooksTo(folded.value.position, date).position) : folded;
}

/** Both ways to prepay, to choose from. */
export interface PrepaymentOptions {
  readonly shortenTerm: PrepaymentQuote;
  readonly reduceInstalment: PrepaymentQuote;
}

/** Why it can't be said what a prepayment would be. */
export type QuoteRefusal = PrepaymentRefusal | 'REPLAY_CONFLICT' | 'AMOUNT_DUE_FIRST' | 'LOAN_NON_ACCRUAL';

/**
 * Shows both ways to prepay on a day side by side: keep the instalment and end sooner, or keep the end and pay
 * less.
 */
export function prepaymentOptions(
  history: LoanHistory,
  date: IsoDate,
  principalFen: Fen | 'ALL',
  calendar: BusinessCalendar,
): Result<PrepaymentOptions, QuoteRefusal> {
  const position = positionOn(history, date, calendar);
  if (!position.ok) return position;
  if (!isPrepayable(position.value, date)) return hindrance(position.value, date);
  const shortenTerm = prepaymentAt(position.value, date, principalFen, 'SHORTEN_TERM');
  if (!shortenTerm.ok) return shortenTerm;
  const reduceInstalment = prepaymentAt(position.value, date, principalFen, 'REDUCE_INSTALMENT');
  if (!reduceInstalment.ok) return reduceInstalment;
  return accept({ shortenTerm: shortenTerm.value, reduceInstalment: reduceInstalment.value });
}

function hindrance(position: LoanPosition, date: IsoDate) {
  if (position.accrual === 'NON_ACCRUAL') return refuse('LOAN_NON_ACCRUAL');
  return refuse('AMOUNT_DUE_FIRST', 'date', { dueFen: totalOf(sumOf(duesAt(position, date))) });
}

/** What it takes to owe nothing any more. */
export interface Payoff {
  /** Due on the day, or claimed after a write-off: paid by a receipt. */
  readonly dueFen: Fen;
  /** Prepays the rest with its interest and fee, after what is due is paid; 0 when nothing is left. */
  readonly prepaymentFen: Fen;
  readonly suspenseFen: Fen;
  /** Money needed, what is in suspense deducted; never below 0. */
  readonly totalFen: Fen;
}

/** The amount that settles the loan on a day. */
export function payoffOn(
  history: LoanHistory,
  date: IsoDate,
  calendar: BusinessCalendar,
): Result<Payoff, QuoteRefusal> {
  const position = positionOn(history, date, calendar);
  if (!position.ok) return position;
  const isWrittenOff = position.value.phase === 'WRITTEN_OFF';
  const dueFen = totalOf(isWrittenOff ? claimOf(position.value) : sumOf(duesAt(position.value, date)));
  const hasMore = !isWrittenOff && futureLines(position.value, date).length > 0;
  const prepayment = hasMore ? prepaymentAt(position.value, date, 'ALL', 'REDUCE_INSTALMENT') : null;
  if (prepayment !== null && !prepayment.ok) return prepayment;
  const prepaymentFen = prepayment?.value.cashFen ?? fen(0);
  const { suspenseFen } = position.value;
  return accept({
    dueFen,
    prepaymentFen,
    suspenseFen,
    totalFen: fen(Math.max(0, dueFen + prepaymentFen - suspenseFen)),
  });
}
