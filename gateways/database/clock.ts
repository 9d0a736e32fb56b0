import type { Pool } from 'pg';
import { type BusinessClock, businessDate, businessNowMs } from '../../domain/calendar/clock';
import { type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

/** Two readings closer than this are the same time: nobody sets the clock anew for it. */
const TOLERANCE_MS = 1_000;
/** Business time may be so far ahead of the wall clock without a fast clock that explains it. */
const UNEXPLAINED_LEAD_MS = 86_400_000;
const LOCK_NAME = 'clock_segment';

export interface AdvancedClock {
  readonly clock: BusinessClock;
  /** True when it runs differently from what open workflows know: tell them, then {@link noteClockTold}. */
  readonly changed: boolean;
}

/** A clock with the instant at which it was read, by the database's own time. */
export interface ReadClock {
  readonly clock: BusinessClock;
  readonly realNowMs: number;
}

/**
 * How the clock runs since a start; `lastSeenMs`: business time that the platform has surely lived to; `isTold`: open
 * workflows know it.
 */
interface Segment
  extends Pick<
    Stored<'ClockSegment'>,
    'id' | 'realAnchorMs' | 'businessAnchorMs' | 'speed' | 'lastSeenMs' | 'isTold'
  > {
  /** The fastest that business time ever ran here. */
  readonly topSpeed: number;
  /** How far business time was ahead of the wall clock at most when it was set. */
  readonly setAheadMs: number;
}

/** Business time would go on from a day that neither the wall clock nor a fast clock explains. */
export class ClockAhead extends Error {
  override readonly name = 'ClockAhead';

  constructor(businessMs: number, realNowMs: number) {
    const date = businessDate(businessMs);
    super(
      `Business time stands at ${date}, but today is ${businessDate(realNowMs)} and no fast clock has run here: ` +
        'some clock was wrong once. If the platform shall go on from there for good, start it once with ' +
        `CLOCK_AHEAD_CONSENT=${date}; if not, see "The clock leapt" in docs/runbook.md.`,
    );
  }
}

/**
 * The prepare step's turn: sets how business time runs from now on. It continues from the business time last
 * seen or from the wall clock, whichever is later, so that business time never goes back and does not pass
 * while nothing runs. A start that finds the clock as it should be changes nothing. The wall clock is the
 * database's.
 *
 * @param speed business seconds in a real second
 * @param consent the business date that the clock may go on from though nothing explains it
 * @throws ClockAhead when the clock would go on from another such date
 */
export async function advanceClock(
  sql: Pool,
  { speed, consent }: { readonly speed: number; readonly consent?: string | undefined },
): Promise<AdvancedClock> {
  return inTransaction(sql, async (client) => {
    await write(client, 'SELECT pg_advisory_xact_lock(hashtext($1))', [LOCK_NAME]);
    const realNowMs = await readRealNow(client);
    const current = await latestSegment(client);
    const businessAnchorMs = Math.max(realNowMs, current?.lastSeenMs ?? realNowMs);
    if (isUnexplained(businessAnchorMs - realNowMs, speed, current)) {
      if (consent !== businessDate(businessAnchorMs)) throw new ClockAhead(businessAnchorMs, realNowMs);
    }
    if (current !== null && current.speed === speed) {
      const drift = Math.abs(businessNowMs(current, realNowMs) - businessAnchorMs);
      if (drift < TOLERANCE_MS) return { clock: clockOf(current), changed: !current.isTold };
    }
    const clock = { realAnchorMs: realNowMs, businessAnchorMs, speed };
    await write(
      client,
      `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
         VALUES ($1, $2, $3, $2)`,
      [clock.realAnchorMs, clock.businessAnchorMs, clock.speed],
    );
    return { clock, changed: true };
  });
}

/** Where a fast clock ran, or shall run, business time lies ahead by right; where it was set ahead, by consent. */
function isUnexplained(leadMs: number, speed: number, current: Segment | null): boolean {
  const { topSpeed, setAheadMs } = current ?? { topSpeed: 1, setAheadMs: 0 };
  return speed <= 1 && topSpeed <= 1 && leadMs > setAheadMs + UNEXPLAINED_LEAD_MS;
}

/** Notes that open workflows know how a clock runs. A start that dies before leaves it to the next one. */
export async function noteClockTold(
  sql: Pick<Pool, 'query'>,
  { realAnchorMs }: BusinessClock,
): Promise<void> {
  await write(sql, 'UPDATE clock_segment SET is_told = true WHERE real_anchor_ms = $1', [realAnchorMs]);
}

/**
 * The clock as it runs now.
 * @throws Error when the prepare step has not run
 */
export async function currentClock(sql: Pick<Pool, 'query'>): Promise<BusinessClock> {
  return (await readClock(sql)).clock;
}

/**
 * The clock as it runs now, and the database's own time: what every process calls now, whatever its machine says.
 * @throws Error when the prepare step has not run
 */
export async function readClock(sql: Pick<Pool, 'query'>): Promise<ReadClock> {
  const segment = await latestSegment(sql);
  if (segment === null) throw new Error('the business clock is not set: run the prepare step first');
  return { clock: clockOf(segment), realNowMs: segment.realNowMs };
}

/**
 * What the business clock showed at instants of the database's own clock that are over, as `business_at` in SQL.
 * What is older than the first start is told as it is.
 */
export async function businessTimes(sql: Pick<Pool, 'query'>): Promise<(instant: string) => string> {
  const segments = await readRows<BusinessClock>(
    sql,
    'SELECT real_anchor_ms, business_anchor_ms, speed FROM clock_segment ORDER BY id DESC',
  );
  return (instant) => {
    const realMs = Date.parse(instant);
    const segment = segments.find(({ realAnchorMs }) => realAnchorMs <= realMs);
    return segment === undefined ? instant : new Date(businessNowMs(segment, realMs)).toISOString();
  };
}

/**
 * Notes the business time that the platform has lived to, by the database's clock; called about once a real
 * second by every worker. The next start continues from there.
 * @returns the database's time, for whoever wants to know whether its own machine's clock is right
 */
export async function noteClock(sql: Pick<Pool, 'query'>): Promise<number> {
  await write(
    sql,
    `UPDATE clock_segment s SET last_seen_ms = greatest(last_seen_ms, business_ms_at(s, real_now_ms()))
       WHERE id = (SELECT max(id) FROM clock_segment)`,
  );
  return await readRealNow(sql);
}

async function readRealNow(sql: Pick<Pool, 'query'>): Promise<number> {
  const row = await readRow<{ realNowMs: number }>(sql, 'SELECT floor(real_now_ms())::bigint AS real_now_ms');
  if (row === null) throw new Error('the database does not tell the time');
  return row.realNowMs;
}

async function latestSegment(
  sql: Pick<Pool, 'query'>,
): Promise<(Segment & { readonly realNowMs: number }) | null> {
  return await readRow<Segment & { readonly realNowMs: number }>(
    sql,
    `SELECT id, real_anchor_ms, business_anchor_ms,
            speed, last_seen_ms, is_told,
            (SELECT max(speed) FROM clock_segment) AS top_speed,
            (SELECT max(business_anchor_ms - real_anchor_ms) FROM clock_segment) AS set_ahead_ms,
            floor(real_now_ms())::bigint AS real_now_ms
       FROM clock_segment ORDER BY id DESC LIMIT 1`,
  );
}

function clockOf({ realAnchorMs, businessAnchorMs, speed }: Segment): BusinessClock {
  return { realAnchorMs, businessAnchorMs, speed };
}

/** The business date on which a transaction began; it stays so until the end, whatever midnight does. */
export async function dayBegun(client: Queryable): Promise<IsoDate> {
  const row = await readRow<{ day: string }>(client, 'SELECT day_begun() AS day');
  if (row === null) throw new Error('a transaction has a day');
  return isoDate(row.day);
}
