import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { clockChangedSignal } from '../../contracts/workflows';
import {
  PORTFOLIO,
  WORKFLOW_TYPE_NAMES,
  WORKFLOW_TYPES,
  type WorkflowType,
} from '../../contracts/workflowTypes';
import type { BusinessClock } from '../../domain/calendar/clock';

const AT_ONCE = 20;

/** By the wall's clock run what Schedules begin, and a review of rights; all others live in business time. */
const UNTIMED: readonly WorkflowType[] = [...PORTFOLIO, WORKFLOW_TYPES.institutionAccessReview];
const TIMED = WORKFLOW_TYPE_NAMES.filter((type) => !UNTIMED.includes(type));

/**
 * Tells every open process that business time runs differently from now on. Telling one twice is harmless.
 * @returns how many were told
 */
export async function signalClockChanged(client: Client, clock: BusinessClock): Promise<number> {
  const types = TIMED.map((type) => `'${type}'`).join(', ');
  const query = `ExecutionStatus = 'Running' AND WorkflowType IN (${types})`;
  const open: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1_000 })) open.push(workflowId);
  for (let first = 0; first < open.length; first += AT_ONCE) {
    await Promise.all(open.slice(first, first + AT_ONCE).map((id) => tell(client, id, clock)));
  }
  return open.length;
}

async function tell(client: Client, workflowId: string, clock: BusinessClock): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(clockChangedSignal, { signal: 'clockChanged', clock });
  } catch (error) {
    // It ended between the list and the signal.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
