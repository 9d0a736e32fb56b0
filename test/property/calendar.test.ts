import fc from 'fast-check';
import { isWorkday, shiftToWorkday } from '../../domain/calendar/businessCalendar';
import {
  type BusinessClock,
  businessDate,
  businessNowMs,
  instantOf,
  realMsUntil,
} from '../../domain/calendar/clock';
import {
  addDays,
  dayNumber,
  daysBetween,
  daysInMonth,
  parseIsoDate,
  partsOf,
} from '../../domain/calendar/isoDate';
import { addMonths, wholeMonthsBetween } from '../../domain/calendar/months';
import { publishedCalendar } from '../../domain/calendar/published';
import { anyDate } from './support/arbitraries';

const calendar = publishedCalendar();

describe('dates', () => {
  it('come back after going there', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
        const there = addDays(date, days);
        expect(daysBetween(date, there)).toBe(days);
        expect(addDays(there, -days)).toBe(date);
        expect(there > date).toBe(days > 0);
      }),
    );
  });

  it('stay in the month that they are sent to, on the anchor or on its last day', () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.integer({ min: -600, max: 600 }),
        fc.integer({ min: 1, max: 31 }),
        (date, months, anchor) => {
          const moved = addMonths(date, months, anchor);
          const [from, to] = [partsOf(date), partsOf(moved)];
          expect((to.year - from.year) * 12 + to.month - from.month).toBe(months);
          expect(to.day === anchor || (to.day < anchor && to.day === daysInMonth(to.year, to.month))).toBe(
            true,
          );
        },
      ),
    );
  });

  it('have as many whole months between them as fit', () => {
    fc.assert(
      fc.property(anyDate, fc.nat(10_000), (date, days) => {
        const to = addDays(date, days);
        const months = wholeMonthsBetween(date, to);
        expect(addMonths(date, months) <= to).toBe(true);
        expect(addMonths(date, months + 1) > to).toBe(true);
      }),
    );
  });

  it('are read without throwing, whatever comes', () => {
    const likely = fc.tuple(fc.nat(9999), fc.nat(99), fc.nat(99)).map(([year, month, day]) => {
      const digits = (value: number, length: number) => String(value).padStart(length, '0');
      return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
    });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), likely), (input) => {
        const parsed = parseIsoDate(input);
        const instant = typeof input === 'string' ? Date.parse(`${input}T00:00:00Z`) : Number.NaN;
        const exists =
          !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(`${String(input)}T`);
        expect(parsed.ok).toBe(exists);
        if (parsed.ok) expect(dayNumber(parsed.value)).toBe(instant / 86_400_000);
      }),
      { numRuns: 500 },
    );
  });
});

describe('shifted dates', () => {
  it('are workdays, the nearest on their side, and leave the month only where they may', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const following = shiftToWorkday(date, 'FOLLOWING', calendar);
        const preceding = shiftToWorkday(date, 'PRECEDING', calendar);
        const modified = shiftToWorkday(date, 'MODIFIED_FOLLOWING', calendar);
        expect([following, preceding, modified].every((shifted) => isWorkday(shifted, calendar))).toBe(true);
        expect(preceding <= date && date <= following).toBe(true);
        for (let day = addDays(preceding, 1); day < following; day = addDays(day, 1)) {
          expect(isWorkday(day, calendar)).toBe(false);
        }
        expect(modified.slice(0, 7)).toBe(date.slice(0, 7));
        expect([following, preceding]).toContain(modified);
      }),
    );
  });
});

describe('the business clock', () => {
  const clocks: fc.Arbitrary<BusinessClock> = fc.record({
    realAnchorMs: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
    businessAnchorMs: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
    speed: fc.constantFrom(1, 10, 1_000, 1_000_000),
  });

  it('has reached the target after the wait, and not a millisecond of the wait was needless', () => {
    fc.assert(
      fc.property(clocks, fc.nat(10_000_000), fc.nat(10_000_000_000), (clock, sinceAnchor, ahead) => {
        const realNow = clock.realAnchorMs + sinceAnchor;
        const target = businessNowMs(clock, realNow) + ahead;
        const wait = realMsUntil(clock, target, realNow);
        expect(businessNowMs(clock, realNow + wait)).toBeGreaterThanOrEqual(target);
        if (wait > 0) expect(businessNowMs(clock, realNow + wait - 1)).toBeLessThan(target);
      }),
    );
  });

  it('tells the date of an instant in China', () => {
    fc.assert(
      fc.property(anyDate, fc.nat(23), fc.nat(59), (date, hours, minutes) => {
        const time = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(businessDate(instantOf(date, time))).toBe(date);
      }),
    );
  });
});
