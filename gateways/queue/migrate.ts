import { runMigrations } from 'bullmq';
import { Client, escapeIdentifier } from 'pg';
import { QUEUE_SCHEMA } from './connection';
import { QUEUE_NAMES } from './queues';

/**
 * Brings the queue's own tables to what this BullMQ needs and lets the processes' roles use them. Run it
 * with the owner's address before any process starts, when the queues live in PostgreSQL. Safe to repeat.
 * @param migrationUrl address of a role that owns the schema
 * @param roles database roles that add and take jobs
 */
export async function migrateQueueSchema(migrationUrl: string, roles: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: migrationUrl });
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
    // The sequences of queues are made on first use, by a role that the others can't use them after.
    await client.query(`SET search_path TO ${escapeIdentifier(QUEUE_SCHEMA)}`);
    for (const name of QUEUE_NAMES) await client.query('SELECT next_job_id($1)', [name]);
    for (const role of roles) await grantUse(client, role);
  } finally {
    await client.end();
  }
}

async function grantUse(client: Client, role: string): Promise<void> {
  const schema = escapeIdentifier(QUEUE_SCHEMA);
  const grantee = escapeIdentifier(role);
  await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${grantee}`);
  await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${grantee}`);
  await client.query(`GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${grantee}`);
  await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${grantee}`);
}
