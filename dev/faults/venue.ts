import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Pool, QueryResultRow } from 'pg';
import { patientStage, untilReached } from '../../demo/patience';
import type { Stage } from '../../demo/story';
import { createPool } from '../../gateways/database/pool';
import { connectTemporal } from '../../gateways/temporal/client';
import { freePort } from '../network';
import { SUPERUSER } from '../parts/postgres';
import { redisPart } from '../parts/redis';
import type { Urls, Variables } from '../platform/environment';
import { secretsOf } from '../platform/secrets';
import { type Platform, startPlatform } from '../platform/startPlatform';
import { processOf, runFolderOf } from '../processes/runFiles';
import { SupervisedPart } from '../processes/supervisedPart';
import { sayNothing } from '../progress';
import { LINES, type LineName } from './draw';
import { type Line, layLine } from './line';
import { type Machine, machineOf } from './machine';

/** A platform of the bench's own with everything that is done to it and read from it. */
export interface Venue {
  readonly speed: number;
  readonly urls: Urls;
  readonly env: Variables;
  readonly dataFolder: string;
  readonly stage: Stage;
  readonly machine: Machine;
  readonly hasQueue: boolean;
  readonly temporal: Client;
  /** As the owner of the tables. */
  readonly sql: Pool;
  /** Reads as the owner of the tables; asks again while the database is down. */
  read<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** @param keepData leaves the folder for looking at */
  leave(keepData: boolean): Promise<void>;
}

const READ_PATIENCE_MS = 90_000;
/** Real minutes are as short as they may be: longer than a bank of the bench is ever on its way. */
const SETTINGS: Variables = {
  BANK_NOT_FOUND_FLOOR_MINUTES: '2',
  LOG_LEVEL: 'warn',
  // All of a long run: whether what was sent is there is looked at in the end.
  MAIL_MAX_MESSAGES: '100000',
};

/** How a platform of the bench is started. */
export interface VenueOptions {
  readonly speed: number;
  readonly settings?: Variables | undefined;
  /** Where the queue is; a Redis of its own where one is installed, when left out. */
  readonly queue?: 'POSTGRES' | undefined;
}

/** Starts the platform on free ports in a folder of its own, with people and capital, over lines that can be cut. */
export async function openVenue({ queue: place, settings, speed }: VenueOptions): Promise<Venue> {
  // Below a folder that PostgreSQL's account can reach.
  const dataFolder = mkdtempSync(join(tmpdir(), 'lending-faults-'));
  const lines = {} as Record<LineName, Line>;
  const queue = place === 'POSTGRES' ? undefined : await startQueue(dataFolder);
  const platform = await startPlatform({
    dataDir: dataFolder,
    ports: 'free',
    clockSpeed: speed,
    seed: 'people',
    quiet: true,
    withUi: false,
    workers: 1,
    settings: { ...SETTINGS, ...queue?.settings, ...settings },
    detours: async (ports) => {
      for (const name of LINES) lines[name] = await layLine(ports[name]);
      return Object.fromEntries(LINES.map((name) => [name, lines[name].port]));
    },
  });
  const pool = createPool(platform.env.DATABASE_MIGRATION_URL ?? '', { max: 4 });
  const temporal = await temporalOf(platform);
  return {
    speed,
    urls: platform.urls,
    env: platform.env,
    dataFolder,
    stage: patientStage(platform),
    machine: machineOf({
      pid: (part) => processOf(runFolderOf(dataFolder), part),
      lines,
      superuserUrl: superuserUrlOf(platform, dataFolder),
    }),
    hasQueue: queue !== undefined,
    temporal,
    sql: pool,
    read: (text, values) => readPatiently(pool, text, values),
    leave: async (keepData) => {
      await pool.end();
      await temporal.connection.close();
      await platform.stop();
      await queue?.part.stop();
      for (const line of Object.values(lines)) await line.cut();
      if (!keepData) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A Redis where one is installed; else the queue is in PostgreSQL and dies with it. */
async function startQueue(
  dataFolder: string,
): Promise<{ readonly part: SupervisedPart; readonly settings: Variables } | undefined> {
  const port = await freePort();
  const wanted = redisPart(dataFolder, port);
  if (wanted === undefined) return undefined;
  const folders = { logs: join(dataFolder, 'logs'), run: runFolderOf(dataFolder) };
  const part = new SupervisedPart(wanted, folders, sayNothing);
  await part.start();
  return { part, settings: { REDIS_URL: `redis://127.0.0.1:${port}` } };
}

function superuserUrlOf({ env }: Platform, dataFolder: string): string {
  const url = new URL(env.DATABASE_MIGRATION_URL ?? '');
  url.username = SUPERUSER;
  url.password = secretsOf(dataFolder).database.superuser;
  return url.href;
}

function temporalOf({ env }: Platform): Promise<Client> {
  return connectTemporal({
    temporalAddress: env.TEMPORAL_ADDRESS ?? '',
    temporalNamespace: env.TEMPORAL_NAMESPACE ?? 'default',
    dataKeys: env.DATA_KEYS ?? '',
  });
}

async function readPatiently<Row extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const { rows } = await untilReached(() => pool.query<Row>(text, values), READ_PATIENCE_MS, isDatabaseGone);
  return rows;
}

/** No connection, or one that ended under the question: codes 57 and 08 of PostgreSQL and those of the system. */
function isDatabaseGone(fault: unknown): boolean {
  const { code, message } = fault as { code?: string; message?: string };
  return /^(57|08|ECONN|EPIPE)/.test(code ?? '') || /Connection terminated|timeout/.test(message ?? '');
}
