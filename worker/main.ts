import type { Worker } from '@temporalio/worker';
import { type ActivityDeps, createActivities } from '../activities';
import { activationLink } from '../gateways/auth/activation';
import { createBankGateway } from '../gateways/bank';
import { createBureauGateway } from '../gateways/bureau';
import { createBlindIndex, createColumnCipher } from '../gateways/crypto';
import type { Database } from '../gateways/database/client';
import { currentClock, noteClock } from '../gateways/database/clock';
import { createMessageStore } from '../gateways/database/messages';
import { createPaperStore } from '../gateways/database/papers';
import { whenAskedToEnd } from '../gateways/lifecycle';
import { createLog } from '../gateways/log';
import { createMailTransport } from '../gateways/mail';
import { serveOpsPage } from '../gateways/opsPage';
import { renderPaper } from '../gateways/papers/render';
import {
  type ConsumerOptions,
  messageSenders,
  openMessageQueues,
  startMessageConsumers,
  startPaperConsumer,
} from '../gateways/queue';
import { quietForMs } from '../gateways/queue/quietHours';
import { createRegistryGateway } from '../gateways/registry';
import { createScreeningGateway } from '../gateways/screening';
import { type LiveSettings, liveSettings, SettingsError } from '../gateways/settings';
import { createSmsGateway } from '../gateways/sms';
import { startTracing } from '../gateways/telemetry/tracing';
import { connectTemporal } from '../gateways/temporal/client';
import { payloadOpener } from '../gateways/temporal/histories';
import { withAlarmFigures } from './alarmFigures';
import { auditHeadMail } from './auditHeadMail';
import { keepAuditTrail } from './auditTrail';
import { takeOver } from './build';
import { openWorkerDatabase } from './databases';
import { keepExporting } from './exports';
import { noteFailingSteps } from './failingSteps';
import { workerHealth } from './health';
import { createMetrics } from './metrics';
import { keepMailingNotices } from './noticeMails';
import { sdkMetricsInto } from './sdkMetrics';
import { startCaseSweeper } from './sweeper';
import { createTemporalWorkers, installRuntime } from './temporalWorkers';
import { watchWorkers } from './watch';

/** Steps under way are finished by then, or begun again by another worker. */
const END_WITHIN_MS = 15_000;
const NOTE_CLOCK_MS = 1_000;
const CLOCKS_DIFFER_MS = 5_000;

/** Composes a worker: Temporal's task queues, the messages' consumers, the sweeper, health. */
async function main(): Promise<void> {
  const live = liveSettings('worker');
  const settings = live.now();
  const log = createLog('worker', settings.logLevel);
  live.watch(log);
  const database = openWorkerDatabase(settings.databaseWorkerUrl, settings.databaseConnections);
  const { prisma, sql } = database;
  const dataKeys = () => live.now().dataKeys;
  const cipher = createColumnCipher(dataKeys);
  const queueSettings = { redisUrl: settings.redisUrl, databaseUrl: settings.databaseWorkerUrl };
  const note = (event: string, fields: Readonly<Record<string, unknown>>) => log.info(fields, event);
  const queues = openMessageQueues(queueSettings, note);
  const tracing = startTracing('worker', settings.otelEndpoint);
  const client = await connectTemporal({ ...settings, dataKeys }, tracing);
  const failing = noteFailingSteps({ sql, client, log });
  const metrics = createMetrics();
  installRuntime(log, failing.taskFailed, sdkMetricsInto(metrics.registry));
  const { senders, ...outside } = outsideOf(live);
  const activities = createActivities({
    ...database,
    cipher,
    blindIndex: createBlindIndex(() => live.now().blindIndexKey),
    queues,
    ...outside,
    settings,
    notFoundFloorMs: settings.bankNotFoundFloorMinutes * 60_000,
    activationLink: (enterpriseId) =>
      activationLink(enterpriseId, settings.publicUrl, live.now().activationSecret),
  });
  const parts = { settings: { ...settings, dataKeys }, activities, metrics, failing, tracing, log };
  const { workers, connection } = await createTemporalWorkers(parts);

  const consumers = startConsumers({ settings: queueSettings, queues, log: note }, { sql, cipher, senders });
  const openPayload = payloadOpener(dataKeys);
  const sweeper = startCaseSweeper({ prisma, sql, client, log, cipher, openPayload, settings });
  const tell = auditHeadMail({ sql, cipher, queues, auditHeadsTo: settings.auditHeadsTo });
  const auditTrail = keepAuditTrail({ sql, log, metrics, dataDir: settings.dataDir, tell });
  const noticeMails = keepMailingNotices({ sql, cipher, queues, publicUrl: settings.publicUrl, log });
  const exporting = keepExporting({ prisma, sql, cipher, log });
  const clockNotes = keepNotingTime(sql, log);
  const { temporalRetentionDays: retentionDays } = settings;
  const health = () => workerHealth({ client, sql, queues, retentionDays, workers: () => workers });
  const opsAt = { host: settings.opsHost, port: settings.workerPort, log };
  const figures = withAlarmFigures({ sql, client, registry: metrics.registry, log });
  const ops = serveOpsPage({ health, figures }, opsAt);

  log.info({ port: settings.workerPort }, 'working');
  void takeOver(client, settings, log);
  await runUntilAsked(workers, log);

  clearInterval(clockNotes);
  ops.close();
  await Promise.allSettled([sweeper.stop(), auditTrail.stop(), noticeMails.stop(), exporting.stop()]);
  await Promise.allSettled([...consumers.map((one) => one.close()), queues.close()]);
  await Promise.allSettled([client.connection.close(), connection.close(), database.close()]);
  await tracing?.stop();
  log.info('ended');
  process.exit(0);
}

