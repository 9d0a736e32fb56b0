import { accept, type Result, refuse } from '../result';
import type { Role } from './roles';
import { barredBecause, type CaseAct, type CaseStep, type SeparationRefusal } from './separation';

/** A person's task as far as the right to decide it goes. */
export interface DecidableTask {
  /** The step of the case that deciding this task takes. */
  readonly step: CaseStep;
  /** The role that it waits for. */
  readonly role: Role;
  readonly institutionId: string;
  readonly status: 'OPEN' | 'CLAIMED' | 'DONE' | 'CANCELLED';
  /** Who has claimed it; null while anybody of the role may. */
  readonly claimedBy: string | null;
  /** See {@link CaseAct.round}; 1 when left out. */
  readonly round?: number;
}

/** Who wants to decide. */
export interface DecidingActor {
  readonly userId: string;
  /** Own roles, and those lent by a delegation in force (see `principalsOf`). */
  readonly roles: readonly Role[];
  /** The institution of a member of staff; null for people of an enterprise. */
  readonly institutionId: string | null;
  /** The principal when acting under a delegation: what bars the principal bars the deputy too. */
  readonly onBehalfOf?: string;
}

/** What happened on the case before. */
export interface DecisionHistory {
  readonly acts: readonly CaseAct[];
  /** People who stepped back from this case because of a conflict of interest. */
  readonly recusedUserIds?: readonly string[];
}

/** Why a person may not decide a task. */
export type DecisionRefusal =
  | 'NOT_YOUR_INSTITUTION'
  | 'NOT_YOUR_ROLE'
  | 'ALREADY_DECIDED'
  | 'TASK_CANCELLED'
  | 'CLAIMED_BY_ANOTHER'
  | 'RECUSED'
  | SeparationRefusal;

/**
 * Whether a person may claim or decide a task now. One rule for the validators of the workflow's updates,
 * for the API and for the inbox.
 */
export function mayDecide(
  task: DecidableTask,
  actor: DecidingActor,
  history: DecisionHistory,
): Result<void, DecisionRefusal> {
  const code = belongsToAnother(task, actor) ?? isNotOpen(task, actor) ?? conflicts(task, actor, history);
  return code === null ? accept(undefined) : refuse(code);
}

/** The institution goes first, so that a stranger learns nothing about the task. */
function belongsToAnother(task: DecidableTask, actor: DecidingActor): DecisionRefusal | null {
  if (actor.institutionId !== task.institutionId) return 'NOT_YOUR_INSTITUTION';
  return actor.roles.includes(task.role) ? null : 'NOT_YOUR_ROLE';
}

function isNotOpen(task: DecidableTask, actor: DecidingActor): DecisionRefusal | null {
  if (task.status === 'DONE') return 'ALREADY_DECIDED';
  if (task.status === 'CANCELLED') return 'TASK_CANCELLED';
  return task.claimedBy === null || task.claimedBy === actor.userId ? null : 'CLAIMED_BY_ANOTHER';
}

function conflicts(
  task: DecidableTask,
  actor: DecidingActor,
  history: DecisionHistory,
): DecisionRefusal | null {
  const persons = actor.onBehalfOf === undefined ? [actor.userId] : [actor.userId, actor.onBehalfOf];
  const recused = history.recusedUserIds ?? [];
  if (persons.some((person) => recused.includes(person))) return 'RECUSED';
  for (const person of persons) {
    const code = barredBecause(task.step, person, history.acts, task.round);
    if (code !== null) return code;
  }
  return null;
}
