import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type KnownProcess } from './stamp';

const LOOK_AGAIN_MS = 25;
const KILLED_WITHIN_MS = 5_000;

/** How a process is asked to end, and how long it may take before it is killed. */
export interface Ending {
  readonly signal: 'SIGTERM' | 'SIGINT';
  readonly withinMs: number;
}

/** Asks the process to end; kills its whole group when it does not in time. */
export async function endProcess(known: KnownProcess, ending: Ending): Promise<void> {
  send(known.pid, ending.signal);
  if (await isGoneWithin(known, ending.withinMs)) return;
  send(-known.pid, 'SIGKILL');
  send(known.pid, 'SIGKILL');
  await isGoneWithin(known, KILLED_WITHIN_MS);
}

/** Sends a signal to a process, or with a negative number to its group; one that is gone is no error. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGoneWithin(known: KnownProcess, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!isAlive(known)) return true;
    await sleep(LOOK_AGAIN_MS);
  }
  return !isAlive(known);
}
