import { isWorkday, type ShiftConvention, shiftToWorkday } from '../../../domain/calendar/businessCalendar';
import { LPR_TABLE } from '../../../domain/calendar/data/lpr';
import { addDays, isoDate, weekdayOf } from '../../../domain/calendar/isoDate';
import { type LprTenor, lprAt } from '../../../domain/calendar/lpr';
import { publishedCalendar } from '../../../domain/calendar/published';
import { rateFraction } from '../../../domain/money/rate';
import { compare, type Difference, type OracleAdapter } from '../adapter';

interface YearCase {
  readonly key: string;
  readonly value: {
    readonly holidays: readonly (readonly [string, string])[];
    readonly makeupWorkdays: readonly (readonly [string, string])[];
  };
}

interface ShiftCase extends Readonly<Record<ShiftConvention, string>> {
  readonly date: string;
  readonly workday: boolean;
}

interface LprCase {
  readonly effectiveFrom: string;
  readonly oneYear: string;
  readonly fiveYearPlus: string;
  readonly source: string;
}

const calendar = publishedCalendar();

/** Every day of a year is a workday or not, as the lists and the weekday say. */
function checkYear({ key: year, value }: YearCase): readonly Difference[] {
  const holidays = new Set(value.holidays.map(([date]) => date));
  const worked = new Set(value.makeupWorkdays.map(([date]) => date));
  const differences: Difference[] = [];
  for (let date = isoDate(`${year}-01-01`); date.startsWith(year); date = addDays(date, 1)) {
    const expected = worked.has(date) || (weekdayOf(date) <= 5 && !holidays.has(date));
    differences.push(...compare(date, expected, isWorkday(date, calendar)));
  }
  return differences;
}

function checkShift(wanted: ShiftCase): readonly Difference[] {
  const date = isoDate(wanted.date);
  return compare(wanted.date, wanted, {
    date,
    workday: isWorkday(date, calendar),
    FOLLOWING: shiftToWorkday(date, 'FOLLOWING', calendar),
    MODIFIED_FOLLOWING: shiftToWorkday(date, 'MODIFIED_FOLLOWING', calendar),
    PRECEDING: shiftToWorkday(date, 'PRECEDING', calendar),
  });
}

/** The percentage of a tenor that applies on a date, with two decimals as published. */
function percentOn(tenor: LprTenor, date: string): unknown {
  const quote = lprAt(LPR_TABLE, tenor, isoDate(date));
  if (!quote.ok) return quote.refusal;
  const { numerator, scale } = rateFraction(quote.value.rate);
  return (numerator / 10 ** (scale - 2)).toFixed(2);
}

function checkLpr({ effectiveFrom, oneYear, fiveYearPlus, source }: LprCase): readonly Difference[] {
  const quote = lprAt(LPR_TABLE, 'ONE_YEAR', isoDate(effectiveFrom));
  return compare(
    `LPR of ${effectiveFrom}`,
    { oneYear, fiveYearPlus, effectiveFrom, isUnverified: source.startsWith('unverified') },
    {
      oneYear: percentOn('ONE_YEAR', effectiveFrom),
      fiveYearPlus: percentOn('FIVE_YEAR_PLUS', effectiveFrom),
      ...(quote.ok ? quote.value : {}),
    },
  );
}

export const adapter: OracleAdapter = {
  file: 'calendar.json',
  blocks: { years: checkYear, shiftCases: checkShift, lpr: checkLpr },
};
