import fc from 'fast-check';
import { dateOfDayNumber, dayNumber, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { type Fen, fen } from '../../../domain/money/fen';
import { type Rate, rate } from '../../../domain/money/rate';
import {
  DAY_COUNTS,
  INTERVALS_MONTHS,
  REPAYMENT_METHODS,
  type ScheduleTerms,
} from '../../../domain/schedule/types';

/** Any day from 2000 to 2099. */
export const anyDate: fc.Arbitrary<IsoDate> = fc
  .integer({ min: dayNumber(isoDate('2000-01-01')), max: dayNumber(isoDate('2099-12-31')) })
  .map(dateOfDayNumber);

/** Amounts of all sizes up to a maximum; small and large ones equally often. */
export function anyFen(minimum: number, maximum: number): fc.Arbitrary<Fen> {
  const small = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 1000) });
  return fc
    .oneof(
      small,
      fc.maxSafeInteger().map((value) => minimum + (Math.abs(value) % (maximum - minimum + 1))),
    )
    .map(fen);
}

/** Rates from 0 to a maximum in millionths. */
export function anyRate(maximumMillionths: number): fc.Arbitrary<Rate> {
  return fc
    .integer({ min: 0, max: maximumMillionths })
    .map((millionths) => rate((millionths / 1_000_000).toFixed(6)));
}

/** Terms of every method and day count that make a schedule: rates to 36 %, one day to three months to the first due date. */
export const anyTerms: fc.Arbitrary<ScheduleTerms> = fc
  .record({
    principalFen: anyFen(1, 10_000_000_000_000),
    annualRate: anyRate(360_000),
    instalments: fc.integer({ min: 1, max: 40 }),
    method: fc.constantFrom(...REPAYMENT_METHODS),
    startDate: anyDate,
    dayCount: fc.constantFrom(...DAY_COUNTS),
    intervalMonths: fc.constantFrom(...INTERVALS_MONTHS),
    firstPeriodDays: fc.option(fc.integer({ min: 1, max: 45 }), { nil: undefined }),
    rounding: fc.constantFrom('HALF_UP' as const, 'HALF_EVEN' as const, 'DOWN' as const),
  })
  .map(({ instalments, firstPeriodDays, ...terms }) => ({
    ...terms,
    paymentMode: 'EXACT' as const,
    termMonths: Math.min(instalments, Math.floor(360 / terms.intervalMonths)) * terms.intervalMonths,
    ...(firstPeriodDays === undefined
      ? {}
      : { firstDueDate: dateOfDayNumber(dayNumber(terms.startDate) + firstPeriodDays) }),
  }));
