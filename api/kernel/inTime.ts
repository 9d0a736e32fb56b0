import type { Parts } from './parts';

/** Longest that a request waits for Temporal to take something; then it is answered with 503. */
const TEMPORAL_PATIENCE_MS = 8_000;

/** Calls Temporal with a deadline: a server that hangs must not hold requests. @throws DEADLINE_EXCEEDED */
export function inTime<Value>(
  { temporal }: Pick<Parts, 'temporal'>,
  call: () => Promise<Value>,
): Promise<Value> {
  return temporal.withDeadline(Date.now() + TEMPORAL_PATIENCE_MS, call);
}
