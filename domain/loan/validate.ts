import type { IsoDate } from '../calendar/isoDate';
import { fen } from '../money/fen';
import { compareRates } from '../money/rate';
import { isNonPerforming } from '../overdue/classification';
import { type Refusal, type RefusalOf, refuse } from '../result';
import { booksOf } from './books';
import { sumOf, totalOf } from './components';
import type { LoanEvent, LoanEventKind, LoanEventOf } from './events';
import { duesAt, futureLines, isSettled, waivableOf } from './lines';
import { type PhaseRefusal, wrongPhase } from './phase';
import type { LoanPosition } from './position';
import { prepaymentAt } from './remaining';

/** Why an event may not be recorded, besides what its handler can't compute. */
export type EventRefusal =
  | RefusalOf<typeof prepaymentAt>
  | PhaseRefusal
  | 'UNKNOWN_VALUE'
  | 'AGENCY_PAYABLE_HELD'
  | 'AMOUNT_DIFFERS_FROM_QUOTE'
  | 'AMOUNT_DIFFERS_FROM_TERMS'
  | 'AMOUNT_DUE_FIRST'
  | 'AMOUNT_EXCEEDS_AGENCY_PAYABLE'
  | 'AMOUNT_EXCEEDS_DUE'
  | 'AMOUNT_EXCEEDS_FEES_TAKEN'
  | 'AMOUNT_EXCEEDS_SUSPENSE'
  | 'AMOUNT_EXCEEDS_UNPAID'
  | 'AMOUNT_NEGATIVE'
  | 'AMOUNT_NOT_POSITIVE'
  | 'AMOUNT_OUTSTANDING'
  | 'BACKDATED_BEFORE_DISBURSEMENT'
  | 'COLLECTION_BEFORE_DUE'
  | 'COLLECTION_DATE_PASSED'
  | 'DUE_DATE_UNKNOWN'
  | 'EFFECTIVE_IN_FUTURE'
  | 'FEES_RECEIVABLE'
  | 'FEE_KIND_NOT_BILLABLE'
  | 'GRADE_NON_PERFORMING'
  | 'INSTALMENT_NOT_DUE'
  | 'INSTALMENT_UNKNOWN'
  | 'INTEREST_DUE_FIRST'
  | 'LOAN_NON_ACCRUAL'
  | 'LOAN_NOT_WRITTEN_OFF'
  | 'NOTHING_OUTSTANDING'
  | 'NOT_NON_ACCRUAL'
  | 'RATE_ABOVE_CAP'
  | 'SUSPENSE_HELD';

type Verdict = Refusal<EventRefusal> | null;
type Rule<Kind extends LoanEventKind> = (
  event: LoanEventOf<Kind>,
  position: LoanPosition,
  date: IsoDate,
) => Verdict;
type Rules = { readonly [Kind in LoanEventKind]: Rule<Kind> };

const no = (code: EventRefusal, field?: string, detail?: Refusal['detail']): Refusal<EventRefusal> =>
  refuse(code, field, detail).refusal;

/**
 * Why an event may not be recorded, besides what its handler can't compute.
 * @param position the loan just before the event, its books brought to the event's day
 * @returns null when it may be
 */
export function refusalOf(position: LoanPosition, event: LoanEvent): Verdict {
  const rule = RULES[event.kind] as Rule<LoanEventKind> | undefined;
  if (rule === undefined) return no('UNKNOWN_VALUE', 'kind');
  return (
    wrongTime(position, event) ??
    wrongAmount(event) ??
    wrongRate(position, event) ??
    rule(event, position, event.effectiveDate)
  );
}

function wrongTime(position: LoanPosition, event: LoanEvent): Verdict {
  const { effectiveDate, recordedOn } = event;
  if (effectiveDate > recordedOn) return no('EFFECTIVE_IN_FUTURE', 'effectiveDate', { recordedOn });
  const { startDate } = position.terms;
  return position.phase === 'NOT_DISBURSED' && effectiveDate < startDate
    ? no('BACKDATED_BEFORE_DISBURSEMENT', 'effectiveDate', { startDate })
    : wrongPhase(position, event);
}

function wrongAmount(event: LoanEvent): Verdict {
  return 'amountFen' in event && event.amountFen <= 0 ? no('AMOUNT_NOT_POSITIVE', 'amountFen') : null;
}