/** What stands outside, each with the key of the moment that it knows us by. */
function outsideOf({ now }: LiveSettings<'worker'>) {
  const { bankUrl, mailFrom, servicesUrl, smtpUrl } = now();
  const services = { url: servicesUrl, apiKey: () => now().servicesApiKey };
  return {
    registry: createRegistryGateway(services),
    screening: createScreeningGateway(services),
    bureau: createBureauGateway(services),
    bank: createBankGateway({ url: bankUrl, apiKey: () => now().bankApiKey }),
    senders: messageSenders(createMailTransport({ smtpUrl, from: mailFrom }), createSmsGateway(services)),
  };
}

/** Takes messages and papers from the queues. */
function startConsumers(
  parts: Pick<ConsumerOptions, 'settings' | 'queues' | 'log'>,
  { sql, cipher, senders }: Pick<ActivityDeps, 'sql' | 'cipher'> & Pick<ConsumerOptions, 'senders'>,
) {
  return [
    startMessageConsumers({
      ...parts,
      store: createMessageStore(sql, cipher),
      senders,
      quietForMs: async (channel) => quietForMs(channel, await currentClock(sql), Date.now()),
    }),
    startPaperConsumer({ ...parts, store: createPaperStore(sql, cipher, renderPaper) }),
  ];
}

/** Runs the workers until the process is asked to end, and ends it when one of them stops by itself. */
async function runUntilAsked(workers: readonly Worker[], log: ReturnType<typeof createLog>): Promise<void> {
  let isAskedToEnd = false;
  whenAskedToEnd(log, END_WITHIN_MS, () => {
    isAskedToEnd = true;
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  });
  const running = workers.map((worker) => worker.run());
  watchWorkers(
    workers,
    () => isAskedToEnd,
    (taskQueue, state) => {
      log.fatal({ taskQueue, state }, 'a worker stopped by itself: this process ends and another takes over');
      process.exit(1);
    },
  );
  await Promise.all(running);
}

function keepNotingTime(sql: Database['sql'], log: ReturnType<typeof createLog>): NodeJS.Timeout {
  return setInterval(() => {
    noteTime(sql, log).catch((error: unknown) => log.warn({ err: error }, 'the clock was not noted'));
  }, NOTE_CLOCK_MS);
}

/** Business time is the database's; a machine that tells another time is a fault that somebody must cure. */
async function noteTime(sql: Database['sql'], log: ReturnType<typeof createLog>): Promise<void> {
  const aheadMs = Date.now() - (await noteClock(sql));
  if (Math.abs(aheadMs) > CLOCKS_DIFFER_MS)
    log.error({ aheadMs }, "this machine's clock is not the database's: set it right");
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError) for (const sentence of error.sentences) console.error(sentence);
  else console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(1);
});
