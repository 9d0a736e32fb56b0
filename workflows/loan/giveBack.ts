import type { LoanPlan } from '../../contracts/activities';
import { moneyKeys } from '../../contracts/ids';
import type { PaymentResult } from '../../contracts/workflows';
import { instantOf, isoDate } from '../../domain/calendar';
import { untilNextOrder } from '../shared/nextOrder';
import type { OpenTask } from '../shared/taskDesk';
import type { LoanOffice } from './loanOffice';

/**
 * Pays what is held for the borrower back, once nothing is owed: a loan that holds money can't close. One order at
 * a time; declined ones go out again by their reason, in the end by a person's word or to another account.
 */
export async function giveBack(
  office: LoanOffice,
  { suspenseFen, asOf }: LoanPlan,
  isDisturbed: () => boolean,
): Promise<void> {
  if (office.refundTask !== null && !(await isOrderedAgain(office, office.refundTask, isDisturbed))) return;
  await office.whileAlone(async () => {
    // The money may have come on a later day than the loan has lived to.
    const decidedAtMs = Math.max(office.time.nowMs(), instantOf(isoDate(asOf)));
    const result = await order(office, suspenseFen, decidedAtMs);
    if (result.outcome.status === 'FAILED') {
      office.declinedRefunds.push({ atMs: decidedAtMs, code: result.outcome.code });
      await beforeNextOrder(office, result);
    } else office.declinedRefunds = [];
  });
}

/** Ends the task when there is nothing to give back any more. */
export async function withdrawRefundTask(
  office: LoanOffice,
  { settled, suspenseFen }: LoanPlan,
): Promise<void> {
  if (!settled || suspenseFen === 0) await cancelRefundTask(office, 'NOTHING_HELD');
}

/** Ends the task without a person's decision. */
export async function cancelRefundTask(office: LoanOffice, because: string): Promise<void> {
  const { refundTask } = office;
  if (refundTask === null) return;
  office.refundTask = null;
  await office.file.record('refund-task-over', {
    close: [office.desk.close(refundTask, because)],
    audit: { actorId: null, action: 'TASK_CANCELLED', outcome: because },
  });
}

async function order(office: LoanOffice, amountFen: number, decidedAtMs: number): Promise<PaymentResult> {
  const { instalment } = office.progress;
  const key = moneyKeys.refund(office.input.loanId, instalment, office.nextOrderNumber());
  return await office.order({ key, purpose: 'REFUND', amountFen, decidedAtMs });
}

/** Waits when waiting cures it; else a person is asked, beside whom the loan goes on looking. */
async function beforeNextOrder(office: LoanOffice, { resolvedAtMs }: PaymentResult): Promise<void> {
  const declined = office.declinedRefunds;
  if (await untilNextOrder(office, declined, resolvedAtMs, '再次退款 · Try the refund again')) return;
  const code = declined.at(-1)?.code ?? '';
  const task = office.desk.open('RETRY_REFUND', {
    reason: { code: 'REFUND_DECLINED', detail: { code, orders: declined.length } },
  });
  office.refundTask = task;
  office.file.note(task.role, task.dueAtMs);
  await office.file.record('refund-by-hand', {
    open: [office.desk.toOpen(task)],
    audit: { actorId: null, action: 'HANDED_TO_PEOPLE', outcome: 'REFUND_DECLINED' },
  });
}

/** @returns false when something moved before a person decided: the loan looks first */
async function isOrderedAgain(
  office: LoanOffice,
  task: OpenTask,
  isDisturbed: () => boolean,
): Promise<boolean> {
  const decision = await office.desk.decision(task, isDisturbed);
  if (decision === null) return false;
  office.refundTask = null;
  await office.file.record('refund-again', {
    close: [office.desk.close(task)],
    audit: { actorId: decision.actor.userId, action: 'REFUND_ORDERED', outcome: decision.decision },
  });
  return true;
}
