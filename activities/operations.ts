import { heartbeat, log } from '@temporalio/activity';
import type { OpenDay, OperationsActivities, Reconciled } from '../contracts/activities';
import type { InstitutionId } from '../contracts/ids';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import { addDays, isoDate } from '../domain/calendar/isoDate';
import { caseRulesAt } from '../domain/parameters/caseRules';
import { parametersAt } from '../domain/parameters/parametersAt';
import { currentClock } from '../gateways/database/clock';
import { closeDay, findOpenDays, listInstitutionsWithBooks } from '../gateways/database/endOfDay';
import { timeInput } from '../gateways/temporal/starts';
import type { ActivityDeps } from './deps';
import { chargeLoans } from './feeCharges';
import { takeTariffs } from './feeTariffs';
import { judgePending, NOTHING, reconcileDay } from './reconcile';
import { refoldAfter } from './refold';
import { tellOfTariffs } from './tariffNotices';
import { proposeUpgrades } from './upgrades';

/** Portfolio work, and what processes ask about time. */
export function createOperationsActivities(deps: ActivityDeps): OperationsActivities {
  const { sql } = deps;
  const portfolio = { ...deps, ...deps.portfolio };
  return {
    readTime: async () => {
      const clock = await currentClock(sql);
      return timeInput(clock, deps.settings, caseRulesAt(businessDate(businessNowMs(clock, Date.now()))));
    },

    listInstitutions: async () => (await listInstitutionsWithBooks(sql)) as InstitutionId[],

    findOpenDays: async ({ institutionId, step, through, limit }) => {
      const days = await findOpenDays(sql, { institutionId, step, through: isoDate(through), limit });
      return {
        days: days.map(({ businessDate }) => ({ institutionId, businessDate })),
        more: days.length === limit,
      };
    },

    closeDays: async ({ days }) => {
      let loans = 0;
      for (const { institutionId, businessDate } of days) {
        const date = isoDate(businessDate);
        const { provisions, versions } = parametersAt(date);
        const onBatch = (done: number) => heartbeat({ institutionId, businessDate, done });
        const closed = await closeDay(portfolio.sql, {
          institutionId,
          businessDate: date,
          provisionRates: provisions.guideline2002,
          reserveRules: { ...provisions, version: versions.provisions },
          onBatch,
        });
        loans += closed.loans;
        // In advance: what begins tomorrow is there in the morning.
        const beat = () => heartbeat({ institutionId, businessDate });
        const tomorrow = addDays(date, 1);
        await tellOfTariffs(portfolio, institutionId, tomorrow);
        await takeTariffs(portfolio, institutionId, tomorrow);
        await chargeLoans(portfolio.sql, institutionId, tomorrow, beat);
        beat();
      }
      const last = days.at(-1);
      if (last !== undefined) {
        await refoldAfter(portfolio, last);
        await proposeUpgrades(portfolio, { ...last, businessDate: isoDate(last.businessDate) });
      }
      return { loans };
    },

    reconcileDays: ({ institutionId, days }) => reconcileDays(portfolio, institutionId, days),
  };
}

/** Payments that are told in one round: what is left is told by the next run, as all are that still wait. */
const MOST_TOLD = 500;

/** What waited is judged first: an order that is settled by now is no cut-off. */
async function reconcileDays(
  deps: ActivityDeps,
  institutionId: InstitutionId,
  days: readonly OpenDay[],
): Promise<Reconciled & { readonly blockedOn: string | null }> {
  const watch = {
    beat: () => heartbeat({ institutionId }),
    alarm: (what: string, fields: Readonly<Record<string, unknown>>) => log.error(what, { ...fields }),
  };
  let total = addReconciled(NOTHING, await judgePending(deps, institutionId, watch));
  for (const day of days) {
    const done = await reconcileDay(deps, day, watch);
    if ('blockedOn' in done) return { ...total, blockedOn: done.blockedOn };
    total = addReconciled(total, done);
    heartbeat(day);
  }
  return { ...total, blockedOn: null };
}

function addReconciled(left: Reconciled, right: Reconciled): Reconciled {
  return {
    matched: left.matched + right.matched,
    differences: left.differences + right.differences,
    payments: [...left.payments, ...right.payments].slice(0, MOST_TOLD),
  };
}
