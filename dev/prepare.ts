/**
 * One-shot step before the processes start: brings the database to the newest migration, gives the roles their
 * passwords, and lets the business clock go on. Running it again changes nothing.
 */
import { insertBaseData } from '../gateways/database/baseData';
import { advanceClock } from '../gateways/database/clock';
import { applyMigrations, type DatabaseRole } from '../gateways/database/migrate';
import { createPool } from '../gateways/database/pool';
import { loadSettings } from '../gateways/settings';
import { endWith } from './progress';

const settings = () => loadSettings(['DATABASE_MIGRATION_URL', 'DATABASE_WORKER_URL']);
type PrepareSettings = ReturnType<typeof settings>;

/** A role's password is the one in the address under which its process connects. */
function rolePasswords(from: PrepareSettings): Partial<Record<DatabaseRole, string>> {
  const addresses: Record<DatabaseRole, string | undefined> = {
    api: from.databaseUrl,
    worker: from.databaseWorkerUrl,
    auditor: from.databaseAuditorUrl,
  };
  const passwords = Object.entries(addresses).flatMap(([role, address]) =>
    address === undefined ? [] : [[role, decodeURIComponent(new URL(address).password)]],
  );
  return Object.fromEntries(passwords);
}

async function prepare(): Promise<void> {
  const from = settings();
  const { applied } = await applyMigrations({
    migrationUrl: from.databaseMigrationUrl,
    rolePasswords: rolePasswords(from),
  });
  for (const name of applied) console.log(`✓ Migration ${name}`);
  await fillIn(from);
}

/** Chart of accounts, institutions and products; then the business clock goes on from where it stood. */
async function fillIn(from: PrepareSettings): Promise<void> {
  const sql = createPool(from.databaseMigrationUrl, { max: 2 });
  try {
    await insertBaseData(sql);
    const { changed } = await advanceClock(sql, { speed: from.clockSpeed, realNowMs: Date.now() });
    if (changed) console.log(`✓ The business clock runs at ${from.clockSpeed} times the real one`);
  } finally {
    await sql.end();
  }
}

prepare().catch(endWith);
