import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { TaskQueueType } = temporal.api.enums.v1;
const KINDS = {
  workflow: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  activity: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
} as const;

/** What waits in a task queue for a worker. */
export interface Backlog {
  readonly taskQueue: string;
  readonly kind: keyof typeof KINDS;
  readonly tasks: number;
  /** Age of the oldest. */
  readonly oldestSeconds: number;
}

/** @throws when Temporal can't be reached */
export async function backlogs(client: Client, taskQueues: readonly string[]): Promise<readonly Backlog[]> {
  const wanted = taskQueues.flatMap((taskQueue) =>
    (Object.keys(KINDS) as Backlog['kind'][]).map((kind) => ({ taskQueue, kind })),
  );
  return await Promise.all(wanted.map((each) => backlogOf(client, each)));
}

async function backlogOf(
  client: Client,
  { taskQueue, kind }: Pick<Backlog, 'taskQueue' | 'kind'>,
): Promise<Backlog> {
  const { stats } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: KINDS[kind],
    reportStats: true,
  });
  return {
    taskQueue,
    kind,
    tasks: Number(stats?.approximateBacklogCount ?? 0),
    oldestSeconds: Number(stats?.approximateBacklogAge?.seconds ?? 0),
  };
}
