import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { parentOf } from '../processes/stamp';
import { type LineName, PARTS, type PartName } from './draw';
import type { Line } from './line';

/** What the machine under a platform can do to it. Whoever kills or freezes a part that is down does nothing. */
export interface Machine {
  kill(part: PartName): void;
  /** As when the power goes. */
  killAll(): void;
  /** Stops a part for a while, as a machine that is paused; resolves when it goes on. */
  freeze(part: PartName, forMs: number): Promise<void>;
  cut(line: LineName, forMs: number): Promise<void>;
  /** Ends all connections of a role to the database. */
  sever(role: string): Promise<void>;
}

export interface MachineParts {
  pid(part: PartName): number | undefined;
  readonly lines: Readonly<Record<LineName, Line>>;
  /** Address of the database for its superuser. */
  readonly superuserUrl: string;
}

export function machineOf({ pid, lines, superuserUrl }: MachineParts): Machine {
  return {
    kill: (part) => signal(pid(part), 'SIGKILL'),
    killAll: () => {
      for (const one of PARTS.map(pid)) signal(one, 'SIGKILL');
    },
    freeze: async (part, forMs) => {
      const main = pid(part);
      if (main === undefined) return;
      // PostgreSQL's sessions are processes of their own.
      const all = [main, ...childrenOf(main)];
      for (const one of all) signal(one, 'SIGSTOP');
      await sleep(forMs);
      for (const one of all) signal(one, 'SIGCONT');
    },
    cut: async (name, forMs) => {
      await lines[name].cut();
      await sleep(forMs);
      await lines[name].mend();
    },
    sever: (role) => severed(superuserUrl, role),
  };
}

/** One that is gone meanwhile is no error. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Where the system has no /proc, only the process itself is frozen. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((candidate) => parentOf(candidate) === pid);
  } catch {
    return [];
  }
}

/** While the database itself is down there is nothing to sever. */
async function severed(superuserUrl: string, role: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role]);
  } catch {
    return;
  } finally {
    await client.end().catch(() => undefined);
  }
}
