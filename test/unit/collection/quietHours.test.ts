import { instantOf } from '../../../domain/calendar/clock';
import { isoDate } from '../../../domain/calendar/isoDate';
import { contactFromMs } from '../../../domain/collection/quietHours';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const { contactLimits } = parametersAt(PARAMETERS_BEGIN).overdue;
const at = (date: string, time: string) => instantOf(isoDate(date), time);

it.each([
  ['2026-03-12', '08:00', '2026-03-12', '08:00'],
  ['2026-03-12', '21:59', '2026-03-12', '21:59'],
  ['2026-03-12', '22:00', '2026-03-13', '08:00'],
  ['2026-03-12', '23:59', '2026-03-13', '08:00'],
  ['2026-03-13', '00:00', '2026-03-13', '08:00'],
  ['2026-03-13', '07:59', '2026-03-13', '08:00'],
])('who would be disturbed on %s at %s is written on %s at %s', (date, time, onDate, onTime) => {
  expect(contactFromMs(at(date, time), contactLimits)).toBe(at(onDate, onTime));
});

test('quiet hours of one day end on that day', () => {
  const noon = { ...contactLimits, quietFrom: '12:00', quietUntil: '14:00' };
  expect(contactFromMs(at('2026-03-12', '13:00'), noon)).toBe(at('2026-03-12', '14:00'));
  expect(contactFromMs(at('2026-03-12', '14:00'), noon)).toBe(at('2026-03-12', '14:00'));
  expect(contactFromMs(at('2026-03-12', '23:00'), noon)).toBe(at('2026-03-12', '23:00'));
});
