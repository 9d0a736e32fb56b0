import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { quietForMs } from '../../../gateways/queue/quietHours';

const REAL_MS = 1_000_000;
const HOUR = 3_600_000;
const clockAt = (time: string, speed = 1) => ({
  realAnchorMs: REAL_MS,
  businessAnchorMs: instantOf(isoDate('2026-03-12'), time),
  speed,
});

test('short messages wait for the end of the quiet hours, by the business clock', () => {
  expect(quietForMs('SMS', clockAt('21:00'), REAL_MS)).toBe(0);
  expect(quietForMs('SMS', clockAt('23:00'), REAL_MS)).toBe(9 * HOUR);
  expect(quietForMs('SMS', clockAt('23:00'), REAL_MS + HOUR)).toBe(8 * HOUR);
  expect(quietForMs('SMS', clockAt('23:00', 3_600), REAL_MS)).toBe(9_000);
});

test('mail disturbs nobody', () => {
  expect(quietForMs('EMAIL', clockAt('23:00'), REAL_MS)).toBe(0);
});
