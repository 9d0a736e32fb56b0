import type { PersonsAct } from '../../contracts/people';
import { type ActSender, sendUpdate, type UpdateToSend } from '../../gateways/temporal/updates';
import type { Parts } from './parts';
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
 * Sends an update and waits for the process's answer. A process that has taken it and is still at it will do it: then
 * the request is answered with 202 and where to look, and the same request once more with its key gets the answer.
 * @param lookAt path below `/api` that shows how it stands
 * @returns null while the process is still at it
 * @throws ApiProblem when it was refused
 * @throws when no worker took it in time, which is answered with 503: the same request may be repeated
 */
export async function updateNow<Value, Act extends PersonsAct>(
  parts: ActSender,
  { reply }: Pick<Call, 'reply'>,
  what: UpdateToSend<Value, Act>,
  lookAt: string,
): Promise<Value | null> {
  const value = accepted(await sendUpdate(parts, what));
  if (value === null) {
    reply.status = 202;
    reply.headers.Location = `/api${lookAt}`;
    reply.isFinal = false;
  }
  return value;
}
