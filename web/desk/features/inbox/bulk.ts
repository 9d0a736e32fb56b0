import type { Answers } from '../../../client/client';

type Previewed = Answers['PreviewedTask'];

/** What giving tasks would do, in figures: shown before anything is done. */
export interface BulkPlan {
  readonly rows: readonly Previewed[];
  readonly possible: readonly Previewed[];
  readonly barred: number;
  /** How many of the possible ones somebody would lose. */
  readonly taken: number;
}

/** @param chosen ids of the rows that were chosen; none: all of the filter */
export function bulkPlan(previewed: readonly Previewed[], chosen: ReadonlySet<string>): BulkPlan {
  const rows = chosen.size === 0 ? previewed : previewed.filter(({ taskId }) => chosen.has(taskId));
  const possible = rows.filter(({ refused }) => refused === null);
  return {
    rows,
    possible,
    barred: rows.length - possible.length,
    taken: possible.filter(({ claimedBy }) => claimedBy !== null).length,
  };
}

/** What became of each, by its id. */
export function outcomesOf(
  given: readonly Answers['GivenTask'][],
): Readonly<Record<string, Answers['GivenTask'] | undefined>> {
  return Object.fromEntries(given.map((task) => [task.taskId, task]));
}
