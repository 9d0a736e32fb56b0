import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import {
  PARAMETERS_BEGIN,
  type ParameterSet,
  parametersAt as parametersOfToday,
} from '../../../domain/parameters/parametersAt';

/** Inside the time in which the tests play: processes of the recorded histories live through it. */
const CHANGED_ON = isoDate('2026-02-01');

/** Stands in for the real table: one day the house reminds at other days, and debits and asks at other times. */
export function parametersAt(date: IsoDate): ParameterSet {
  const today = parametersOfToday(date);
  if (date < CHANGED_ON) return today;
  const [first, ...ladder] = today.overdue.ladder;
  if (first === undefined) throw new RangeError('no ladder');
  return {
    ...today,
    overdue: {
      ...today.overdue,
      ladder: [{ ...first, day: -14 }, ...ladder.filter(({ day }) => day !== -3)],
      debitTimes: ['10:30', '16:30'],
      officesOpen: '10:00',
    },
    payments: { ...today.payments, unknownQuerySeconds: [20, 60], maximumOrdersPerInstalment: 4, codes: [] },
  };
}

export { PARAMETERS_BEGIN, type ParameterSet };
