import {
  type BusinessCalendar,
  businessCalendarOf,
  type CalendarOverride,
  calendarCoverage,
  type HolidayYear,
} from './businessCalendar';
import { HOLIDAYS_2024 } from './data/holidays2024';
import { HOLIDAYS_2025 } from './data/holidays2025';
import { HOLIDAYS_2026 } from './data/holidays2026';
import { addDays, type IsoDate } from './isoDate';

/** The years that are published and loaded. Add a file under `data/` when the State Council announces one. */
export const PUBLISHED_YEARS: readonly HolidayYear[] = [HOLIDAYS_2024, HOLIDAYS_2025, HOLIDAYS_2026];

/** Names the published data; changes whenever a year is added or corrected. */
export const PUBLISHED_VERSION = 'holidays-2025-11-04';

/** The published calendar with the overrides of the database's table on top. */
export function publishedCalendar(overrides: readonly CalendarOverride[] = []): BusinessCalendar {
  return businessCalendarOf(PUBLISHED_VERSION, PUBLISHED_YEARS, overrides);
}

/** How far ahead processes look when they choose a workday: longer than any holiday. */
export const CALENDAR_DAYS_AHEAD = 45;

/**
 * The years that the days from today on need and that nobody has loaded: an alarm when there are any, because
 * days of such a year are taken to follow Monday to Friday (libraries would do so silently).
 */
export function missingCalendarYears(today: IsoDate): readonly number[] {
  return calendarCoverage(today, addDays(today, CALENDAR_DAYS_AHEAD), publishedCalendar()).missingYears;
}
