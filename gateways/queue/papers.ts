import { openWorker, type QueueSettings } from './connection';
import { type MessageQueues, QUEUE_OF_CHANNEL, type QueueLog, type RowJob } from './queues';
import { startSweeper, type UnqueuedRows } from './sweeper';

/** The rows behind the queue (table `paper`): the row is the truth, a job says which one to look at. */
export interface PaperStore extends UnqueuedRows {
  /**
   * Makes the file of a paper that has none and keeps it. Making it twice does no harm: the bytes are the same.
   * @returns what became of it, for the log
   */
  make(id: string): Promise<'made' | 'settled' | 'missing'>;
  /** Says that it could not be made. `code` is stable and without personal data. */
  note(id: string, code: string): Promise<void>;
}

export interface PaperConsumerOptions {
  readonly settings: QueueSettings;
  readonly queues: MessageQueues;
  readonly store: PaperStore;
  readonly log: QueueLog;
  readonly sweepEveryMs?: number;
  /** Age from which a row without a file is looked after. */
  readonly sweepOlderThanMs?: number;
}

/** Each costs a part of a second of a processor: two keep a worker's other work going. */
const CONCURRENCY = 2;
const LOCK_MS = 30_000;

/**
 * Starts making papers, and the sweeper that finds those that the queue lost.
 * @returns ends both: papers in hand are finished first
 */
export function startPaperConsumer(options: PaperConsumerOptions): { close(): Promise<void> } {
  const { log, queues, settings, store, sweepEveryMs = 30_000, sweepOlderThanMs = 60_000 } = options;
  const name = QUEUE_OF_CHANNEL.PAPER;
  const worker = openWorker<RowJob>(
    name,
    settings,
    ({ data }) => makePaper(options, data.id),
    { concurrency: CONCURRENCY, lockDuration: LOCK_MS },
    (fault) => log('consumer fault', { queue: name, message: fault.message }),
  );
  const sweeper = startSweeper({ queues, store, log, everyMs: sweepEveryMs, olderThanMs: sweepOlderThanMs });
  return {
    close: async () => {
      await sweeper.stop();
      await worker.close();
    },
  };
}

async function makePaper({ log, store }: PaperConsumerOptions, id: string): Promise<string> {
  try {
    const outcome = await store.make(id);
    log('paper', { id, outcome });
    return outcome;
  } catch (fault) {
    const code = fault instanceof Error ? fault.name : 'FAULT';
    await store.note(id, code);
    log('paper not made', { id, code });
    // What is thrown is kept and shown by the queue, and a value may be in it.
    throw new Error(code);
  }
}
