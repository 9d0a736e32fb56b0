import { isoDate } from '../../../domain/calendar/isoDate';
import { canBeBooked } from '../../../domain/collection/bankDay';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const { payments } = parametersAt(PARAMETERS_BEGIN);
const paidOn = (bankDate: string) => ({ status: 'SUCCEEDED', bankReference: 'B1', bankDate }) as const;

/** Of an order for 12 March. */
const isPossible = (bankDate: string, today: string) =>
  canBeBooked(paidOn(bankDate), { orderedFor: isoDate('2026-03-12'), today: isoDate(today) }, payments);

it.each([
  ['on the day that it was ordered for', '2026-03-12', '2026-03-12', true],
  ['after the longest holiday', '2026-03-27', '2026-03-12', true],
  ['when the bank is a day behind us', '2026-03-11', '2026-03-12', true],
  ['weeks later, as the order went out then', '2026-05-20', '2026-05-20', true],
  ['in time, though the answer is heard months later', '2026-03-12', '2026-09-01', true],
  ['a fortnight and more from today', '2026-03-28', '2026-03-12', false],
  ['at the end of all days', '2199-12-31', '2026-03-12', false],
  ['days before it was ordered', '2026-03-10', '2026-03-12', false],
  ['before there was a loan', '2001-01-01', '2026-09-01', false],
])('the bank books it %s', (_when, bankDate, today, expected) => {
  expect(isPossible(bankDate, today)).toBe(expected);
});

it('is not asked of a decline, which names no day', () => {
  const days = { orderedFor: isoDate('2026-03-12'), today: isoDate('2026-03-12') };
  expect(canBeBooked({ status: 'FAILED', code: '51' }, days, payments)).toBe(true);
});
