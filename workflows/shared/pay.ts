import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowFailure,
  executeChild,
  ParentClosePolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { type PaymentId, workflowIds } from '../../contracts/ids';
import { processStart } from '../../contracts/processStart';
import { isOurs } from '../../contracts/refusedPayload';
import { attributesOfPayment } from '../../contracts/searchAttributes';
import type { AnyStage } from '../../contracts/texts/processTexts';
import type { PaymentInput, PaymentOrder, PaymentResult } from '../../contracts/workflows';
import { WORKFLOW_TYPES, workflowSummary } from '../../contracts/workflowTypes';
import { businessDate } from '../../domain/calendar/clock';
import type { Case } from '../case/case';
import type { BusinessTime } from './businessTime';
import { stableId } from './stableId';
import { warn } from './warnings';

/** Everything about an order but its id and its date, which follow from when it was decided. */
export type OrderToPay = Omit<PaymentOrder, 'paymentId' | 'valueDate'>;

/**
 * Has one order carried out by a process of its own, which outlives this one, and waits for the outcome.
 * The money counts from the day of the instant at which the order was decided.
 */
function pay(order: OrderToPay, time: BusinessTime): Promise<PaymentResult> {
  // By its key and not by the time: a workflow's clock is not the same on replay beside local activities.
  const paymentId = stableId<PaymentId>(`payment/${order.key}`);
  const input: PaymentInput = {
    ...order,
    ...time.input(),
    paymentId,
    valueDate: businessDate(order.decidedAtMs),
  };
  return executeChild<(input: PaymentInput) => Promise<PaymentResult>>(WORKFLOW_TYPES.payment, {
    ...processStart('payment', order.institutionId, attributesOfPayment(order.amountFen)),
    workflowId: workflowIds.payment(paymentId),
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    staticSummary: `${workflowSummary('payment')}: ${order.key}`,
    args: [input],
  });
}

/** A payment's process that failed, was ended by hand, or could not begin, is asked for again after so long. */
const AFTER_FAULT_MS = 3_600_000;

const TAKEN =
  '支付流程的编号已被他人占用，稍后换一个编号 · The id of a payment was taken by a stranger: another one is used later';

/**
 * Pays, and takes no failed or ended process for an answer: the same order again, under its key and the next id. What
 * was begun is followed, never doubled, and whoever ordered orders nothing else meanwhile. An id can be foreseen by who
 * reaches Temporal, and taken before: that is no end either.
 */
export async function payUntilKnown(
  order: OrderToPay,
  orderer: Pick<Case<AnyStage>, 'time' | 'note'>,
): Promise<PaymentResult> {
  const { time } = orderer;
  for (;;) {
    try {
      const paid = await pay(order, time);
      if (isOurs(paid)) return paid;
    } catch (fault) {
      if (fault instanceof WorkflowExecutionAlreadyStartedError) warn(TAKEN);
      else if (!(fault instanceof ChildWorkflowFailure)) throw fault;
    }
    orderer.note('platform');
    await time.wait(time.nowMs() + AFTER_FAULT_MS, {
      summary: '支付流程出错,稍后再看 · The payment process failed: looked at again later',
      atLeastRealMs: AFTER_FAULT_MS / 60,
    });
  }
}
