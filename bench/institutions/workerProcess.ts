/** A worker process of `npm run bench -- institutions`: both task queues, in as many namespaces as it is told. */
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { TASK_QUEUES } from '../../contracts/taskQueues';
import { bundleOptions } from '../../worker/workflowBundle';
import { smallActivities } from './activities';

/** Runs of workflows that are kept in memory, in all. */
const CACHED = 2_500;

export interface WorkersReady {
  readonly pollers: number;
}

async function main(address: string, namespaces: readonly string[]): Promise<void> {
  const logger = new DefaultLogger('ERROR');
  Runtime.install({
    logger,
    telemetryOptions: { logging: { forward: {}, filter: 'temporalio_sdk_core=ERROR' } },
  });
  const connection = await NativeConnection.connect({ address });
  const workflowBundle = await bundleWorkflowCode({
    ...bundleOptions,
    workflowsPath: require.resolve('./workflows'),
    logger,
  });
  const queues = Object.values(TASK_QUEUES);
  const workers = await Promise.all(
    namespaces.flatMap((namespace) =>
      queues.map((taskQueue) =>
        Worker.create({
          ...{ connection, namespace, taskQueue, workflowBundle, activities: smallActivities },
          maxCachedWorkflows: Math.ceil(CACHED / (namespaces.length * queues.length)),
        }),
      ),
    ),
  );
  for (const worker of workers) void worker.run();
  process.send?.({
    pollers: workers.reduce((sum, { options }) => sum + pollersOf(options), 0),
  } satisfies WorkersReady);
}

/** Questions that a worker keeps open at the server: for tasks of workflows and of activities. */
function pollersOf({ workflowTaskPollerBehavior, activityTaskPollerBehavior }: Worker['options']): number {
  return workflowTaskPollerBehavior.maximum + activityTaskPollerBehavior.maximum;
}

void main(process.argv[2] ?? '', process.argv.slice(3));
