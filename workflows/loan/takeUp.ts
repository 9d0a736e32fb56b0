import type { LoanPlan } from '../../contracts/activities';
import type { PaymentOrder } from '../../contracts/workflows';
import { takeUpManualTask } from './collect';
import type { LoanCase } from './loanCase';
import { BY_PERSON, turnTo } from './progress';

/** Goes on where a process before this one ended; the loan was reopened, or its process was ended by accident. */
export async function takeUp(loan: LoanCase): Promise<void> {
  const { loanId } = loan.input;
  const left = await loan.activities.takeUpLoan({ loanId, asOf: loan.time.today() });
  if (left.manualTask !== null) takeUpManualTask(loan, left.manualTask);
  if (left.isPausedByPerson) loan.pauseDebits(BY_PERSON);
  if (left.lastDecline !== null && left.stopsDebits) loan.pauseDebits(left.lastDecline);
  if (left.openOrder !== null) await followOpenOrder(loan, left.openOrder);
}

/** Money may be under way: nothing else is ordered until the bank has said. The key keeps it one order. */
async function followOpenOrder(loan: LoanCase, order: PaymentOrder): Promise<void> {
  await loan.whileAlone(() => loan.order(order));
  loan.time.touchMs();
}

/**
 * Turns to the instalment that the plan names. The debit of one whose day is over already goes out at the next
 * debit time: money that is ordered counts from the day for which it is ordered.
 */
export async function turnToFirstUnpaid(loan: LoanCase, plan: LoanPlan): Promise<void> {
  const { instalment, ordersSoFar } = plan;
  const nowMs = loan.time.nowMs();
  if (instalment !== null && instalment.number !== loan.progress.instalment) {
    loan.progress = turnTo(loan.progress, instalment.number, nowMs);
  }
  const { progress } = loan;
  // Whoever made the orders that are there: their numbers are taken.
  if (ordersSoFar > progress.orders) loan.progress = { ...progress, orders: ordersSoFar };
  if (instalment === null || progress.nextOrder !== null) return;
  if (instalment.firstDebitAtMs >= progress.waitingSinceMs) return;
  const { atMs } = await loan.activities.planLateDebit({ loanId: loan.input.loanId, afterMs: nowMs });
  loan.progress = { ...loan.progress, nextOrder: { atMs, parts: 1 } };
}
