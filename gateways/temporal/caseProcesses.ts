import type { Client } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';
import { recheckSignal } from '../../contracts/workflows';
import { PORTFOLIO, WORKFLOW_TYPES } from '../../contracts/workflowTypes';
import { ROLES } from '../../domain/approval/roles';
import { ENDED_BADLY, OURS, quoted, RUNNING } from './visibility';

const PAGE = 1_000;
const STAFF = ROLES.filter((role) => role !== 'applicant');
const WITH_STAGE = [
  WORKFLOW_TYPES.application,
  WORKFLOW_TYPES.appeal,
  WORKFLOW_TYPES.fileChange,
  WORKFLOW_TYPES.onboarding,
];
const WAITS_FOR_STAFF = `${searchAttributes.waitingFor.name} IN (${quoted(STAFF)})`;

/** Processes that wait for a member of staff: as many as the inboxes hold. */
export function waitingForStaff(client: Client): Promise<string[]> {
  return idsOf(client, `${RUNNING} AND ${WAITS_FOR_STAFF}`);
}

/** Processes whose stage or task the database shows too and whose run began after an instant; a reset begins one. */
export function begunSince(client: Client, since: Date): Promise<string[]> {
  const shown = `(${WAITS_FOR_STAFF} OR WorkflowType IN (${quoted(WITH_STAGE)}))`;
  return idsOf(client, `${RUNNING} AND ${shown} AND StartTime > '${since.toISOString()}'`);
}

/** Processes of cases that ended otherwise than by themselves after an instant. */
export function endedBadlySince(client: Client, since: Date): Promise<string[]> {
  const cases = `WorkflowType NOT IN (${quoted(PORTFOLIO)})`;
  return idsOf(client, `${cases} AND ${ENDED_BADLY} AND CloseTime > '${since.toISOString()}'`);
}

/** How often each of these processes has failed by itself since an instant. */
export async function failedRuns(
  client: Client,
  workflowIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  if (workflowIds.length === 0) return times;
  const failed = `ExecutionStatus = 'Failed' AND CloseTime > '${since.toISOString()}'`;
  const query = `${failed} AND WorkflowId IN (${quoted(workflowIds)})`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: PAGE })) {
    times.set(workflowId, (times.get(workflowId) ?? 0) + 1);
  }
  return times;
}

/** Those of these processes that the list of Temporal shows as running, and not somebody else's under their id. */
export async function runningAmong(client: Client, workflowIds: readonly string[]): Promise<Set<string>> {
  if (workflowIds.length === 0) return new Set();
  return new Set(await idsOf(client, `${RUNNING} AND ${OURS} AND WorkflowId IN (${quoted(workflowIds)})`));
}

/** All running processes whose stage or task the database shows too. */
export function shownProcesses(client: Client): Promise<string[]> {
  return idsOf(client, `${RUNNING} AND (${WAITS_FOR_STAFF} OR WorkflowType IN (${quoted(WITH_STAGE)}))`);
}

/** Asks a process to write its stage and its open tasks again. */
export async function askToRecheck(client: Client, workflowId: string): Promise<void> {
  await client.workflow.getHandle(workflowId).signal(recheckSignal, { signal: 'recheck' });
}

async function idsOf(client: Client, query: string): Promise<string[]> {
  const ids = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: PAGE })) ids.add(workflowId);
  return [...ids];
}
