import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import { PORTFOLIO, WORKFLOW_TYPES } from '../../contracts/workflowTypes';

/** Whether a process that names no institution is the platform's own: its id is what its Schedule makes of its type. */
export function isPlatforms({
  type,
  workflowId,
}: {
  readonly type: string;
  readonly workflowId: string;
}): boolean {
  return PORTFOLIO.some((own) => own === type && workflowId.startsWith(`${own}-`));
}

const TYPES: readonly string[] = Object.values(WORKFLOW_TYPES);
const QUEUES: readonly string[] = Object.values(TASK_QUEUES);

/** Whether workers of ours carry a process: what waits anywhere else, or is of no kind that they know, never moves. */
export function isOurs(type: string, taskQueue: string): boolean {
  return TYPES.includes(type) && QUEUES.includes(taskQueue);
}

/** The same as a condition. */
export const OURS = `WorkflowType IN (${quoted(TYPES)}) AND TaskQueue IN (${quoted(QUEUES)})`;

export const RUNNING = `ExecutionStatus = 'Running'`;

/** A page of Temporal's list as it came; `next` is what to ask for as `after`. */
export interface ListedPage {
  readonly executions: readonly WorkflowExecutionInfo[];
  readonly next: string | null;
}

/**
 * One page of Temporal's list. The client's own `list` goes through all of them and can't go on from a place.
 * @param after `next` of the page before; Temporal's token says where in the order, not what is asked for
 */
export async function listedPage(
  client: Client,
  query: string,
  { after, pageSize }: { readonly after: string | null; readonly pageSize: number },
): Promise<ListedPage> {
  const { namespace, loadedDataConverter } = client.options;
  const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
    namespace,
    query,
    pageSize,
    ...(after === null ? {} : { nextPageToken: Buffer.from(after, 'base64url') }),
  });
  return {
    executions: await Promise.all(
      executions.map((raw) => executionInfoFromRaw(raw, loadedDataConverter, raw, namespace)),
    ),
    next: nextPageToken.length === 0 ? null : Buffer.from(nextPageToken).toString('base64url'),
  };
}

/** Values of a query. No name of ours has a quote or a backslash in it; what comes from outside loses them. */
export function quoted(values: readonly string[]): string {
  return values.map((value) => `'${value.replace(/['\\]/g, '')}'`).join(', ');
}

/** It did not come to its own end. */
export const ENDED_BADLY = `ExecutionStatus IN (${quoted(['Failed', 'TimedOut', 'Terminated', 'Canceled'])})`;
