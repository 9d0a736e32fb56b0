import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { addMonths } from '../../../domain/calendar/months';

const ZONE = 'Asia/Shanghai';

/** The last day of a month. */
export const lastOf = (month: string): string => addDays(addMonths(isoDate(`${month}-01`), 1), -1);

/** The business month of an instant, `2026-11`. */
export const monthOf = (nowMs: number): string =>
  new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', timeZone: ZONE }).format(nowMs);
