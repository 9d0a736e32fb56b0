import { type Client, type WorkflowExecutionInfo, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow';
import type { temporal } from '@temporalio/proto';
import { searchAttributes } from '../../contracts/searchAttributes';
import { ACTIVITY_ATTEMPTS, type StuckReason, WORKFLOW_TASK } from '../../contracts/stuck';
import type { WaitingFor } from '../../contracts/workflows/shared';
import { PORTFOLIO, type ProcessStatus, type WorkflowType } from '../../contracts/workflowTypes';
import { ENDED_BADLY, isPlatforms, listedPage, quoted, RUNNING } from './visibility';

/** A process as the list of Temporal shows it. */
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
  /** The activity that no repetition cures and of which an admin is asked; null: none. */
  readonly failedStep: string | null;
  /** One of its activities is paused. */
  readonly isPaused: boolean;
}

/** Which processes of an institution are asked for. */
export interface ProcessFilter {
  readonly institutionId: string;
  readonly type?: WorkflowType | undefined;
  readonly stage?: string | undefined;
  readonly waitingFor?: WaitingFor | undefined;
}

/** A page of Temporal's list; `next` is Temporal's own token, null after the last page. */
export interface ProcessPage {
  readonly items: readonly OpenProcess[];
  readonly next: string | null;
}

interface Paging {
  readonly after: string | null;
  readonly pageSize: number;
}

/** Reasons that Temporal's list answers by its search attributes. */
export type ListedReason = Exclude<StuckReason, 'ENDED_BADLY' | 'ACTIVITY_FAILS'>;

/** Attribute that servers from 1.30 on set while workflow tasks fail or time out. */
const REPORTED_PROBLEMS = 'TemporalReportedProblems';
/** Attribute that servers from 1.28 on set while an activity is paused. */
const PAUSED = defineSearchAttributeKey('TemporalPauseInfo', 'KEYWORD_LIST');
/** Workflow ids that one question names. */
const IDS_AT_ONCE = 200;
/** Pages of processes that were all taken over which are read for one page of those that were not. */
const MOST_PAGES = 10;

/** Running processes of an institution and the portfolio work that runs, newest first. */
export async function listRunning(
  client: Client,
  filter: ProcessFilter,
  paging: Paging,
): Promise<ProcessPage> {
  const everybodys = `WorkflowType IN (${quoted(PORTFOLIO)})`;
  const owned = `(${owner(filter)} OR ${everybodys})`;
  return await processPage(client, [owned, ...narrowing(filter), RUNNING], paging);
}

/**
 * Running processes that are stuck for a reason of which the list itself knows, newest first.
 * @param overdueBefore ISO 8601, business time
 */
export async function listStuck(
  client: Client,
  reason: ListedReason,
  filter: ProcessFilter,
  overdueBefore: string,
  paging: Paging,
): Promise<ProcessPage> {
  return await processPage(client, stuckQuery(reason, filter, overdueBefore), paging);
}

/** How many those are. */
export async function countStuck(
  client: Client,
  reason: ListedReason,
  filter: ProcessFilter,
  overdueBefore: string,
): Promise<number> {
  return await count(client, stuckQuery(reason, filter, overdueBefore));
}

/** How many processes of an institution run. */
export async function countRunning(client: Client, filter: ProcessFilter): Promise<number> {
  return await count(client, [owner(filter), ...narrowing(filter), RUNNING]);
}

/** Processes that ended otherwise than by themselves and that no later run has taken over since. */
export async function listEndedBadly(
  client: Client,
  filter: ProcessFilter,
  { after, pageSize }: Paging,
): Promise<ProcessPage> {
  const query = [owner(filter), ...narrowing(filter), ENDED_BADLY];
  let next = after;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const ended = await processPage(client, query, { after: next, pageSize });
    const items = await notTakenOver(client, ended.items);
    next = ended.next;
    if (items.length > 0 || next === null) return { items, next };
  }
  return { items: [], next };
}

/** How many those are, and whether there are more than were counted. */
export async function countEndedBadly(
  client: Client,
  filter: ProcessFilter,
): Promise<{ readonly count: number; readonly isAtLeast: boolean }> {
  let counted = 0;
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await listEndedBadly(client, filter, { after, pageSize: IDS_AT_ONCE });
    counted += items.length;
    after = next;
    if (after === null) return { count: counted, isAtLeast: false };
  }
  return { count: counted, isAtLeast: true };
}

