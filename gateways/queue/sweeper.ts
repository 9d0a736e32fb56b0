import { repeatedly } from '../lifecycle';
import type { MessageQueues, QueueLog } from './queues';
import type { MessageStore } from './types';

export interface SweeperOptions {
  readonly queues: MessageQueues;
  readonly store: MessageStore;
  readonly log: QueueLog;
  readonly everyMs: number;
  readonly olderThanMs: number;
}

const BATCH = 500;

/**
 * Looks every while for rows that should have been sent by now and have no living job, and queues them
 * again. Several sweepers at once do no harm: a job's id is its message's key.
 */
export function startSweeper(options: SweeperOptions): { stop(): Promise<void> } {
  return repeatedly(() => sweep(options), options.everyMs);
}

async function sweep({ log, olderThanMs, queues, store }: SweeperOptions): Promise<void> {
  try {
    const messages = await store.findUnqueued(olderThanMs, BATCH);
    let requeued = 0;
    for (const message of messages) if (await queues.requeue(message)) requeued += 1;
    if (requeued > 0) log('messages queued again', { requeued });
  } catch (fault) {
    log('sweep failed', { message: fault instanceof Error ? fault.message : String(fault) });
  }
}
