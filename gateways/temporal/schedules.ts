import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import { WORKFLOW_TYPES, workflowSummary } from '../../contracts/workflowTypes';

const BUSINESS_DAY_MS = 86_400_000;
const OFTEN_ENOUGH_MS = 3_600_000;
const NOT_MORE_OFTEN_MS = 20_000;

/** Portfolio work: each run does all business days that are over and open, so a run too many does nothing. */
const PORTFOLIO = [WORKFLOW_TYPES.endOfDay, WORKFLOW_TYPES.reconciliation] as const;

/** Real time between two runs: about a business day on a fast clock, an hour on the wall's. */
export function intervalOf(clockSpeed: number): number {
  const day = Math.round(BUSINESS_DAY_MS / clockSpeed);
  return Math.min(OFTEN_ENOUGH_MS, Math.max(NOT_MORE_OFTEN_MS, day));
}

/**
 * Creates the Schedules of the portfolio work, or makes them what this program says that they are. One that a person
 * paused stays paused.
 * @param clockSpeed business seconds in a real second
 */
export async function ensureSchedules(client: Client, clockSpeed: number): Promise<void> {
  for (const type of PORTFOLIO) await ensureSchedule(client, type, intervalOf(clockSpeed));
}

async function ensureSchedule(
  client: Client,
  type: (typeof PORTFOLIO)[number],
  intervalMs: number,
): Promise<void> {
  const scheduleId = `schedule/${type}`;
  const definition = {
    spec: { intervals: [{ every: intervalMs }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: type,
      workflowId: type,
      taskQueue: TASK_QUEUES.main,
      staticSummary: workflowSummary(type),
      typedSearchAttributes: [{ key: searchAttributes.process, value: type }],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' as const },
  };
  try {
    await client.schedule.create({ scheduleId, ...definition });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...definition, state }));
  }
}
