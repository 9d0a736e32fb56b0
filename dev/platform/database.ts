import { Client } from 'pg';
import { SUPERUSER } from '../parts/postgres';
import { DATABASE } from './environment';
import type { Secrets } from './secrets';

/** Owns the tables and makes the other roles; only the prepare step works under it. */
const OWNER = 'lending_owner';

/** Creates the platform's database and its owner on the embedded server; the migrations do the rest. */
export async function createDatabase(port: number, secrets: Secrets): Promise<void> {
  const { superuser, owner } = secrets.database;
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: superuser,
    database: 'postgres',
  });
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [OWNER]);
    const verb = role.rowCount === 0 ? 'create' : 'alter';
    // The password is hexadecimal, so it needs no quoting.
    await client.query(`${verb} role ${OWNER} login createrole password '${owner}'`);
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    await client.end();
  }
}
