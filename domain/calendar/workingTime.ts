import { type BusinessCalendar, isWorkday } from './businessCalendar';
import { businessDate, instantOf } from './clock';
import { addDays, type IsoDate, weekdayOf } from './isoDate';

/** From when until when people work on a workday, `HH:mm`. */
export type WorkingSpan = readonly [from: string, to: string];

/** When people work. A plain value, and a short one: a process carries it in its input. */
export interface WorkingTime {
  /** Of each workday, one after the other. */
  readonly hours: readonly WorkingSpan[];
  /** Days from Monday to Friday that are off. */
  readonly daysOff: readonly IsoDate[];
  /** Days of a weekend that are worked (调休). */
  readonly daysWorked: readonly IsoDate[];
}

const MS_PER_HOUR = 3_600_000;
/** More days without work in a row are broken data. */
const MAX_DAYS_OFF_IN_A_ROW = 31;

/** The working time that a process which begins on a date is given: its calendar reaches so many days ahead. */
export function workingTimeFrom(
  date: IsoDate,
  days: number,
  hours: readonly WorkingSpan[],
  calendar: BusinessCalendar,
): WorkingTime {
  const ahead = Array.from({ length: days }, (_, day) => addDays(date, day));
  const unusual = ahead.filter((day) => isWorkday(day, calendar) !== isWeekday(day));
  return {
    hours,
    daysOff: unusual.filter(isWeekday),
    daysWorked: unusual.filter((day) => !isWeekday(day)),
  };
}

/**
 * The instant so many working hours after another one, or before it. One at which nobody works counts as the next at
 * which somebody does, backwards as the last.
 * @param hours may be negative, and broken
 * @throws RangeError when the working time has no hours
 */
export function addWorkingHours(fromMs: number, hours: number, time: WorkingTime): number {
  let leftMs = Math.abs(hours) * MS_PER_HOUR;
  let daysOff = 0;
  for (
    let date = businessDate(fromMs);
    daysOff <= MAX_DAYS_OFF_IN_A_ROW;
    date = addDays(date, hours < 0 ? -1 : 1)
  ) {
    const spans = spansOf(date, time).flatMap((span) => partOf(span, fromMs, hours < 0));
    daysOff = spans.length === 0 ? daysOff + 1 : 0;
    for (const [beginMs, endMs] of hours < 0 ? spans.toReversed() : spans) {
      if (leftMs <= endMs - beginMs) return hours < 0 ? endMs - leftMs : beginMs + leftMs;
      leftMs -= endMs - beginMs;
    }
  }
  throw new RangeError('nobody ever works');
}

type Span = readonly [beginMs: number, endMs: number];

function spansOf(date: IsoDate, { hours, daysOff, daysWorked }: WorkingTime): readonly Span[] {
  const isWorked = isWeekday(date) ? !daysOff.includes(date) : daysWorked.includes(date);
  return isWorked ? hours.map(([from, to]): Span => [instantOf(date, from), instantOf(date, to)]) : [];
}

/** What of a span lies on the side to which one counts; nothing when all of it is behind. */
function partOf([beginMs, endMs]: Span, fromMs: number, isBackwards: boolean): readonly Span[] {
  const part: Span = isBackwards ? [beginMs, Math.min(endMs, fromMs)] : [Math.max(beginMs, fromMs), endMs];
  return part[0] <= part[1] ? [part] : [];
}

function isWeekday(date: IsoDate): boolean {
  return weekdayOf(date) <= 5;
}
