import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { businessDate, businessNowMs } from '../../../domain/calendar/clock';
import {
  advanceClock,
  businessTimes,
  ClockAhead,
  currentClock,
  noteClock,
  noteClockTold,
  readClock,
} from '../../../gateways/database/clock';
import { attempt, CHECK, DENIED } from './support/attempt';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Between two statements of a test. */
const A_MOMENT_MS = 20_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());
beforeEach(() => database.owner.query('TRUNCATE clock_segment'));

/** A clock that was set some hours ago, and how far the platform is known to have lived on it. */
async function ran(speed: number, hoursAgo: number, livedHours: number): Promise<void> {
  await database.owner.query(
    `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms, is_told)
       SELECT began, began, $1::numeric, began + ($3::numeric * 3600000)::bigint, true
         FROM (SELECT floor(real_now_ms() - $2::numeric * 3600000)::bigint AS began) a`,
    [speed, hoursAgo, livedHours],
  );
}

/** A machine's clock was wrong once: what it left behind is older than the law that refuses it. */
async function leapt(days: number): Promise<void> {
  const without = async (change: string) => {
    await database.owner.query('ALTER TABLE clock_segment DISABLE TRIGGER guard_clock');
    await database.owner.query(change);
    await database.owner.query('ALTER TABLE clock_segment ENABLE ALWAYS TRIGGER guard_clock');
  };
  await without(`UPDATE clock_segment SET last_seen_ms = last_seen_ms + ${days * DAY_MS}`);
}

const advance = (speed: number, consent?: string) => advanceClock(database.owner, { speed, consent });

describe('the business clock', () => {
  it('asks for the prepare step when nobody set it', async () => {
    await expect(currentClock(database.api)).rejects.toThrow('prepare');
    await expect(noteClock(database.worker)).resolves.toBeGreaterThan(0);
    const { rows } = await database.api.query('SELECT business_today() AS today');
    expect(rows).toEqual([{ today: null }]);
  });

  it('tells what the database’s own clock wrote as SQL does, on each stretch and before the first', async () => {
    await ran(24, 10, 100);
    await advance(2);
    const instants = [20, 9, 1, 0].map((hours) => `now() - interval '${hours} hours'`);
    const { rows } = await database.api.query<{ real: string; business: string | null }>(
      `SELECT real, business_at(real) AS business FROM unnest(ARRAY[${instants}]) AS at, date_trunc('milliseconds', at) AS real`,
    );
    const toBusiness = await businessTimes(database.api);
    const told = rows.map(({ real }) => Date.parse(toBusiness(real)));
    expect(told).toEqual(rows.map(({ real, business }) => Date.parse(business ?? real)));
    expect(rows.filter(({ business }) => business === null)).toHaveLength(1);
    expect((told[1] ?? 0) - (told[0] ?? 0)).toBeGreaterThan(11 * HOUR_MS);
  });

  it('is the wall clock at speed 1, however long the platform was off', async () => {
    await ran(1, 50, 1);
    const { clock, changed } = await advance(1);
    expect(changed).toBe(false);
    const { realNowMs } = await readClock(database.api);
    expect(businessNowMs(clock, realNowMs)).toBe(realNowMs);
    const { rows } = await database.auditor.query('SELECT business_today() AS today');
    expect(rows).toEqual([{ today: businessDate(realNowMs) }]);
  });

  it('goes on from where a fast demo stopped, and stands still while nothing runs', async () => {
    for (const speed of [1000, 1]) {
      await database.owner.query('TRUNCATE clock_segment');
      await ran(1000, 20, 1000);
      const { clock, changed } = await advance(speed);
      const lead = businessNowMs(clock, clock.realAnchorMs) - clock.realAnchorMs;
      expect(changed).toBe(true);
      expect(Math.abs(lead - 980 * HOUR_MS)).toBeLessThan(A_MOMENT_MS);
    }
    // What a demo has left behind stays explained, start after start.
    expect(await advance(1)).toMatchObject({ changed: true });
  });

  it('never goes back, whoever notes and however often', async () => {
    await ran(60, 1, 0);
    const notes = await Promise.all([1, 2, 3, 4].map(() => noteClock(database.worker)));
    const { rows } = await database.owner.query<{ seen: number }>(
      'SELECT last_seen_ms AS seen FROM clock_segment',
    );
    const { clock } = await readClock(database.api);
    expect(rows[0]?.seen).toBeLessThanOrEqual(businessNowMs(clock, Math.max(...notes)));
    expect(rows[0]?.seen).toBeGreaterThan(businessNowMs(clock, Math.min(...notes) - 1_000));
    const next = await advance(2);
    expect(next.clock.businessAnchorMs).toBe(rows[0]?.seen);
  });

  it('is told again by the next start when the one that set it died before', async () => {
    const set = await advance(1);
    const next = await advance(1);
    expect(next).toEqual({ clock: set.clock, changed: true });
    await noteClockTold(database.owner, next.clock);
    expect(await advance(1)).toEqual({ clock: set.clock, changed: false });
  });

  it('is set once when two starts meet', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => advance(1)));
    const { rowCount } = await database.owner.query('SELECT FROM clock_segment');
    expect(rowCount).toBe(1);
    expect(new Set(outcomes.map(({ clock }) => clock.businessAnchorMs)).size).toBe(1);
  });
});

describe('a clock that leaps', () => {
  const seen = (assignment: string) => `UPDATE clock_segment SET ${assignment}`;

  it.each(['worker', 'owner'] as const)('is refused: %s', async (role) => {
    await ran(1, 1, 0);
    const year = 365 * DAY_MS;
    expect(await attempt(database[role], seen(`last_seen_ms = last_seen_ms + ${year}`))).toBe(CHECK);
    expect(await attempt(database[role], seen(`last_seen_ms = real_now_ms() + 60000`))).toBe(CHECK);
    expect(await attempt(database[role], seen('last_seen_ms = real_now_ms()'))).toBe('accepted');
    expect(await attempt(database[role], seen('last_seen_ms = last_seen_ms - 1000'))).toBe(CHECK);
  });

  it('can be set by nobody but a start', async () => {
    await ran(1, 1, 0);
    const set = `INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
      VALUES (0, 0, 1000000, 0)`;
    for (const role of ['worker', 'api', 'auditor'] as const) {
      expect(await attempt(database[role], set)).toBe(DENIED);
      expect(await attempt(database[role], seen('speed = 1000000'))).toBe(DENIED);
      expect(await attempt(database[role], 'DELETE FROM clock_segment')).toBe(DENIED);
    }
    expect(await attempt(database.owner, set)).toBe(CHECK);
    expect(await attempt(database.owner, seen('speed = 1000000'))).toBe(CHECK);
  });

  it('is not gone on from without a word of consent that names the day', async () => {
    await ran(1, 1, 0);
    await leapt(3_000);
    const ahead = advance(1).catch((error: unknown) => error);
    expect(await ahead).toBeInstanceOf(ClockAhead);
    const date = /CLOCK_AHEAD_CONSENT=(\d{4}-\d\d-\d\d)/.exec(String(await ahead))?.[1];
    await expect(advance(1, '2030-01-01')).rejects.toThrow(ClockAhead);
    expect(await database.owner.query('SELECT FROM clock_segment')).toMatchObject({ rowCount: 1 });
    const { clock } = await advance(1, date);
    expect(businessDate(clock.businessAnchorMs)).toBe(date);
    // Once: later starts go on from there.
    expect(await advance(1)).toMatchObject({ clock, changed: true });
  });
});
