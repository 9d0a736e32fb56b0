import {
  type BusinessClock,
  businessDate,
  businessNowMs,
  dateAndTime,
  instantOf,
  realMsUntil,
  unlessEarly,
  unlessLate,
} from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';

const clock: BusinessClock = { realAnchorMs: 1_000, businessAnchorMs: 50_000, speed: 100 };

test('date and time are those that clocks in China show', () => {
  expect(dateAndTime(instantOf(isoDate('2026-01-05'), '00:07'))).toBe('2026-01-05 00:07');
  expect(dateAndTime(Date.parse('2026-01-04T23:59:59.999+08:00'))).toBe('2026-01-04 23:59');
});

describe('the business clock', () => {
  it('runs at its speed from its anchor', () => {
    expect(businessNowMs(clock, 1_000)).toBe(50_000);
    expect(businessNowMs(clock, 1_010)).toBe(51_000);
    expect(businessNowMs({ ...clock, speed: 1 }, 900)).toBe(49_900);
    expect(businessNowMs({ ...clock, speed: 0.3 }, 1_001)).toBe(50_000);
  });

  it('says how long to wait, never less than it takes and never below zero', () => {
    expect(realMsUntil(clock, 51_000, 1_000)).toBe(10);
    expect(realMsUntil(clock, 51_001, 1_000)).toBe(11);
    expect(realMsUntil(clock, 50_000, 1_000)).toBe(0);
    expect(realMsUntil(clock, 49_000, 1_000)).toBe(0);
  });

  it('reaches the target after the wait', () => {
    for (const target of [50_001, 50_099, 50_100, 123_456]) {
      expect(businessNowMs(clock, 1_000 + realMsUntil(clock, target, 1_000))).toBeGreaterThanOrEqual(target);
    }
  });
});

describe('what was due at an instant', () => {
  it.each([1, 100, 175_000])('counts from it, unless it came a real minute late at speed %d', (speed) => {
    const running = { ...clock, speed };
    const due = 1_000_000;
    expect(unlessLate(running, due, due)).toBe(due);
    expect(unlessLate(running, due, due - 5)).toBe(due);
    expect(unlessLate(running, due, due + 60_000 * speed)).toBe(due);
    expect(unlessLate(running, due, due + 60_000 * speed + 1)).toBe(due + 60_000 * speed + 1);
  });
});

test('what was armed for an earlier instant has come then, not at the one that the program means now', () => {
  const running = { realAnchorMs: 0, businessAnchorMs: 0, speed: 10 };
  const waitedFor = 1_000_000_000;
  expect(unlessEarly(running, waitedFor, waitedFor + 5)).toBe(waitedFor);
  // A machine that fires a moment early is punctual.
  expect(unlessEarly(running, waitedFor, waitedFor - 600_000)).toBe(waitedFor);
  expect(unlessEarly(running, waitedFor, waitedFor - 600_001)).toBe(waitedFor - 600_001);
});

describe('dates in China', () => {
  it.each([
    ['2026-02-14T15:59:59.999Z', '2026-02-14'],
    ['2026-02-14T16:00:00.000Z', '2026-02-15'],
    ['1970-01-01T00:00:00.000Z', '1970-01-01'],
    ['1969-12-31T15:59:59.999Z', '1969-12-31'],
  ])('%s is on %s', (instant, date) => {
    expect(businessDate(Date.parse(instant))).toBe(date);
  });

  it.each([
    ['2026-02-15', '09:00', '2026-02-15T01:00:00.000Z'],
    ['2026-02-15', '00:00', '2026-02-14T16:00:00.000Z'],
    ['2026-02-15', '23:59', '2026-02-15T15:59:00.000Z'],
    ['2026-02-15', '19:05', '2026-02-15T11:05:00.000Z'],
  ])('%s at %s is %s', (date, timeOfDay, instant) => {
    expect(instantOf(isoDate(date), timeOfDay)).toBe(Date.parse(instant));
    expect(businessDate(instantOf(isoDate(date), timeOfDay))).toBe(date);
  });

  it('begins at midnight when no time is given', () => {
    expect(instantOf(isoDate('2026-02-15'))).toBe(instantOf(isoDate('2026-02-15'), '00:00'));
  });

  it.each(['24:00', '9:00', '09:60', '09:00:00', 'x09:00', ''])('throws for %p', (timeOfDay) => {
    expect(() => instantOf(isoDate('2026-02-15'), timeOfDay)).toThrow(`not a time of day: ${timeOfDay}`);
  });
});
