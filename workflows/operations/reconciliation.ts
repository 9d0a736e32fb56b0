import type { ReconciliationReport } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { lastDayOver } from './lastDayOver';

const DAYS_AT_ONCE = 31;

/** Matches the books with the bank's file of every day that is over and not matched, oldest first. */
export async function reconciliation(): Promise<ReconciliationReport> {
  const through = lastDayOver(await activities.readClock());
  const report = { filesRead: 0, matched: 0, differences: 0 };
  for (;;) {
    const { days, more } = await activities.findOpenDays({
      step: 'RECONCILIATION',
      through,
      limit: DAYS_AT_ONCE,
    });
    if (days.length > 0) {
      const { matched, differences } = await activities.reconcileDays({ days });
      report.filesRead += days.length;
      report.matched += matched;
      report.differences += differences;
    }
    if (!more) return report;
  }
}