/** The contract rate never gets above what caps the penalty rate, as at the start (CAP_BELOW_RATE). */
function wrongRate({ terms: { capRate } }: LoanPosition, event: LoanEvent): Verdict {
  if (!('annualRate' in event) || event.annualRate === undefined || capRate === undefined) return null;
  return compareRates(event.annualRate, capRate) > 0 ? no('RATE_ABOVE_CAP', 'annualRate', { capRate }) : null;
}

const RULES: Rules = {
  DISBURSED: ({ amountFen }, { terms }) =>
    amountFen === terms.principalFen
      ? null
      : no('AMOUNT_DIFFERS_FROM_TERMS', 'amountFen', { agreedFen: terms.principalFen }),
  ACCRUED: allowed,
  RECEIVED: allowed,
  SUSPENSE_APPLIED: ({ amountFen }, position, date) =>
    above(amountFen, position.suspenseFen, 'AMOUNT_EXCEEDS_SUSPENSE') ??
    above(amountFen, totalDue(position, date), 'AMOUNT_EXCEEDS_DUE'),
  RATE_CHANGED: allowed,
  PREPAID: prepayment,
  EXTENDED: (_event, position, date) => nonAccrual(position) ?? somethingDue(position, date),
  RESCHEDULED: (_event, position, date) => otherThanPrincipalDue(position, date) ?? noPrincipal(position),
  ACCELERATED: (_event, position, date) =>
    futureLines(position, date).length === 0 ? no('NOTHING_OUTSTANDING') : null,
  WAIVED: waiver,
  FEE_CHARGED: ({ feeKind, settlement }) =>
    settlement === 'BILLED' && feeKind !== 'PERIODIC'
      ? no('FEE_KIND_NOT_BILLABLE', 'feeKind', { feeKind })
      : null,
  FEE_REFUNDED: ({ feeKind, amountFen }, { feesTaken, agencyPayableFen }) =>
    above(amountFen, feesTaken[feeKind] ?? 0, 'AMOUNT_EXCEEDS_FEES_TAKEN') ??
    (feeKind === 'APPRAISAL_AGENCY'
      ? above(amountFen, agencyPayableFen, 'AMOUNT_EXCEEDS_AGENCY_PAYABLE')
      : null),
  FEE_PAID_OVER: ({ amountFen }, { agencyPayableFen }) =>
    above(amountFen, agencyPayableFen, 'AMOUNT_EXCEEDS_AGENCY_PAYABLE'),
  CLASSIFIED: allowed,
  PROVISIONED: ({ targetFen }) => (targetFen < 0 ? no('AMOUNT_NEGATIVE', 'targetFen') : null),
  NON_ACCRUAL_ENTERED: allowed,
  ACCRUAL_RESUMED: resumption,
  WRITTEN_OFF: writeOff,
  RECOVERED: (_event, { phase }) => (phase === 'WRITTEN_OFF' ? null : no('LOAN_NOT_WRITTEN_OFF')),
  REFUNDED: ({ amountFen }, position, date) =>
    above(amountFen, position.suspenseFen - totalDue(position, date), 'AMOUNT_EXCEEDS_SUSPENSE'),
  // What held money pays first is the loan.
  SET_OFF: ({ amountFen }, position, date) =>
    isSettled(position, date)
      ? above(amountFen, position.suspenseFen, 'AMOUNT_EXCEEDS_SUSPENSE')
      : no('AMOUNT_OUTSTANDING'),
  REVERSED: allowed,
  CLOSED: closing,
  COLLECTION_DATES_CHANGED: movedDates,
};

function allowed(): Verdict {
  return null;
}

function above(amountFen: number, maximumFen: number, code: EventRefusal): Verdict {
  return amountFen > maximumFen ? no(code, 'amountFen', { maximumFen: Math.max(0, maximumFen) }) : null;
}

function totalDue(position: LoanPosition, date: IsoDate): number {
  return totalOf(sumOf(duesAt(position, date)));
}

function somethingDue(position: LoanPosition, date: IsoDate): Verdict {
  const dueFen = totalDue(position, date);
  return dueFen > 0 ? no('AMOUNT_DUE_FIRST', 'effectiveDate', { dueFen }) : null;
}

function otherThanPrincipalDue(position: LoanPosition, date: IsoDate): Verdict {
  const dues = sumOf(duesAt(position, date));
  const dueFen = totalOf({ ...dues, principalFen: fen(0) });
  return dueFen > 0 ? no('INTEREST_DUE_FIRST', 'effectiveDate', { dueFen }) : null;
}

