import { createHash } from 'node:crypto';
import type { Job, JobsOptions } from 'bullmq';
import { type OpenedQueue, openQueue, type QueueSettings } from './connection';
import type { MessageChannel, QueuedMessage } from './types';

/** Queue of each channel. */
export const QUEUE_OF_CHANNEL: Readonly<Record<MessageChannel, string>> = { EMAIL: 'mail', SMS: 'sms' };

/** All queues of the platform. */
export const QUEUE_NAMES: readonly string[] = Object.values(QUEUE_OF_CHANNEL);

/** What a job holds: which row to look at. Jobs are shown to the operator, so nothing else. */
export interface MessageJob {
  readonly id: string;
}

/** 5 s, 10 s, 20 s … about ten minutes in all; then the sweeper starts over. */
const JOB_OPTIONS: JobsOptions = {
  attempts: 8,
  backoff: { type: 'exponential', delay: 5_000, jitter: 0.2 },
  removeOnComplete: { count: 1_000, age: 7 * 86_400 },
  removeOnFail: { count: 5_000, age: 30 * 86_400 },
};

/** How long adding a job may hold up the business step that wants a message to be sent. */
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
  enqueue(message: QueuedMessage): Promise<boolean>;
  /**
   * Queues a row that should have been sent by now, unless its job is alive.
   * @returns whether a job was added
   * @throws when the queue can't be used
   */
  requeue(message: QueuedMessage): Promise<boolean>;
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
  const queueFor = (message: QueuedMessage) => {
    const found = opened.get(QUEUE_OF_CHANNEL[message.channel]);
    if (found === undefined) throw new Error(`no queue for ${message.channel}`);
    return found.queue;
  };
  const add = (message: QueuedMessage) =>
    queueFor(message).add(message.channel, { id: message.id } satisfies MessageJob, {
      ...JOB_OPTIONS,
      jobId: jobIdOf(message.dedupeKey),
    });
  return {
    opened: [...opened.values()],
    enqueue: async (message) => {
      try {
        await inTime(add(message), ADD_TIMEOUT_MS);
        return true;
      } catch (fault) {
        log('not queued', {
          id: message.id,
          message: fault instanceof Error ? fault.message : String(fault),
        });
        return false;
      }
    },
    requeue: async (message) => {
      const job: Job | undefined = await queueFor(message).getJob(jobIdOf(message.dedupeKey));
      if (job !== undefined) {
        const state = await job.getState();
        if (state !== 'completed' && state !== 'failed') return false;
        // A job that is over would make its successor under the same id a no-op.
        await job.remove();
      }
      await add(message);
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

/** One job for one message: a hash, because dedupe keys name cases and whoever watches the queues sees jobs only. */
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
