import { sendUpdate, type UpdateToSend } from '../../gateways/temporal/updates';
import type { Parts } from './parts';
import { unavailable } from './problems/apiProblem';
import { accepted } from './problems/refused';
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
 * Sends an update that the process answers at once.
 * @throws ApiProblem when it was refused, or 503 when no worker answered in time: the same request may be repeated
 */
export async function updateNow<Value, Args extends unknown[]>(
  { temporal }: Pick<Parts, 'temporal'>,
  what: UpdateToSend<Value, Args>,
): Promise<Value> {
  const value = accepted(await sendUpdate(temporal, what));
  if (value === null) throw unavailable('PROCESSES_BUSY');
  return value;
}
