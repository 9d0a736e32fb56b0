import { ApplicationFailure } from '@temporalio/common';
import type { InstalmentPlan, LoanFigures, LoanPlan } from '../contracts/activities';
import type { BusinessCalendar } from '../domain/calendar/businessCalendar';
import { instantOf } from '../domain/calendar/clock';
import { addDays, type IsoDate } from '../domain/calendar/isoDate';
import { type CollectionPlan, collectionPlan } from '../domain/collection/collectionPlan';
import type { LoanHistory } from '../domain/loan/append';
import type { NewLoanEvent } from '../domain/loan/events';
import { nextRepricing } from '../domain/loan/floatingRate';
import { eventsInForce } from '../domain/loan/fold';
import {
  askedFen,
  type HeldMoneyUse,
  heldMoneyUses,
  leftAfterHeldFen,
  netDueFen,
  setOffUse,
  sightOf,
} from '../domain/loan/heldMoney';
import { owesNothing } from '../domain/loan/owed';
import { owedBackFen } from '../domain/loan/payerClaims';
import { settledByQuote } from '../domain/loan/settlement';
import type { LoanState } from '../domain/loan/state';
import { parametersAt } from '../domain/parameters/parametersAt';
import { houseCalendar } from '../gateways/database/calendar';
import { type LoanRecord, loanStateOf, readLoan, recordLoanEvents } from '../gateways/database/loans';
import { readOpenClaimsFen } from '../gateways/database/payerClaims';
import { findStandingQuote, keepQuote } from '../gateways/database/settlementQuotes';
import type { Queryable } from '../gateways/database/transaction';
import { giveBackOnPrepayment } from './feeCharges';

/** A stored loan with the calendar that its days go by. */
export interface OpenedLoan {
  readonly record: LoanRecord;
  readonly calendar: BusinessCalendar;
}

/** @throws Error when there is no such loan: its process was started for nothing */
export async function openLoan(sql: Queryable, loanId: string): Promise<OpenedLoan> {
  const [record, calendar] = await Promise.all([readLoan(sql, loanId), houseCalendar(sql)]);
  if (record === null) throw new Error(`no loan ${loanId}`);
  return { record, calendar };
}

export function stateOn({ record, calendar }: OpenedLoan, asOf: IsoDate): LoanState {
  return loanStateOf(record, asOf, calendar);
}

/**
 * Uses money that is held for the borrower for all that has fallen due by a day, and by the last day that is
 * booked, settles the loan where it was quoted what that takes, and sets what is left once nothing is owed off against
 * what the borrower owes back. Whoever books money on a loan calls it within the same transaction, so that no penalty
 * runs while money is held.
 * @returns the loan after it
 */
export async function useHeldMoney(sql: Queryable, loanId: string, by: IsoDate): Promise<OpenedLoan> {
  for (;;) {
    const opened = await openLoan(sql, loanId);
    const uses = heldMoneyUses(opened.record, by, opened.calendar);
    // A loan that takes none of them (written off, say) keeps the money held.
    if (await recordFirst(sql, opened, by, uses)) continue;
    if (await settleAsQuoted(sql, opened, by)) continue;
    if (!(await setOff(sql, opened, by))) return opened;
  }
}

/**
 * Settles a loan by the quote that stood when the last money came, where what is held covers it.
 * @returns whether it is settled by it
 */
async function settleAsQuoted(
  sql: Queryable,
  { record, calendar }: OpenedLoan,
  by: IsoDate,
): Promise<boolean> {
  const { loanId, recordedEvents } = record;
  const money = record.events.findLast(({ kind }) => kind === 'RECEIVED' || kind === 'RECOVERED');
  if (money === undefined) return false;
  const cameOn = money.effectiveDate;
  const quote = await findStandingQuote(sql, loanId, cameOn);
  if (quote === null) return false;
  if (money.kind === 'RECOVERED') {
    // A recovery pays all that is claimed by itself.
    if (figuresOf(stateOn({ record, calendar }, cameOn > by ? cameOn : by)).settled)
      await keepQuote(sql, quote.id, cameOn);
    return false;
  }
  const recording = {
    cameOn,
    recordedOn: cameOn > by ? cameOn : by,
    businessKey: `loan/${loanId}/settlement/${recordedEvents}`,
  };
  const event = settledByQuote(record, quote, recording, calendar);
  if (event === null || !(await recordLoanEvents(sql, loanId, [event], calendar)).ok) return false;
  await keepQuote(sql, quote.id, cameOn);
  await giveBackOnPrepayment(sql, record, event.businessKey);
  return true;
}

/** Before held money is given back. The claims follow in the database. @returns whether something was set off */
async function setOff(sql: Queryable, { record, calendar }: OpenedLoan, by: IsoDate): Promise<boolean> {
  const { loanId, recordedEvents, events } = record;
  if (owedBackFen(events) === 0) return false;
  const use = setOffUse(record, by, await readOpenClaimsFen(sql, loanId), calendar);
  if (use === null) return false;
  const event: NewLoanEvent = {
    kind: 'SET_OFF',
    amountFen: use.amountFen,
    effectiveDate: use.date,
    recordedOn: use.date > by ? use.date : by,
    businessKey: `loan/${loanId}/set-off/${recordedEvents}`,
  };
  return (await recordLoanEvents(sql, loanId, [event], calendar)).ok;
}