/** Those of these processes that run and are of the institution, or everybody's, in the order of the ids. */
export async function runningOf(
  client: Client,
  filter: ProcessFilter,
  workflowIds: readonly string[],
): Promise<readonly OpenProcess[]> {
  const found = await byIds(client, workflowIds, [RUNNING]);
  const { institutionId, type, stage, waitingFor } = filter;
  const isAsked = (process: Found) =>
    (process.institutionId === institutionId || isEverybodys(process)) &&
    (type === undefined || process.type === type) &&
    (stage === undefined || process.stage === stage) &&
    (waitingFor === undefined || process.waitingFor === waitingFor);
  const asked = new Map(found.filter(isAsked).map((process) => [process.workflowId, processOf(process)]));
  return workflowIds.flatMap((id) => asked.get(id) ?? []);
}

/** Whether the list of the server knows what stands behind a reason. */
export async function isListed(client: Client, reason: 'TASK_FAILS' | 'ACTIVITY_PAUSED'): Promise<boolean> {
  const { operatorService } = client.connection as typeof client.connection & {
    readonly operatorService: temporal.api.operatorservice.v1.OperatorService;
  };
  const { systemAttributes } = await operatorService.listSearchAttributes({
    namespace: client.options.namespace,
  });
  return (reason === 'TASK_FAILS' ? REPORTED_PROBLEMS : PAUSED.name) in (systemAttributes ?? {});
}

/** A step that fails again and again or is paused, as its process itself says. */
export interface PendingFailure {
  /** The activity, or {@link WORKFLOW_TASK}. */
  readonly step: string;
  readonly attempts: number;
  /** When it is tried again, ISO 8601, real time; null while it is being tried, or for a workflow task. */
  readonly nextAttemptAt: string | null;
  readonly isPaused: boolean;
  /** What the program said of the last failure; null for a workflow task, or where nothing failed. */
  readonly said: string | null;
}

