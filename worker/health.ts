import type { Client } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import type { Database } from '../gateways/database/client';
import type { MessageQueues } from '../gateways/queue';
import { retentionTooShort } from '../gateways/temporal/health';

export interface HealthParts {
  readonly client: Client;
  readonly sql: Database['sql'];
  readonly queues: MessageQueues;
  /** Days for which Temporal should keep what is over. */
  readonly retentionDays: number;
  readonly workers: () => readonly Worker[];
}

type PartHealth = { readonly status: 'UP' | 'DOWN'; readonly detail?: unknown };

interface WorkerHealth extends PartHealth {
  readonly parts: Readonly<Record<'temporal' | 'postgres' | 'queue', PartHealth>>;
  readonly workers: readonly object[];
}

const LOOK_WITHIN_MS = 3_000;

/** Asks each part that work needs, all at once. */
export async function workerHealth({
  client,
  sql,
  queues,
  workers,
  retentionDays,
}: HealthParts): Promise<WorkerHealth> {
  const [temporal, postgres, queue] = await Promise.all([
    partOf(async () => {
      return await client.withDeadline(Date.now() + LOOK_WITHIN_MS, () =>
        retentionTooShort(client, retentionDays),
      );
    }),
    partOf(async () => {
      await sql.query('SELECT 1');
    }),
    partOf(() => queues.states()),
  ]);
  const states = workers().map((worker) => ({
    taskQueue: worker.options.taskQueue,
    state: worker.getState(),
    activitiesRunning: worker.getStatus().numInFlightActivities,
    workflowsCached: worker.getStatus().numCachedWorkflows,
  }));
  const isPolling = states.length > 0 && states.every(({ state }) => state === 'RUNNING');
  const isUp = isPolling && temporal.status === 'UP' && postgres.status === 'UP';
  return { status: isUp ? 'UP' : 'DOWN', parts: { temporal, postgres, queue }, workers: states };
}

async function partOf(looking: () => Promise<unknown>): Promise<PartHealth> {
  try {
    const detail = await Promise.race([looking(), tooLate()]);
    return detail === undefined ? { status: 'UP' } : { status: 'UP', detail };
  } catch (fault) {
    return { status: 'DOWN', detail: reasonOf(fault) };
  }
}

/** A word about what is wrong, without addresses or credentials. */
function reasonOf(fault: unknown): string {
  const { code, name } = fault as { readonly code?: unknown; readonly name?: string };
  return typeof code === 'string' ? code : (name ?? 'failed');
}

function tooLate(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), LOOK_WITHIN_MS).unref();
  });
}
