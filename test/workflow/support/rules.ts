import type { LoanTakenUp } from '../../../contracts/activities';
import type { AllActivities } from '../../../contracts/activityOptions';
import type { TimeInput } from '../../../contracts/workflows';
import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { debitTimeAfter } from '../../../domain/collection/collectionPlan';
import { nextOrder } from '../../../domain/collection/nextOrder';
import { slotsOf } from '../../../domain/collection/slots';
import { caseRulesAt } from '../../../domain/parameters/caseRules';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { orderPolicy } from '../../../domain/parameters/payments';

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
