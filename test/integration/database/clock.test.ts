import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { businessDate, businessNowMs } from '../../../domain/calendar';
import { advanceClock, currentClock, noteClock, noteClockTold } from '../../../gateways/database/clock';

jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;
const STARTED_MS = Date.parse('2026-11-23T00:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());
beforeEach(() => database.owner.query('TRUNCATE clock_segment'));

describe('the business clock', () => {
  it('asks for the prepare step when nobody set it', async () => {
    await expect(currentClock(database.api)).rejects.toThrow('prepare');
    await expect(noteClock(database.worker, STARTED_MS)).resolves.toBeUndefined();
  });

  it('is the wall clock at speed 1, however long the platform was off', async () => {
    const first = await advanceClock(database.owner, { speed: 1, realNowMs: STARTED_MS });
    expect(first).toMatchObject({ changed: true, clock: { businessAnchorMs: STARTED_MS } });
    await noteClockTold(database.owner, first.clock);
    await noteClock(database.worker, STARTED_MS + HOUR_MS);
    const later = STARTED_MS + 50 * HOUR_MS;
    const second = await advanceClock(database.owner, { speed: 1, realNowMs: later });
    expect(second).toEqual({ clock: first.clock, changed: false });
    expect(businessNowMs(await currentClock(database.api), later)).toBe(later);
  });

  it('goes on from where a fast demo stopped, and stands still while nothing runs', async () => {
    await advanceClock(database.owner, { speed: 1000, realNowMs: STARTED_MS });
    await noteClock(database.worker, STARTED_MS + HOUR_MS);
    const seen = STARTED_MS + 1000 * HOUR_MS;
    const off = STARTED_MS + 20 * HOUR_MS;
    for (const speed of [1000, 1]) {
      const { clock, changed } = await advanceClock(database.owner, { speed, realNowMs: off });
      expect({ changed, now: businessNowMs(clock, off) }).toEqual({ changed: true, now: seen });
      await database.owner.query('TRUNCATE clock_segment');
      await advanceClock(database.owner, { speed: 1000, realNowMs: STARTED_MS });
      await noteClock(database.worker, STARTED_MS + HOUR_MS);
    }
  });

  it('never goes back, whatever order the notes come in', async () => {
    await advanceClock(database.owner, { speed: 60, realNowMs: STARTED_MS });
    for (const minutes of [5, 9, 2, 7]) await noteClock(database.worker, STARTED_MS + minutes * 60_000);
    const { clock } = await advanceClock(database.owner, { speed: 2, realNowMs: STARTED_MS + 9.5 * 60_000 });
    expect(clock.businessAnchorMs).toBe(STARTED_MS + 9 * 60 * 60_000);
  });

  it('is told again by the next start when the one that set it died before', async () => {
    const set = await advanceClock(database.owner, { speed: 1, realNowMs: STARTED_MS });
    const next = await advanceClock(database.owner, { speed: 1, realNowMs: STARTED_MS + HOUR_MS });
    expect(next).toEqual({ clock: set.clock, changed: true });
    await noteClockTold(database.owner, next.clock);
    const third = await advanceClock(database.owner, { speed: 1, realNowMs: STARTED_MS + 2 * HOUR_MS });
    expect(third).toEqual({ clock: set.clock, changed: false });
  });

  it('is read by the database alike', async () => {
    const today = async () => (await database.worker.query('SELECT business_today() AS day')).rows[0]?.day;
    expect(await today()).toBeNull();
    const { clock } = await advanceClock(database.owner, {
      speed: 3,
      realNowMs: Date.now() - 90 * 24 * HOUR_MS,
    });
    expect(await today()).toBe(businessDate(businessNowMs(clock, Date.now())));
  });

  it('is set once when two starts meet', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => advanceClock(database.owner, { speed: 10, realNowMs: STARTED_MS })),
    );
    const { rowCount } = await database.owner.query('SELECT FROM clock_segment');
    expect(rowCount).toBe(1);
    expect(new Set(outcomes.map(({ clock }) => clock.businessAnchorMs)).size).toBe(1);
  });
});