/** @returns whether one of the uses was recorded */
async function recordFirst(
  sql: Queryable,
  { record, calendar }: OpenedLoan,
  by: IsoDate,
  uses: readonly HeldMoneyUse[],
): Promise<boolean> {
  const { loanId, recordedEvents } = record;
  for (const { date, amountFen } of uses) {
    const event: NewLoanEvent = {
      kind: 'SUSPENSE_APPLIED',
      amountFen,
      effectiveDate: date,
      recordedOn: date > by ? date : by,
      // After each event there is one use at most: another one, however soon, has another key.
      businessKey: `loan/${loanId}/suspense/${recordedEvents}`,
    };
    const recorded = await recordLoanEvents(sql, loanId, [event], calendar);
    if (recorded.ok) return true;
  }
  return false;
}

/** What a loan's process looks at. */
export function figuresOf(state: LoanState): LoanFigures {
  const writtenOff = state.status === 'WRITTEN_OFF';
  // Of a loan that was written off nothing falls due any more: it is claimed.
  const oldest = writtenOff
    ? undefined
    : state.instalments.find(({ dueDate, unpaidFen }) => dueDate <= state.asOf && unpaidFen > 0);
  return {
    settled: owesNothing(state),
    writtenOff,
    overdue: state.daysPastDue > 0,
    daysPastDue: state.daysPastDue,
    principalOutstandingFen: state.principalOutstandingFen,
    totalDueFen: netDueFen(state),
    suspenseFen: state.suspenseFen,
    events: state.lastSequence,
    oldestDue:
      oldest === undefined
        ? null
        : {
            number: oldest.number,
            dueDate: oldest.dueDate,
            unpaidFen: oldest.unpaidFen,
            overdueCheckAtMs: collectionOf(state, oldest).overdueCheckAtMs,
          },
  };
}

/** See `LoanActivities.planInstalment`. */
interface Asked {
  readonly fromInstalment: number;
  readonly asOf: IsoDate;
  readonly remindersSent?: readonly number[];
}

/** What the books alone say to the process of a loan on a day. */
export function planOf(
  history: LoanHistory,
  calendar: BusinessCalendar,
  { fromInstalment, asOf, remindersSent = [] }: Asked,
): Omit<LoanPlan, 'ordersSoFar' | 'isAccountNew' | 'isDebitAwaited' | 'approvedChanges' | 'nextChangeAtMs'> {
  const sight = sightOf(history, asOf, calendar);
  const figures = figuresOf(sight.latest);
  // How late it is goes by the day that was asked about; what is paid, by all that is booked.
  const daysPastDue = Math.min(sight.scheduled.daysPastDue, figures.daysPastDue);
  const { oldestDue } = figures;
  return {
    ...figures,
    daysPastDue,
    overdue: daysPastDue > 0,
    oldestDue: oldestDue !== null && oldestDue.dueDate <= asOf ? oldestDue : null,
    asOf: sight.latest.asOf,
    askedFen: askedFen(sight),
    instalment: instalmentFrom(sight.latest, fromInstalment, remindersSent),
    officesOpen: parametersAt(asOf).overdue.officesOpen,
    ...repricingOf(history, sight.latest),
  };
}

/** Of a floating rate that is still to be looked up. */
function repricingOf(
  { terms, events }: LoanHistory,
  { asOf, instalments, status }: LoanState,
): Pick<LoanPlan, 'repricing'> {
  if (terms.floating === undefined || (status !== 'REPAYING' && status !== 'OVERDUE')) return {};
  const next = nextRepricing(terms, eventsInForce(events), instalments.at(-1)?.dueDate ?? asOf);
  if (next === null) return {};
  const { changes, overdue } = parametersAt(next.date);
  const noticeOn = addDays(next.date, -changes.repricingNoticeDays);
  return {
    repricing: {
      date: next.date,
      atMs: instantOf(next.date),
      noticeAtMs: instantOf(noticeOn, overdue.officesOpen),
    },
  };
}

function instalmentFrom(state: LoanState, from: number, sent: readonly number[]): InstalmentPlan | null {
  const next = state.instalments.find(({ number, unpaidFen }) => number >= from && unpaidFen > 0);
  if (next === undefined || state.status === 'WRITTEN_OFF') return null;
  const { number, dueDate } = next;
  const amountFen = leftAfterHeldFen(state.instalments, state.suspenseFen, number);
  const { reminders, firstDebitAtMs } = collectionOf(state, next);
  const isToSend = (day: number) => amountFen > 0 && (number !== from || !sent.includes(day));
  return {
    ...{ number, dueDate, amountFen, firstDebitAtMs },
    reminders: reminders.filter(({ day }) => isToSend(day)),
  };
}

/** By the rules of the day on which it is collected, as far as they are known today. */
function collectionOf(
  { terms }: Pick<LoanState, 'terms'>,
  { collectionDate }: { readonly collectionDate: IsoDate },
): CollectionPlan {
  return collectionPlan(terms.loanId, collectionDate, parametersAt(collectionDate).overdue);
}

/** Facts and rules contradict each other; repeating doesn't cure it. */
export function impossible(message: string): ApplicationFailure {
  return ApplicationFailure.create({ type: 'ImpossibleState', message, nonRetryable: true });
}
