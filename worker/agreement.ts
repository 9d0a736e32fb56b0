import type { Client } from '@temporalio/client';
import { tasksQuery } from '../contracts/workflows';
import {
  CASE_KINDS,
  type CaseKind,
  type RunningCase,
  runningCases,
  shownStage,
  shownTasks,
  takeToCompare,
  withoutTask,
  workflowsWithTasks,
} from '../gateways/database/agreement';
import type { Database } from '../gateways/database/client';
import { abandonedClaims } from '../gateways/database/staff';
import {
  askToRecheck,
  begunSince,
  endedBadlySince,
  runningAmong,
  shownProcesses,
  waitingForStaff,
} from '../gateways/temporal/caseProcesses';
import { askProcess } from '../gateways/temporal/queries';
import { processState } from '../gateways/temporal/revive';
import { type CarryOnParts, carryOn } from './carryOn';
import { eachOf } from './eachOf';

/** Something that the database shows and the history doesn't hold, or the other way round. */
export interface Disagreement {
  readonly workflowId: string;
  readonly what: /** The rows say that the case goes on, and no process carries it. */
    | 'NO_PROCESS'
    /** The table shows a task that nobody could decide. */
    | 'TASK_UNKNOWN'
    /** The process waits for a task that no inbox shows. */
    | 'TASK_NOT_SHOWN'
    | 'CLAIM_DIFFERS'
    | 'STAGE_DIFFERS';
  readonly detail: string;
}

interface Parts {
  readonly sql: Database['sql'];
  readonly client: Client;
}

const ASK_FOR_MS = 5_000;

/**
 * Everything in which tables and histories differ. Looks at each case that is open: for the tests and for whoever
 * wants to be sure, not for every minute.
 */
export async function disagreements({ sql, client }: Parts): Promise<readonly Disagreement[]> {
  const shown = new Set([...(await workflowsWithTasks(sql)), ...(await shownProcesses(client))]);
  const found = await eachOf([...shown], (workflowId) => differencesOf({ sql, client }, workflowId));
  for (const kind of CASE_KINDS) {
    for (let after: string | null = null; ; ) {
      const cases: readonly RunningCase[] = await runningCases(sql, kind, {
        after,
        most: CASES_A_SWEEP,
        olderThanMinutes: 0,
      });
      const lost = await withoutProcess(client, cases);
      found.push(lost.map(({ workflowId }) => ({ workflowId, what: 'NO_PROCESS', detail: '' })));
      after = cases.at(-1)?.id ?? null;
      if (after === null) break;
    }
  }
  return found.flat();
}

/** What differs of one process now. What is being written differs for a moment. */
async function differencesOf({ sql, client }: Parts, workflowId: string): Promise<Disagreement[]> {
  const state = await processState(client, workflowId);
  const isRunning = state?.status === 'RUNNING';
  const answer = isRunning ? await askProcess(client, workflowId, tasksQuery, ASK_FOR_MS) : null;
  // No worker answers: nothing can be said.
  if (isRunning && answer === null) return [];
  const { stage = null, tasks = [] } = answer ?? {};
  const rows = await shownTasks(sql, workflowId);
  const shown = stage === null ? null : await shownStage(sql, workflowId);
  const found: Disagreement[] = [];
  const say = (what: Disagreement['what'], detail: string) => found.push({ workflowId, what, detail });
  for (const { taskId, claimedBy } of rows) {
    const known = tasks.find((task) => task.taskId === taskId);
    if (known === undefined) say('TASK_UNKNOWN', taskId);
    else if (known.claimedBy !== claimedBy) say('CLAIM_DIFFERS', taskId);
  }
  for (const { taskId, status } of tasks) {
    const isOpen = status === 'OPEN' || status === 'CLAIMED';
    if (isOpen && !rows.some((row) => row.taskId === taskId)) say('TASK_NOT_SHOWN', taskId);
  }
  if (shown !== null && shown !== stage) say('STAGE_DIFFERS', `${shown} in the table, ${stage}`);
  return found;
}

