import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import { PORTFOLIO, workflowSummary } from '../../contracts/workflowTypes';
import { ENDED_BADLY, quoted } from './visibility';

const DAY_MS = 86_400_000;
const OFTEN_ENOUGH_MS = 3_600_000;
const NOT_MORE_OFTEN_MS = 20_000;
/** The first run after a start: processes have had the time to book what came due before it. */
const FIRST_AFTER_MS = 20_000;

/** Real time between two runs: about a business day on a fast clock, an hour on the wall's. */
export function intervalOf(clockSpeed: number): number {
  const day = Math.round(DAY_MS / clockSpeed);
  return Math.min(OFTEN_ENOUGH_MS, Math.max(NOT_MORE_OFTEN_MS, day));
}

/**
 * Creates the Schedules of the portfolio work, or makes them what this program says that they are. One that a person
 * paused stays paused. Each runs soon after a start: what a faster clock left undone does not wait for the hour of a
 * slower one.
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
  const scheduleId = scheduleIdOf(type);
  const definition = {
    spec: { intervals: [{ every: intervalMs, offset: (Date.now() + FIRST_AFTER_MS) % intervalMs }] },
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

/** How the Schedules of the portfolio work stand. */
export interface ScheduleFigures {
  readonly paused: number;
  /** Runs of the portfolio work that ended badly within a real day. */
  readonly failedRuns: number;
}

/** @throws when Temporal can't be reached */
export async function scheduleFigures(client: Client): Promise<ScheduleFigures> {
  const states = await Promise.all(
    PORTFOLIO.map((type) => client.schedule.getHandle(scheduleIdOf(type)).describe()),
  );
  const since = new Date(Date.now() - DAY_MS).toISOString();
  const { count } = await client.workflow.count(
    `WorkflowType IN (${quoted(PORTFOLIO)}) AND ${ENDED_BADLY} AND CloseTime > '${since}'`,
  );
  return { paused: states.filter(({ state }) => state.paused).length, failedRuns: count };
}

/** What Temporal calls the Schedule of a type of portfolio work. */
export function scheduleIdOf(type: (typeof PORTFOLIO)[number]): string {
  return `schedule/${type}`;
}
