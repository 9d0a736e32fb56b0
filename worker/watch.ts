import type { Worker } from '@temporalio/worker';

type Watched = Pick<Worker, 'getState'> & { readonly options: Pick<Worker['options'], 'taskQueue'> };

const LOOK_EVERY_MS = 1_000;

/** The first worker that takes no work any more; null while all do. Ask only of workers that were told to run. */
export function stoppedWorker<Of extends Pick<Worker, 'getState'>>(workers: readonly Of[]): Of | null {
  return workers.find((worker) => worker.getState() !== 'RUNNING') ?? null;
}

/**
 * Looks whether workers still work until the process is asked to end. The SDK shuts a worker down by itself when its
 * core refuses an answer (temporalio/sdk-rust#390: a query beside the end of a local activity), and then waits for
 * ever: the process looks alive, and nothing goes on. It has to end, so that whoever supervises it begins another.
 */
export function watchWorkers(
  workers: readonly Watched[],
  isAskedToEnd: () => boolean,
  lost: (taskQueue: string, state: string) => void,
): void {
  const timer = setInterval(() => {
    if (isAskedToEnd()) return clearInterval(timer);
    const stopped = stoppedWorker(workers);
    if (stopped !== null) lost(stopped.options.taskQueue, stopped.getState());
  }, LOOK_EVERY_MS);
  timer.unref();
}
