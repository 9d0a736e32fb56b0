import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';

/** An open process as the list of Temporal shows it. */
export interface OpenProcess {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly status: string;
  readonly process: string | null;
  readonly stage: string | null;
  readonly waitingFor: string | null;
  /** ISO 8601, business time. */
  readonly dueAt: string | null;
  /** ISO 8601, real time. */
  readonly startedAt: string;
  /** Temporal itself reports that its tasks fail. */
  readonly taskFails: boolean;
}

/** Attribute that the server sets while workflow tasks fail or time out. */
const REPORTED_PROBLEMS = 'TemporalReportedProblems';

/**
 * Open processes of an institution and those that ended badly, newest first.
 * @param most how many are read at most
 */
export async function listProcesses(
  client: Client,
  institutionId: string,
  most: number,
): Promise<readonly OpenProcess[]> {
  const found: OpenProcess[] = [];
  const statuses = `(ExecutionStatus = 'Running' OR ExecutionStatus = 'Failed' OR ExecutionStatus = 'TimedOut')`;
  const query = `${searchAttributes.institution.name} = '${institutionId.replaceAll("'", '')}' AND ${statuses}`;
  for await (const execution of client.workflow.list({ query, pageSize: 200 })) {
    found.push(openProcess(execution));
    if (found.length >= most) break;
  }
  return found;
}

function openProcess(execution: WorkflowExecutionInfo): OpenProcess {
  const { typedSearchAttributes: attributes, searchAttributes: untyped } = execution;
  return {
    workflowId: execution.workflowId,
    runId: execution.runId,
    type: execution.type,
    status: execution.status.name,
    process: attributes.get(searchAttributes.process) ?? null,
    stage: attributes.get(searchAttributes.stage) ?? null,
    waitingFor: attributes.get(searchAttributes.waitingFor) ?? null,
    dueAt: attributes.get(searchAttributes.dueAt)?.toISOString() ?? null,
    startedAt: execution.startTime.toISOString(),
    taskFails: untyped[REPORTED_PROBLEMS] !== undefined,
  };
}
