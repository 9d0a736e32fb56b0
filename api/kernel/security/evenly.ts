import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something and is through with it, well or badly, only after a whole number of steps: how long an answer takes
 * tells nobody what was found, as long as a step is longer than the work.
 * @param stepMs real milliseconds
 */
export async function evenly<Value>(stepMs: number, work: () => Promise<Value>): Promise<Value> {
  const beganMs = performance.now();
  try {
    return await work();
  } finally {
    const tookMs = performance.now() - beganMs;
    await sleep(stepMs - (tookMs % stepMs));
  }
}
