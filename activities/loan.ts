import type { LoanActivities, LoanPlan } from '../contracts/activities';
import { businessDate, instantOf } from '../domain/calendar/clock';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { debitTimeAfter } from '../domain/collection/collectionPlan';
import { slotsOf } from '../domain/collection/slots';
import { sightOf } from '../domain/loan/heldMoney';
import { payoffOn, prepaymentOptions, quoteRepayment } from '../domain/loan/quote';
import { fen } from '../domain/money/fen';
import { parametersAt } from '../domain/parameters/parametersAt';
import { orderPolicy } from '../domain/parameters/payments';
import { accept, refuse } from '../domain/result';
import { houseCalendar } from '../gateways/database/calendar';
import { readApprovedChanges } from '../gateways/database/loanChanges';
import { readIsAccountNew, readOrdersSoFar, readTakenUp } from '../gateways/database/loanOrders';
import { recordLoanEvents } from '../gateways/database/loans';
import type { Queryable } from '../gateways/database/transaction';
import type { ActivityDeps } from './deps';
import { openLoan, planOf, useHeldMoney } from './loanBooks';
import { takeChange } from './loanChanges';

/** What a loan's process asks of its books. */
export function createLoanActivities(deps: ActivityDeps): LoanActivities {
  const { prisma, sql } = deps;
  return {
    planInstalment: async ({ loanId, fromInstalment, asOf, remindersSent = [] }) => {
      const { record, calendar } = await useHeldMoney(sql, loanId, isoDate(asOf));
      const plan = planOf(record, calendar, { fromInstalment, asOf: isoDate(asOf), remindersSent });
      const number = plan.instalment?.number ?? fromInstalment;
      return {
        ...plan,
        ordersSoFar: await readOrdersSoFar(sql, loanId, number),
        isAccountNew: await readIsAccountNew(sql, loanId),
        ...changesFor(await readApprovedChanges(prisma, loanId), isoDate(asOf)),
      };
    },

    takeUpLoan: async ({ loanId, asOf }) => {
      const left = await readTakenUp(deps, loanId);
      const { stopDebits } = orderPolicy(parametersAt(isoDate(asOf)).payments);
      return { ...left, stopsDebits: left.lastDecline !== null && stopDebits.includes(left.lastDecline) };
    },

    planLateDebit: async ({ loanId, afterMs }) => {
      const slots = slotsOf(loanId, parametersAt(businessDate(afterMs)).overdue);
      return { atMs: debitTimeAfter(afterMs, await houseCalendar(sql), slots) };
    },

    quoteRepayment: async ({ loanId, amountFen, asOf }) => {
      const { record, calendar } = await openLoan(sql, loanId);
      const quoted = quoteRepayment(record, isoDate(asOf), fen(amountFen), calendar);
      if (!quoted.ok) return quoted;
      const payoff = payoffOn(record, isoDate(asOf), calendar);
      if (!payoff.ok) return payoff;
      const { totalFen } = payoff.value;
      return amountFen > totalFen
        ? refuse('MORE_THAN_OWED', 'amountFen', { maximumFen: totalFen })
        : accept({ amountFen });
    },

    quotePrepayment: async ({ loanId, principalFen, mode, asOf }) => {
      const { record, calendar } = await openLoan(sql, loanId);
      const options = prepaymentOptions(record, isoDate(asOf), fen(principalFen), calendar);
      if (!options.ok) return options;
      const { shortenTerm, reduceInstalment } = options.value;
      return accept({ amountFen: (mode === 'SHORTEN_TERM' ? shortenTerm : reduceInstalment).cashFen });
    },

    takeChange: (of) => takeChange(deps, of),

    closeLoan: async ({ loanId, asOf }) => ({ closed: await close(sql, loanId, isoDate(asOf)) }),
  };
}

/** Those whose day has come are taken; for the next one the loan waits. */
function changesFor(
  approved: Awaited<ReturnType<typeof readApprovedChanges>>,
  today: IsoDate,
): Pick<LoanPlan, 'approvedChanges' | 'nextChangeAtMs'> {
  const ripe = approved.filter(({ effectiveOn }) => effectiveOn === null || effectiveOn <= today);
  const next = approved.flatMap(({ effectiveOn }) =>
    effectiveOn !== null && effectiveOn > today ? [instantOf(effectiveOn)] : [],
  );
  return {
    approvedChanges: ripe.map(({ id }) => id),
    ...(next.length === 0 ? {} : { nextChangeAtMs: Math.min(...next) }),
  };
}

/**
 * Closes a settled loan on the last day that its books know of. A loan that was reopened and is settled again
 * closes once more, under the next key.
 * @returns false when the books say that it is not over (any more): it must be looked at again
 */
async function close(sql: Queryable, loanId: string, settledOn: IsoDate): Promise<boolean> {
  const { record, calendar } = await openLoan(sql, loanId);
  const { latest } = sightOf(record, settledOn, calendar);
  if (latest.status === 'CLOSED') return true;
  const closings = record.events.filter(({ kind }) => kind === 'CLOSED').length;
  const businessKey = closings === 0 ? `loan/${loanId}/closed` : `loan/${loanId}/closed/${closings + 1}`;
  const date = latest.asOf;
  const recorded = await recordLoanEvents(
    sql,
    loanId,
    [{ kind: 'CLOSED', effectiveDate: date, recordedOn: date, businessKey }],
    calendar,
  );
  return recorded.ok;
}
