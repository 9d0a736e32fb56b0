import { type Client, type WorkflowExecutionInfo, WorkflowNotFoundError } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';
import type { WaitingFor } from '../../contracts/workflows/shared';
import { type ProcessStatus, WORKFLOW_TYPES, type WorkflowType } from '../../contracts/workflowTypes';

/** An open process as the list of Temporal shows it. */
export interface OpenProcess {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: WorkflowType;
  readonly status: ProcessStatus;
  readonly stage: string | null;
  readonly waitingFor: WaitingFor | null;
  /** ISO 8601, business time. */
  readonly dueAt: string | null;
  /** ISO 8601, real time. */
  readonly startedAt: string;
  /** Its workflow tasks fail again and again: the program does not fit its history. */
  readonly taskFails: boolean;
  /** One of its activities fails again and again. */
  readonly activityFails: boolean;
}

/** Attribute that servers from 1.30 on set while workflow tasks fail or time out. */
const REPORTED_PROBLEMS = 'TemporalReportedProblems';
/** Older servers are asked about each process; of the newest ones only, for it is one call each. */
const MOST_LOOKED_INTO = 500;
const AT_ONCE = 20;
/** Failed so often in a row, it is no hiccup. */
const TASK_ATTEMPTS = 3;
const ACTIVITY_ATTEMPTS = 5;

/** How a process ends that did not come to its own end. */
const ENDED_BADLY = ['Failed', 'TimedOut', 'Terminated', 'Canceled'] as const;
/** Portfolio work is everybody's; of its runs the next one does what a broken one left. */
const PORTFOLIO = [WORKFLOW_TYPES.endOfDay, WORKFLOW_TYPES.reconciliation] as const;

/**
 * Open processes of an institution, those that ended badly and were not reset since, and the portfolio work that
 * runs, newest first.
 * @param most how many are read at most
 */
export async function listProcesses(
  client: Client,
  institutionId: string,
  most: number,
): Promise<readonly OpenProcess[]> {
  const found: OpenProcess[] = [];
  const own = `${searchAttributes.institution.name} = '${institutionId.replaceAll("'", '')}'`;
  const ownOnes = `${own} AND ExecutionStatus IN (${quoted(['Running', ...ENDED_BADLY])})`;
  const portfolio = `WorkflowType IN (${quoted(PORTFOLIO)}) AND ExecutionStatus = 'Running'`;
  const query = `(${ownOnes}) OR (${portfolio})`;
  for await (const execution of client.workflow.list({ query, pageSize: 200 })) {
    found.push(openProcess(execution));
    if (found.length >= most) break;
  }
  return lookInto(client, found);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

async function lookInto(client: Client, found: readonly OpenProcess[]): Promise<readonly OpenProcess[]> {
  const seen: (OpenProcess | null)[] = [];
  for (let first = 0; first < Math.min(found.length, MOST_LOOKED_INTO); first += AT_ONCE) {
    const some = found.slice(first, Math.min(first + AT_ONCE, MOST_LOOKED_INTO));
    seen.push(...(await Promise.all(some.map((process) => lookIntoOne(client, process)))));
  }
  return [...seen.filter((process) => process !== null), ...found.slice(MOST_LOOKED_INTO)];
}

/** @returns null when it ended badly and a later run has taken over, or when it is gone */
async function lookIntoOne(client: Client, process: OpenProcess): Promise<OpenProcess | null> {
  try {
    const { runId, raw } = await client.workflow.getHandle(process.workflowId).describe();
    if (runId !== process.runId) return null;
    const { pendingWorkflowTask, pendingActivities } = raw;
    const attempts = (pendingActivities ?? []).map(({ attempt }) => attempt ?? 0);
    return {
      ...process,
      taskFails: process.taskFails || (pendingWorkflowTask?.attempt ?? 0) >= TASK_ATTEMPTS,
      activityFails: Math.max(0, ...attempts) >= ACTIVITY_ATTEMPTS,
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

function openProcess(execution: WorkflowExecutionInfo): OpenProcess {
  const { typedSearchAttributes: attributes, searchAttributes: untyped } = execution;
  return {
    workflowId: execution.workflowId,
    runId: execution.runId,
    // The query names no others.
    type: execution.type as WorkflowType,
    status: execution.status.name as ProcessStatus,
    stage: attributes.get(searchAttributes.stage) ?? null,
    waitingFor: (attributes.get(searchAttributes.waitingFor) as WaitingFor | undefined) ?? null,
    dueAt: attributes.get(searchAttributes.dueAt)?.toISOString() ?? null,
    startedAt: execution.startTime.toISOString(),
    taskFails: untyped[REPORTED_PROBLEMS] !== undefined,
    activityFails: false,
  };
}
