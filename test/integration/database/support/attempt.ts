import type { Pool } from 'pg';

/** SQLSTATE that statements end with when they are committed together; `accepted` when they are. */
export async function attempt(pool: Pool, ...statements: string[]): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (const statement of statements) await client.query(statement);
    await client.query('COMMIT');
    return 'accepted';
  } catch (error) {
    await client.query('ROLLBACK');
    return (error as { code?: string }).code ?? String(error);
  } finally {
    client.release();
  }
}

export const CHECK = '23514';
export const UNIQUE = '23505';
export const FOREIGN_KEY = '23503';
export const DENIED = '42501';
