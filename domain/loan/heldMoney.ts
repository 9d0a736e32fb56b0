import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { type Fen, fen, minFen, ZERO_FEN } from '../money/fen';
import type { LoanHistory } from './append';
import type { LoanEvent } from './events';
import { lastBookedDay, loanAt } from './fold';
import { owesNothing } from './owed';
import type { LoanState } from './state';

/** A loan as the agenda sees it: on the day that work was scheduled for, and on the last day that is booked. */
export interface LoanSight {
  readonly scheduled: LoanState;
  /** The same when nothing is booked for a later day. */
  readonly latest: LoanState;
  /** Penalty of the days since that a debit counting from the scheduled day would spare. */
  readonly sparedFen: Fen;
}

/**
 * Looks at a loan on a day without overlooking what is booked for later ones: work that comes late must see the
 * money that came meanwhile.
 */
export function sightOf(
  { terms, events }: LoanHistory,
  asOf: IsoDate,
  calendar: BusinessCalendar,
): LoanSight {
  const latestDay = laterOf(asOf, lastBookedDay(events));
  const scheduled = loanAt(terms, events, asOf, calendar);
  if (latestDay === asOf) return { scheduled, latest: scheduled, sparedFen: ZERO_FEN };
  const latest = loanAt(terms, events, latestDay, calendar);
  const amountFen = minFen(netDueFen(scheduled), netDueFen(latest));
  if (amountFen === 0) return { scheduled, latest, sparedFen: ZERO_FEN };
  const debit: LoanEvent = {
    ...{ kind: 'RECEIVED', amountFen, into: 'BANK', effectiveDate: asOf, recordedOn: latestDay },
    ...{ businessKey: `loan/${terms.loanId}/asked`, sequence: events.length + 1 },
  };
  const paid = loanAt(terms, [...events, debit], latestDay, calendar);
  return { scheduled, latest, sparedFen: fen(Math.max(0, paid.suspenseFen - latest.suspenseFen)) };
}

/** What may be asked of the borrower: due on the scheduled day, and still due after all that is booked. */
export function askedFen({ scheduled, latest, sparedFen }: LoanSight): Fen {
  const dueFen = minFen(netDueFen(scheduled), netDueFen(latest));
  return fen(Math.max(0, dueFen - sparedFen));
}

/** What is due beyond the money that is held. */
export function netDueFen({ totalDueFen, suspenseFen }: LoanState): Fen {
  return fen(Math.max(0, totalDueFen - suspenseFen));
}

/**
 * What is left of an instalment once the money that is held has paid it and all before it, fen: held money pays what
 * falls due, oldest first. Where nothing is left nobody is reminded of it, and nothing is debited
 * (oracles-next/ladder.json, preDue).
 * @param instalments with what is unpaid of each, whether it is due or not
 * @param heldFen money that came and is not used yet
 */
export function leftAfterHeldFen(
  instalments: readonly { readonly number: number; readonly unpaidFen: number }[],
  heldFen: number,
  number: number,
): number {
  const upTo = instalments.filter((each) => each.number <= number);
  const owedFen = upTo.reduce((sum, { unpaidFen }) => sum + unpaidFen, 0);
  const ownFen = upTo.find((each) => each.number === number)?.unpaidFen ?? 0;
  return Math.max(0, Math.min(ownFen, owedFen - heldFen));
}

/** Held money that shall pay what is due. */
export interface HeldMoneyUse {
  readonly date: IsoDate;
  readonly amountFen: Fen;
}

/**
 * How money that is held can pay what is, or was, due by a day, best first: from the first day on which both were
 * there, so that no penalty runs for a debt that was covered; else from the last day.
 * @returns none when nothing is held, or nothing was due while it was
 */
export function heldMoneyUses(
  history: LoanHistory,
  by: IsoDate,
  calendar: BusinessCalendar,
): readonly HeldMoneyUse[] {
  const { latest } = sightOf(history, by, calendar);
  if (latest.suspenseFen === 0) return [];
  const usable = ({ totalDueFen, suspenseFen }: LoanState) =>
    // What was given back or used since is not there any more.
    minFen(totalDueFen, minFen(suspenseFen, latest.suspenseFen));
  const last: HeldMoneyUse = { date: latest.asOf, amountFen: usable(latest) };
  const uses = last.amountFen === 0 ? [] : [last];
  for (const date of daysOfBoth(history, latest)) {
    const amountFen = usable(loanAt(history.terms, history.events, date, calendar));
    if (amountFen > 0) return [{ date, amountFen }, ...uses];
  }
  return uses;
}

/**
 * How held money is set off against what its borrower owes back of earlier refunds: once nothing is owed that it pays
 * first, before any of it is given back, and on the last day that is booked.
 * @param openFen what of it is neither repaid nor written off
 * @returns null where there is nothing to set off
 */
export function setOffUse(
  history: LoanHistory,
  by: IsoDate,
  openFen: Fen,
  calendar: BusinessCalendar,
): HeldMoneyUse | null {
  const { latest } = sightOf(history, by, calendar);
  const amountFen = owesNothing(latest) ? minFen(openFen, latest.suspenseFen) : ZERO_FEN;
  return amountFen === 0 ? null : { date: latest.asOf, amountFen };
}

/**
 * Days on which money and debt may have met for the first time: something fell due, or money came in. Held money is
 * used after each booking, so only the last one and what is unpaid now can have made new ones.
 */
function daysOfBoth({ events }: LoanHistory, { instalments, asOf }: LoanState): IsoDate[] {
  const receipts = events.filter(({ kind }) => kind === 'RECEIVED' || kind === 'PREPAID');
  const lastBooked = receipts.reduce<LoanEvent | null>(
    (last, event) => (last === null || event.sequence > last.sequence ? event : last),
    null,
  );
  const unpaid = instalments.find(({ unpaidFen }) => unpaidFen > 0)?.dueDate ?? asOf;
  const from = [unpaid, lastBooked?.effectiveDate ?? asOf].sort()[0] ?? asOf;
  const days = [
    ...instalments.map(({ dueDate }) => dueDate),
    ...receipts.map(({ effectiveDate }) => effectiveDate),
  ].filter((day) => day >= from && day < asOf);
  return [...new Set(days)].sort();
}

function laterOf(day: IsoDate, other: IsoDate | null): IsoDate {
  return other !== null && other > day ? other : day;
}
