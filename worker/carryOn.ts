import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { TimeInput } from '../contracts/workflows';
import { cancelTasks, openCases, type RunningCase } from '../gateways/database/agreement';
import { openBreaksAnew } from '../gateways/database/breaks';
import type { Database } from '../gateways/database/client';
import { failedRuns } from '../gateways/temporal/caseProcesses';
import { type ProcessState, processState, revive, wasGivenUp } from '../gateways/temporal/revive';
import { beginAnew, canBeginAnew } from './beginAnew';
import { eachOf } from './eachOf';

export interface CarryOnParts {
  readonly prisma: Database['prisma'];
  readonly sql: Database['sql'];
  readonly client: Client;
  readonly log: Logger;
  /** What a process that begins now lives by. */
  readonly timeInput: () => Promise<TimeInput>;
}

/** What became of cases whose processes did not run. */
export interface CarriedOn {
  /** Processes that go on where they were cut short. */
  readonly revived: number;
  /** Processes that began anew from their rows. */
  readonly begun: number;
  /** Cases that only a person can settle. */
  readonly given: number;
}

/** A process that fails again so soon after it began anew will not be cured by beginning anew. */
const FAILS_WITHIN_MS = 24 * 3_600_000;
const MOST_FAILURES = 1;

/**
 * Has cases go on whose processes don't run. One that was ended from outside goes on from its last point; one that
 * failed or is gone begins anew from its rows, where its kind can, unless people gave it up or it has just failed that
 * way before; whatever else is still open by its rows becomes a break for people, as does one whose id a stranger has
 * taken, until somebody ends that. As sets: a few questions to the
 * database, however many they are.
 */
export async function carryOn(parts: CarryOnParts, workflowIds: readonly string[]): Promise<CarriedOn> {
  const { sql, client, log } = parts;
  const states = await eachOf(workflowIds, async (workflowId) => {
    const state = await processState(client, workflowId);
    return { workflowId, state, goesOn: await goesOn(client, workflowId, state) };
  });
  const revived = states.filter(({ goesOn: how }) => how === 'REVIVED');
  for (const { workflowId } of revived) {
    log.warn({ workflowId }, 'a process was ended from outside: it goes on');
  }
  const over = states.filter(({ goesOn: how }) => how !== 'RUNS' && how !== 'REVIVED');
  const whose = (which: GoesOn) =>
    new Set(over.filter(({ goesOn: how }) => how === which).map((one) => one.workflowId));
  const [givenUp, taken] = [whose('GIVEN_UP'), whose('TAKEN')];
  if (over.length === 0) return { revived: revived.length, begun: 0, given: 0 };
  const statusOf = new Map(over.map(({ workflowId, state }) => [workflowId, statusNow(state)]));
  await cancelTasks(sql, [...statusOf.keys()]);
  const open = await openCases(sql, [...statusOf.keys()]);
  const failures = await failedRuns(client, [...statusOf.keys()], new Date(Date.now() - FAILS_WITHIN_MS));
  const whyNot = (lost: RunningCase) => {
    if (taken.has(lost.workflowId)) return 'TAKEN';
    if (givenUp.has(lost.workflowId)) return 'GIVEN_UP';
    if (!canBeginAnew(lost)) return 'NOT_FROM_ROWS';
    if (!BEGINS_ANEW.includes(statusOf.get(lost.workflowId) ?? '')) return 'ENDED';
    return (failures.get(lost.workflowId) ?? 0) > MOST_FAILURES ? 'FAILS_AGAIN' : null;
  };
  const begun = open.filter((lost) => whyNot(lost) === null);
  for (const { workflowId } of begun) {
    log.warn({ workflowId, status: statusOf.get(workflowId) }, 'a process begins again from its rows');
  }
  if (begun.length > 0) await beginAnew(parts, begun, await parts.timeInput());
  const given = open.filter((lost) => whyNot(lost) !== null);
  await openBreaksAnew(
    sql,
    given.map((lost) => {
      const { workflowId, institutionId } = lost;
      const detail = { workflowId, status: statusOf.get(workflowId) ?? 'GONE', why: whyNot(lost) ?? '' };
      log.error(detail, 'a case goes on and has no process');
      return { institutionId, kind: 'PROCESS', reference: workflowId, amountFen: null, detail };
    }),
  );
  return { revived: revived.length, begun: begun.length, given: given.length };
}

type GoesOn = 'RUNS' | 'REVIVED' | 'GIVEN_UP' | 'TAKEN' | 'NO';

/** What a stranger ran under the id, and is over, was never the process. */
function statusNow(state: ProcessState | null): string {
  return state === null || (!state.isOurs && state.status !== 'RUNNING') ? 'GONE' : state.status;
}

/** Of a process that came to its own end the case should be over: a person looks. */
const BEGINS_ANEW: readonly string[] = ['GONE', 'FAILED'];

async function goesOn(client: Client, workflowId: string, state: ProcessState | null): Promise<GoesOn> {
  if (state?.status === 'RUNNING') return state.isOurs ? 'RUNS' : 'TAKEN';
  if (state === null || !state.isOurs) return 'NO';
  if (await revive(client, workflowId, state)) return 'REVIVED';
  return (await wasGivenUp(client, workflowId, state)) ? 'GIVEN_UP' : 'NO';
}
