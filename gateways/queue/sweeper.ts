import { repeatedly } from '../lifecycle';
import type { MessageQueues, QueueLog } from './queues';
import type { QueuedRow } from './types';

/** Finds rows that should have been done by now and are not, oldest first. */
export interface UnqueuedRows {
  findUnqueued(olderThanMs: number, limit: number): Promise<readonly QueuedRow[]>;
}

export interface SweeperOptions {
  readonly queues: MessageQueues;
  readonly store: UnqueuedRows;
  readonly log: QueueLog;
  readonly everyMs: number;
  readonly olderThanMs: number;
}

const BATCH = 500;

/**
 * Looks every while for rows that should have been done by now and have no living job, and queues them
 * again. Several sweepers at once do no harm: a job's id is its row's key.
 */
export function startSweeper(options: SweeperOptions): { stop(): Promise<void> } {
  return repeatedly(() => sweep(options), options.everyMs);
}

async function sweep({ log, olderThanMs, queues, store }: SweeperOptions): Promise<void> {
  try {
    const rows = await store.findUnqueued(olderThanMs, BATCH);
    let requeued = 0;
    for (const row of rows) if (await queues.requeue(row)) requeued += 1;
    if (requeued > 0) log('rows queued again', { requeued });
  } catch (fault) {
    log('sweep failed', { message: fault instanceof Error ? fault.message : String(fault) });
  }
}
