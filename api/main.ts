import { createServer } from 'node:http';
import { createAuth } from '../gateways/auth/auth';
import { createMachineTokens } from '../gateways/auth/machineTokens';
import { createIdentityProviders } from '../gateways/auth/providers';
import { createWork } from '../gateways/auth/work';
import { createBlindIndex, createColumnCipher, secretsIn } from '../gateways/crypto';
import { addAuditRecord } from '../gateways/database/audit';
import { createDatabase, DATABASE_PATIENCE_MS } from '../gateways/database/client';
import { whenAskedToEnd } from '../gateways/lifecycle';
import { createLimits } from '../gateways/limits';
import { createLog } from '../gateways/log';
import { serveOpsPage } from '../gateways/opsPage';
import { openMessageQueues, queuesPage } from '../gateways/queue';
import { liveSettings, SettingsError } from '../gateways/settings';
import { startTracing } from '../gateways/telemetry/tracing';
import { connectTemporalLazily } from '../gateways/temporal/client';
import { PayloadSeal } from '../gateways/temporal/payloadSeal';
import { createProver } from '../gateways/temporal/proof';
import { createApp } from './app';
import { EventHub } from './events/hub';
import { startHousekeeping } from './kernel/housekeeping';
import { createMetrics } from './kernel/observability/metrics';
import { openApiDocument } from './kernel/openapi/document';
import type { Parts } from './kernel/parts';
import { answerBrokenRequest } from './kernel/problems/brokenRequest';
import { longestSessionHours } from './kernel/security/rules';
import { operations } from './operations';
import { lookAtCalendar, lookAtParts } from './platform/health';
import { Looks } from './platform/looks';

/** Longer than a request may wait for the bank. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** Longer than a proxy keeps its own: a connection that both let go at one moment costs somebody an answer. */
const KEEP_ALIVE_MS = 75_000;
/** Requests in hand are answered by then, or cut. */
const END_WITHIN_MS = 8_000;

/** Composes the API and listens. The parts it needs may come later: health says which are missing. */
function main(): void {
  const live = liveSettings('api');
  const settings = live.now();
  const log = createLog('api', settings.logLevel);
  live.watch(log);
  // A database that hangs must not hold requests: they are answered with 503.
  const database = createDatabase({
    url: settings.databaseUrl,
    maxConnections: settings.databaseConnections,
    patienceMs: DATABASE_PATIENCE_MS,
  });
  const tracing = startTracing('api', settings.otelEndpoint);
  const dataKeys = () => live.now().dataKeys;
  const temporal = connectTemporalLazily({ ...settings, dataKeys }, tracing);
  const queues = openMessageQueues(settings, (event, fields) => log.warn(fields, event));
  const { publicUrl } = settings;
  const parts: Parts = {
    // Secrets may change while it runs.
    get settings() {
      return live.now();
    },
    log,
    temporal,
    queues,
    prisma: database.prisma,
    sql: database.sql,
    ...waysIn(live, database),
    limits: createLimits(database.sql, secretsIn(settings.authSecret)[0]),
    looks: new Looks(
      (record) => addAuditRecord(database.prisma, record),
      (error) => log.warn({ err: error }, 'the rest of a look is not in the trail'),
    ),
    events: new EventHub(database.sql, log),
    payloadSeal: new PayloadSeal(dataKeys),
    prove: createProver(settings.proofPrivateKey),
    metrics: createMetrics(),
    description: openApiDocument(operations, publicUrl),
  };
  const app = createApp(parts, queuesPage(queues, '/queues'));
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    app,
  );
  server.on('clientError', answerBrokenRequest);
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1).
  server.on('checkExpectation', app);
  const { apiHost: host, apiPort: port } = settings;
  server.listen(port, host, () => log.info({ host, port }, 'listening'));
  const { metrics } = parts;
  serveOpsPage(
    {
      health: () => lookAtParts(parts),
      figures: {
        contentType: metrics.contentType,
        metrics: async () => await metrics.text(await lookAtCalendar(parts)),
      },
    },
    { host: settings.opsHost, port: settings.apiOpsPort, log },
  );
  server.on('error', (error) => {
    log.fatal({ err: error }, 'the API cannot listen');
    process.exitCode = 1;
    process.exit();
  });
  const housekeeping = startHousekeeping(parts);
  whenAskedToEnd(log, END_WITHIN_MS, () => {
    housekeeping.stop();
    parts.events.end();
    server.close(async () => {
      await parts.looks
        .end()
        .catch((error: unknown) => log.warn({ err: error }, 'looks are not in the trail'));
      await Promise.allSettled([
        queues.close(),
        database.close(),
        temporal.connection.close(),
        tracing?.stop(),
      ]);
      process.exit(0);
    });
    server.closeIdleConnections();
  });
}

/** How people and machines are let in, and what opens and finds what is kept of them. */
function waysIn(
  live: Pick<ReturnType<typeof liveSettings<'api'>>, 'now'>,
  { prisma, sql }: Pick<Parts, 'prisma' | 'sql'>,
): Pick<Parts, 'auth' | 'work' | 'machineTokens' | 'identityProviders' | 'cipher' | 'blindIndex'> {
  const { publicUrl } = live.now();
  const cipher = createColumnCipher(() => live.now().dataKeys);
  const blindIndex = createBlindIndex(() => live.now().blindIndexKey);
  const auth = createAuth({
    prisma,
    blindIndex,
    authSecret: () => live.now().authSecret,
    publicUrl,
    longestSessionHours: longestSessionHours(),
  });
  const machineTokens = createMachineTokens({ prisma, sql, cipher, publicUrl });
  const identityProviders = createIdentityProviders(() => live.now().identityProviders);
  const work = createWork(() => live.now().authSecret);
  return { auth, work, machineTokens, identityProviders, cipher, blindIndex };
}

try {
  main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
