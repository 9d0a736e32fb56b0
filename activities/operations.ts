import { heartbeat } from '@temporalio/activity';
import type { OperationsActivities, ReceiptSeen } from '../contracts/activities';
import type { InstitutionId } from '../contracts/ids';
import { addDays, type BusinessCalendar, CALENDAR_DAYS_AHEAD, isoDate } from '../domain/calendar';
import { parametersAt } from '../domain/parameters';
import { currentClock } from '../gateways/database/clock';
import { closeDay, findOpenDays } from '../gateways/database/endOfDay';
import type { ActivityDeps } from './deps';
import { houseCalendar } from './loanBooks';
import { reconcileDay } from './reconcile';

/** Portfolio work, and what processes ask about time. */
export function createOperationsActivities(deps: ActivityDeps): OperationsActivities {
  const { sql } = deps;
  return {
    readClock: () => currentClock(sql),

    readCalendar: async ({ from }) => ({ calendar: weeksFrom(await houseCalendar(sql), from) }),

    findOpenDays: async ({ step, through, limit }) => {
      const days = await findOpenDays(sql, { step, through: isoDate(through), limit });
      return {
        days: days.map(({ institutionId, businessDate }) => ({
          institutionId: institutionId as InstitutionId,
          businessDate,
        })),
        more: days.length === limit,
      };
    },

    closeDays: async ({ days }) => {
      let loans = 0;
      for (const { institutionId, businessDate } of days) {
        const date = isoDate(businessDate);
        const provisionRates = parametersAt(date).provisions.guideline2002;
        const onBatch = (done: number) => heartbeat({ institutionId, businessDate, done });
        const closed = await closeDay(sql, { institutionId, businessDate: date, provisionRates, onBatch });
        loans += closed.loans;
        heartbeat({ institutionId, businessDate });
      }
      return { loans };
    },

    reconcileDays: async ({ days }) => {
      const total = { matched: 0, differences: 0, receipts: [] as ReceiptSeen[] };
      for (const day of days) {
        const { matched, differences, receipts } = await reconcileDay(deps, day);
        total.receipts.push(...receipts);
        total.matched += matched;
        total.differences += differences;
        heartbeat(day);
      }
      return total;
    },
  };
}

function weeksFrom(calendar: BusinessCalendar, from: string): BusinessCalendar {
  const until = addDays(isoDate(from), CALENDAR_DAYS_AHEAD);
  const exceptions = Object.entries(calendar.exceptions).filter(([date]) => date >= from && date <= until);
  return { ...calendar, exceptions: Object.fromEntries(exceptions) };
}
