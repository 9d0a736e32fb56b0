import { accept, type Result, refuse } from '../result';
import { type DecidableTask, type DecidingActor, type DecisionHistory, mayDecide } from './mayDecide';

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
): Result<void, GiveRefusal> {
  if (giver.institutionId !== task.institutionId) return refuse('NOT_YOUR_INSTITUTION');
  if (!giver.roles.includes('admin')) return refuse('NOT_YOUR_ROLE');
  const verdict = mayDecide({ ...task, claimedBy: null }, to, history);
  if (verdict.ok) return accept(undefined);
  return refuse('NOT_FOR_THIS_PERSON', undefined, { because: verdict.refusal.code });
}
