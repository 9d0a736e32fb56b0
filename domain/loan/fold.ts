import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import type { EntryDraft } from '../ledger/draft';
import type { Fen } from '../money/fen';
import { accept, type Refusal, type Result, refuse } from '../result';
import { applyEvent } from './apply';
import { type Applied, bringBooksTo } from './books';
import { type CollectionDates, collectionDatesOf } from './collectionDates';
import { inOrder, type LoanEvent } from './events';
import { claimedOf, isGivenAway } from './payerClaims';
import { type LoanPosition, openPosition } from './position';
import type { LoanState } from './state';
import type { LoanTerms } from './terms';
import { stateAt } from './view';

/**
 * The events that count, in their order: those that were reversed are left out, with their reversals, and what
 * the end of day decided and would not have, had it known.
 */
export function eventsInForce(events: readonly LoanEvent[]): LoanEvent[] {
  const taken = new Set(events.flatMap((event) => (event.kind === 'REVERSED' ? [event.reverses] : [])));
  const standing = events.filter(({ sequence }) => !taken.has(sequence));
  const withdrawn = new Set(standing.flatMap(({ withdraws }) => withdraws ?? []));
  const claimed = claimedOf(events);
  return inOrder(
    standing
      .filter(({ kind, sequence }) => kind !== 'REVERSED' && !withdrawn.has(sequence))
      .map((event) => withClaim(event, claimed.get(event.sequence))),
  );
}

function withClaim(event: LoanEvent, claimedFen?: Fen): LoanEvent {
  return !isGivenAway(event) || claimedFen === undefined ? event : { ...event, claimedFen };
}

/** A refusal of an event of the list, which other events have made impossible. */
function conflictOf({ sequence, kind }: LoanEvent, { code: because }: Refusal) {
  return refuse('REPLAY_CONFLICT', undefined, { sequence, kind, because });
}

/**
 * Folds events, given in any order, into a loan and everything that they post.
 * @returns refused with the sequence and kind of an event that can't be applied any more
 */
export function fold(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  collectionDateOf: CollectionDates,
): Result<Applied, 'REPLAY_CONFLICT'> {
  return refold(terms, events, collectionDateOf, () => true);
}

/** A fold with news in it, which shows some decisions of the end of day to be wrong. */
export interface Refolded extends Applied {
  /** Sequences of the decisions that were left out. */
  readonly withdrawn: readonly number[];
}

/**
 * Folds events and leaves out those that a judge no longer lets count.
 * @param counts asked for each with the loan just before it
 * @returns as {@link fold}
 */
export function refold(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  collectionDateOf: CollectionDates,
  counts: (event: LoanEvent, position: LoanPosition) => boolean,
): Result<Refolded, 'REPLAY_CONFLICT'> {
  let position: LoanPosition = openPosition(terms);
  const drafts: EntryDraft[] = [];
  const withdrawn: number[] = [];
  for (const event of eventsInForce(events)) {
    if (!counts(event, position)) {
      withdrawn.push(event.sequence);
      continue;
    }
    const applied = applyEvent(position, event, collectionDateOf);
    if (!applied.ok) return conflictOf(event, applied.refusal);
    position = applied.value.position;
    drafts.push(...applied.value.drafts);
  }
  return accept({ position, drafts, withdrawn });
}

/**
 * Folds events that were accepted before.
 * @param collectionDateOf of all events of the loan; of these when left out
 * @throws RangeError when they don't make a loan: stored events are wrong, or lack some
 */
export function positionOf(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  calendar: BusinessCalendar,
  collectionDateOf: CollectionDates = collectionDatesOf(events, calendar),
): LoanPosition {
  const folded = fold(terms, events, collectionDateOf);
  if (!folded.ok) throw new RangeError(`events make no loan: ${JSON.stringify(folded.refusal)}`);
  return bringBooksTo(folded.value.position, lastBookedDay(events)).position;
}

/**
 * The day that recording these events has brought the books to. A reversed event counts: what it brought the
 * books to was posted. Null when there is none.
 */
export function lastBookedDay(events: readonly LoanEvent[]): IsoDate | null {
  const days = events.filter(({ kind }) => kind !== 'REVERSED').map(({ effectiveDate }) => effectiveDate);
  return days.sort().at(-1) ?? null;
}

/**
 * What the events effective by a day have made of a loan.
 * @throws RangeError when the events make no loan
 */
export function positionAt(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  asOf: IsoDate,
  calendar: BusinessCalendar,
): LoanPosition {
  return positionOf(terms, effectiveBy(events, asOf), calendar, collectionDatesOf(events, calendar));
}

/** The events effective by a day, with all reversals: what was taken back never counted. */
export function effectiveBy(events: readonly LoanEvent[], asOf: IsoDate): LoanEvent[] {
  return events.filter((event) => event.kind === 'REVERSED' || event.effectiveDate <= asOf);
}

/**
 * A loan as it was, is or will be at the start of a day's business, with all events effective by then.
 * The one function behind quote, schedule, statement, ledger and risk report.
 * @param events any order; later ones than `asOf` are left out
 * @throws RangeError when the events make no loan
 */
export function loanAt(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  asOf: IsoDate,
  calendar: BusinessCalendar,
): LoanState {
  return stateAt(positionAt(terms, events, asOf, calendar), asOf);
}

/** Brings a folded loan and its entries on to a day, as the end of day does. */
export function foldedTo({ position, drafts }: Applied, date: IsoDate | null): Applied {
  const brought = bringBooksTo(position, date);
  return { position: brought.position, drafts: [...drafts, ...brought.drafts] };
}
