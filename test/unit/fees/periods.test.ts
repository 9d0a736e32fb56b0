import { isoDate } from '../../../domain/calendar/isoDate';
import { changeoverOn } from '../../../domain/fees/periods';
import type { FeeTiming } from '../../../domain/fees/rule';

test.each<[string, FeeTiming, FeeTiming, string]>([
  ['2026-05-15', 'MONTHLY', 'MONTHLY', '2026-05-15'],
  ['2026-05-15', 'MONTHLY', 'QUARTERLY', '2026-07-01'],
  ['2026-05-15', 'QUARTERLY', 'MONTHLY', '2026-07-01'],
  ['2026-07-01', 'QUARTERLY', 'MONTHLY', '2026-07-01'],
  ['2026-11-30', 'MONTHLY', 'QUARTERLY', '2027-01-01'],
  ['2026-05-15', 'MONTHLY', 'EACH_INSTALMENT', '2026-06-01'],
  ['2026-05-15', 'EACH_INSTALMENT', 'MONTHLY', '2026-06-01'],
  ['2026-05-15', 'EACH_INSTALMENT', 'QUARTERLY', '2026-07-01'],
])('from %s on, a line goes over from %s to %s on %s', (day, from, to, on) => {
  expect(changeoverOn(isoDate(day), from, to)).toBe(on);
});
