import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { WORKFLOW_TYPES } from '../../contracts/workflowTypes';

const { TaskQueueType } = temporal.api.enums.v1;
const KINDS = {
  workflow: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  activity: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
} as const;
const MS_PER_DAY = 86_400_000;
const PORTFOLIO = [WORKFLOW_TYPES.endOfDay, WORKFLOW_TYPES.reconciliation];

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

/** How the Schedules of the portfolio work stand. */
export interface ScheduleFigures {
  readonly paused: number;
  /** Runs of the portfolio work that ended badly within a real day. */
  readonly failedRuns: number;
}

/** @throws when Temporal can't be reached */
export async function scheduleFigures(client: Client): Promise<ScheduleFigures> {
  const states = await Promise.all(
    PORTFOLIO.map((type) => client.schedule.getHandle(`schedule/${type}`).describe()),
  );
  const types = PORTFOLIO.map((type) => `'${type}'`).join(', ');
  const since = new Date(Date.now() - MS_PER_DAY).toISOString();
  const { count } = await client.workflow.count(
    `WorkflowType IN (${types}) AND ExecutionStatus IN ('Failed', 'TimedOut', 'Terminated') AND CloseTime > '${since}'`,
  );
  return { paused: states.filter(({ state }) => state.paused).length, failedRuns: count };
}
