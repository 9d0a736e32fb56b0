import { Pool, type PoolConfig, TypeOverrides } from 'pg';

/** Connections that a process holds at most; 20 is what the hot path is measured with. */
const MAX_CONNECTIONS = 20;

const INT8 = 20;
const DATE = 1082;

/**
 * A bigint of PostgreSQL as a number.
 * @throws RangeError when it is beyond ±2^53, so that no digit is ever lost without notice
 */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond a safe integer: ${text}`);
  return value;
}

/** Column types as this platform reads them: bigint as checked number, date as `YYYY-MM-DD`. */
export function columnTypes(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, safeInteger);
  types.setTypeParser(DATE, (text: string) => text);
  return types;
}

/**
 * A pool whose rows hold bigints as checked numbers and dates as ISO strings.
 * @param url PostgreSQL address with role and password
 */
export function createPool(url: string, options: Omit<PoolConfig, 'connectionString' | 'types'> = {}): Pool {
  const pool = new Pool({ max: MAX_CONNECTIONS, ...options, connectionString: url, types: columnTypes() });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}
