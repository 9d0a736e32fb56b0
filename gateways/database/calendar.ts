import type { BusinessCalendar, CalendarOverride } from '../../domain/calendar/businessCalendar';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import { accept, type Result, refuse } from '../../domain/result';
import { readRow, readRows } from './statement';
import type { Queryable } from './transaction';

const DAY = 'date, workday AS is_workday, source AS reason';

/** All days that people declared to be otherwise than published, in order of date. */
export async function readCalendarOverrides(sql: Queryable): Promise<readonly CalendarOverride[]> {
  return await readRows<CalendarOverride>(sql, `SELECT ${DAY} FROM calendar_override ORDER BY date`);
}

/** The calendar as published, with what the house declared otherwise. */
export async function houseCalendar(sql: Queryable): Promise<BusinessCalendar> {
  return publishedCalendar(await readCalendarOverrides(sql));
}

/**
 * Declares a day to be otherwise than published. Loans are moved to it by `applyCalendarChanges`; until then it can
 * be declared anew, afterwards it stays.
 * @param today the business date
 */
export async function declareDay(
  sql: Queryable,
  { date, isWorkday, reason }: CalendarOverride,
  today: IsoDate,
): Promise<Result<CalendarOverride, 'CALENDAR_DAY_APPLIED' | 'DAY_HAS_COME'>> {
  if (date <= today) return refuse('DAY_HAS_COME', 'date', { today });
  const declared = await readRow<CalendarOverride>(
    sql,
    `INSERT INTO calendar_override AS known (date, workday, source) VALUES ($1, $2, $3)
       ON CONFLICT (date) DO UPDATE SET workday = excluded.workday, source = excluded.source
         WHERE known.applied_at IS NULL
       RETURNING ${DAY}`,
    [date, isWorkday, reason],
  );
  const known = declared ?? (await readCalendarOverrides(sql)).find((day) => day.date === date);
  return known?.isWorkday === isWorkday ? accept(known) : refuse('CALENDAR_DAY_APPLIED', 'date', { date });
}