/** How a process stands this moment; null when Temporal knows no such process. */
export async function lookInto(
  client: Client,
  workflowId: string,
): Promise<{ readonly isRunning: boolean; readonly failures: readonly PendingFailure[] } | null> {
  try {
    const { status, raw } = await client.workflow.getHandle(workflowId).describe();
    const task = raw.pendingWorkflowTask?.attempt ?? 0;
    const activities = (raw.pendingActivities ?? []).filter(
      ({ attempt, paused }) => paused === true || (attempt ?? 0) >= ACTIVITY_ATTEMPTS,
    );
    const failing = activities.map(async (activity): Promise<PendingFailure> => {
      const { activityType, attempt, paused, scheduledTime } = activity;
      return {
        step: activityType?.name ?? '',
        attempts: attempt ?? 0,
        nextAttemptAt: paused ? null : instantOf(scheduledTime),
        isPaused: paused === true,
        said: await lastWords(client, workflowId, activity),
      };
    });
    const taskFails = {
      step: WORKFLOW_TASK,
      attempts: task,
      nextAttemptAt: null,
      isPaused: false,
      said: null,
    };
    return {
      isRunning: status.name === 'RUNNING',
      failures: [...(task > 1 ? [taskFails] : []), ...(await Promise.all(failing))],
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;

/** What the program said when an activity failed last; of a forged or unreadable failure nothing. */
async function lastWords(
  { options }: Client,
  workflowId: string,
  { activityId, lastFailure }: PendingActivity,
): Promise<string | null> {
  if (lastFailure == null) return null;
  const { loadedDataConverter: converter, namespace } = options;
  const of = {
    type: 'activity',
    namespace,
    workflowId,
    activityId: activityId ?? '',
    isLocal: false,
  } as const;
  try {
    return (await decodeOptionalFailureToOptionalError(converter, lastFailure, of))?.message ?? null;
  } catch {
    return null;
  }
}

function instantOf(time: { seconds?: unknown } | null | undefined): string | null {
  const seconds = Number(time?.seconds ?? 0);
  return seconds === 0 ? null : new Date(seconds * 1000).toISOString();
}

/** The process of a run, and whose it is; null when the list does not show it. */
export async function findRun(client: Client, runId: string): Promise<Found | null> {
  const { executions } = await listedPage(client, `RunId = ${quoted([runId])}`, { after: null, pageSize: 1 });
  const [found] = executions.map(foundOf);
  return found ?? null;
}

/** A process and whose it is; null: portfolio work. */
export interface Found extends OpenProcess {
  readonly institutionId: string | null;
}

function owner({ institutionId }: ProcessFilter): string {
  return `${searchAttributes.institution.name} = ${quoted([institutionId])}`;
}

function narrowing({ type, stage, waitingFor }: ProcessFilter): readonly string[] {
  return [
    ...(type === undefined ? [] : [`WorkflowType = ${quoted([type])}`]),
    ...(stage === undefined ? [] : [`${searchAttributes.stage.name} = ${quoted([stage])}`]),
    ...(waitingFor === undefined ? [] : [`${searchAttributes.waitingFor.name} = ${quoted([waitingFor])}`]),
  ];
}

function stuckQuery(reason: ListedReason, filter: ProcessFilter, overdueBefore: string): readonly string[] {
  const because: Readonly<Record<ListedReason, string>> = {
    TASK_FAILS: `${REPORTED_PROBLEMS} IS NOT NULL`,
    ACTIVITY_PAUSED: `${PAUSED.name} IS NOT NULL`,
    WAITS_FOR_ADMIN: `${searchAttributes.failedStep.name} IS NOT NULL`,
    OVERDUE: `${searchAttributes.dueAt.name} < ${quoted([overdueBefore])}`,
  };
  return [because[reason], owner(filter), ...narrowing(filter), RUNNING];
}

async function count(client: Client, query: readonly string[]): Promise<number> {
  return (await client.workflow.count(query.join(' AND '))).count;
}

async function processPage(client: Client, query: readonly string[], paging: Paging): Promise<ProcessPage> {
  const { executions, next } = await listedPage(client, query.join(' AND '), paging);
  const found = executions.map(foundOf);
  return {
    items: found.filter((each) => each.institutionId !== null || isEverybodys(each)).map(processOf),
    next,
  };
}

/** Of those that ended, the last run of each process. */
async function notTakenOver(client: Client, ended: readonly OpenProcess[]): Promise<readonly OpenProcess[]> {
  const runs = await byIds(
    client,
    ended.map(({ workflowId }) => workflowId),
    [],
  );
  const newest = new Map<string, OpenProcess>();
  for (const run of runs) {
    const known = newest.get(run.workflowId);
    if (known === undefined || known.startedAt < run.startedAt) newest.set(run.workflowId, run);
  }
  return ended.filter(({ workflowId, runId }) => newest.get(workflowId)?.runId === runId);
}

async function byIds(
  client: Client,
  workflowIds: readonly string[],
  also: readonly string[],
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let first = 0; first < workflowIds.length; first += IDS_AT_ONCE) {
    const ids = workflowIds.slice(first, first + IDS_AT_ONCE);
    const query = [`WorkflowId IN (${quoted(ids)})`, ...also].join(' AND ');
    let after: string | null = null;
    do {
      const page = await listedPage(client, query, { after, pageSize: 1_000 });
      found.push(...page.executions.map(foundOf));
      after = page.next;
    } while (after !== null);
  }
  return found;
}

function foundOf(execution: WorkflowExecutionInfo): Found {
  const attributes = execution.typedSearchAttributes;
  return {
    workflowId: execution.workflowId,
    runId: execution.runId,
    // The queries name no others.
    type: execution.type as WorkflowType,
    status: execution.status.name as ProcessStatus,
    stage: attributes.get(searchAttributes.stage) ?? null,
    waitingFor: (attributes.get(searchAttributes.waitingFor) as WaitingFor | undefined) ?? null,
    dueAt: attributes.get(searchAttributes.dueAt)?.toISOString() ?? null,
    startedAt: execution.startTime.toISOString(),
    failedStep: attributes.get(searchAttributes.failedStep) ?? null,
    isPaused: attributes.get(PAUSED) !== undefined,
    institutionId: attributes.get(searchAttributes.institution) ?? null,
  };
}

/** What names no institution and is not the platform's own was begun by a stranger, under an id of anybody's. */
function isEverybodys(process: Found): boolean {
  return process.institutionId === null && isPlatforms(process);
}

function processOf({ institutionId: _, ...process }: Found): OpenProcess {
  return process;
}
