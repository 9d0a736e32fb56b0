import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { PrismaClient } from './generated/client';
import { createPool } from './pool';

export interface DatabaseOptions {
  /** PostgreSQL address with the role and password of the process. */
  readonly url: string;
  readonly maxConnections?: number;
  /** Longest wait for a connection and for the answer to a query; without it, as long as it takes. */
  readonly patienceMs?: number;
}

/** The database as a process sees it, over one pool: Prisma for ordinary reads and writes, SQL where it is hot. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly sql: Pool;
  /** Gives all connections back. */
  close(): Promise<void>;
}

/** Connects lazily: the first query opens the first connection. */
export function createDatabase({ url, maxConnections, patienceMs }: DatabaseOptions): Database {
  return databaseOn(
    createPool(url, {
      ...(maxConnections === undefined ? {} : { max: maxConnections }),
      ...(patienceMs === undefined
        ? {}
        : { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs, keepAlive: true }),
    }),
  );
}

/** Prisma on the connections of a pool, beside the SQL that uses them. */
export function databaseOn(sql: Pool): Database {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(sql, { statementNameGenerator: planOf }),
    transactionOptions: { maxWait: PATIENCE_MS, timeout: PATIENCE_MS },
  });
  return {
    prisma,
    sql,
    close: async () => {
      await prisma.$disconnect();
      await sql.end();
    },
  };
}

/** For a transaction of Prisma's: a busy machine is slow, not wrong. */
const PATIENCE_MS = 10_000;

/** Texts whose plans a connection keeps; a list of a new length is a new text, so there is no end to them. */
const MOST_PLANS = 500;
const plans = new Map<string, string>();

/** Names a statement that Prisma writes, so that PostgreSQL parses and plans it once a connection. */
function planOf({ sql }: { readonly sql: string }): string {
  const known = plans.get(sql);
  if (known !== undefined) return known;
  // PostgreSQL's unnamed statement is planned anew each time.
  if (plans.size >= MOST_PLANS) return '';
  const name = `prisma-${plans.size}`;
  plans.set(sql, name);
  return name;
}
