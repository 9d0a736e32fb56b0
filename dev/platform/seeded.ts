import { Client, type Pool } from 'pg';

/** What a database was seeded with: people and capital only, or cases too. */
export type Seeding = 'people' | 'cases';

const MARK = 'Seeded with ';

/** Notes in the database itself, as its comment, that the seed came to its end. */
export async function markSeeded(sql: Pool, what: Seeding): Promise<void> {
  const known = await readMark(sql);
  if (known === 'cases') return;
  const { rows } = await sql.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
  await sql.query(`COMMENT ON DATABASE ${rows[0]?.name} IS '${MARK}${what}'`);
}

/** True when the seed that is wanted came to its end before. */
export async function isSeeded(migrationUrl: string, wanted: Seeding): Promise<boolean> {
  const client = new Client({ connectionString: migrationUrl });
  await client.connect();
  try {
    const known = await readMark(client);
    return known === 'cases' || known === wanted;
  } finally {
    await client.end();
  }
}

async function readMark(sql: Pick<Pool, 'query'>): Promise<string | undefined> {
  const { rows } = await sql.query<{ mark: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = current_database()",
  );
  const mark = rows[0]?.mark ?? '';
  return mark.startsWith(MARK) ? mark.slice(MARK.length) : undefined;
}
