import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen } from '../money/fen';
import { bucketOf } from '../overdue/classification';
import { accept, type Result } from '../result';
import type { LoanHistory } from './append';
import { type Components, sumOf } from './components';
import type { LoanEvent } from './events';
import { loanAt } from './fold';
import { asOwed } from './owed';
import { payoffOn, type QuoteRefusal } from './quote';

/** The figures of a loan's statement on a day, in fen. */
export interface StatementFigures {
  readonly asOf: IsoDate;
  readonly outstandingPrincipalFen: Fen;
  /** Of it: past its collection date. */
  readonly overduePrincipalFen: Fen;
  /** Unpaid interest of what is due. */
  readonly dueInterestFen: Fen;
  /** Interest earned in the running period, not due. */
  readonly accruedInterestFen: Fen;
  readonly penaltyFen: Fen;
  readonly compoundFen: Fen;
  readonly feesFen: Fen;
  readonly totalDueFen: Fen;
  /** What settles the loan on the day, money that is held deducted. */
  readonly payoffFen: Fen;
  readonly suspenseFen: Fen;
  readonly daysPastDue: number;
  /** M0, M1, … M7+ */
  readonly bucket: string;
  /** All that was paid by then, by what it paid. */
  readonly paid: Components;
}

/**
 * What a statement of a day lists: what is effective by then. What was taken back since counts in none of its figures,
 * so neither it nor its reversal is listed.
 */
export function linesBy(events: readonly LoanEvent[], asOf: IsoDate): LoanEvent[] {
  const takenBack = new Set(
    events.flatMap((event) =>
      event.kind === 'REVERSED' && event.effectiveDate > asOf ? [event.reverses] : [],
    ),
  );
  return events.filter(({ effectiveDate, sequence }) => effectiveDate <= asOf && !takenBack.has(sequence));
}

/**
 * What a statement of a loan says on a day, receipts of that day included. It is the borrower's: what was written off
 * is owed as before.
 * @returns refused when it can't be said what would settle the loan
 */
export function statementAt(
  history: LoanHistory,
  asOf: IsoDate,
  calendar: BusinessCalendar,
): Result<StatementFigures, QuoteRefusal> {
  const payoff = payoffOn(history, asOf, calendar);
  if (!payoff.ok) return payoff;
  const state = asOwed(loanAt(history.terms, history.events, asOf, calendar));
  return accept({
    asOf,
    outstandingPrincipalFen: state.principalOutstandingFen,
    overduePrincipalFen: state.principalOverdueFen,
    dueInterestFen: state.interestDueFen,
    accruedInterestFen: fen(state.interestAccruedFen - state.interestDueFen),
    penaltyFen: state.penaltyFen,
    compoundFen: state.compoundFen,
    feesFen: state.feesFen,
    totalDueFen: state.totalDueFen,
    payoffFen: payoff.value.totalFen,
    suspenseFen: state.suspenseFen,
    daysPastDue: state.daysPastDue,
    bucket: bucketOf(state.daysPastDue),
    paid: sumOf(state.instalments.map(({ paid }) => paid)),
  });
}
