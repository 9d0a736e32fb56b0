import { createDatabase, DATABASE_PATIENCE_MS, type Database } from '../gateways/database/client';

const PORTFOLIO_CONNECTIONS = 4;
/** Below the time after which its heartbeat is missed. */
const PORTFOLIO_PATIENCE_MS = 60_000;

/** The database of a worker: for short work, and with connections of its own for the portfolio's long statements. */
export interface WorkerDatabase extends Database {
  readonly portfolio: Database;
}

/** @param connections of short work */
export function openWorkerDatabase(url: string, connections: number): WorkerDatabase {
  const short = createDatabase({ url, maxConnections: connections, patienceMs: DATABASE_PATIENCE_MS });
  const portfolio = createDatabase({
    url,
    maxConnections: PORTFOLIO_CONNECTIONS,
    patienceMs: PORTFOLIO_PATIENCE_MS,
  });
  return {
    ...short,
    portfolio,
    close: async () => {
      await Promise.all([short.close(), portfolio.close()]);
    },
  };
}