/** Those of these cases that no process carries on. Visibility may be late: those that it doesn't show are asked for. */
export async function withoutProcess(
  client: Client,
  cases: readonly RunningCase[],
): Promise<readonly RunningCase[]> {
  const running = await runningAmong(
    client,
    cases.map(({ workflowId }) => workflowId),
  );
  const doubtful = cases.filter(({ workflowId }) => !running.has(workflowId));
  const states = await eachOf(doubtful, ({ workflowId }) => processState(client, workflowId));
  return doubtful.filter((_, index) => states[index]?.status !== 'RUNNING' || !states[index]?.isOurs);
}

/** Tasks whose processes are asked in one sweep: new ones, then the rest in turn. */
const TASKS_A_SWEEP = 40;
/** Cases of a kind that are looked for in one sweep, in turn: one question for all of them. */
const CASES_A_SWEEP = 200;
/** Younger cases are being begun, or are found by those who look for what never began. */
const BEGUN_WITHIN_MINUTES = 6;
/** For what Temporal's list shows late. */
const OVERLAP_MS = 20_000;
/** What ended while no worker looked. */
const FIRST_LOOK_BACK_MS = 3_600_000;
/** What is being written differs for a moment. */
const LOOK_AGAIN_AFTER_MS = 1_000;

/**
 * Heals what an operator's accident or a reset parted: the process is right about its tasks and its stage, and
 * writes them again; a case that was ended from outside goes on; whatever only a person can settle becomes a break.
 *
 * Cheap by looking where something changed. Each sweep asks Temporal's list three short questions (ended badly, begun,
 * waiting for staff), asks the processes of new tasks once, and walks in turn over the other tasks and over all cases.
 */
export function agreementSweep(parts: CarryOnParts): () => Promise<void> {
  const { sql, client, log } = parts;
  let sinceMs = Date.now() - FIRST_LOOK_BACK_MS;
  const walkedTo = new Map<CaseKind, string | null>();

  const sweep = async () => {
    const begunMs = Date.now();
    const since = new Date(sinceMs - OVERLAP_MS);
    await carryOn(parts, await endedBadlySince(client, since));
    const waiting = await waitingForStaff(client);
    const doubtful = new Set([
      ...(await takeToCompare(sql, TASKS_A_SWEEP)),
      ...(await begunSince(client, since)),
      ...(await withoutTask(sql, waiting)),
    ]);
    await compare([...doubtful]);
    for (const workflowId of await abandonedClaims(sql)) await askToRecheck(client, workflowId);
    await walk();
    sinceMs = begunMs;
  };

  const compare = async (workflowIds: readonly string[]) => {
    const differ = async (ids: readonly string[]) => {
      const found = await eachOf(ids, (id) => differencesOf({ sql, client }, id));
      return ids.filter((_, index) => (found[index] ?? []).length > 0);
    };
    const suspected = await differ(workflowIds);
    if (suspected.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_AFTER_MS));
    for (const workflowId of await differ(suspected)) {
      const state = await processState(client, workflowId);
      if (state?.status !== 'RUNNING') {
        await carryOn(parts, [workflowId]);
        continue;
      }
      log.warn({ workflowId }, 'table and history differ: the process writes its tasks again');
      await askToRecheck(client, workflowId);
    }
  };

  /** The next part of the cases of each kind. */
  const walk = async () => {
    for (const kind of CASE_KINDS) {
      const cases = await runningCases(sql, kind, {
        after: walkedTo.get(kind) ?? null,
        most: CASES_A_SWEEP,
        olderThanMinutes: BEGUN_WITHIN_MINUTES,
      });
      walkedTo.set(kind, cases.at(-1)?.id ?? null);
      const lost = await withoutProcess(client, cases);
      await carryOn(
        parts,
        lost.map(({ workflowId }) => workflowId),
      );
    }
  };

  return sweep;
}
