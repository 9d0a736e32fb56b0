import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { SmallActivities } from './activities';

/** All that a worker of the platform carries, so that its memory is the platform's. */
export * from '../../workflows';

const { note } = proxyLocalActivities<SmallActivities>({ startToCloseTimeout: '10 seconds' });
const { send } = proxyActivities<SmallActivities>({ startToCloseTimeout: '10 seconds' });

/** As much as a payment that is answered at once: a step on our own database, one outside, another of ours. */
export async function small(): Promise<void> {
  await note();
  await send();
  await note();
}
