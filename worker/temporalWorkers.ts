import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { AllActivities } from '../contracts/activityOptions';
import { TASK_QUEUES } from '../contracts/taskQueues';
import type { TemporalSettings } from '../gateways/temporal/client';
import { dataConverterOf } from '../gateways/temporal/dataConverter';
import type { FailingSteps } from './failingSteps';
import { sdkLogger } from './log';
import type { WorkerMetrics } from './metrics';
import { workflowBundle } from './workflowBundle';

/** What the bank takes of one worker. */
const PAYMENT_ACTIVITIES_PER_SECOND = 50;
/** A cache smaller than the open workflows costs a third of the speed. */
const CACHED_WORKFLOWS = { main: 2_000, payments: 500 } as const;
const FINISH_WITHIN = '10s';

export interface WorkersToStart {
  readonly settings: TemporalSettings;
  readonly activities: AllActivities;
  readonly metrics: WorkerMetrics;
  readonly failing: FailingSteps;
  readonly log: Logger;
}

/**
 * The SDK's runtime of this process; once, before anything else of it is used.
 * @param taskFailed is told the run of each workflow task that failed
 */
export function installRuntime(log: Logger, taskFailed: (runId: string) => void): void {
  Runtime.install({
    logger: sdkLogger(log, taskFailed),
    telemetryOptions: { logging: { forward: {}, filter: 'temporalio_sdk_core=WARN' } },
    // The process ends in an order of its own.
    shutdownSignals: [],
  });
}

/** Makes the workers of both task queues; they begin with `run()`. */
export async function createTemporalWorkers({
  settings,
  activities,
  metrics,
  failing,
  log,
}: WorkersToStart): Promise<{
  readonly workers: readonly Worker[];
  readonly connection: NativeConnection;
}> {
  const connection = await NativeConnection.connect({ address: settings.temporalAddress });
  const shared = {
    connection,
    namespace: settings.temporalNamespace,
    workflowBundle: await workflowBundle(),
    activities,
    dataConverter: dataConverterOf(settings.dataKeys),
    shutdownGraceTime: FINISH_WITHIN,
    interceptors: {
      activity: [
        ({ info }) => ({ inbound: metrics.activityInterceptor(info.activityType) }),
        ({ info }) => ({ inbound: failing.activityInterceptor(info) }),
      ],
    },
  } satisfies Partial<WorkerOptions>;
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.main,
      maxCachedWorkflows: CACHED_WORKFLOWS.main,
    }),
    Worker.create({
      ...shared,
      taskQueue: TASK_QUEUES.payments,
      maxCachedWorkflows: CACHED_WORKFLOWS.payments,
      maxTaskQueueActivitiesPerSecond: PAYMENT_ACTIVITIES_PER_SECOND,
    }),
  ]);
  log.info({ taskQueues: Object.values(TASK_QUEUES) }, 'workers made');
  return { workers, connection };
}
