import { Pool, type PoolConfig, TypeOverrides, types } from 'pg';

/** Connections that a process holds at most; 20 is what the hot path is measured with. */
const MAX_CONNECTIONS = 20;

const { INT8, DATE, NUMERIC, TIMESTAMPTZ } = types.builtins;

/**
 * A bigint of PostgreSQL as a number.
 * @throws RangeError when it is beyond ±2^53, so that no digit is ever lost without notice
 */
export function safeInteger(digits: string | bigint): number {
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond a safe integer: ${digits}`);
  return value;
}

/**
 * Column types as SQL reads them, the same that `plain` makes of Prisma's: bigint as checked number, date as
 * `YYYY-MM-DD`, instant as ISO 8601 in UTC, decimal as number.
 */
export function columnTypes(): TypeOverrides {
  const parsers = new TypeOverrides();
  const instantOf: (text: string) => Date = types.getTypeParser(TIMESTAMPTZ);
  parsers.setTypeParser(INT8, safeInteger);
  parsers.setTypeParser(NUMERIC, Number);
  parsers.setTypeParser(DATE, (text: string) => text);
  parsers.setTypeParser(TIMESTAMPTZ, (text: string) => instantOf(text).toISOString());
  return parsers;
}

/**
 * A pool whose rows hold what {@link columnTypes} says.
 * @param url PostgreSQL address with role and password
 */
export function createPool(url: string, options: Omit<PoolConfig, 'connectionString' | 'types'> = {}): Pool {
  const pool = new Pool({ max: MAX_CONNECTIONS, ...options, connectionString: url, types: columnTypes() });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}
