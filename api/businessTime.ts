import { type BusinessClock, businessDate, businessNowMs } from '../domain/calendar/clock';
import type { IsoDate } from '../domain/calendar/isoDate';
import { currentClock } from '../gateways/database/clock';
import type { Parts } from './parts';

/** The business time of a request. */
export interface BusinessTime {
  readonly clock: BusinessClock;
  readonly nowMs: number;
  /** ISO 8601. */
  readonly now: string;
  readonly today: IsoDate;
}

/** Reads the business clock: a request is dated by it and not by the machine. */
export async function businessTime({ sql }: Pick<Parts, 'sql'>): Promise<BusinessTime> {
  const clock = await currentClock(sql);
  const nowMs = businessNowMs(clock, Date.now());
  return { clock, nowMs, now: new Date(nowMs).toISOString(), today: businessDate(nowMs) };
}
