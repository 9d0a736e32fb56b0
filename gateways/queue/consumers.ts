import { DelayedError, type Job, type Processor, UnrecoverableError } from 'bullmq';
import { openWorker, type QueueSettings } from './connection';
import { type MessageQueues, QUEUE_OF_CHANNEL, type QueueLog, type RowJob } from './queues';
import { startSweeper } from './sweeper';
import type { MessageChannel, MessageStore, OutgoingMessage } from './types';

/** What came of handing a message to its provider. */
export type SendOutcome =
  | { readonly status: 'accepted'; readonly reference: string }
  /** For good; no further attempt. */
  | { readonly status: 'refused'; readonly code: string };

/**
 * Renders a message and hands it over; one for each channel.
 * @throws a technical fault, which is tried again
 */
export type Sender = (message: OutgoingMessage) => Promise<SendOutcome>;

export interface ConsumerOptions {
  readonly settings: QueueSettings;
  readonly queues: MessageQueues;
  readonly store: MessageStore;
  readonly senders: Readonly<Record<MessageChannel, Sender>>;
  /** Real milliseconds for which nothing may be sent by a channel. */
  readonly quietForMs: (channel: MessageChannel) => Promise<number>;
  readonly log: QueueLog;
  /** Messages of one channel on their way at once. */
  readonly concurrency?: number;
  readonly sweepEveryMs?: number;
  /** Age from which a row that is not sent is looked after. */
  readonly sweepOlderThanMs?: number;
}

/** Longer than any provider may take, so that a message is not sent by two consumers at once. */
const LEASE_MS = 60_000;
/** Renewed while the job runs; a job whose consumer was killed is taken over after this. */
const LOCK_MS = 30_000;
const HELD_RETRY_MS = 15_000;
/** A message that waits for the end of the quiet hours is looked at this often: the clock may have changed. */
const QUIET_RETRY_MS = 300_000;
/** With the pauses between them about a day and a half; then a person has to look. */
const MAX_ATTEMPTS = 400;
const DEFAULT_CONCURRENCY = 5;

/**
 * Starts taking messages from the queues and the sweeper that refills them.
 * @returns ends both: messages in hand are finished first
 */
export function startMessageConsumers(options: ConsumerOptions): { close(): Promise<void> } {
  const channels = Object.keys(options.senders) as MessageChannel[];
  const workers = channels.map((channel) => {
    const name = QUEUE_OF_CHANNEL[channel];
    return openWorker<RowJob>(
      name,
      options.settings,
      consumerOf(options, channel),
      { concurrency: options.concurrency ?? DEFAULT_CONCURRENCY, lockDuration: LOCK_MS },
      (fault) => options.log('consumer fault', { queue: name, message: fault.message }),
    );
  });
  const sweeper = startSweeper({
    queues: options.queues,
    store: options.store,
    log: options.log,
    everyMs: options.sweepEveryMs ?? 30_000,
    olderThanMs: options.sweepOlderThanMs ?? 60_000,
  });
  return {
    close: async () => {
      await sweeper.stop();
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function consumerOf(options: ConsumerOptions, channel: MessageChannel): Processor<RowJob, string> {
  return async (job, token) => {
    const quietMs = await options.quietForMs(channel);
    if (quietMs > 0 && !(await options.store.isAwaited(job.data.id)))
      return lookAgain(job, token, Math.min(quietMs, QUIET_RETRY_MS));
    const claim = await options.store.claim(job.data.id, LEASE_MS);
    if (claim.status === 'held') return lookAgain(job, token, HELD_RETRY_MS);
    if (claim.status !== 'claimed') return claim.status;
    return sendClaimed(options, channel, claim.message);
  };
}

/** Another consumer has the row, or it is too early: look again later, without counting this as an attempt. */
async function lookAgain(job: Job<RowJob, string>, token: string | undefined, inMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + inMs, token);
  throw new DelayedError();
}

async function sendClaimed(
  { log, senders, store }: ConsumerOptions,
  channel: MessageChannel,
  message: OutgoingMessage,
): Promise<string> {
  const { attempts, dedupeKey, id } = message;
  const outcome = await senders[channel](message).catch(async (fault: unknown) => {
    const code = fault instanceof Error ? fault.name : 'FAULT';
    const final = attempts >= MAX_ATTEMPTS;
    await store.markFailed(id, { code, final });
    log('message not sent', { id, dedupeKey, attempts, code, final });
    // What a provider says may name its receiver, and the queue keeps and shows what is thrown.
    throw final ? new UnrecoverableError(code) : new Error(code);
  });
  if (outcome.status === 'refused') {
    await store.markFailed(id, { code: outcome.code, final: true });
    log('message refused', { id, dedupeKey, attempts, code: outcome.code });
    throw new UnrecoverableError(outcome.code);
  }
  await store.markSent(id, outcome.reference);
  log('message sent', { id, dedupeKey, attempts });
  return 'sent';
}
