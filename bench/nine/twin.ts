import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import type { TemporaryTemporal } from '../../dev/parts/temporaryTemporal';
import { ANSWERS_AFTER_MS } from './bank';
import { eachAtOnce, patienceMs, untilTrue } from './flow';
import { TWIN_QUEUES, type TwinActivities, type TwinLoan } from './twinContract';

/** Local activities and orders of one debit. */
const ACTIVITIES_OF_A_DEBIT = 6;

export interface TwinRun {
  /** From the instant at which all are due to the last activity. */
  readonly drainMs: number;
  /** Until all of them were begun and asleep. */
  readonly beginMs: number;
  readonly activities: number;
}

/**
 * How long Temporal and this machine take for as many debits without a database, without our data converter and
 * without anything that a loan is.
 * @param run tells runs apart
 */
export async function runTwin(temporal: TemporaryTemporal, loans: number, run: number): Promise<TwinRun> {
  let activities = 0;
  let lastMs = 0;
  const done = () => {
    activities += 1;
    lastMs = Date.now();
  };
  const twin: TwinActivities = {
    touch: async () => done(),
    order: async () => {
      await sleep(ANSWERS_AFTER_MS);
      done();
    },
  };
  const connection = await NativeConnection.connect({ address: temporal.address });
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('./twinWorkflows'),
    logger: new DefaultLogger('ERROR'),
  });
  const workers = await Promise.all(
    Object.values(TWIN_QUEUES).map((taskQueue) =>
      Worker.create({ connection, taskQueue, workflowBundle, activities: { ...twin } }),
    ),
  );
  const running = workers.map((worker) => worker.run());
  const client = new Client({ connection: await Connection.connect({ address: temporal.address }) });
  const startMs = Date.now();
  const dueAtMs = startMs + leastBeginMs(loans);
  await eachAtOnce(Array.from({ length: loans }), async (_, index) => {
    const loan: TwinLoan = { id: `${run}/${index}`, dueAtMs };
    await client.workflow.start('twinLoan', {
      workflowId: `twin/${loan.id}`,
      taskQueue: TWIN_QUEUES.main,
      args: [loan],
    });
  });
  // More than that where some were begun too late: they are at work already.
  await untilTrue('the twins sleep', () => activities >= loans);
  const beginMs = Date.now() - startMs;
  if (Date.now() > dueAtMs) throw new Error('the twins were not begun when they fell due: fewer loans');
  const areDone = () => activities === loans * (1 + ACTIVITIES_OF_A_DEBIT);
  await untilTrue('the twins are done', areDone, patienceMs(loans));
  for (const worker of workers) worker.shutdown();
  await Promise.all(running);
  await Promise.all([client.connection.close(), connection.close()]);
  return { drainMs: lastMs - dueAtMs, beginMs, activities: loans * ACTIVITIES_OF_A_DEBIT };
}

/** Time to begin them on a slow machine. */
function leastBeginMs(loans: number): number {
  return 5_000 + loans * 50;
}
