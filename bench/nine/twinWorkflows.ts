import {
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
  sleep,
} from '@temporalio/workflow';
import { TWIN_QUEUES, type TwinActivities, type TwinLoan } from './twinContract';

const local = proxyLocalActivities<TwinActivities>({ startToCloseTimeout: '20s' });
const ordinary = proxyActivities<TwinActivities>({ startToCloseTimeout: '45s' });

/** A loan's debit without a loan: the same timers, children and activities, and nothing in them. */
export async function twinLoan({ id, dueAtMs }: TwinLoan): Promise<void> {
  await local.touch();
  await sleep(dueAtMs - Date.now());
  await local.touch();
  await executeChild(twinPayment, {
    workflowId: `twin-payment/${id}`,
    taskQueue: TWIN_QUEUES.payments,
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
  await local.touch();
  await local.touch();
  await sleep('30 days');
}

export async function twinPayment(): Promise<void> {
  await local.touch();
  await ordinary.order();
  await local.touch();
}
