import { type BusinessClock, businessDate, businessNowMs } from '../../domain/calendar/clock';
import { addDays, type IsoDate } from '../../domain/calendar/isoDate';

/**
 * Real time that the processes get to book what came due on a day before the day is closed. On a fast clock
 * the machine is behind the calendar: without it a day would be closed before its debits are booked.
 */
const REAL_MS_TO_CATCH_UP = 5_000;

/** The last business date that is over. */
export function lastDayOver(clock: BusinessClock): IsoDate {
  return addDays(businessDate(businessNowMs(clock, Date.now() - REAL_MS_TO_CATCH_UP)), -1);
}
