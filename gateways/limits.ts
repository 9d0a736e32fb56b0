import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Window } from '../domain/parameters/security';

/** Nothing is left in a window. */
export interface Exceeded {
  /** Until there is something again. */
  readonly seconds: number;
  /** True for the first who finds nothing left in this window. */
  readonly isFirst: boolean;
  /** Whether somebody was refused in this window. */
  readonly hasRefused: boolean;
}

/** Counts how often something is done, in PostgreSQL: all API processes count together. */
export interface Limits {
  /**
   * Takes one of what is left in each window, the shortest first. Nothing is taken from a longer one while a shorter
   * has nothing left, so whoever goes on against a closed door does not close it for longer.
   * @param what what is counted
   * @param whose whose it is counted for: a person, an address; only a keyed hash of it is kept
   * @returns null when something was left in all of them
   */
  take(what: string, whose: string, windows: readonly Window[]): Promise<Exceeded | null>;
  /** Whether nothing is left in one of the windows; takes nothing. */
  exceeded(what: string, whose: string, windows: readonly Window[]): Promise<Exceeded | null>;
  /** All is left again. */
  forget(what: string, whose: string, windows: readonly Window[]): Promise<void>;
}

/** The table of the library's shape; it forgets what is over by itself. */
const TABLE = 'request_limit';

/**
 * @param sql connected under the API's role
 * @param secret the setting AUTH_SECRET
 */
export function createLimits(sql: Pool, secret: string): Limits {
  const limiters = new Map<string, RateLimiterAbstract>();
  const limiterOf = (what: string, { most, seconds }: Window): RateLimiterAbstract => {
    const keyPrefix = `${what}/${most}/${seconds}`;
    const known = limiters.get(keyPrefix);
    if (known !== undefined) return known;
    const limiter = new RateLimiterPostgres({
      storeClient: sql,
      storeType: 'pool',
      tableName: TABLE,
      tableCreated: true,
      clearExpiredByTimeout: limiters.size === 0,
      keyPrefix,
      points: most,
      duration: seconds,
    });
    limiters.set(keyPrefix, limiter);
    return limiter;
  };
  const nameless = (what: string, whose: string): string =>
    createHmac('sha256', secret).update(`limit|${what}|${whose}`).digest('base64url');
  return {
    take: async (what, whose, windows) => {
      const key = nameless(what, whose);
      for (const window of windows) {
        const exceeded = await consume(limiterOf(what, window), key);
        if (exceeded !== null) return exceeded;
      }
      return null;
    },
    exceeded: async (what, whose, windows) => {
      const key = nameless(what, whose);
      const looked = await Promise.all(windows.map((window) => look(limiterOf(what, window), key)));
      return looked.find((exceeded) => exceeded !== null) ?? null;
    },
    forget: async (what, whose, windows) => {
      const key = nameless(what, whose);
      await Promise.all(windows.map((window) => limiterOf(what, window).delete(key)));
    },
  };
}

/**
 * Counts within this process alone: for what must cost nothing.
 * @returns takes one of what is left for somebody
 */
export function limitOfProcess({ most, seconds }: Window): (whose: string) => Promise<Exceeded | null> {
  const limiter = new RateLimiterMemory({ points: most, duration: seconds });
  return (whose) => consume(limiter, whose);
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<Exceeded | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refused) {
    // The library rejects with the count when nothing is left, with an error when it could not count.
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return told(limiter, refused);
  }
}

async function look(limiter: RateLimiterAbstract, key: string): Promise<Exceeded | null> {
  const count = await limiter.get(key);
  return count === null || count.remainingPoints > 0 ? null : told(limiter, count);
}

function told({ points }: RateLimiterAbstract, { consumedPoints, msBeforeNext }: RateLimiterRes): Exceeded {
  return {
    seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
    isFirst: consumedPoints === points + 1,
    hasRefused: consumedPoints > points,
  };
}
