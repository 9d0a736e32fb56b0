import type { Answer, loanRowView, loanSummary, prepaymentOption, statementLine } from '../../contracts/http';
import { type Locale, textOf } from '../../contracts/texts/texts';
import type { LoanStage, PaymentOutcome } from '../../contracts/workflows';
import { daysBetween } from '../../domain/calendar/isoDate';
import type { LoanEvent } from '../../domain/loan/events';
import type { Explanation } from '../../domain/loan/explain';
import { netDueFen } from '../../domain/loan/heldMoney';
import { amountTold } from '../../domain/loan/owed';
import type { PrepaymentQuote } from '../../domain/loan/remaining';
import type { InstalmentState, LoanState } from '../../domain/loan/state';
import type { LoanRow } from '../../gateways/database/loans';
import type { AnswerOf } from '../kernel/routing/call';
import { presentRow } from '../products/cost';
import { eventDetail } from './eventDetail';

type LoanView = AnswerOf<'getLoan'>;

/** A loan in a list; what the house judges of it is for staff. */
export function presentLoanSummary(row: LoanRow, isStaff: boolean): Answer<typeof loanSummary> {
  const { id, institutionId, enterpriseId, enterprise, loanNo, status, principalFen, createdAt, startDate } =
    row;
  const { principalOutstandingFen, interestReceivableFen, suspenseFen, provisionFen } = row;
  const { daysPastDue, riskClass, nextDueDate } = row;
  return {
    id,
    institutionId,
    enterpriseId,
    enterpriseName: enterprise.name,
    loanNo,
    status,
    principalFen,
    principalOutstandingFen,
    interestReceivableFen,
    suspenseFen,
    daysPastDue,
    ...(isStaff && { riskClass, provisionFen }),
    nextDueDate,
    startDate,
    createdAt,
  };
}

type ClaimedRow = Pick<
  LoanRow,
  | 'status'
  | 'principalOutstandingFen'
  | 'interestReceivableFen'
  | 'writtenOffPrincipalFen'
  | 'offBalanceInterestFen'
  | 'offBalancePenaltyFen'
>;

/** A loan in a list as its borrower owes it: what was written off is overdue, or paid. */
export function rowOwed<Row extends ClaimedRow>(row: Row): Row {
  if (row.status !== 'WRITTEN_OFF') return row;
  const { writtenOffPrincipalFen, offBalanceInterestFen, offBalancePenaltyFen } = row;
  const claimFen = writtenOffPrincipalFen + offBalanceInterestFen + offBalancePenaltyFen;
  return {
    ...row,
    status: claimFen === 0 ? 'SETTLED' : 'OVERDUE',
    principalOutstandingFen: writtenOffPrincipalFen,
    interestReceivableFen: offBalanceInterestFen,
  };
}

/** A loan as of a day. The figures are the fold's, so that statement, ledger and this page can't disagree. */
export function presentLoan(
  summary: Answer<typeof loanSummary>,
  state: LoanState,
  explanations: readonly Explanation[],
  beside: Pick<LoanView, 'fees' | 'process'>,
  locale: Locale,
): LoanView {
  const { terms } = state;
  return {
    ...summary,
    status: state.status,
    principalOutstandingFen: state.principalOutstandingFen,
    suspenseFen: state.suspenseFen,
    daysPastDue: state.daysPastDue,
    nextDueDate: state.nextDue?.dueDate ?? null,
    asOf: state.asOf,
    annualRate: state.annualRate,
    termMonths: terms.termMonths,
    method: terms.method,
    balances: {
      principalOutstandingFen: state.principalOutstandingFen,
      principalNormalFen: state.principalNormalFen,
      principalOverdueFen: state.principalOverdueFen,
      interestAccruedFen: state.interestAccruedFen,
      interestDueFen: state.interestDueFen,
      penaltyFen: state.penaltyFen,
      compoundFen: state.compoundFen,
      feesFen: state.feesFen,
      suspenseFen: state.suspenseFen,
      totalDueFen: state.totalDueFen,
    },
    schedule: state.instalments.map(presentInstalment),
    explanation: explanations.map((explanation) => presentExplanation(explanation, locale)),
    ...beside,
  };
}

function presentInstalment(line: InstalmentState): Answer<typeof loanRowView> {
  const { number, dueDate, periodStart, openingFen, scheduled, paid, unpaidFen, status } = line;
  const { principalFen, interestFen } = scheduled;
  return {
    number,
    dueDate,
    days: daysBetween(periodStart, dueDate),
    openingFen,
    principalFen,
    interestFen,
    paymentFen: sum(scheduled),
    balanceFen: openingFen - principalFen,
    status,
    paidFen: sum(paid),
    remainingFen: unpaidFen,
  };
}

function sum(parts: InstalmentState['paid']): number {
  const { feeFen, compoundFen, penaltyFen, interestFen, principalFen } = parts;
  return feeFen + compoundFen + penaltyFen + interestFen + principalFen;
}

/** How a figure came about, with its rule in the reader's language. */
function presentExplanation(explanation: Explanation, locale: Locale): LoanView['explanation'][number] {
  const { figure, steps } = explanation;
  return { ...explanation, rule: textOf(locale, 'explanations', figure), steps: [...steps] };
}

/**
 * What happened, in the order of recording.
 * @param told what of it the reader is told
 * @param all events of the loan
 */
export function presentStatement(
  told: readonly LoanEvent[],
  all: readonly LoanEvent[],
  locale: Locale,
): Answer<typeof statementLine>[] {
  return told.map((event) => ({
    sequence: event.sequence,
    effectiveDate: event.effectiveDate,
    kind: event.kind,
    text: textOf(locale, 'events', event.kind),
    explanation: eventDetail(event, all, locale),
    amountFen: amountTold(event, all),
    businessKey: event.businessKey,
  }));
}

/**
 * What the bank did with a debit that the borrower asked for, and what is owed then.
 * @param state the loan as it is owed today: what its process knows may be of an earlier day, without today's penalty
 */
export function presentMoved(
  payment: PaymentOutcome,
  stage: LoanStage,
  state: LoanState,
): Pick<AnswerOf<'repay'>, 'payment' | 'loan'> {
  const { principalOutstandingFen } = state;
  return {
    payment: {
      status: payment.status,
      code: payment.status === 'FAILED' ? payment.code : null,
      bankReference: payment.status === 'SUCCEEDED' ? payment.bankReference : null,
    },
    loan: { stage, principalOutstandingFen, totalDueFen: netDueFen(state) },
  };
}

export function presentPrepayment(quote: PrepaymentQuote): Answer<typeof prepaymentOption> {
  const { mode, principalPrepaidFen, accruedInterestFen, feeFen, cashFen, interestSavedFen, remaining } =
    quote;
  return {
    mode,
    principalFen: principalPrepaidFen,
    accruedInterestFen,
    feeFen,
    cashFen,
    interestSavedFen,
    schedule: remaining.rows.map(presentRow),
  };
}
