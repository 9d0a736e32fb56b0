import { workflowIds } from '../../contracts/ids';
import type { EndOfDayReport, InstitutionWork, PortfolioReport } from '../../contracts/workflows';
import type { IsoDate } from '../../domain/calendar/isoDate';
import { activities } from '../shared/activities';
import { eachInstitution } from './eachInstitution';
import { InstitutionCase } from './institutionCase';
import { lastDayOver } from './lastDayOver';

/** Days of one activity: it reports a heartbeat for each. */
const DAYS_AT_ONCE = 31;

/** The end of day of all institutions, each by itself. */
export function endOfDay(): Promise<PortfolioReport> {
  return eachInstitution('institutionEndOfDay', workflowIds.endOfDay);
}

/** Closes every business day of an institution that is over and open, oldest first. Running twice changes nothing. */
export async function institutionEndOfDay(work: InstitutionWork): Promise<EndOfDayReport> {
  const time = await activities.readTime();
  const books = new InstitutionCase(work, time);
  return await books.untilGivenUp(() => closeOpenDays(books, work, lastDayOver(time.clock)));
}

async function closeOpenDays(
  books: InstitutionCase,
  { institutionId }: InstitutionWork,
  through: IsoDate,
): Promise<EndOfDayReport> {
  let daysClosed = 0;
  for (;;) {
    const open = { institutionId, step: 'END_OF_DAY', through, limit: DAYS_AT_ONCE } as const;
    const { days, more } = await books.activities.findOpenDays(open);
    if (days.length > 0) await books.activities.closeDays({ days });
    daysClosed += days.length;
    if (!more) return { daysClosed, closedThrough: through };
  }
}
