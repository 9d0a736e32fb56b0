import type { IsoDate } from '../calendar/isoDate';
import type { Fen } from '../money/fen';
import { accept, type Result, refuse } from '../result';
import { type Delegation, isInForce } from './delegation';
import type { Role } from './roles';
import {
  barredByOtherStep,
  barredByThisStep,
  type CaseAct,
  type CaseStep,
  type SeparationRefusal,
} from './separation';

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
  /** By which it was routed; null where it is about no amount, and no delegation is too small for it. */
  readonly amountFen: Fen | null;
}

/** Who wants to decide. */
export interface DecidingActor {
  readonly userId: string;
  /** Own roles, not those lent by somebody. */
  readonly roles: readonly Role[];
  /** The institution of a member of staff; null for people of an enterprise. */
  readonly institutionId: string | null;
  /** What was ever lent to this person at the institution, in the order granted. */
  readonly delegations?: readonly Delegation[];
  /** Suspended, or gone: may do nothing. */
  readonly isInactive?: boolean;
}

/** What happened on the case before. */
export interface DecisionHistory {
  readonly acts: readonly CaseAct[];
  /** People who stepped back from this case because of a conflict of interest, or who are connected with it. */
  readonly recusedUserIds?: readonly string[];
}

/** By which authority a person decides. */
export interface Standing {
  /** The principal, for a deputy; null for whoever decides by an own role. */
  readonly onBehalfOf: string | null;
}

/** Why nobody may decide it by one authority: too much for what was lent, or because of what was done before. */
type Bar = 'DELEGATION_AMOUNT' | 'RECUSED' | SeparationRefusal;

/** Why a person may not decide a task. */
export type DecisionRefusal =
  | 'NOT_YOUR_INSTITUTION'
  | 'USER_INACTIVE'
  | 'NOT_YOUR_ROLE'
  | 'DELEGATION_NOT_IN_FORCE'
  | 'ALREADY_DECIDED'
  | 'TASK_CANCELLED'
  | 'CLAIMED_BY_ANOTHER'
  | Bar;

/**
 * Whether a person may claim or decide a task, and by whose authority: the own one goes first, else that of the first
 * principal whom nothing bars. What bars the principal bars the deputy too. One rule for the validators of the
 * workflow's updates, for the API and for the inbox.
 * @param on the business date of the act
 */
export function mayDecide(
  task: DecidableTask,
  actor: DecidingActor,
  history: DecisionHistory,
  on: IsoDate,
): Result<Standing, DecisionRefusal> {
  const authorities = authoritiesOf(task, actor, on);
  if (!authorities.ok) return authorities;
  const closed = isNotOpen(task, actor);
  if (closed !== null) return refuse(closed);
  const judged = authorities.value.map((lent) => ({ lent, bar: barOf(task, actor.userId, lent, history) }));
  const free = judged.find(({ bar }) => bar === null);
  if (free !== undefined) return accept({ onBehalfOf: free.lent?.principalId ?? null });
  return refuse(judged[0]?.bar ?? 'NOT_YOUR_ROLE');
}

/**
 * The authorities by which a person may have to do with a task: the own one (null), else those lent and in force.
 * The institution goes first, so that a stranger learns nothing about the task.
 */
function authoritiesOf(
  { role, institutionId }: DecidableTask,
  actor: DecidingActor,
  on: IsoDate,
): Result<
  readonly (Delegation | null)[],
  'NOT_YOUR_INSTITUTION' | 'USER_INACTIVE' | 'NOT_YOUR_ROLE' | 'DELEGATION_NOT_IN_FORCE'
> {
  if (actor.institutionId !== institutionId) return refuse('NOT_YOUR_INSTITUTION');
  if (actor.isInactive === true) return refuse('USER_INACTIVE');
  if (actor.roles.includes(role)) return accept([null]);
  const lent = (actor.delegations ?? []).filter(({ roles }) => roles.some((each) => each === role));
  if (lent.length === 0) return refuse('NOT_YOUR_ROLE');
  const inForce = lent.filter((delegation) => isInForce(delegation, on));
  return inForce.length === 0 ? refuse('DELEGATION_NOT_IN_FORCE') : accept(inForce);
}

function isNotOpen(task: DecidableTask, actor: DecidingActor): DecisionRefusal | null {
  if (task.status === 'DONE') return 'ALREADY_DECIDED';
  if (task.status === 'CANCELLED') return 'TASK_CANCELLED';
  return task.claimedBy === null || task.claimedBy === actor.userId ? null : 'CLAIMED_BY_ANOTHER';
}

/**
 * What bars a person from deciding a task, by an authority that the person has.
 * @param lent the delegation that it is used by; null for the own authority
 */
export function barOf(
  { step, round, amountFen }: DecidableTask,
  userId: string,
  lent: Delegation | null,
  { acts, recusedUserIds = [] }: DecisionHistory,
): Bar | null {
  if (lent !== null && amountFen !== null && amountFen > lent.maximumFen) return 'DELEGATION_AMOUNT';
  const people = lent === null ? [userId] : [userId, lent.principalId];
  const asMaker = barredByOtherStep(step, people, acts);
  if (asMaker !== null) return asMaker;
  if (people.some((person) => recusedUserIds.includes(person))) return 'RECUSED';
  return barredByThisStep(step, people, acts, round);
}
