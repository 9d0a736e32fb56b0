import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { insertBaseData } from '../../gateways/database/baseData';
import { applyMigrations } from '../../gateways/database/migrate';
import { createPool } from '../../gateways/database/pool';
import { freePort } from '../network';
import { identity } from '../tools/account';
import { postgresPart, SUPERUSER } from './postgres';

/** Of every role of the temporary server; it listens on this machine only. */
const PASSWORD = 'test';
const DATABASE = 'lending';
const READY_WITHIN_MS = 60_000;
/** Address of a server whose database of the platform is copied, instead of making one for each file of tests. */
export const COPIED = 'TEST_DATABASE_COPIED';

/** A PostgreSQL server for tests and benches with an empty database in it, gone after it is stopped. */
export interface TestServer {
  /** Address of a role on a database of the server. */
  url(role?: string, database?: string): string;
  stop(): Promise<void>;
}

/** A server with the platform's schema and base data, and a pool for each role. */
export interface TestDatabase {
  readonly server: TestServer;
  readonly owner: Pool;
  readonly worker: Pool;
  readonly api: Pool;
  readonly auditor: Pool;
  stop(): Promise<void>;
}

/**
 * Starts a server of its own. With TEST_POSTGRES (address of a superuser) a fresh database on that server is
 * used instead: quicker while one works on a test.
 */
export async function startPostgres(): Promise<TestServer> {
  const given = process.env.TEST_POSTGRES;
  return given === undefined ? startOwnServer() : databaseOn(given);
}

async function startOwnServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lending-postgres-'));
  const port = await freePort();
  const part = await postgresPart(
    { dataFolder: folder, port, superuserPassword: PASSWORD, isThrownAway: true },
    () => undefined,
  );
  const child = spawn(part.command, part.args, {
    cwd: '/',
    env: part.env,
    stdio: 'ignore',
    ...identity(part.account),
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await part.isReady().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('PostgreSQL did not start');
    await sleep(50);
  }
  const url = (role: string = SUPERUSER, database = DATABASE) =>
    `postgres://${role}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  await makeDatabase(url(SUPERUSER, 'postgres'), DATABASE);
  return {
    url,
    stop: async () => {
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function databaseOn(address: string, template?: string): Promise<TestServer> {
  made += 1;
  const fresh = `lending_test_${process.pid}_${Date.now()}_${made}`;
  await makeDatabase(address, fresh, template);
  return {
    url: (role, database = fresh) => {
      const url = new URL(address);
      url.pathname = database;
      if (role !== undefined) Object.assign(url, { username: role, password: PASSWORD });
      return url.href;
    },
    stop: () => onServer(address, `DROP DATABASE ${fresh} WITH (FORCE)`),
  };
}

let made = 0;

const makeDatabase = (address: string, name: string, template = 'template1') =>
  onServer(address, `CREATE DATABASE ${name} TEMPLATE ${template}`);

async function onServer(address: string, statement: string): Promise<void> {
  const pool = createPool(address, { max: 1 });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}

/** Starts PostgreSQL with a database as the prepare step leaves it; its address is what {@link COPIED} says. */
export async function startCopied(): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const server = await startOwnServer();
  await prepare(server);
  return { address: server.url(SUPERUSER, 'postgres'), stop: () => server.stop() };
}

async function prepare(server: TestServer): Promise<TestServer> {
  await applyMigrations({
    migrationUrl: server.url(),
    rolePasswords: { api: PASSWORD, worker: PASSWORD, auditor: PASSWORD },
  });
  const owner = createPool(server.url());
  await insertBaseData(owner);
  await owner.end();
  return server;
}

/** Nothing of its own keeps a transaction open there: an analysis would hide what came after it for a moment. */
async function unattended(server: TestServer): Promise<TestServer> {
  await onServer(server.url(), 'ALTER SYSTEM SET autovacuum = off');
  await onServer(server.url(), 'SELECT pg_reload_conf()');
  return server;
}

async function preparedServer(): Promise<TestServer> {
  const copied = process.env[COPIED];
  return copied === undefined ? await prepare(await startPostgres()) : await databaseOn(copied, DATABASE);
}

/** What a test asks of its database. */
export interface DatabaseOptions {
  /**
   * No other database beside it. Transactions are numbered by server, so that what is told in their order waits for
   * those of other tests too.
   */
  readonly isAlone?: boolean;
}

/** Starts PostgreSQL and brings it to what the prepare step leaves; or copies such a database. */
export async function startDatabase({ isAlone = false }: DatabaseOptions = {}): Promise<TestDatabase> {
  const server = isAlone ? await prepare(await unattended(await startOwnServer())) : await preparedServer();
  const pools = {
    owner: createPool(server.url()),
    worker: createPool(server.url('lending_worker')),
    api: createPool(server.url('lending_api')),
    auditor: createPool(server.url('lending_auditor')),
  };
  return {
    ...pools,
    server,
    stop: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
      await server.stop();
    },
  };
}
