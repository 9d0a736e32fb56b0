import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { readRetentionDays } from './namespace';

/** How many workers poll a task queue for workflow tasks. @throws when Temporal can't be reached */
export async function readPollers(client: Client, taskQueue: string): Promise<number> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return pollers.length;
}

/** What to say of a namespace that keeps what is over for too short; undefined when it is long enough. */
export async function retentionTooShort(client: Client, wantedDays: number): Promise<string | undefined> {
  const days = await readRetentionDays(client);
  return days >= wantedDays ? undefined : `keeps what is over for ${days} days only, not for ${wantedDays}`;
}
