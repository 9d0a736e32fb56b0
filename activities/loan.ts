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
import type { ColumnCipher } from '../gateways/crypto';
import { houseCalendar } from '../gateways/database/calendar';
import { readApprovedChanges } from '../gateways/database/loanChanges';
import { readOrders, readTakenUp } from '../gateways/database/loanOrders';
import { type LoanRecord, recordLoanEvents } from '../gateways/database/loans';
import { writePapers } from '../gateways/database/papers';
import { findStandingQuote } from '../gateways/database/settlementQuotes';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import type { QueuedRow } from '../gateways/queue';
import type { ActivityDeps } from './deps';
import { chargeEnded } from './feeCharges';
import { openLoan, planOf, useHeldMoney } from './loanBooks';
import { decideLoanChange, takeChange } from './loanChanges';
import { announceRepricing, repriceLoan } from './repricing';

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
        ...(await readOrders(sql, loanId, number)),
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
      const standing = await findStandingQuote(sql, loanId, asOf);
      const maximumFen = Math.max(payoff.value.totalFen, standing?.amountFen ?? 0);
      return amountFen > maximumFen
        ? refuse('MORE_THAN_OWED', 'amountFen', { maximumFen })
        : accept({ amountFen });
    },

    quotePrepayment: async ({ loanId, principalFen, mode, asOf }) => {
      const { record, calendar } = await openLoan(sql, loanId);
      const options = prepaymentOptions(record, isoDate(asOf), fen(principalFen), calendar);
      if (!options.ok) return options;
      const { shortenTerm, reduceInstalment } = options.value;
      return accept({ amountFen: (mode === 'SHORTEN_TERM' ? shortenTerm : reduceInstalment).cashFen });
    },

    decideLoanChange: (said) => decideLoanChange(deps, said),
    takeChange: (of) => takeChange(deps, of),

    announceRepricing: (of) => announceRepricing(deps, of),

    repriceLoan: (of) => repriceLoan(deps, of),

    closeLoan: async ({ loanId, asOf }) => {
      const { closed, papers } = await inTransaction(sql, (client) =>
        close(client, deps.cipher, loanId, isoDate(asOf)),
      );
      for (const paper of papers) await deps.queues.enqueue(paper);
      return { closed };
    },
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

interface Closing {
  readonly closed: boolean;
  readonly papers: readonly QueuedRow[];
}

/**
 * Closes a settled loan on the last day that its books know of, with a certificate of it. A loan that was reopened and
 * is settled again closes once more, under the next key.
 * @returns not closed when the books say that it is not over (any more): it must be looked at again
 */
async function close(
  client: Queryable,
  cipher: ColumnCipher,
  loanId: string,
  settledOn: IsoDate,
): Promise<Closing> {
  const { record, calendar } = await openLoan(client, loanId);
  const { latest } = sightOf(record, settledOn, calendar);
  if (latest.status === 'CLOSED') return { closed: true, papers: [] };
  const closings = record.events.filter(({ kind }) => kind === 'CLOSED').length;
  const businessKey = closings === 0 ? `loan/${loanId}/closed` : `loan/${loanId}/closed/${closings + 1}`;
  const date = latest.asOf;
  const recorded = await recordLoanEvents(
    client,
    loanId,
    [{ kind: 'CLOSED', effectiveDate: date, recordedOn: date, businessKey }],
    calendar,
  );
  if (!recorded.ok) return { closed: false, papers: [] };
  await chargeEnded(client, record, calendar);
  return { closed: true, papers: await certify(client, cipher, record, { date, businessKey }) };
}

/** Certificates that a loan is closed, in each language. */
async function certify(
  client: Queryable,
  cipher: ColumnCipher,
  { loanId, institutionId, enterpriseId, terms }: LoanRecord,
  { date, businessKey }: { readonly date: IsoDate; readonly businessKey: string },
): Promise<readonly QueuedRow[]> {
  const { principalFen, startDate } = terms;
  return await writePapers(client, cipher, {
    ...{ institutionId, enterpriseId, caseType: 'LOAN', caseId: loanId, issuedOn: date },
    ...{ kind: 'CLOSING_CERTIFICATE', fact: `${businessKey}/certificate` },
    values: { loanId, principalFen, startDate, closedOn: date },
  });
}