function noPrincipal(position: LoanPosition): Verdict {
  const { principalNormalFen, principalOverdueFen, principalNonAccrualFen } = booksOf(position);
  const owed = principalNormalFen + principalOverdueFen + principalNonAccrualFen;
  return owed === 0 ? no('NOTHING_OUTSTANDING') : null;
}

function nonAccrual({ accrual }: LoanPosition): Verdict {
  return accrual === 'NON_ACCRUAL' ? no('LOAN_NON_ACCRUAL') : null;
}

function prepayment(event: LoanEventOf<'PREPAID'>, position: LoanPosition, date: IsoDate): Verdict {
  const hindered = nonAccrual(position) ?? somethingDue(position, date);
  if (hindered !== null) return hindered;
  const quote = prepaymentAt(position, date, event.principalFen, event.mode);
  if (!quote.ok) return quote.refusal;
  const { cashFen } = quote.value;
  if (event.amountFen !== cashFen) return no('AMOUNT_DIFFERS_FROM_QUOTE', 'amountFen', { cashFen });
  return event.into === 'SUSPENSE' ? above(cashFen, position.suspenseFen, 'AMOUNT_EXCEEDS_SUSPENSE') : null;
}

function waiver(event: LoanEventOf<'WAIVED'>, position: LoanPosition, date: IsoDate): Verdict {
  const { instalment, component, amountFen } = event;
  const line = position.lines.find(({ row }) => row.number === instalment);
  if (line === undefined) return no('INSTALMENT_UNKNOWN', 'instalment', { instalment });
  const { dueDate } = line.row;
  const waivableFen = waivableOf(line, component, position, date);
  // Of interest that is not due what is earned may be given up.
  const isEarly = component !== 'fee' && dueDate > date && waivableFen === 0;
  return isEarly
    ? no('INSTALMENT_NOT_DUE', 'instalment', { dueDate })
    : above(amountFen, waivableFen, 'AMOUNT_EXCEEDS_UNPAID');
}

function resumption(_event: LoanEvent, position: LoanPosition, date: IsoDate): Verdict {
  if (position.accrual === 'ACCRUAL') return no('NOT_NON_ACCRUAL');
  const { grade } = position.history;
  if (isNonPerforming(grade)) return no('GRADE_NON_PERFORMING', undefined, { grade });
  return somethingDue(position, date) ?? noPrincipal(position);
}

function writeOff(_event: LoanEvent, position: LoanPosition): Verdict {
  if (position.accrual === 'ACCRUAL') return no('NOT_NON_ACCRUAL');
  const { feesReceivableFen } = booksOf(position);
  if (feesReceivableFen > 0) return no('FEES_RECEIVABLE', undefined, { feesReceivableFen });
  if (position.suspenseFen > 0) return no('SUSPENSE_HELD', undefined, { suspenseFen: position.suspenseFen });
  return noPrincipal(position);
}

/** Never the past: what was due or overdue by then stays so. */
function movedDates(
  { collectionDates }: LoanEventOf<'COLLECTION_DATES_CHANGED'>,
  { lines }: LoanPosition,
  date: IsoDate,
): Verdict {
  for (const [dueDate, moved] of Object.entries(collectionDates)) {
    const line = lines.find(({ row }) => row.dueDate === dueDate);
    if (line === undefined) return no('DUE_DATE_UNKNOWN', 'collectionDates', { dueDate });
    const { collectionDate } = line;
    if (moved < dueDate) return no('COLLECTION_BEFORE_DUE', 'collectionDates', { dueDate });
    if (collectionDate <= date || moved <= date)
      return no('COLLECTION_DATE_PASSED', 'collectionDates', { dueDate, collectionDate });
  }
  return null;
}

function closing(_event: LoanEvent, position: LoanPosition, date: IsoDate): Verdict {
  if (!isSettled(position, date)) return no('AMOUNT_OUTSTANDING');
  const { suspenseFen, agencyPayableFen } = position;
  if (suspenseFen > 0) return no('SUSPENSE_HELD', undefined, { suspenseFen });
  return agencyPayableFen > 0 ? no('AGENCY_PAYABLE_HELD', undefined, { agencyPayableFen }) : null;
}
