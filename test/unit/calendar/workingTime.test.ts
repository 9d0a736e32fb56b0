import fc from 'fast-check';
import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { addWorkingHours, type WorkingTime, workingTimeFrom } from '../../../domain/calendar/workingTime';

const HOURS = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
] as const;
const time: WorkingTime = workingTimeFrom(isoDate('2026-01-01'), 365, HOURS, publishedCalendar());
const at = (date: string, timeOfDay: string) => instantOf(isoDate(date), timeOfDay);

it.each([
  ['within the morning', '2026-03-03', '09:30', 2, '2026-03-03', '11:30'],
  ['over lunch', '2026-03-03', '11:00', 2, '2026-03-03', '14:00'],
  ['to the end of the day', '2026-03-03', '09:00', 8, '2026-03-03', '18:00'],
  ['over the night', '2026-03-03', '17:00', 2, '2026-03-04', '10:00'],
  ['from the evening', '2026-03-03', '22:00', 1, '2026-03-04', '10:00'],
  ['over a weekend', '2026-03-06', '17:00', 2, '2026-03-09', '10:00'],
  [
    'over the Spring Festival, from the Saturday that is worked for it',
    '2026-02-14',
    '17:00',
    2,
    '2026-02-24',
    '10:00',
  ],
  ['none, while somebody works', '2026-03-03', '10:00', 0, '2026-03-03', '10:00'],
  ['none, on a Sunday', '2026-03-08', '10:00', 0, '2026-03-09', '09:00'],
  ['back over lunch', '2026-03-03', '14:00', -2, '2026-03-03', '11:00'],
  ['back over a weekend', '2026-03-09', '10:00', -2, '2026-03-06', '17:00'],
  ['back from a Sunday', '2026-03-08', '10:00', -1, '2026-03-06', '17:00'],
])('counts working hours %s', (_, date, timeOfDay, hours, on, until) => {
  expect(addWorkingHours(at(date, timeOfDay), hours, time)).toBe(at(on, until));
});

it('comes back to where it went from, wherever somebody works', () => {
  const quarter = 900_000;
  const begin = at('2026-03-02', '09:00');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 400 }), (from, quarters) => {
      // An instant at which somebody works, and after which somebody does.
      const startMs = addWorkingHours(begin + (from % 5_000) * quarter, 0.125, time);
      const there = addWorkingHours(startMs, quarters / 4, time);
      expect(there).toBeGreaterThan(startMs);
      expect(addWorkingHours(there, -quarters / 4, time)).toBe(startMs);
    }),
  );
});

it('says so when nobody ever works', () => {
  expect(() => addWorkingHours(0, 1, { ...time, hours: [] })).toThrow(RangeError);
});
