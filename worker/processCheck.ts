import { CASE_KINDS, type CaseKind, runningCases } from '../gateways/database/agreement';
import { beginDailyChecks, noteFound, type OpenCheck, openCheck } from '../gateways/database/processChecks';
import { withoutProcess } from './agreement';
import { type CarryOnParts, carryOn } from './carryOn';

/** Cases of one question to Temporal's list. */
const A_PART = 200;
/** Younger ones are being begun. */
const OLDER_THAN_MINUTES = 1;
/** Longest that one sweep goes on with checks: whatever else it does waits so long. */
const FOR_MS = 8_000;

/**
 * Goes on with the checks of what should run against what runs: the day's, and those that admins asked for. All open
 * cases of an institution are gone through in the order of their ids, a part at a time, and what does not run is
 * carried on. A million loans are five thousand questions to Temporal's list.
 */
export async function checkProcesses(parts: CarryOnParts): Promise<void> {
  await beginDailyChecks(parts.sql);
  const untilMs = Date.now() + FOR_MS;
  for (let check = await openCheck(parts.sql); check !== null; check = await openCheck(parts.sql)) {
    await checkPart(parts, check);
    if (Date.now() > untilMs) return;
  }
}

async function checkPart(
  parts: CarryOnParts,
  { id, institutionId, kind, afterId }: OpenCheck,
): Promise<void> {
  const { sql, client } = parts;
  const now: CaseKind = kind ?? CASE_KINDS[0];
  const cases = await runningCases(sql, now, {
    after: afterId,
    most: A_PART,
    olderThanMinutes: OLDER_THAN_MINUTES,
    institutionId,
  });
  const lost = await withoutProcess(client, cases);
  const carried = await carryOn(
    parts,
    lost.map(({ workflowId }) => workflowId),
  );
  const found = { shouldRun: cases.length, missing: lost.length, ...carried };
  await noteFound(sql, id, found, nextPart(now, cases.length < A_PART ? null : (cases.at(-1)?.id ?? null)));
}

/** Where a check goes on after a part; null: it is done. */
function nextPart(kind: CaseKind, afterId: string | null): Pick<OpenCheck, 'kind' | 'afterId'> | null {
  if (afterId !== null) return { kind, afterId };
  const next = CASE_KINDS[CASE_KINDS.indexOf(kind) + 1];
  return next === undefined ? null : { kind: next, afterId: null };
}
