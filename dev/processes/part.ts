import type { Account } from '../tools/account';
import type { Ending } from './ending';

/** A process of the platform: how it is run, how one sees that it is ready, how it ends. */
export interface Part {
  /** Name of its log and run file: `postgres`, `worker`, `worker-2`. */
  readonly name: string;
  /** What people read: `PostgreSQL`. */
  readonly title: string;
  /** Parts of one stage start together, after those of the stages before, and end before them. */
  readonly stage: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Account of the operating system, when it is not the supervisor's own. */
  readonly account?: Account | undefined;
  readonly ending: Ending;
  /** One look at whether it takes work; a throw counts as no. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
}

/** Ends within this time when asked, else it is killed. */
const ORDERLY: Ending = { signal: 'SIGTERM', withinMs: 10_000 };

/** Defaults that most parts share. */
export const usualPart = { ending: ORDERLY, readyWithinMs: 60_000 } as const;
