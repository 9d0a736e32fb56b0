import {
  type BusinessCalendar,
  businessCalendarOf,
  type CalendarOverride,
  type HolidayYear,
} from './businessCalendar';
import { HOLIDAYS_2024 } from './data/holidays2024';
import { HOLIDAYS_2025 } from './data/holidays2025';
import { HOLIDAYS_2026 } from './data/holidays2026';

/** The years that are published and loaded. Add a file under `data/` when the State Council announces one. */
export const PUBLISHED_YEARS: readonly HolidayYear[] = [HOLIDAYS_2024, HOLIDAYS_2025, HOLIDAYS_2026];

/** Names the published data; changes whenever a year is added or corrected. */
export const PUBLISHED_VERSION = 'holidays-2025-11-04';

/** The published calendar with the overrides of the database's table on top. */
export function publishedCalendar(overrides: readonly CalendarOverride[] = []): BusinessCalendar {
  return businessCalendarOf(PUBLISHED_VERSION, PUBLISHED_YEARS, overrides);
}
