import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool, PoolConfig } from 'pg';
import { PrismaClient } from './generated/client';
import { createPool } from './pool';

export interface DatabaseOptions {
  /** PostgreSQL address with the role and password of the process. */
  readonly url: string;
  readonly maxConnections?: number;
  /** Longest wait for a connection, and then for a statement; without it, as long as it takes. */
  readonly patienceMs?: number;
}

/** The database as a process sees it, over one pool: Prisma for ordinary reads and writes, SQL where it is hot. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly sql: Pool;
  /** Gives all connections back. */
  close(): Promise<void>;
}

/**
 * The patience of whoever is waited for: of a request, and of an activity that reads or writes a little. Connection
 * and statement together stay below the time that such an activity has, so that one that is begun anew finds nobody
 * who still writes for the first.
 */
export const DATABASE_PATIENCE_MS = 8_000;
/** The server ends a statement first; when it does not answer at all, we end it. */
const ANSWER_MS = 1_000;

/** Connects lazily: the first query opens the first connection. */
export function createDatabase({ url, maxConnections, patienceMs }: DatabaseOptions): Database {
  return databaseOn(
    createPool(url, {
      ...(maxConnections === undefined ? {} : { max: maxConnections }),
      ...(patienceMs === undefined ? {} : patient(patienceMs)),
    }),
  );
}

function patient(patienceMs: number): PoolConfig {
  return {
    connectionTimeoutMillis: patienceMs,
    statement_timeout: patienceMs,
    query_timeout: patienceMs + ANSWER_MS,
    keepAlive: true,
  };
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
