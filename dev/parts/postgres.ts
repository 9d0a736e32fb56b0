import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Part } from '../processes/part';
import { usualPart } from '../processes/part';
import { execute, type Say, step } from '../progress';
import { type Account, accountCan, identity, makeFolderOf, unprivilegedAccount } from '../tools/account';
import { majorOfData, type PostgresPrograms, postgresPrograms, reachableFolder } from '../tools/postgres';

/** PostgreSQL's superuser on the embedded server. */
export const SUPERUSER = 'postgres';

/** What the embedded PostgreSQL is started with. */
export interface PostgresOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly superuserPassword: string;
  /** What is thrown away waits for no disk: a process that is killed leaves with the system what it wrote. */
  readonly isThrownAway?: boolean | undefined;
}

/**
 * Prepares PostgreSQL (program, account, data folder) and tells how it is run. Works for root, who lends it
 * an unprivileged account, and for an ordinary user.
 */
export async function postgresPart(options: PostgresOptions, say: Say): Promise<Part> {
  const account = unprivilegedAccount();
  const folder = chooseDataFolder(options.dataFolder, account, say);
  const programs = postgresPrograms(folder, account, say);
  if (majorOfData(folder) === undefined) {
    await step(
      say,
      `Create the database folder with PostgreSQL ${programs.major}`,
      () => createCluster(programs, folder, account, options.superuserPassword),
      'only once, some seconds',
    );
  }
  return {
    ...usualPart,
    name: 'postgres',
    title: 'PostgreSQL',
    stage: 1,
    command: programs.postgres,
    args: [
      '-D',
      folder,
      '-p',
      String(options.port),
      ...optionsOf(options).flatMap((option) => ['-c', option]),
    ],
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    account,
    // Its "fast" shutdown: ends sessions and writes everything down.
    ending: { signal: 'SIGINT', withinMs: 20_000 },
    isReady: () => answers(options),
  };
}

/** Durable, local only, and silent about values: statements and key values stay out of the log. */
const serverOptions = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'fsync=on',
  'synchronous_commit=on',
  'timezone=UTC',
  'password_encryption=scram-sha-256',
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  'log_parameter_max_length_on_error=0',
];

const thrownAwayOptions = ['fsync=off', 'full_page_writes=off'];
const optionsOf = ({ isThrownAway }: PostgresOptions): readonly string[] =>
  isThrownAway === true ? [...serverOptions, ...thrownAwayOptions] : serverOptions;

function chooseDataFolder(dataFolder: string, account: Account | undefined, say: Say): string {
  const usual = join(dataFolder, 'postgres');
  makeFolderOf(account, usual);
  // The account passes through our own folder; what is secret there is readable by its owner alone.
  if (account !== undefined) chmodSync(dataFolder, statSync(dataFolder).mode | 0o011);
  if (accountCan(account, '-w', usual)) return usual;
  rmdirSync(usual);
  const reachable = join(reachableFolder(usual), 'postgres');
  mkdirSync(reachableFolder(usual), { recursive: true, mode: 0o755 });
  makeFolderOf(account, reachable);
  say(`• The database is kept in ${reachable}, because the account ${account?.name} cannot reach ${usual}`);
  return reachable;
}

async function createCluster(
  programs: PostgresPrograms,
  folder: string,
  account: Account | undefined,
  password: string,
): Promise<void> {
  const aside = mkdtempSync(join(tmpdir(), 'lending-'));
  const passwordFile = join(aside, 'password');
  makeFolderOf(account, aside);
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--data-checksums'];
  try {
    await execute(
      programs.initdb,
      ['-D', folder, '-U', SUPERUSER, `--pwfile=${passwordFile}`, ...flags],
      `The database folder ${folder} cannot be created.`,
      { cwd: '/', env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' }, ...identity(account) },
    );
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function answers({ port, superuserPassword }: PostgresOptions): Promise<boolean> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: superuserPassword,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end();
  }
}
