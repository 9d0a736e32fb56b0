import type { Say } from '../progress';
import { type Check, failedToRun, type Outcome } from './check';

/** What waits for a lane, the next one in front: the longest belong there. */
export type Queue = Check[];

/**
 * Runs checks that need nothing of each other beside each other. A lane takes the next one as soon as it is free, so
 * that none waits for a longer one of another lane.
 * @param lanes of each, the queues that it takes from: from one only while those before it are empty
 */
export async function inLanes(lanes: readonly (readonly Queue[])[], say: Say): Promise<Outcome> {
  const found: Outcome[] = [];
  const run = async (queues: readonly Queue[]): Promise<void> => {
    const next = () => queues.find((queue) => queue.length > 0)?.shift();
    for (let check = next(); check !== undefined; check = next()) {
      found.push(await check.run(say).catch(failedToRun));
    }
  };
  await Promise.all(lanes.map(run));
  return {
    passed: found.reduce((sum, { passed }) => sum + passed, 0),
    failed: found.reduce((sum, { failed }) => sum + failed, 0),
    red: found.flatMap(({ red }) => red ?? []),
  };
}
