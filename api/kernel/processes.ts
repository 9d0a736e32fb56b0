import type { UpdateDefinition } from '@temporalio/common';
import type { Refusal } from '../../domain/result';
import { sendUpdate } from '../../gateways/temporal/updates';
import type { Parts } from './parts';
import { ApiProblem, unavailable } from './problems/apiProblem';
import { refusedBy } from './problems/refused';
import type { Call } from './routing/call';
import { callerOf } from './routing/call';

/** Longest that a request waits for Temporal to take something; then it is answered with 503. */
const TEMPORAL_PATIENCE_MS = 8_000;

/** Calls Temporal with a deadline: a server that hangs must not hold requests. @throws DEADLINE_EXCEEDED */
export function inTime<Value>(
  { temporal }: Pick<Parts, 'temporal'>,
  call: () => Promise<Value>,
): Promise<Value> {
  return temporal.withDeadline(Date.now() + TEMPORAL_PATIENCE_MS, call);
}

/**
 * The id of the update that a request becomes. One person's repeated request is the same update; two
 * people's requests are two, even when they chose the same key. Without a key it is a request of its own: the
 * same words may mean another thing by then (more information once more, one more debit).
 */
export function updateIdOf(call: Call): string {
  const { userId } = callerOf(call);
  return `${call.operation}/${userId}/${call.key ?? call.requestId}`;
}

/**
 * Sends an update and waits for its answer.
 * @returns null when the process goes on working and has not answered in time
 * @throws ApiProblem when it was refused, or there is no such process
 */
export async function update<Value, Args extends unknown[]>(
  { temporal }: Pick<Parts, 'temporal'>,
  what: {
    readonly workflowId: string;
    readonly update: UpdateDefinition<Value, Args>;
    readonly args: Args;
    readonly updateId: string;
    readonly waitMs?: number;
  },
): Promise<Value | null> {
  const answer = await sendUpdate(temporal, what);
  switch (answer.status) {
    case 'DONE':
      return answer.value;
    case 'REFUSED':
      throw refusedBy(answer.refusal satisfies Refusal);
    case 'NOT_FOUND':
      throw new ApiProblem(409, 'PROCESS_ENDED');
    case 'STILL_RUNNING':
      return null;
  }
}

/**
 * The same for updates that answer at once.
 * @throws ApiProblem 503 when no worker answered in time: the same request may be repeated
 */
export async function updateNow<Value, Args extends unknown[]>(
  parts: Pick<Parts, 'temporal'>,
  what: Parameters<typeof update<Value, Args>>[1],
): Promise<Value> {
  const value = await update(parts, what);
  if (value === null) throw unavailable('PROCESSES_BUSY');
  return value;
}
