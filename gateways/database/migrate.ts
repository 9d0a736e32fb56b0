import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';

/** The roles that processes work under; migrations make them without a password. */
export const DATABASE_ROLES = {
  api: 'lending_api',
  worker: 'lending_worker',
  auditor: 'lending_auditor',
} as const;
export type DatabaseRole = keyof typeof DATABASE_ROLES;

export interface MigrationOptions {
  /** PostgreSQL address of the owner of the tables; may make roles. */
  readonly migrationUrl: string;
  /** Passwords that the roles shall have; a role that is left out keeps its own (none: it can't sign in). */
  readonly rolePasswords: Partial<Readonly<Record<DatabaseRole, string>>>;
  /** Folder in Prisma's layout; by default the project's own. */
  readonly directory?: string;
}

export interface MigrationOutcome {
  /** Names of the migrations that this call applied, in order. */
  readonly applied: readonly string[];
}

/** The disk holds something else than what the database was made with; said in words that a person can act on. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

// Prisma's own number for `prisma migrate`: the two never migrate at the same time.
const ADVISORY_LOCK = 72707369;

// As Prisma makes it, so that `prisma migrate deploy` continues where this applier stopped, and the reverse.
const LEDGER = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/**
 * Brings the database to the newest migration and gives the roles their passwords. Keeps Prisma's ledger,
 * needs none of Prisma's engines. Two calls at once don't collide: the second waits and finds nothing to do.
 * Each migration is one transaction: it is applied whole or not at all.
 *
 * @throws MigrationError when an applied migration was changed on disk, or one failed under Prisma before
 */
export async function applyMigrations(options: MigrationOptions): Promise<MigrationOutcome> {
  const migrations = await readMigrations(options.directory ?? findMigrations(__dirname));
  const client = new Client({ connectionString: options.migrationUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    const applied = await applyMissing(client, migrations);
    for (const role of Object.keys(DATABASE_ROLES) as DatabaseRole[]) {
      const password = options.rolePasswords[role];
      if (password !== undefined) await givePassword(client, DATABASE_ROLES[role], password);
    }
    return { applied };
  } finally {
    // Ends the session, and the lock with it.
    await client.end();
  }
}

/** The nearest `prisma/migrations` above a folder: from the sources as from `dist`. */
function findMigrations(from: string): string {
  const candidate = join(from, 'prisma', 'migrations');
  if (existsSync(join(candidate, 'migration_lock.toml'))) return candidate;
  const parent = dirname(from);
  if (parent === from) throw new MigrationError('prisma/migrations was not found.');
  return findMigrations(parent);
}

async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function applyMissing(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(LEDGER);
  const known = await readLedger(client);
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = known.get(migration.name);
    if (checksum === undefined) {
      await applyOne(client, migration);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) {
      throw new MigrationError(
        `The database was made by another version of this program (migration ${migration.name} is not the one that was applied). ` +
          'Nothing was changed. Go on with that version, or begin with empty data: another DATA_DIR, another database, or the folder of data deleted.',
      );
    }
  }
  return applied;
}

/** Checksum of each applied migration by name. */
async function readLedger(client: Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const broken = rows.find((row) => !row.finished);
  if (broken !== undefined) {
    throw new MigrationError(`Migration ${broken.name} failed before; see "prisma migrate resolve".`);
  }
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

async function applyOne(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
         VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(`Migration ${migration.name} failed: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Roles belong to the whole server: another database of it may set the same password at the same moment,
 * which PostgreSQL answers with "tuple concurrently updated".
 */
async function givePassword(client: Client, role: string, password: string): Promise<void> {
  const statement = `ALTER ROLE ${client.escapeIdentifier(role)} LOGIN PASSWORD ${client.escapeLiteral(password)}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (attempt === 5 || !messageOf(error).includes('concurrently updated')) throw error;
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
