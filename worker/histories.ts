import { caseOfProcess } from '../contracts/tasks';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import { parametersAt } from '../domain/parameters/parametersAt';
import type { ColumnCipher } from '../gateways/crypto';
import { currentClock } from '../gateways/database/clock';
import { findToKeep, keepHistory, lastKnownEnd, writeEnded } from '../gateways/database/histories';
import { institutionsOf } from '../gateways/database/institutions';
import { type ClosedRun, closedSince, fetchHistory, type OpenPayload } from '../gateways/temporal/histories';
import type { CarryOnParts } from './carryOn';
import { eachOf } from './eachOf';

interface HistoryParts extends Pick<CarryOnParts, 'sql' | 'client' | 'log'> {
  readonly cipher: ColumnCipher;
  readonly openPayload: OpenPayload;
}

/** For what Temporal's list shows late. */
const OVERLAP_MS = 2 * 60_000;
/** Once a day it looks back further, for what its list showed very late. */
const DAILY_OVERLAP_MS = 3 * 86_400_000;
const DAY_MS = 86_400_000;
/** Histories of one sweep, each by a call: some two hundred thousand a day. */
const A_SWEEP = 50;

/**
 * Keeps the histories of processes that are over, for as long as the law wants what was done on a case kept. First it
 * writes down which runs have ended, then it fetches their histories, the oldest first: whatever dies in between, the
 * next sweep goes on.
 */
export function historyKeeper(parts: HistoryParts): () => Promise<void> {
  const { sql, client, log, cipher, openPayload } = parts;
  let lookedFarMs = 0;

  const noteEnded = async () => {
    const isDaily = Date.now() - lookedFarMs > DAY_MS;
    const last = await lastKnownEnd(sql);
    const overlapMs = isDaily ? DAILY_OVERLAP_MS : OVERLAP_MS;
    const since = last === null ? null : new Date(Date.parse(last) - overlapMs);
    await writeDown(parts, await closedSince(client, since));
    if (isDaily) lookedFarMs = Date.now();
  };

  const keepSome = async () => {
    await eachOf(await findToKeep(sql, A_SWEEP), (run) =>
      keep(run).catch((error: unknown) =>
        log.warn({ err: error, ...run }, 'a history waits for the next sweep'),
      ),
    );
  };

  const keep = async (run: Pick<ClosedRun, 'workflowId' | 'runId'>) => {
    const history = await fetchHistory(client, run, openPayload);
    if (history === null) log.error(run, 'the history of a process was gone before it was kept');
    await keepHistory(sql, cipher, run.runId, history);
  };

  return async () => {
    await noteEnded();
    await keepSome();
  };
}

async function writeDown({ sql }: Pick<HistoryParts, 'sql'>, closed: readonly ClosedRun[]): Promise<void> {
  if (closed.length === 0) return;
  const owners = await institutionsOf(
    sql,
    closed.map(({ workflowId }) => workflowId),
  );
  const clock = await currentClock(sql);
  const { kyc } = parametersAt(businessDate(businessNowMs(clock, Date.now())));
  const runs = closed.flatMap((run) => {
    const about = caseOfProcess(run.workflowId);
    const institutionId = owners.get(run.workflowId);
    // Under the id of portfolio work nothing carries a case, whatever it says that it is.
    if (about === null || about.caseType === 'INSTITUTION' || institutionId === undefined) return [];
    return [{ ...run, ...about, institutionId }];
  });
  await writeEnded(sql, runs, kyc.retentionYears);
}
