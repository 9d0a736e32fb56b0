import type { IsoDate } from '../calendar/isoDate';
import { type Delegation, isInForce } from './delegation';
import { barOf, type DecidableTask, type DecisionHistory, type Standing } from './mayDecide';

/** Who decides in place of a person. */
export interface Decider extends Standing {
  readonly userId: string;
}

/**
 * Who decides a task that waits for one person: that person, or while they are away the first deputy of theirs (in the
 * order granted) who is there, whose authority holds and reaches so far, and whom nothing bars. House design.
 * @param absentUserIds who is away on the day
 * @returns null when nobody is there and the task must escalate
 */
export function presentDecider(
  holderId: string,
  absentUserIds: readonly string[],
  delegations: readonly Delegation[],
  { task, history, on }: Deciding,
): Decider | null {
  if (!absentUserIds.includes(holderId)) return { userId: holderId, onBehalfOf: null };
  const lent = delegations.find(
    (delegation) =>
      delegation.principalId === holderId &&
      delegation.roles.some((role) => role === task.role) &&
      isInForce(delegation, on) &&
      !absentUserIds.includes(delegation.deputyId) &&
      barOf(task, delegation.deputyId, delegation, history) === null,
  );
  return lent === undefined ? null : { userId: lent.deputyId, onBehalfOf: holderId };
}

/** What is decided, and when. */
interface Deciding {
  readonly task: DecidableTask;
  readonly history: DecisionHistory;
  readonly on: IsoDate;
}
