import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { WORKFLOW_TYPES } from '../../contracts/workflowTypes';
import type { Secret } from '../crypto';
import { isSealed, PayloadSeal } from './payloadSeal';
import { quoted } from './visibility';

/** Processes that carry a case; portfolio work is on file by what it did. */
const OF_CASES = [
  WORKFLOW_TYPES.onboarding,
  WORKFLOW_TYPES.application,
  WORKFLOW_TYPES.appeal,
  WORKFLOW_TYPES.collection,
  WORKFLOW_TYPES.fileChange,
  WORKFLOW_TYPES.loanChange,
  WORKFLOW_TYPES.loan,
  WORKFLOW_TYPES.payment,
  WORKFLOW_TYPES.dispute,
  WORKFLOW_TYPES.receipt,
  WORKFLOW_TYPES.breakCase,
  WORKFLOW_TYPES.fee,
  WORKFLOW_TYPES.postLoan,
] as const;
const PAGE = 1_000;

/** A run of a process of a case that is over. */
export interface ClosedRun {
  readonly workflowId: string;
  readonly runId: string;
  /** As Temporal says how it ended. */
  readonly endedAs: string;
  /** ISO 8601, real time. */
  readonly closedAt: string;
}

/** All runs of processes of cases that ended since an instant, and of all times when it is null. */
export async function closedSince(client: Client, since: Date | null): Promise<readonly ClosedRun[]> {
  const closed: ClosedRun[] = [];
  const ofCases = `WorkflowType IN (${quoted(OF_CASES)}) AND ExecutionStatus != 'Running'`;
  const query = since === null ? ofCases : `${ofCases} AND CloseTime >= '${since.toISOString()}'`;
  for await (const { workflowId, runId, status, closeTime } of client.workflow.list({
    query,
    pageSize: PAGE,
  })) {
    if (closeTime === undefined) continue;
    closed.push({ workflowId, runId, endedAs: status.name, closedAt: closeTime.toISOString() });
  }
  return closed;
}

/** Opens a payload; one that does not open is kept as it is. */
export type OpenPayload = (payload: Payload) => Promise<Payload>;

/** @param dataKeys the setting DATA_KEYS */
export function payloadOpener(dataKeys: Secret): OpenPayload {
  const seal = new PayloadSeal(dataKeys);
  return async (payload) => {
    try {
      return isSealed(payload) ? seal.open(payload) : payload;
    } catch {
      return payload;
    }
  };
}

const { History } = temporal.api.history.v1;
/** As recorded histories are written, which the SDK replays. */
const AS_TEXT = { longs: String, enums: String, bytes: String } as const;

/**
 * The history of a run as JSON, with its payloads opened: their keys are not kept for as long.
 * @returns null when Temporal has forgotten it
 */
export async function fetchHistory(
  client: Client,
  { workflowId, runId }: Pick<ClosedRun, 'workflowId' | 'runId'>,
  open: OpenPayload,
): Promise<{ readonly json: string; readonly events: number } | null> {
  try {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    await openAll(history, open);
    const json = JSON.stringify(History.toObject(History.fromObject(history), AS_TEXT));
    return { json, events: (history.events ?? []).length };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Opens every payload below, where it is. */
async function openAll(part: unknown, open: OpenPayload): Promise<void> {
  if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return;
  if (isPayload(part)) Object.assign(part, await open(part));
  else for (const below of Object.values(part)) await openAll(below, open);
}

function isPayload(part: object): part is Payload {
  const { metadata, data } = part as Payload;
  return data instanceof Uint8Array && metadata?.encoding instanceof Uint8Array;
}
