import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

/** How many workers poll a task queue for workflow tasks. @throws when Temporal can't be reached */
export async function readPollers(client: Client, taskQueue: string): Promise<number> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return pollers.length;
}
