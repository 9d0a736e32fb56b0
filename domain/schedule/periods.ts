// Straight from their modules: a function called for every row costs twice through two re-exports.
import { dayNumber, daysBetween, type IsoDate, partsOf } from '../calendar/isoDate';
import { addMonths, wholeMonthsBetween } from '../calendar/months';
import type { Rate } from '../money/rate';
import { greatestCommonDivisor } from './interest';
import type { InterestSegment, ScheduleTerms } from './types';

/** The time of one instalment, before any amount is known. */
export interface Period {
  readonly number: number;
  readonly dueDate: IsoDate;
  readonly days: number;
  readonly segments: readonly InterestSegment[];
}

/** Days of a regular month under 30/360. */
const DAYS_PER_MONTH_30_360 = 30;

/** The day of the month that due dates are anchored to. */
export function anchorDayOf({ repayDay, firstDueDate, startDate }: ScheduleTerms): number {
  return repayDay ?? partsOf(firstDueDate ?? startDate).day;
}

/** Months from one instalment to the next: for BULLET the whole term. */
export function monthsPerInstalment({ method, termMonths, intervalMonths }: ScheduleTerms): number {
  return method === 'BULLET' ? termMonths : intervalMonths;
}

/** Number of instalments. */
export function instalmentsOf(terms: ScheduleTerms): number {
  return terms.termMonths / monthsPerInstalment(terms);
}

/**
 * The periods of a loan from its first day. Only the first can be irregular: it runs from the start to the
 * first due date, whatever that is (the only due date, for BULLET).
 */
export function periodsOf(terms: ScheduleTerms): readonly Period[] {
  const { startDate, firstDueDate } = terms;
  const dueDate = firstDueDate ?? addMonths(startDate, monthsPerInstalment(terms), anchorDayOf(terms));
  const first = firstPeriod(terms, dueDate);
  return [first, ...regularPeriods(terms, first, instalmentsOf(terms) - 1)];
}

function firstPeriod({ startDate, dayCount, annualRate }: ScheduleTerms, dueDate: IsoDate): Period {
  const days = daysBetween(startDate, dueDate);
  const interestDays = dayCount === '30/360' ? days30360(startDate, dueDate) : days;
  return { number: 1, dueDate, days, segments: [{ fromDate: startDate, interestDays, annualRate }] };
}

/**
 * Days of an irregular period under 30/360: 30 for each whole month, and the actual days left over
 * (逐笔计息, 银发〔2005〕129号).
 */
function days30360(from: IsoDate, to: IsoDate): number {
  const months = wholeMonthsBetween(from, to);
  return months * DAYS_PER_MONTH_30_360 + daysBetween(addMonths(from, months), to);
}

/** `count` regular periods that follow `previous`. */
export function regularPeriods(
  terms: ScheduleTerms,
  previous: Pick<Period, 'number' | 'dueDate'>,
  count: number,
): readonly Period[] {
  const months = monthsPerInstalment(terms);
  const anchorDay = anchorDayOf(terms);
  const periods: Period[] = [];
  let fromDate = previous.dueDate;
  let fromDay = dayNumber(fromDate);
  for (let index = 1; index <= count; index += 1) {
    const dueDate = addMonths(previous.dueDate, index * months, anchorDay);
    const dueDay = dayNumber(dueDate);
    const days = dueDay - fromDay;
    const interestDays = terms.dayCount === '30/360' ? months * DAYS_PER_MONTH_30_360 : days;
    const segments = [{ fromDate, interestDays, annualRate: terms.annualRate }];
    periods.push({ number: previous.number + index, dueDate, days, segments });
    fromDate = dueDate;
    fromDay = dueDay;
  }
  return periods;
}

/** The segments of a period from a date inside it on; the part before is cut away by actual days. */
export function segmentsFrom(
  segments: readonly InterestSegment[],
  date: IsoDate,
  dueDate: IsoDate,
): readonly InterestSegment[] {
  return segments.flatMap((segment, index) => {
    const endDate = segments[index + 1]?.fromDate ?? dueDate;
    if (segment.fromDate >= date) return [segment];
    if (endDate <= date) return [];
    return [{ fromDate: date, interestDays: daysBetween(date, endDate), annualRate: segment.annualRate }];
  });
}

/**
 * The segments of a period up to a date inside it, the last one cut by actual days but never to more than it
 * counts as a whole: half a year under 30/360 is 180 days, also on its 183rd. So interest up to a date is never
 * more than that of the row, and paying early costs no more than waiting (Civil Code art. 677).
 */
export function segmentsUntil(
  segments: readonly InterestSegment[],
  date: IsoDate,
  dueDate: IsoDate,
): readonly InterestSegment[] {
  return segments.flatMap((segment, index) => {
    const endDate = segments[index + 1]?.fromDate ?? dueDate;
    if (segment.fromDate >= date) return [];
    if (endDate <= date) return [segment];
    const { interestDays, partsOfDay = 1 } = segment;
    return [
      { ...segment, interestDays: Math.min(interestDays, daysBetween(segment.fromDate, date) * partsOfDay) },
    ];
  });
}

/**
 * The segments with another rate from a date inside the period on. A segment that holds the date is divided in
 * proportion to actual days, so that the period keeps its share of the year and a lower rate never makes it dearer: half
 * a month of 30/360 is no more than its half.
 */
export function segmentsAtRate(
  segments: readonly InterestSegment[],
  date: IsoDate,
  dueDate: IsoDate,
  annualRate: Rate,
): readonly InterestSegment[] {
  return segments.flatMap((segment, index) => {
    const endDate = segments[index + 1]?.fromDate ?? dueDate;
    if (endDate <= date) return [segment];
    if (segment.fromDate >= date) return [{ ...segment, annualRate }];
    const days = daysBetween(segment.fromDate, endDate);
    const daysBefore = daysBetween(segment.fromDate, date);
    return [
      partOf(segment, daysBefore, days),
      { ...partOf(segment, days - daysBefore, days), fromDate: date, annualRate },
    ];
  });
}

/** A segment cut to some of its actual days. */
function partOf(segment: InterestSegment, days: number, ofDays: number): InterestSegment {
  const { interestDays, partsOfDay = 1, ...rest } = segment;
  const [over, under] = [interestDays * days, partsOfDay * ofDays];
  const divisor = greatestCommonDivisor(over, under);
  const parts = under / divisor;
  return { ...rest, interestDays: over / divisor, ...(parts === 1 ? {} : { partsOfDay: parts }) };
}
