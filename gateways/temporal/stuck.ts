import type { Client } from '@temporalio/client';
import { searchAttributes } from '../../contracts/searchAttributes';

/** A process that goes on only when somebody does something about it. */
export interface StuckProcess {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly stage: string | null;
  readonly why: 'TASK_FAILS' | 'ACTIVITY_FAILS' | 'FAILED';
  /** What fails, without its message: messages may quote personal data and are encrypted. */
  readonly detail: string;
  readonly attempts: number;
}

/** Attribute that the server sets while workflow tasks fail or time out. */
const REPORTED_PROBLEMS = 'TemporalReportedProblems';
/** A first fault or two are the line's; from here on somebody should know. */
const ATTEMPTS_TO_REPORT = 4;
const MOST_LOOKED_AT = 500;

/**
 * Processes that are stuck: a workflow task fails (bad deploy), an activity fails again and again (bank down,
 * wrong result), or the process failed.
 */
export async function listStuck(client: Client): Promise<readonly StuckProcess[]> {
  const failing = await ofQuery(
    client,
    `ExecutionStatus = 'Running' AND ${REPORTED_PROBLEMS} IS NOT NULL`,
    'TASK_FAILS',
  );
  const failed = await ofQuery(
    client,
    `ExecutionStatus = 'Failed' OR ExecutionStatus = 'TimedOut'`,
    'FAILED',
  );
  return [...failing, ...failed, ...(await failingActivities(client))];
}

async function ofQuery(client: Client, query: string, why: StuckProcess['why']): Promise<StuckProcess[]> {
  const found: StuckProcess[] = [];
  for await (const execution of client.workflow.list({ query, pageSize: 200 })) {
    const { workflowId, runId, type, typedSearchAttributes, searchAttributes: untyped, status } = execution;
    const detail = String(untyped[REPORTED_PROBLEMS]?.[0] ?? status.name);
    const stage = typedSearchAttributes.get(searchAttributes.stage) ?? null;
    found.push({ workflowId, runId, type, stage, why, detail, attempts: 0 });
    if (found.length >= MOST_LOOKED_AT) break;
  }
  return found;
}

/** Only processes that wait for the platform or the bank have activities on their way. */
async function failingActivities(client: Client): Promise<StuckProcess[]> {
  const waiting = `(${searchAttributes.waitingFor.name} = 'platform' OR ${searchAttributes.waitingFor.name} = 'bank')`;
  const found: StuckProcess[] = [];
  let looked = 0;
  for await (const { workflowId, runId, type, typedSearchAttributes } of client.workflow.list({
    query: `ExecutionStatus = 'Running' AND ${waiting}`,
    pageSize: 200,
  })) {
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
    const [worst] = [...(raw.pendingActivities ?? [])].sort((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0));
    const attempts = worst?.attempt ?? 0;
    if (attempts >= ATTEMPTS_TO_REPORT) {
      const detail = worst?.activityType?.name ?? '';
      const stage = typedSearchAttributes.get(searchAttributes.stage) ?? null;
      found.push({ workflowId, runId, type, stage, why: 'ACTIVITY_FAILS', detail, attempts });
    }
    looked += 1;
    if (looked >= MOST_LOOKED_AT) break;
  }
  return found;
}
