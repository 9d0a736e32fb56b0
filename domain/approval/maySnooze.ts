import { accept, type Result, refuse } from '../result';
import type { DecidableTask, DecidingActor } from './mayDecide';

/** Why a person can't put a task off. */
export type SnoozeRefusal =
  | 'NOT_YOUR_INSTITUTION'
  | 'ALREADY_DECIDED'
  | 'TASK_CANCELLED'
  | 'NOT_CLAIMED'
  | 'CLAIMED_BY_ANOTHER'
  | 'SNOOZE_IN_PAST'
  | 'SNOOZE_PAST_DEADLINE';

/**
 * Whether a person may put a task off: who has claimed it, until before its deadline. It stays theirs, and whoever is
 * told of its deadline is told all the same.
 * @param times business instants (ms)
 */
export function maySnooze(
  { institutionId, status, claimedBy }: Pick<DecidableTask, 'institutionId' | 'status' | 'claimedBy'>,
  { userId, institutionId: own }: Pick<DecidingActor, 'userId' | 'institutionId'>,
  { nowMs, untilMs, dueAtMs }: { readonly nowMs: number; readonly untilMs: number; readonly dueAtMs: number },
): Result<void, SnoozeRefusal> {
  if (own !== institutionId) return refuse('NOT_YOUR_INSTITUTION');
  if (status === 'DONE') return refuse('ALREADY_DECIDED');
  if (status === 'CANCELLED') return refuse('TASK_CANCELLED');
  if (claimedBy === null) return refuse('NOT_CLAIMED');
  if (claimedBy !== userId) return refuse('CLAIMED_BY_ANOTHER');
  if (untilMs <= nowMs) return refuse('SNOOZE_IN_PAST');
  return untilMs < dueAtMs
    ? accept(undefined)
    : refuse('SNOOZE_PAST_DEADLINE', undefined, { dueAt: new Date(dueAtMs).toISOString() });
}
