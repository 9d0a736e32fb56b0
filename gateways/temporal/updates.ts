import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Client,
  isGrpcDeadlineError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  WorkflowUpdateStage,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import type { Actor, PersonsAct, SignedAct } from '../../contracts/people';
import { isRefusalCode, type RefusalCode } from '../../contracts/refusals';
import { accept, type Refusal, type Result, refuse } from '../../domain/result';
import type { Prover } from './proof';

/**
 * What became of an update: the process's own answer, or its refusal, and then nothing has changed. Null when the
 * process has taken it, so that it is kept, and was still at it when the wait was over: asked again with the same id,
 * it will not be done twice.
 */
export type UpdateAnswer<Value> = Result<Value | null, RefusalCode>;

/** What a person does to a process, over an update of it. */
export interface UpdateToSend<Value, Act extends PersonsAct> {
  readonly workflowId: string;
  readonly update: UpdateDefinition<Value, [Act]>;
  readonly actor: Actor;
  readonly act: Omit<Act, 'proof'>;
  /** The request's Idempotency-Key: the same id is the same update. */
  readonly updateId: string;
  /** Longest wait for the answer, from the sending on, real milliseconds. */
  readonly waitMs?: number;
}

/** What the API sends acts of people with. */
export interface ActSender {
  readonly temporal: Client;
  readonly prove: Prover;
}

const DEFAULT_WAIT_MS = 10_000;
const PAUSE_MS = 50;

/**
 * Sends an update and waits for its answer. One that never reached the process is sent again under its id
 * until the wait is over.
 * @returns refusals of the process, and PROCESS_ENDED when there is none or it is over
 * @throws when Temporal can't be reached, when no worker took it before the wait was over, or for a fault inside the
 *   process
 */
export async function sendUpdate<Value, Act extends PersonsAct>(
  { temporal, prove }: ActSender,
  what: UpdateToSend<Value, Act>,
): Promise<UpdateAnswer<Value>> {
  const { workflowId, actor, act, update, updateId } = what;
  const signed = prove(act, { actor, act: update.name, workflowId });
  return await temporal.withDeadline(Date.now() + (what.waitMs ?? DEFAULT_WAIT_MS), async () => {
    for (let pauseMs = PAUSE_MS; ; pauseMs *= 2) {
      const answer = await sendOnce<Value>(temporal, { workflowId, name: update.name, updateId, signed });
      if (answer !== 'UNPROCESSED') return answer;
      await sleep(pauseMs);
    }
  });
}

interface SignedUpdate {
  readonly workflowId: string;
  readonly name: string;
  readonly updateId: string;
  readonly signed: SignedAct<object>;
}

async function sendOnce<Value>(
  client: Client,
  { workflowId, name, updateId, signed }: SignedUpdate,
): Promise<UpdateAnswer<Value> | 'UNPROCESSED'> {
  let isTaken = false;
  try {
    const handle = client.workflow.getHandle(workflowId);
    const waitForStage = WorkflowUpdateStage.ACCEPTED;
    const taken = await handle.startUpdate<Value, [object]>(name, { args: [signed], updateId, waitForStage });
    isTaken = true;
    return accept(await taken.result());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return await answeredBefore(client, workflowId, updateId);
    if (isUnprocessed(error)) return 'UNPROCESSED';
    if (error instanceof WorkflowUpdateFailedError) return refusalOf(error);
    if (isTaken && isLate(error)) return accept(null);
    throw error;
  }
}

/**
 * Temporal's word for an update that a worker was given and handed back untouched: it happens when many come
 * at once. Nothing was done and nothing is in the history.
 */
function isUnprocessed(error: unknown): boolean {
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  return error.cause instanceof ApplicationFailure && error.cause.type === 'UnprocessedUpdate';
}

/** The process is over: perhaps this very update was answered before, and only its answer got lost. */
async function answeredBefore<Value>(
  client: Client,
  workflowId: string,
  updateId: string,
): Promise<UpdateAnswer<Value>> {
  try {
    const handle = client.workflow.getHandle(workflowId).getUpdateHandle<Value>(updateId);
    return accept(await handle.result());
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) return refusalOf(error);
    return refuse('PROCESS_ENDED');
  }
}

/** The wait was over. */
function isLate(error: unknown): boolean {
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error);
}

/** Refusals come as ApplicationFailure with the code as its type and the refusal as its only detail. */
function refusalOf(error: WorkflowUpdateFailedError): UpdateAnswer<never> {
  const { cause } = error;
  const refusal =
    cause instanceof ApplicationFailure ? (cause.details?.[0] as Refusal | undefined) : undefined;
  const code = refusal?.code;
  if (code === undefined || !isRefusalCode(code)) throw error;
  return { ok: false, refusal: { ...refusal, code } };
}
