import { ApplicationFailure } from '@temporalio/common';
import type { InstalmentPlan, LoanActivities } from '../contracts/activities';
import { type IsoDate, isoDate } from '../domain/calendar';
import type { NewLoanEvent } from '../domain/loan/events';
import { payoffOn, prepaymentOptions, quoteRepayment } from '../domain/loan/quote';
import type { LoanState } from '../domain/loan/state';
import { fen, minFen } from '../domain/money';
import { accept, refuse } from '../domain/result';
import { writeCaseChange } from '../gateways/database/facts/caseChanges';
import { recordLoanEvents } from '../gateways/database/loans';
import type { Queryable } from '../gateways/database/transaction';
import { withMessages } from './caseFile';
import type { ActivityDeps } from './deps';
import { figuresOf, houseCalendar, openLoan, stateOn } from './loanBooks';

/** What a loan's process asks of its books. */
export function createLoanActivities(deps: ActivityDeps): LoanActivities {
  const { sql } = deps;
  return {
    planInstalment: async ({ loanId, fromInstalment, asOf }) => {
      const state = stateOn(await openLoan(sql, loanId), isoDate(asOf));
      return { ...figuresOf(state), instalment: instalmentFrom(state, fromInstalment) };
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

    applySuspense: async ({ loanId, instalment, asOf }) => {
      const state = stateOn(await openLoan(sql, loanId), isoDate(asOf));
      const amountFen = minFen(state.suspenseFen, state.totalDueFen);
      if (amountFen === 0) return figuresOf(state);
      const date = isoDate(asOf);
      const businessKey = `loan/${loanId}/instalment/${instalment}/suspense/${asOf}`;
      const after = await recordEvent(sql, loanId, {
        kind: 'SUSPENSE_APPLIED',
        amountFen,
        effectiveDate: date,
        recordedOn: date,
        businessKey,
      });
      return figuresOf(after);
    },

    closeLoan: async ({ loanId, asOf, change }) => {
      await withMessages(deps, change, async (client) => {
        await recordClosing(client, loanId, isoDate(asOf));
        await writeCaseChange(client, change);
      });
    },
  };
}

function instalmentFrom(state: LoanState, from: number): InstalmentPlan | null {
  const next = state.instalments.find(({ number, unpaidFen }) => number >= from && unpaidFen > 0);
  if (next === undefined) return null;
  const { number, dueDate, collectionDate, unpaidFen } = next;
  return { number, dueDate, collectionDate, amountFen: unpaidFen };
}

function closing(loanId: string, date: IsoDate): NewLoanEvent {
  return { kind: 'CLOSED', effectiveDate: date, recordedOn: date, businessKey: `loan/${loanId}/closed` };
}

/**
 * Closes a settled loan on the day it was settled; when its books have gone on since (money that was found late,
 * after days were closed that classified it), on the last day that they know of.
 * @throws Error when the books moved meanwhile: looked at again by the next attempt
 */
async function recordClosing(sql: Queryable, loanId: string, settledOn: IsoDate): Promise<void> {
  const { record, calendar } = await openLoan(sql, loanId);
  const lastDay = record.events.reduce((last, { effectiveDate }) => maxDate(last, effectiveDate), settledOn);
  for (const date of [settledOn, lastDay]) {
    const recorded = await recordLoanEvents(sql, loanId, [closing(loanId, date)], calendar);
    if (recorded.ok) return;
    if (recorded.refusal.code !== 'REPLAY_CONFLICT') throw refused(loanId, 'CLOSED', recorded.refusal.code);
  }
  throw new Error(`the books of loan ${loanId} moved while it was being closed`);
}

function maxDate(left: IsoDate, right: IsoDate): IsoDate {
  return left > right ? left : right;
}

/** @throws ApplicationFailure ImpossibleState when the loan can't take the event: a person must look */
async function recordEvent(sql: Queryable, loanId: string, event: NewLoanEvent): Promise<LoanState> {
  const recorded = await recordLoanEvents(sql, loanId, [event], await houseCalendar(sql));
  if (recorded.ok) return recorded.value.after;
  throw refused(loanId, event.kind, recorded.refusal.code);
}

function refused(loanId: string, kind: NewLoanEvent['kind'], code: string): ApplicationFailure {
  return impossible(`${kind} of loan ${loanId}: ${code}`);
}

/** Facts and rules contradict each other; repeating doesn't cure it. */
export function impossible(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'ImpossibleState', message, nonRetryable: true });
}
