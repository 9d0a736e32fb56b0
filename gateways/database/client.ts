import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from './generated/client';
import { createPool } from './pool';

export interface DatabaseOptions {
  /** PostgreSQL address with the role and password of the process. */
  readonly url: string;
  /** Connections held at most by each of the two clients. */
  readonly maxConnections?: number;
  /** Longest wait for a connection and for the answer to a query; without it, as long as it takes. */
  readonly patienceMs?: number;
}

/** The database as a process sees it: Prisma for ordinary reads and writes, SQL where it is hot. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly sql: Pool;
  /** Gives all connections back. */
  close(): Promise<void>;
}

/** Connects lazily: the first query opens the first connection. */
export function createDatabase({ url, maxConnections, patienceMs }: DatabaseOptions): Database {
  const limit = {
    ...(maxConnections === undefined ? {} : { max: maxConnections }),
    ...(patienceMs === undefined
      ? {}
      : { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs, keepAlive: true }),
  };
  const sql = createPool(url, limit);
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, ...limit }) });
  return {
    prisma,
    sql,
    close: async () => {
      await Promise.all([prisma.$disconnect(), sql.end()]);
    },
  };
}
