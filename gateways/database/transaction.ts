import type { Pool, PoolClient } from 'pg';

/** Something that runs SQL: a pool, or a client inside a transaction. */
export type Queryable = Pick<Pool, 'query'>;

/** Runs work in one READ COMMITTED transaction; any exception takes all of it back. */
export async function inTransaction<T>(sql: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await sql.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // A connection whose rollback fails is broken and is not given back.
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}
