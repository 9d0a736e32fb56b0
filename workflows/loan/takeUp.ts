import type { LoanPlan } from '../../contracts/activities';
import type { PaymentOrder } from '../../contracts/workflows';
import { businessDate, instantOf, isoDate } from '../../domain/calendar';
import { debitTimeAfter } from '../../domain/collection';
import { parametersAt } from '../../domain/parameters';
import { activities } from '../shared/activities';
import { takeUpManualTask } from './collect';
import type { LoanOffice } from './loanOffice';
import { afterDecline, BY_PERSON, turnTo } from './progress';

/** Goes on where a process before this one ended; the loan was reopened, or its process was ended by accident. */
export async function takeUp(office: LoanOffice): Promise<void> {
  const { loanId } = office.input;
  const left = await activities.takeUpLoan({ loanId });
  if (left.manualTask !== null) takeUpManualTask(office, left.manualTask);
  if (left.isPausedByPerson) office.pauseDebits(BY_PERSON);
  if (left.lastDecline !== null) {
    office.progress = afterDecline(office.progress, left.lastDecline, office.time.nowMs());
  }
  if (left.openOrder !== null) await followOpenOrder(office, left.openOrder);
}

/** Money may be under way: nothing else is ordered until the bank has said. The key keeps it one order. */
async function followOpenOrder(office: LoanOffice, order: PaymentOrder): Promise<void> {
  await office.whileAlone(() => office.order(order));
  office.time.touchMs();
}

/**
 * Turns to the instalment that the plan names. The debit of one whose day is over already goes out at the next
 * debit time: money that is ordered counts from the day for which it is ordered.
 */
export async function turnToFirstUnpaid(office: LoanOffice, plan: LoanPlan): Promise<void> {
  const { instalment, ordersSoFar } = plan;
  const nowMs = office.time.nowMs();
  if (instalment !== null && instalment.number !== office.progress.instalment) {
    office.progress = turnTo(office.progress, instalment.number, nowMs);
  }
  const { progress } = office;
  // Whoever made the orders that are there: their numbers are taken.
  if (ordersSoFar > progress.orders) office.progress = { ...progress, orders: ordersSoFar };
  if (instalment === null || progress.nextOrder !== null) return;
  const { debitTimes } = parametersAt(isoDate(instalment.collectionDate)).overdue;
  const firstMs = instantOf(isoDate(instalment.collectionDate), debitTimes[0]);
  if (firstMs >= progress.waitingSinceMs) return;
  const { calendar } = await activities.readCalendar({ from: businessDate(nowMs) });
  const atMs = debitTimeAfter(nowMs, calendar, debitTimes);
  office.progress = { ...office.progress, nextOrder: { atMs, parts: 1 } };
}
