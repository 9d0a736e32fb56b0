import type { z } from 'zod';
import type { loanRowView, loanSummary, prepaymentOption, statementLine } from '../../contracts/http';
import { type Locale, type TextKey, textOf } from '../../contracts/texts/texts';
import { daysBetween } from '../../domain/calendar';
import type { InstalmentState, LoanEvent, LoanState, PrepaymentQuote } from '../../domain/loan';
import type { LoanFile, LoanRow } from '../../gateways/database/loans';
import type { AnswerOf } from '../kernel/routing/call';
import { presentRow } from '../products/cost';

type LoanView = AnswerOf<'getLoan'>;

export function presentLoanSummary(row: LoanRow): z.output<typeof loanSummary> {
  const { id, institutionId, enterpriseId, enterpriseName, status, principalFen, createdAt, startDate } = row;
  const { principalOutstandingFen, interestReceivableFen, suspenseFen, provisionFen } = row;
  const { daysPastDue, riskClass, nextDueDate } = row;
  return {
    id,
    institutionId,
    enterpriseId,
    enterpriseName,
    status,
    principalFen,
    principalOutstandingFen,
    interestReceivableFen,
    suspenseFen,
    daysPastDue,
    riskClass,
    provisionFen,
    nextDueDate,
    startDate,
    createdAt,
  };
}

/** A loan as of a day. The figures are the fold's, so that statement, ledger and this page can't disagree. */
export function presentLoan(
  row: LoanFile,
  state: LoanState,
  process: LoanView['process'],
  locale: Locale,
): LoanView {
  const { terms } = state;
  return {
    ...presentLoanSummary(row),
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
    explanation: explain(state, locale),
    process,
  };
}

function presentInstalment(line: InstalmentState): z.output<typeof loanRowView> {
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

/** How the figures came about, sentence by sentence. */
function explain(state: LoanState, locale: Locale): string[] {
  const say = (key: TextKey<'explanations'>, values: Record<string, string | number>) =>
    textOf(locale, 'explanations', key, values);
  const { terms, asOf, nextDue } = state;
  if (state.status === 'CLOSED' || state.status === 'SETTLED') return [say('SETTLED', {})];
  const isOverdue = state.daysPastDue > 0;
  return [
    say('TERMS', {
      principal: yuan(terms.principalFen),
      rate: percent(state.annualRate),
      months: terms.termMonths,
    }),
    say('OUTSTANDING', {
      date: asOf,
      principal: yuan(state.principalOutstandingFen),
      interest: yuan(state.interestAccruedFen),
    }),
    ...(state.totalDueFen > 0 ? [say('DUE', { amount: yuan(state.totalDueFen) })] : []),
    ...(isOverdue
      ? [
          say('OVERDUE', {
            days: state.daysPastDue,
            penalty: yuan(state.penaltyFen),
            compound: yuan(state.compoundFen),
            rate: percent(state.penaltyRate),
          }),
        ]
      : []),
    ...(nextDue === null
      ? []
      : [
          say('NEXT', {
            number: nextDue.number,
            date: nextDue.dueDate,
            amount: yuan(nextDue.amountFen),
            collection: nextDue.collectionDate,
          }),
        ]),
    ...(state.suspenseFen > 0 ? [say('SUSPENSE', { amount: yuan(state.suspenseFen) })] : []),
  ];
}

/** Fen as yuan with two decimals, for sentences only. */
function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

function percent(rate: string): string {
  return `${Number((Number(rate) * 100).toFixed(4))} %`;
}

/** Everything that happened, in the order of recording. */
export function presentStatement(
  events: readonly LoanEvent[],
  locale: Locale,
): z.output<typeof statementLine>[] {
  return events.map((event) => ({
    sequence: event.sequence,
    effectiveDate: event.effectiveDate,
    kind: event.kind,
    text: textOf(locale, 'events', event.kind),
    amountFen: 'amountFen' in event ? event.amountFen : null,
    businessKey: event.businessKey,
  }));
}

export function presentPrepayment(quote: PrepaymentQuote): z.output<typeof prepaymentOption> {
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
