import type { IsoDate } from '../calendar/isoDate';
import { accept, type Result, refuse } from '../result';
import {
  type DecidableTask,
  type DecidingActor,
  type DecisionHistory,
  type DecisionRefusal,
  mayDecide,
  type Standing,
} from './mayDecide';

/** Why a task can't be given to a person. */
export type GiveRefusal = 'NOT_YOUR_INSTITUTION' | 'NOT_YOUR_ROLE' | 'NOT_FOR_THIS_PERSON';

/**
 * Whether an admin may give a task to a person: of the admin's own institution, open, and one that this person may
 * decide. Whoever had claimed it loses it. House rule: who is ill or away must not keep a case from going on.
 */
export function mayGive(
  task: DecidableTask,
  giver: DecidingActor,
  to: DecidingActor,
  history: DecisionHistory,
  on: IsoDate,
): Result<void, GiveRefusal> {
  if (giver.institutionId !== task.institutionId) return refuse('NOT_YOUR_INSTITUTION');
  if (!giver.roles.includes('admin')) return refuse('NOT_YOUR_ROLE');
  const verdict = mayDecide({ ...task, claimedBy: null }, to, history, on);
  if (verdict.ok) return accept(undefined);
  return refuse('NOT_FOR_THIS_PERSON', undefined, { because: verdict.refusal.code });
}

/**
 * Whether a person may give a claimed task back, so that whoever may decide it can: who has claimed it, or an admin of
 * the institution for somebody who is gone.
 */
export function mayGiveBack(
  { institutionId, status, claimedBy }: DecidableTask,
  { userId, roles, institutionId: own }: DecidingActor,
): Result<
  void,
  'NOT_YOUR_INSTITUTION' | 'ALREADY_DECIDED' | 'TASK_CANCELLED' | 'NOT_CLAIMED' | 'CLAIMED_BY_ANOTHER'
> {
  if (own !== institutionId) return refuse('NOT_YOUR_INSTITUTION');
  if (status === 'DONE') return refuse('ALREADY_DECIDED');
  if (status === 'CANCELLED') return refuse('TASK_CANCELLED');
  if (claimedBy === null) return refuse('NOT_CLAIMED');
  return claimedBy === userId || roles.includes('admin') ? accept(undefined) : refuse('CLAIMED_BY_ANOTHER');
}

/** Whether who has claimed a task keeps it from being done. */
export interface Holding {
  /** Its deadline has passed. */
  readonly isOverdue: boolean;
  /** Whoever has it is away today. */
  readonly isHolderAway: boolean;
}

/**
 * Whether a person may take a task over from whoever has claimed it: who may decide it, once it is overdue or the other
 * one is away. House rule: nobody's claim lets a deadline pass.
 */
export function mayTakeOver(
  task: DecidableTask,
  actor: DecidingActor,
  history: DecisionHistory,
  on: IsoDate,
  { isOverdue, isHolderAway }: Holding,
): Result<Standing, DecisionRefusal> {
  const verdict = mayDecide({ ...task, claimedBy: null }, actor, history, on);
  if (!verdict.ok || task.claimedBy === null || task.claimedBy === actor.userId) return verdict;
  return isOverdue || isHolderAway ? verdict : refuse('CLAIMED_BY_ANOTHER');
}
