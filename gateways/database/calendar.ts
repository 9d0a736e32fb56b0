import type { CalendarOverride } from '../../domain/calendar';
import type { Queryable } from './transaction';

/** All days that people declared to be otherwise than published, in order of date. */
export async function readCalendarOverrides(sql: Queryable): Promise<readonly CalendarOverride[]> {
  const { rows } = await sql.query<CalendarOverride>(
    'SELECT date, workday AS "isWorkday", source AS reason FROM calendar_override ORDER BY date',
  );
  return rows;
}
