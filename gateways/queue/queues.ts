import { createHash } from 'node:crypto';
import type { Job, JobsOptions } from 'bullmq';
import { type OpenedQueue, openQueue, type QueueSettings } from './connection';
import type { QueuedRow } from './types';

/** Queue of each channel. */
export const QUEUE_OF_CHANNEL: Readonly<Record<QueuedRow['channel'], string>> = {
  EMAIL: 'mail',
  SMS: 'sms',
  PAPER: 'papers',
};

/** All queues of the platform. */
export const QUEUE_NAMES: readonly string[] = Object.values(QUEUE_OF_CHANNEL);

/** What a job holds: which row to look at. Jobs are shown to the operator, so nothing else. */
export interface RowJob {
  readonly id: string;
}

/** 5 s, 10 s, 20 s … about ten minutes in all; then the sweeper starts over. */
const JOB_OPTIONS: JobsOptions = {
  attempts: 8,
  backoff: { type: 'exponential', delay: 5_000, jitter: 0.2 },
  removeOnComplete: { count: 1_000, age: 7 * 86_400 },
  removeOnFail: { count: 5_000, age: 30 * 86_400 },
};

/** How long adding a job may hold up the business step that wants it. */
const ADD_TIMEOUT_MS = 2_000;

/** How a queue is doing. */
export interface QueueState {
  readonly name: string;
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly failed: number;
}

export type QueueLog = (event: string, fields: Readonly<Record<string, unknown>>) => void;

/** The queues as producers see them. */
export interface MessageQueues {
  readonly opened: readonly OpenedQueue[];
  /**
   * Tells the queue of a row that is committed. Never fails: without the queue the sweeper finds the row.
   * @returns whether the queue has it
   */
  enqueue(row: QueuedRow): Promise<boolean>;
  /**
   * Queues a row that should have been sent or made by now, unless its job is alive.
   * @returns whether a job was added
   * @throws when the queue can't be used
   */
  requeue(row: QueuedRow): Promise<boolean>;
  /** @throws when the queues can't be used */
  states(): Promise<readonly QueueState[]>;
  close(): Promise<void>;
}

/** Opens all queues for adding and looking. */
export function openMessageQueues(settings: QueueSettings, log: QueueLog): MessageQueues {
  const opened = new Map(
    QUEUE_NAMES.map((name) => [
      name,
      openQueue(name, settings, (fault) => log('queue fault', { queue: name, message: fault.message })),
    ]),
  );
  const queueFor = ({ channel }: QueuedRow) => {
    const found = opened.get(QUEUE_OF_CHANNEL[channel]);
    if (found === undefined) throw new Error(`no queue for ${channel}`);
    return found.queue;
  };
  const add = (row: QueuedRow) =>
    queueFor(row).add(row.channel, { id: row.id } satisfies RowJob, {
      ...JOB_OPTIONS,
      jobId: jobIdOf(row.dedupeKey),
    });
  return {
    opened: [...opened.values()],
    enqueue: async (row) => {
      try {
        await inTime(add(row), ADD_TIMEOUT_MS);
        return true;
      } catch (fault) {
        log('not queued', {
          id: row.id,
          message: fault instanceof Error ? fault.message : String(fault),
        });
        return false;
      }
    },
    requeue: async (row) => {
      const job: Job | undefined = await queueFor(row).getJob(jobIdOf(row.dedupeKey));
      if (job !== undefined) {
        const state = await job.getState();
        if (state !== 'completed' && state !== 'failed') return false;
        // A job that is over would make its successor under the same id a no-op.
        await job.remove();
      }
      await add(row);
      return true;
    },
    states: () => Promise.all([...opened.entries()].map(([name, { queue }]) => stateOf(name, queue))),
    close: async () => {
      await Promise.all([...opened.values()].map((one) => one.close()));
    },
  };
}

async function stateOf(name: string, queue: OpenedQueue['queue']): Promise<QueueState> {
  const counts = await inTime(queue.getJobCounts('waiting', 'delayed', 'active', 'failed'), ADD_TIMEOUT_MS);
  const { active = 0, delayed = 0, failed = 0, waiting = 0 } = counts;
  return { name, waiting, delayed, active, failed };
}

/** One job for one row: a hash, because dedupe keys name cases and whoever watches the queues sees jobs only. */
function jobIdOf(dedupeKey: string): string {
  return createHash('sha256').update(dedupeKey).digest('hex');
}

async function inTime<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the queue did not answer in time')), timeoutMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
