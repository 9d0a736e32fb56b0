import type { RefusalCode } from './refusals';

/**
 * Why a payload was refused at the door: this platform has not sealed it, it was sealed for another process or step,
 * or what it proves was not proved by the API.
 */
export const PAYLOAD_REFUSALS = [
  'NOT_SEALED',
  'SEALED_ELSEWHERE',
  'NOT_PROVEN',
] as const satisfies RefusalCode[];
export type PayloadRefusal = (typeof PAYLOAD_REFUSALS)[number];

/** What a worker gets in place of a payload that was refused. Only the codec makes one: all else is sealed. */
export interface RefusedPayload {
  readonly $refused: PayloadRefusal;
}

/** Whether a value stands in place of a payload that was refused. */
export function isRefusedPayload(value: unknown): value is RefusedPayload {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$refused');
}

/**
 * Whether a step's answer is its worker's own. One that is there without an answer is not: a worker of ours answers
 * at least null.
 */
export function isOurs<Value>(answer: Value): boolean {
  return answer !== undefined && !isRefusedPayload(answer);
}
