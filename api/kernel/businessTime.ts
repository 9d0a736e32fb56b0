import { type BusinessClock, businessDate, businessNowMs } from '../../domain/calendar/clock';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { readClock } from '../../gateways/database/clock';
import type { Parts } from './parts';

/** The business time of a request. */
export interface BusinessTime {
  readonly clock: BusinessClock;
  readonly nowMs: number;
  /** ISO 8601. */
  readonly now: string;
  readonly today: IsoDate;
}

/** Reads the business clock: a request is dated by it and the database's time, not by this machine's. */
export async function businessTime({ sql }: Pick<Parts, 'sql'>): Promise<BusinessTime> {
  const { clock, realNowMs } = await readClock(sql);
  const nowMs = businessNowMs(clock, realNowMs);
  return { clock, nowMs, now: new Date(nowMs).toISOString(), today: businessDate(nowMs) };
}
