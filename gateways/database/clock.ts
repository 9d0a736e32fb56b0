import type { Pool } from 'pg';
import { type BusinessClock, businessNowMs } from '../../domain/calendar/clock';
import { inTransaction } from './transaction';

/** Two readings closer than this are the same time: nobody sets the clock anew for it. */
const TOLERANCE_MS = 1_000;
const LOCK_NAME = 'clock_segment';

export interface AdvancedClock {
  readonly clock: BusinessClock;
  /** True when it runs differently from what open workflows know: tell them, then {@link noteClockTold}. */
  readonly changed: boolean;
}

interface Segment extends BusinessClock {
  readonly id: number;
  /** Business time that the platform has surely lived to. */
  readonly lastSeenMs: number;
  /** Open workflows know it. */
  readonly isTold: boolean;
}

/**
 * The prepare step's turn: sets how business time runs from now on. It continues from the business time last
 * seen or from the wall clock, whichever is later, so that business time never goes back and does not pass
 * while nothing runs. A start that finds the clock as it should be changes nothing.
 *
 * @param speed business seconds in a real second
 */
export async function advanceClock(
  sql: Pool,
  { speed, realNowMs }: { readonly speed: number; readonly realNowMs: number },
): Promise<AdvancedClock> {
  return inTransaction(sql, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [LOCK_NAME]);
    const current = await latestSegment(client);
    const businessAnchorMs = Math.max(realNowMs, current?.lastSeenMs ?? realNowMs);
    if (current !== null && current.speed === speed) {
      const drift = Math.abs(businessNowMs(current, realNowMs) - businessAnchorMs);
      if (drift < TOLERANCE_MS) return { clock: clockOf(current), changed: !current.isTold };
    }
    const clock = { realAnchorMs: realNowMs, businessAnchorMs, speed };
    await client.query(
      `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
         VALUES ($1, $2, $3, $2)`,
      [clock.realAnchorMs, clock.businessAnchorMs, clock.speed],
    );
    return { clock, changed: true };
  });
}

/** Notes that open workflows know how a clock runs. A start that dies before leaves it to the next one. */
export async function noteClockTold(
  sql: Pick<Pool, 'query'>,
  { realAnchorMs }: BusinessClock,
): Promise<void> {
  await sql.query('UPDATE clock_segment SET is_told = true WHERE real_anchor_ms = $1', [realAnchorMs]);
}

/**
 * The clock as it runs now.
 * @throws Error when the prepare step has not run
 */
export async function currentClock(sql: Pick<Pool, 'query'>): Promise<BusinessClock> {
  const segment = await latestSegment(sql);
  if (segment === null) throw new Error('the business clock is not set: run the prepare step first');
  return clockOf(segment);
}

/**
 * Notes the business time that the platform has lived to; called about once a real second by every worker.
 * The next start continues from there.
 */
export async function noteClock(sql: Pick<Pool, 'query'>, realNowMs: number): Promise<void> {
  const segment = await latestSegment(sql);
  if (segment === null) return;
  await sql.query('UPDATE clock_segment SET last_seen_ms = greatest(last_seen_ms, $2) WHERE id = $1', [
    segment.id,
    businessNowMs(segment, realNowMs),
  ]);
}

async function latestSegment(sql: Pick<Pool, 'query'>): Promise<Segment | null> {
  const { rows } = await sql.query<Segment>(
    `SELECT id, real_anchor_ms AS "realAnchorMs", business_anchor_ms AS "businessAnchorMs",
            speed::float8 AS speed, last_seen_ms AS "lastSeenMs", is_told AS "isTold"
       FROM clock_segment ORDER BY id DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}

function clockOf({ realAnchorMs, businessAnchorMs, speed }: Segment): BusinessClock {
  return { realAnchorMs, businessAnchorMs, speed };
}
