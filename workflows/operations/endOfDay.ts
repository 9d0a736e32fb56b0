import type { EndOfDayReport } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { lastDayOver } from './lastDayOver';

/** Days of one activity: it reports a heartbeat for each. */
const DAYS_AT_ONCE = 31;

/** Closes every business day that is over and open, oldest first. Running twice changes nothing. */
export async function endOfDay(): Promise<EndOfDayReport> {
  const through = lastDayOver(await activities.readClock());
  let daysClosed = 0;
  for (;;) {
    const { days, more } = await activities.findOpenDays({
      step: 'END_OF_DAY',
      through,
      limit: DAYS_AT_ONCE,
    });
    if (days.length > 0) await activities.closeDays({ days });
    daysClosed += days.length;
    if (!more) return { daysClosed, closedThrough: through };
  }
}
