import type { IsoDate } from '../calendar/isoDate';
import { type DecidableTask, type DecidingActor, type DecisionHistory, mayDecide } from './mayDecide';

/** Somebody to whom a task may be given by itself. */
export interface Colleague extends DecidingActor {
  readonly isAway: boolean;
  /** Tasks that this person has claimed. */
  readonly held: number;
}

/**
 * Who is given a new task by itself: of those who are there and may decide it whoever has least to do; a deputy in
 * place of a principal who is away. Of two who have as little it is the first by id. House design.
 * @param colleagues everybody of the institution, whoever is away too
 * @returns null when there is nobody: it waits for who takes it
 */
export function leastLoaded<Someone extends Colleague>(
  task: DecidableTask,
  colleagues: readonly Someone[],
  history: DecisionHistory,
  on: IsoDate,
): Someone | null {
  const away = new Set(colleagues.filter(({ isAway }) => isAway).map(({ userId }) => userId));
  const isCandidate = (colleague: Someone) => {
    const verdict = mayDecide(task, colleague, history, on);
    if (!verdict.ok || colleague.isAway) return false;
    const { onBehalfOf } = verdict.value;
    return onBehalfOf === null || away.has(onBehalfOf);
  };
  const [first = null] = colleagues
    .filter(isCandidate)
    .toSorted((left, right) => left.held - right.held || (left.userId < right.userId ? -1 : 1));
  return first;
}
