/**
 * One-shot step before the processes start: brings the database to the newest migration, gives the roles their
 * passwords, makes Temporal know the search attributes and schedules and keep what is over long enough, and lets the
 * business clock go on. Running it again changes nothing.
 */
import type { Client } from '@temporalio/client';
import { insertBaseData } from '../../gateways/database/baseData';
import { type AdvancedClock, advanceClock, noteClockTold } from '../../gateways/database/clock';
import { applyMigrations, DATABASE_ROLES, type DatabaseRole } from '../../gateways/database/migrate';
import { createPool } from '../../gateways/database/pool';
import { endWith } from '../../gateways/lifecycle';
import { migrateQueueSchema } from '../../gateways/queue';
import { loadSettings, type SettingsOf } from '../../gateways/settings';
import { connectTemporal } from '../../gateways/temporal/client';
import { signalClockChanged } from '../../gateways/temporal/clockChanges';
import { ensureRetention, registerSearchAttributes } from '../../gateways/temporal/namespace';
import { ensureSchedules } from '../../gateways/temporal/schedules';

type PrepareSettings = SettingsOf<'prepare'>;

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
  const from = loadSettings('prepare');
  await migrate(from);
  const clock = await fillIn(from);
  const client = await connectTemporal(from);
  try {
    const added = await registerSearchAttributes(client);
    if (added.length > 0) console.log(`✓ Search attributes ${added.join(', ')}`);
    await keepHistories(client, from);
    await ensureSchedules(client, from.clockSpeed);
    if (clock.changed) await tellClock(client, clock, from);
  } finally {
    await client.connection.close();
  }
}

/** The platform's tables, and the queue's where it lives in PostgreSQL. */
async function migrate(from: PrepareSettings): Promise<void> {
  const migrationUrl = from.databaseMigrationUrl;
  const { applied } = await applyMigrations({ migrationUrl, rolePasswords: rolePasswords(from) });
  for (const name of applied) console.log(`✓ Migration ${name}`);
  if (from.redisUrl === undefined) {
    await migrateQueueSchema(migrationUrl, [DATABASE_ROLES.api, DATABASE_ROLES.worker]);
  }
}

/** Chart of accounts, institutions and products; then the business clock goes on from where it stood. */
function fillIn(from: PrepareSettings): Promise<AdvancedClock> {
  return withDatabase(from, async (sql) => {
    await insertBaseData(sql);
    return await advanceClock(sql, { speed: from.clockSpeed, consent: from.clockAheadConsent });
  });
}

async function withDatabase<Value>(
  { databaseMigrationUrl }: PrepareSettings,
  work: (sql: ReturnType<typeof createPool>) => Promise<Value>,
): Promise<Value> {
  const sql = createPool(databaseMigrationUrl, { max: 2 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** A server of somebody else's may not let us: then it says so here, and in the health of API and workers. */
async function keepHistories(client: Client, { temporalRetentionDays }: PrepareSettings): Promise<void> {
  try {
    const before = await ensureRetention(client, temporalRetentionDays);
    if (before !== null) {
      console.log(`✓ Temporal keeps what is over for ${temporalRetentionDays} days, not ${before}`);
    }
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    console.log(`! Temporal can't be told to keep what is over for ${temporalRetentionDays} days: ${why}`);
  }
}

async function tellClock(client: Client, { clock }: AdvancedClock, from: PrepareSettings): Promise<void> {
  const told = await signalClockChanged(client, clock);
  await withDatabase(from, (sql) => noteClockTold(sql, clock));
  const now = new Date(clock.businessAnchorMs).toISOString();
  console.log(`✓ The business clock goes on from ${now} at ${clock.speed} times the real one`);
  if (told > 0) console.log(`✓ ${told} open processes know it`);
}

prepare().catch(endWith);
