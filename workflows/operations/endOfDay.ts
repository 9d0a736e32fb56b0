import { workflowIds } from '../../contracts/ids';
import type { EndOfDayReport, InstitutionWork, PortfolioReport } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { eachInstitution } from './eachInstitution';
import { lastDayOver } from './lastDayOver';

/** Days of one activity: it reports a heartbeat for each. */
const DAYS_AT_ONCE = 31;

/** The end of day of all institutions, each by itself. */
export function endOfDay(): Promise<PortfolioReport> {
  return eachInstitution('institutionEndOfDay', workflowIds.endOfDay);
}

/** Closes every business day of an institution that is over and open, oldest first. Running twice changes nothing. */
export async function institutionEndOfDay({ institutionId }: InstitutionWork): Promise<EndOfDayReport> {
  const through = lastDayOver(await activities.readClock());
  let daysClosed = 0;
  for (;;) {
    const open = { institutionId, step: 'END_OF_DAY', through, limit: DAYS_AT_ONCE } as const;
    const { days, more } = await activities.findOpenDays(open);
    if (days.length > 0) await activities.closeDays({ days });
    daysClosed += days.length;
    if (!more) return { daysClosed, closedThrough: through };
  }
}
