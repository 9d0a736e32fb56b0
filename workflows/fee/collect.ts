import { ApplicationFailure, getExternalWorkflowHandle } from '@temporalio/workflow';
import type { FeePlan } from '../../contracts/activities';
import { type ReceiptId, workflowIds } from '../../contracts/ids';
import type { TaskReason } from '../../contracts/tasks';
import { type Decided, receiptClaimedSignal } from '../../contracts/workflows';
import type { FeeCase } from './feeCase';

/**
 * Debits what is outstanding, and follows the policy when the bank declines; in the end people are asked. A bank that
 * takes debits back does so when the process of the charge is long over: how often, the books know.
 */
export async function collect(charge: FeeCase, plan: FeePlan): Promise<void> {
  const { outstandingFen: amountFen, settlement } = plan;
  if (settlement === 'OFFLINE')
    return await askPeople(charge, charge.reason('FEE_BY_TRANSFER', { amountFen }));
  if (charge.stopped !== null) {
    return await askPeople(charge, charge.reason('FEE_UNPAID', { ...charge.stopped, amountFen }));
  }
  if (isForPeople(charge, plan)) {
    const { debitsTakenBack: times } = plan;
    return await askPeople(charge, charge.reason('FEE_TAKEN_BACK', { times, amountFen }));
  }
  if (charge.notBeforeMs !== null) return await waitForNextOrder(charge, charge.notBeforeMs);
  const { outcome, resolvedAtMs } = await charge.pay('FEE_COLLECTION', plan.openDebitFen ?? amountFen, {
    ...{ request: null, plan },
  });
  if (outcome.status === 'SUCCEEDED') {
    charge.declined = [];
    return;
  }
  const knownFromMs = charge.time.onTime(resolvedAtMs);
  charge.declined = [...charge.declined, { atMs: charge.time.nowMs(), code: outcome.code }];
  const { feeId: loanId } = charge.input;
  const orders = charge.declined;
  const { next, text } = await charge.activities.planNextOrder({ loanId, orders, knownFromMs });
  const values = { amountFen, reasonZh: text.zh, reasonEn: text.en };
  await charge.record(`declined/${plan.collectOrders + 1}`, {
    messages: [charge.mail('FEE_NOT_COLLECTED', `declined/${plan.collectOrders + 1}`, values)],
    audit: { actorId: null, action: 'COLLECTION_DECLINED', outcome: outcome.code },
  });
  if (next.kind === 'STOP') {
    charge.declined = [];
    charge.stopped = { code: outcome.code, orders: orders.length };
    return await askPeople(charge, charge.reason('FEE_UNPAID', { ...charge.stopped, amountFen }));
  }
  charge.notBeforeMs = next.atMs;
  await waitForNextOrder(charge, next.atMs);
}

/** Each debit after too many that were taken back is one that people want; one that is under way is followed. */
function isForPeople({ triedAfter }: FeeCase, plan: FeePlan): boolean {
  return plan.isTakenBackTooOften && plan.openDebitFen === null && triedAfter !== plan.debitsTakenBack;
}

/** Whatever is asked meanwhile, the next order goes out at its instant and not before. */
async function waitForNextOrder(charge: FeeCase, atMs: number): Promise<void> {
  charge.note('calendar', atMs);
  const summary = '再次扣收费用 · Debit the fee again';
  const came = await charge.time.wait(atMs, { summary, until: () => charge.isAskedAbout });
  if (came === 'DUE') charge.notBeforeMs = null;
}

/** Until it is tried once more, its money is found, or something else is asked about it. */
async function askPeople(charge: FeeCase, first: TaskReason): Promise<void> {
  for (let reason: TaskReason | null = first; reason !== null; ) {
    const overBecause = () => (charge.isAskedAbout ? 'ASKED_ABOUT' : null);
    const said: Decided<'COLLECT_FEE'> | null = await charge.ask('COLLECT_FEE', { reason, overBecause });
    if (said === null) return;
    reason = said.decision === 'PAID_OFFLINE' ? await confirmPaid(charge, said) : await tryAgain(charge);
  }
}

/** Its owner says that a debit will succeed by now; what is paid by transfer is asked for by people again. */
async function tryAgain(charge: FeeCase): Promise<TaskReason | null> {
  charge.stopped = null;
  charge.triedAfter = charge.plan?.debitsTakenBack ?? null;
  if (charge.plan?.settlement !== 'OFFLINE') return null;
  return await whileUnpaid(charge, (amountFen) => charge.reason('FEE_BY_TRANSFER', { amountFen }));
}

/** Why people are asked on; null when nothing is outstanding by now, or something else is asked. */
async function whileUnpaid(
  charge: FeeCase,
  reasonOf: (outstandingFen: number) => TaskReason,
): Promise<TaskReason | null> {
  const { outstandingFen, request } = await charge.look();
  return outstandingFen === 0 || request !== null ? null : reasonOf(outstandingFen);
}

/** A second person looks at the bank's book too. @returns why it can't be; null when it is paid */
async function confirmPaid(charge: FeeCase, said: Decided<'COLLECT_FEE'>): Promise<TaskReason | null> {
  const { bankReference = '', reason: because } = said;
  const { outstandingFen: amountFen = 0 } = charge.plan ?? {};
  const agreed = await charge.ask('CONFIRM_FEE_PAID', {
    reason: charge.reason('FEE_PAID_TOLD', { amountFen, bankReference, because }),
  });
  if (agreed.decision !== 'CONFIRM') return charge.reason('FEE_DISAGREED', { because: agreed.reason });
  await charge.record('found', {
    audit: { actorId: agreed.proof.actor.userId, action: 'FEE_MONEY_FOUND', outcome: bankReference },
  });
  const { feeId } = charge.input;
  const claimed = await charge.activities.claimForFee({ feeId, bankReference, at: charge.now() });
  if (!claimed.ok) {
    const because = claimed.code;
    return await whileUnpaid(charge, (leftFen) =>
      charge.reason('FEE_MONEY_NOT_FOUND', { because, amountFen: leftFen }),
    );
  }
  await tellReceipt(claimed.receiptId as ReceiptId);
  return null;
}

/** Nobody need say any more whose the money is; a receipt whose process is over asks nobody. */
async function tellReceipt(receiptId: ReceiptId): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowIds.receipt(receiptId)).signal(receiptClaimedSignal, {
      signal: 'receiptClaimed',
    });
  } catch (fault) {
    if (!(fault instanceof ApplicationFailure)) throw fault;
  }
}
