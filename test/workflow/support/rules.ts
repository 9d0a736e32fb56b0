import type { BankAnswer, CalledCommittee, LoanTakenUp, Routed } from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import { isMoneyOut, type PaymentOrder, type TimeInput } from '../../../contracts/workflows';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { debitTimeAfter } from '../../../domain/collection/collectionPlan';
import { moneyDate } from '../../../domain/collection/moneyDate';
import { nextOrder } from '../../../domain/collection/nextOrder';
import { slotsOf } from '../../../domain/collection/slots';
import type { NewLoanEvent } from '../../../domain/loan/events';
import { prepaymentOptions } from '../../../domain/loan/quote';
import type { LoanTerms } from '../../../domain/loan/terms';
import { fen } from '../../../domain/money/fen';
import type { Rate } from '../../../domain/money/rate';
import { caseRulesAt } from '../../../domain/parameters/caseRules';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { orderPolicy } from '../../../domain/parameters/payments';
import { accept } from '../../../domain/result';

/** What the registry says of every enterprise: all as it said itself. */
export const REGISTERED = {
  found: true,
  inBusiness: true,
  nameMatches: true,
  legalPersonMatches: true,
  establishedOn: '2015-03-01',
};

export const calendar = publishedCalendar();
/** Those of the year in which the tests play. */
const { payments, overdue } = parametersAt(isoDate('2026-01-05'));
export const policy = orderPolicy(payments);

export const planLateDebit: AllActivities['planLateDebit'] = async ({ loanId, afterMs }) => ({
  atMs: debitTimeAfter(afterMs, calendar, slotsOf(loanId, overdue)),
});

export const planNextOrder: AllActivities['planNextOrder'] = async ({ loanId, orders, knownFromMs }) =>
  nextOrder(orders, knownFromMs, calendar, { ...slotsOf(loanId, overdue), payments });

type Left = Omit<LoanTakenUp, 'stopsDebits'>;
export const NOTHING_LEFT: Left = {
  lastDecline: null,
  isPausedByPerson: false,
  openOrder: null,
  manualTask: null,
};

/** What an earlier process left, with what the policy says of its last decline. */
export function takenUp(left: Left): LoanTakenUp {
  const { lastDecline } = left;
  return { ...left, stopsDebits: lastDecline !== null && policy.stopDebits.includes(lastDecline) };
}

/** The number of an order of an instalment, else 0. */
export function orderNumberOf(key: string, instalment: number): number {
  const [, , , of, , order] = key.split('/');
  return Number(of) === instalment ? Number(order) : 0;
}

/** What portfolio work lives by: the wall's time. */
export const REAL_TIME: TimeInput = {
  clock: { realAnchorMs: 0, businessAnchorMs: 0, speed: 1 },
  humanMinutesFloor: 15,
  publicUrl: 'http://localhost:3000',
  rules: caseRulesAt(isoDate('2026-01-05')),
};

/** Who must approve the applications of tests: one person. */
export const ROUTE: Routed = {
  outcome: 'ROUTED',
  level: 1,
  exposureFen: 30_000_000,
  approvals: [{ authority: 'CREDIT_MANAGER', role: 'approver' }],
  above: [],
  connectedUserIds: [],
};

/** Those who sit where a committee is asked. */
export const COMMITTEE: CalledCommittee = {
  chairId: 'chair',
  memberIds: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'],
  rule: parametersAt(isoDate('2026-01-05')).approval.committee,
};

/** Terms of a loan of the tests. */
export function termsOf(startDate: IsoDate, principalFen: number, termMonths: number): LoanTerms {
  return {
    loanId: 'loan',
    principalFen: fen(principalFen),
    annualRate: '0.06' as Rate,
    termMonths,
    method: 'EQUAL_INSTALMENT',
    startDate,
    dayCount: '30/360',
    paymentMode: 'EXACT',
    intervalMonths: 1,
    penaltyMarkup: '0.5' as Rate,
    compoundInterest: true,
    graceDays: 3,
    graceMode: 'RETROACTIVE',
    waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'NON_ACCRUAL' },
    prepaymentFeeRate: '0' as Rate,
    regime: 'BANK',
    vatRate: '0.06' as Rate,
    parameterVersions: {},
  };
}

/** What an order that the bank carried out means for its loan. */
export function eventOf(order: PaymentOrder, bankDate: string): NewLoanEvent {
  const direction = isMoneyOut(order) ? 'OUT' : 'IN';
  const date = moneyDate(direction, isoDate(order.valueDate), isoDate(bankDate));
  const head = { effectiveDate: date, recordedOn: date, businessKey: order.key };
  const amountFen = fen(order.amountFen);
  if (order.purpose === 'DISBURSEMENT') return { kind: 'DISBURSED', amountFen, ...head };
  if (order.purpose === 'REFUND') return { kind: 'REFUNDED', amountFen, ...head };
  if (order.prepayment === undefined) return { kind: 'RECEIVED', amountFen, into: 'BANK', ...head };
  const { mode, principalFen } = order.prepayment;
  return { kind: 'PREPAID', principalFen: fen(principalFen), mode, amountFen, into: 'BANK', ...head };
}

/** What a bank of a test says; a fault is thrown. */
export function orThrow(answer: BankAnswer | Error): BankAnswer {
  if (answer instanceof Error) throw answer;
  return answer;
}

/** The cash that a prepayment takes. */
export function quotePrepaymentOf(
  history: Parameters<typeof prepaymentOptions>[0],
  { asOf, principalFen, mode }: Parameters<AllActivities['quotePrepayment']>[0],
): Awaited<ReturnType<AllActivities['quotePrepayment']>> {
  const options = prepaymentOptions(history, isoDate(asOf), fen(principalFen), calendar);
  if (!options.ok) return options;
  const { shortenTerm, reduceInstalment } = options.value;
  return accept({ amountFen: (mode === 'SHORTEN_TERM' ? shortenTerm : reduceInstalment).cashFen });
}
