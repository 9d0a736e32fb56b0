import { heartbeat, log } from '@temporalio/activity';
import type { OpenDay } from '../contracts/activities';
import { isoDate } from '../domain/calendar/isoDate';
import { houseCalendar } from '../gateways/database/calendar';
import { refoldNight } from '../gateways/database/refold';
import type { ActivityDeps } from './deps';

/**
 * Folds loans anew after the end of day and opens a case for each that differs from its row, its schedule or the
 * ledger. Never stops the day: what can't be done tonight is done tomorrow night.
 */
export async function refoldAfter({ sql }: ActivityDeps, day: OpenDay): Promise<void> {
  const { institutionId } = day;
  try {
    const { loans, differences } = await refoldNight(sql, {
      institutionId,
      businessDate: isoDate(day.businessDate),
      calendar: await houseCalendar(sql),
      onBatch: (done) => heartbeat({ institutionId, refolded: done }),
    });
    for (const difference of differences) log.error('a loan differs from its events', { ...difference });
    if (differences.length > 0) log.error('the refold found differences', { institutionId, loans });
  } catch (error) {
    log.error('the refold of the night failed', { institutionId, error });
  }
}
