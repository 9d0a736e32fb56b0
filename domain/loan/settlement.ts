import type { BusinessCalendar } from '../calendar/businessCalendar';
import { addDays, type IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import { type Result, refuse } from '../result';
import type { LoanHistory } from './append';
import type { NewLoanEvent } from './events';
import { loanAt } from './fold';
import { type Payoff, payoffOn, prepaymentOptions, type QuoteRefusal } from './quote';

/** A quote of what settles a loan, honoured from the day that it is given to its last day. */
export interface SettlementQuote {
  readonly quotedOn: IsoDate;
  readonly validThrough: IsoDate;
  readonly amountFen: Fen;
}

/**
 * What settles a loan when it comes by a day: all that is due by then, and the rest with its interest to that day and
 * its fee. Paid earlier less is owed: what is over goes back. Of a written-off loan it is what is claimed still.
 * @param mostDays how long a quote may be honoured at most
 */
export function settlementBy(
  history: LoanHistory,
  validThrough: IsoDate,
  today: IsoDate,
  calendar: BusinessCalendar,
  mostDays: number,
): Result<Payoff, QuoteRefusal | 'DATE_OUT_OF_RANGE' | 'LOAN_OWES_NOTHING'> {
  if (validThrough < today || validThrough > addDays(today, mostDays))
    return refuse('DATE_OUT_OF_RANGE', 'validThrough');
  const { accrual, status } = loanAt(history.terms, history.events, today, calendar);
  const isWrittenOff = status === 'WRITTEN_OFF';
  if (status !== 'REPAYING' && status !== 'OVERDUE' && !isWrittenOff) return refuse('LOAN_OWES_NOTHING');
  // What a loan that earns no interest any more is settled for is agreed, not calculated.
  if (accrual === 'NON_ACCRUAL' && !isWrittenOff) return refuse('LOAN_NON_ACCRUAL');
  const payoff = payoffOn(history, validThrough, calendar);
  if (!payoff.ok) return payoff;
  return payoff.value.totalFen === 0 ? refuse('LOAN_OWES_NOTHING') : payoff;
}

/**
 * The event that settles a loan by its quote: money came within its days, and what is held covers all that is left on
 * the day that it came.
 * @returns null where it is not so: too late, too little, or more is owed than was known when it was quoted
 */
export function settledByQuote(
  history: LoanHistory,
  { quotedOn, validThrough }: SettlementQuote,
  {
    cameOn,
    recordedOn,
    businessKey,
  }: Pick<NewLoanEvent, 'recordedOn' | 'businessKey'> & { readonly cameOn: IsoDate },
  calendar: BusinessCalendar,
): NewLoanEvent | null {
  if (cameOn < quotedOn || cameOn > validThrough) return null;
  const options = prepaymentOptions(history, cameOn, 'ALL', calendar);
  if (!options.ok) return null;
  const { principalPrepaidFen: principalFen, cashFen: amountFen } = options.value.reduceInstalment;
  const { suspenseFen } = loanAt(history.terms, history.events, cameOn, calendar);
  if (suspenseFen < amountFen) return null;
  return {
    ...{ kind: 'PREPAID', principalFen, mode: 'REDUCE_INSTALMENT', amountFen, into: 'SUSPENSE' },
    ...{ effectiveDate: cameOn, recordedOn, businessKey },
  };
}
