import { type Processor, Queue, Worker, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { queueTracing } from '../telemetry/queue';
import { patientPostgresBackend } from './postgresBackend';

/** Where the queues live: in Redis when there is one, otherwise beside the rows in PostgreSQL. */
export interface QueueSettings {
  readonly redisUrl?: string | undefined;
  /** Used without Redis; the role needs what `migrateQueueSchema` grants. */
  readonly databaseUrl: string;
}

/** Schema of PostgreSQL that BullMQ keeps its tables in. */
export const QUEUE_SCHEMA = 'queue';

/** Connections of one queue or worker; each has its own small pool. */
const POOL_SIZE = 2;

/** An opened queue with what has to be closed after it. */
export interface OpenedQueue {
  readonly queue: Queue;
  close(): Promise<void>;
}

function postgresConnection(settings: QueueSettings) {
  return { connectionString: settings.databaseUrl, schema: QUEUE_SCHEMA, max: POOL_SIZE };
}

/** Opens a queue for adding and looking; faults of the connection go to `onFault` and heal by themselves. */
export function openQueue(
  name: string,
  settings: QueueSettings,
  onFault: (fault: Error) => void,
): OpenedQueue {
  if (settings.redisUrl === undefined) {
    const onPostgres = new Queue(
      name,
      { connection: postgresConnection(settings), ...queueTracing() },
      patientPostgresBackend,
    );
    // The backend is in a queue's type, though all that is used of it is the same for both.
    const queue = onPostgres as unknown as Queue;
    queue.on('error', onFault);
    return { queue, close: () => queue.close() };
  }
  const redis = new Redis(settings.redisUrl, { maxRetriesPerRequest: null, enableOfflineQueue: false });
  redis.on('error', onFault);
  const queue = new Queue(name, { connection: redis, ...queueTracing() });
  queue.on('error', onFault);
  return {
    queue,
    close: async () => {
      await queue.close();
      redis.disconnect();
    },
  };
}

/** An opened consumer with what has to be closed after it. */
export interface OpenedWorker<Data> {
  readonly worker: Worker<Data, string>;
  /** Finishes jobs in hand, then lets go of the connections. */
  close(): Promise<void>;
}

/** Opens a consumer of a queue. */
export function openWorker<Data>(
  name: string,
  settings: QueueSettings,
  process: Processor<Data, string>,
  options: Omit<WorkerOptions, 'connection'>,
  onFault: (fault: Error) => void,
): OpenedWorker<Data> {
  if (settings.redisUrl === undefined) {
    const connection = postgresConnection(settings);
    const onPostgres = new Worker(
      name,
      process,
      { ...options, connection, ...queueTracing() },
      patientPostgresBackend,
    );
    const worker = onPostgres as unknown as Worker<Data, string>;
    worker.on('error', onFault);
    return { worker, close: () => worker.close() };
  }
  const redis = new Redis(settings.redisUrl, { maxRetriesPerRequest: null });
  redis.on('error', onFault);
  const worker = new Worker<Data, string>(name, process, {
    ...options,
    connection: redis,
    ...queueTracing(),
  });
  worker.on('error', onFault);
  return {
    worker,
    close: async () => {
      await worker.close();
      redis.disconnect();
    },
  };
}
