import { getRandomStream } from '@temporalio/workflow';

/**
 * The UUID of a name within the run: the same whenever a workflow task is executed again, at whatever time and
 * whatever came with it; another one once the run was reset. For what is written before its task is kept. Made of
 * the run's own randomness and of nothing that a replay of the history alone would not have.
 * @param name asked for again in a run, it gives its next id
 */
export function stableId<Id extends string>(name: string): Id {
  return getRandomStream(name).uuid4() as Id;
}

/** Numbers names that come again, each on its own: what else happens in a run doesn't move them. */
export class Ordinals {
  private readonly counts = new Map<string, number>();

  /** The name with its next number, from 1. */
  next(name: string): string {
    const nth = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, nth);
    return `${name}/${nth}`;
  }
}
