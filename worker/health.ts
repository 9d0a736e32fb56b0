import { createServer, type Server } from 'node:http';
import type { Client } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
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
  readonly registry: Registry;
  readonly log: Logger;
}

type PartHealth = { readonly status: 'UP' | 'DOWN'; readonly detail?: unknown };

const LOOK_WITHIN_MS = 3_000;

/** `/health` tells the truth about each part (503 when one is down that work needs), `/metrics` the figures. */
export function serveHealth(parts: HealthParts, port: number): Server {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://worker').pathname;
    if (path === '/metrics') {
      void parts.registry.metrics().then((text) => {
        response.writeHead(200, { 'content-type': parts.registry.contentType }).end(text);
      });
      return;
    }
    if (path !== '/health') {
      response.writeHead(404).end();
      return;
    }
    void look(parts).then((health) => {
      const status = health.status === 'UP' ? 200 : 503;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(health));
    });
  });
  server.on('error', (error) => {
    parts.log.fatal({ err: error }, 'the health page cannot listen');
    process.exit(1);
  });
  return server.listen(port);
}

async function look({
  client,
  sql,
  queues,
  workers,
  retentionDays,
}: HealthParts): Promise<Record<string, unknown>> {
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
    return { status: 'DOWN', detail: fault instanceof Error ? fault.message : String(fault) };
  }
}

function tooLate(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), LOOK_WITHIN_MS).unref();
  });
}
