import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Pool, PoolClient } from 'pg';
import { WORKFLOW_TYPES } from '../../contracts/workflowTypes';
import { businessDate, businessNowMs, instantOf } from '../../domain/calendar/clock';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { currentClock, noteClockTold, readClock } from '../../gateways/database/clock';
import { createPool } from '../../gateways/database/pool';
import { loadSettings } from '../../gateways/settings';
import { connectTemporal } from '../../gateways/temporal/client';
import { signalClockChanged } from '../../gateways/temporal/clockChanges';
import { ensureSchedules, scheduleIdOf } from '../../gateways/temporal/schedules';
import type { TestPlatform } from './platform';

/** Business seconds in a real one while people act: a day is twenty-four minutes. */
export const FOR_PEOPLE = 60;
/**
 * Before a day that must be met the clock slows down in stages, the last first. What comes late counts from its own
 * instant by a minute of the clock as it is by then (`unlessLate`), an hour for people: between what was due and the end
 * of its stage may be no more, unless the machine came to it before. By these stages, each six times as fast as the next
 * one, it has eight seconds whatever was due. A process that is told of a slower clock late lives on by the faster one:
 * it has ten seconds (`unlessEarly`).
 */
const SLOWER = [
  { speed: 360, forMs: 8_000 },
  { speed: 2_000, forMs: 8_000 },
  { speed: 12_000, forMs: 8_000 },
  { speed: 72_000, forMs: 8_000 },
] as const;
const MORNING = '09:30';
const BEGUN_BY_THEN_MS = 1_000;
const ATTEMPTS = 5;
const CHANGED = 'clock_in_hand';
/** Who listens, who has the clock run, and who tells. */
const CONNECTIONS = 3;

/** The business clock of a platform, set as a start sets it. */
export class ClockInHand {
  private told: Promise<void> = Promise.resolve();

  private constructor(
    private readonly sql: Pool,
    private readonly listening: PoolClient,
    private readonly temporal: Client,
    private readonly speed: number,
  ) {
    listening.on('notification', () => {
      this.told = this.told.then(() => this.tell());
    });
  }

  /** @param speed business seconds in a real one while nobody acts */
  static async of({ env }: TestPlatform, speed: number): Promise<ClockInHand> {
    const sql = createPool(env.DATABASE_MIGRATION_URL ?? '', { max: CONNECTIONS });
    const temporal = await connectTemporal(loadSettings('worker', env));
    // Nights come as often while people act: what they wait for shall not take an hour.
    await ensureSchedules(temporal, speed);
    const listening = await sql.connect();
    await listening.query(`LISTEN ${CHANGED}`);
    return new ClockInHand(sql, listening, temporal, speed);
  }

  /** Lives until the morning of a day, and stays there for people. @throws Error when the day was passed */
  async liveUntil(day: IsoDate): Promise<void> {
    const nowMs = await this.nowMs();
    const changes: { readonly fromMs: number; readonly speed: number }[] = [];
    // From the end: before each change the clock runs so long at the speed before it.
    let [endMs, next] = [instantOf(day, MORNING), FOR_PEOPLE as number];
    for (const { speed, forMs } of SLOWER) {
      if (speed > this.speed || nowMs >= endMs) continue;
      changes.unshift({ fromMs: endMs, speed: next });
      [endMs, next] = [endMs - forMs * speed, speed];
    }
    changes.unshift({ fromMs: endMs, speed: next });
    if (nowMs < endMs) changes.unshift({ fromMs: 0, speed: this.speed });
    await this.change(changes);
    // What it was notified of comes before the answer.
    await this.listening.query('SELECT');
    const today = businessDate(await this.nowMs());
    if (today !== day) throw new Error(`it is ${today}, and should be ${day}`);
    await this.told;
  }

  /** Lives on by itself, without people. */
  async liveOn(): Promise<void> {
    await this.change([{ fromMs: 0, speed: this.speed }]);
  }

  /** Has the nights be done that are due: by themselves they may come twenty seconds later. */
  async doNights(): Promise<void> {
    await this.temporal.schedule.getHandle(scheduleIdOf(WORKFLOW_TYPES.endOfDay)).trigger();
  }

  private async nowMs(): Promise<number> {
    const { clock, realNowMs } = await readClock(this.sql);
    return businessNowMs(clock, realNowMs);
  }

  /** Tells how the clock runs by now, which may have changed again: a fast one that is past would be lived by. */
  private async tell(): Promise<void> {
    const clock = await currentClock(this.sql);
    await signalClockChanged(this.temporal, clock);
    await noteClockTold(this.sql, clock);
    if (clock.speed !== FOR_PEOPLE) return;
    // A start sets the clock while nothing runs; here processes begin while others are told.
    await sleep(BEGUN_BY_THEN_MS);
    await signalClockChanged(this.temporal, clock);
  }

  /**
   * Has the clock run so fast from each business instant on, or at once where that has come. The database waits and
   * changes it, all of them by itself: a program that is slow to answer would pass the instant. Whoever lives by the
   * clock is told meanwhile. Anew where a worker has noted a later time in between.
   */
  private async change(
    changes: readonly { readonly fromMs: number; readonly speed: number }[],
  ): Promise<void> {
    const each = changes.map(
      ({ fromMs, speed }) => `
        PERFORM pg_sleep(greatest(0, (${fromMs} - business_ms_at(s, real_now_ms())) / s.speed / 1000))
          FROM (SELECT * FROM clock_segment ORDER BY id DESC LIMIT 1) s;
        FOR attempt IN 1..${ATTEMPTS} LOOP
          BEGIN
            INSERT INTO clock_segment (real_anchor_ms, business_anchor_ms, speed, last_seen_ms)
              SELECT now.real_ms, now.business_ms, ${speed}, now.business_ms FROM (
                SELECT floor(real_now_ms())::bigint AS real_ms,
                       greatest(business_ms_at(s, real_now_ms()), s.last_seen_ms) AS business_ms
                  FROM clock_segment s ORDER BY id DESC LIMIT 1) now;
            EXIT;
          EXCEPTION WHEN OTHERS THEN
            IF attempt = ${ATTEMPTS} THEN RAISE; END IF;
          END;
        END LOOP;
        NOTIFY ${CHANGED};
        COMMIT;`,
    );
    await this.sql.query(`DO $$ BEGIN ${each.join('')} END $$`);
  }

  async release(): Promise<void> {
    this.listening.release(true);
    await this.temporal.connection.close();
    await this.sql.end();
  }
}
