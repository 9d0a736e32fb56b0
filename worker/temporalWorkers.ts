import {
  type MetricsBuffer,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { Logger } from 'pino';
import type { AllActivities } from '../contracts/activityOptions';
import { TASK_QUEUES } from '../contracts/taskQueues';
import type { Settings } from '../gateways/settings';
import { temporalTracing } from '../gateways/telemetry/temporal';
import type { Tracing } from '../gateways/telemetry/tracing';
import { activityDoor } from '../gateways/temporal/activityDoor';
import type { TemporalSettings } from '../gateways/temporal/client';
import { connectionTo } from '../gateways/temporal/connection';
import { type WorkerSealSettings, workerConverter } from '../gateways/temporal/dataConverter';
import { type BuildSettings, buildIdOf, deploymentOptions } from './build';
import type { FailingSteps } from './failingSteps';
import { sdkLogger } from './log';
import type { WorkerMetrics } from './metrics';
import { workflowBundle } from './workflowBundle';

/** Of the processes in memory: loans sleep for months, payments are over soon. */
const SHARE_OF_CACHE = { main: 0.2, loans: 0.6, payments: 0.2 } as const;
/** Of the connections to the database: workflow tasks that a queue's worker does at once, each with one step at most. */
const SHARE_OF_TASKS = { main: 0.5, loans: 0.25, payments: 0.25 } as const;
/** Fewer the SDK does not take. */
const LEAST_TASKS = 2;
const FINISH_WITHIN = '10s';

/** What a worker takes on. */
export type WorkerCaps = Pick<
  Settings,
  'bankOrdersPerSecond' | 'bankQuestionsPerSecond' | 'databaseConnections' | 'cachedProcesses'
>;

export interface WorkersToStart {
  readonly settings: TemporalSettings & WorkerSealSettings & WorkerCaps & Pick<BuildSettings, 'buildId'>;
  readonly activities: AllActivities;
  readonly metrics: WorkerMetrics;
  readonly failing: FailingSteps;
  readonly tracing: Tracing | null;
  readonly log: Logger;
}

/**
 * The SDK's runtime of this process; once, before anything else of it is used.
 * @param taskFailed is told the run of each workflow task that failed
 */
export function installRuntime(
  log: Logger,
  taskFailed: (runId: string) => void,
  metricsBuffer: MetricsBuffer,
): void {
  Runtime.install({
    logger: sdkLogger(log, taskFailed),
    telemetryOptions: {
      logging: { forward: {}, filter: 'temporalio_sdk_core=WARN' },
      metrics: { buffer: metricsBuffer },
    },
    // The process ends in an order of its own.
    shutdownSignals: [],
  });
}

/**
 * Makes the workers of all task queues; they begin with `run()`. What the bank takes in a second is held by Temporal's
 * server for a whole queue, however many workers there are; the last one that asks for work says how much it is.
 */
export async function createTemporalWorkers({
  settings,
  activities,
  metrics,
  failing,
  tracing,
  log,
}: WorkersToStart): Promise<{
  readonly workers: readonly Worker[];
  readonly connection: NativeConnection;
}> {
  const connection = await NativeConnection.connect(connectionTo(settings));
  const buildId = buildIdOf(settings);
  const { databaseConnections: atOnce, cachedProcesses } = settings;
  const plugins = temporalTracing(tracing);
  const shared = {
    connection,
    namespace: settings.temporalNamespace,
    plugins,
    activities,
    // More at once would wait for a connection while their time runs.
    maxConcurrentLocalActivityExecutions: atOnce,
    maxConcurrentActivityTaskExecutions: atOnce,
    dataConverter: workerConverter(settings),
    shutdownGraceTime: FINISH_WITHIN,
    ...deploymentOptions(buildId),
    interceptors: {
      activity: [
        activityDoor,
        ({ info }) => ({ inbound: metrics.activityInterceptor(info.activityType) }),
        ({ info }) => ({ inbound: failing.activityInterceptor(info) }),
      ],
    },
  } satisfies Partial<WorkerOptions>;
  const bundle = await workflowBundle(plugins);
  const processesIn = (queue: keyof typeof SHARE_OF_TASKS) => ({
    taskQueue: TASK_QUEUES[queue],
    workflowBundle: bundle,
    maxCachedWorkflows: Math.ceil(cachedProcesses * SHARE_OF_CACHE[queue]),
    // What waits, waits at the server, where people go first, and not in here, where nobody does.
    maxConcurrentWorkflowTaskExecutions: Math.max(LEAST_TASKS, Math.ceil(atOnce * SHARE_OF_TASKS[queue])),
  });
  const workers = await Promise.all([
    Worker.create({ ...shared, ...processesIn('main') }),
    Worker.create({ ...shared, ...processesIn('loans') }),
    Worker.create({
      ...shared,
      ...processesIn('payments'),
      maxTaskQueueActivitiesPerSecond: settings.bankOrdersPerSecond,
    }),
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.questions,
      maxTaskQueueActivitiesPerSecond: settings.bankQuestionsPerSecond,
    }),
  ]);
  log.info({ taskQueues: Object.values(TASK_QUEUES), buildId }, 'workers made');
  return { workers, connection };
}
