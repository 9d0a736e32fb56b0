/**
 * One-shot step before the processes start: brings the database to the newest migration and gives the roles
 * their passwords. Running it again changes nothing.
 */
import { applyMigrations, type DatabaseRole } from '../gateways/database/migrate';
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
}

prepare().catch(endWith);
