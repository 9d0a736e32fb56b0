import type { BusinessCalendar, IsoDate } from '../calendar';
import type { EntryDraft } from '../ledger/draft';
import { accept, type Refusal, type Result } from '../result';
import { applyEvent } from './apply';
import { type Applied, bringBooksTo } from './books';
import { inOrder, type LoanEvent } from './events';
import { type LoanPosition, openPosition } from './position';
import type { LoanState } from './state';
import type { LoanTerms } from './terms';
import { stateAt } from './view';

/** The events that count, in their order: those that were reversed are left out, with their reversals. */
export function eventsInForce(events: readonly LoanEvent[]): LoanEvent[] {
  const reversed = new Set(
    events.flatMap((event) => (event.kind === 'REVERSED' ? [event.reverses, event.sequence] : [])),
  );
  return inOrder(events.filter((event) => !reversed.has(event.sequence)));
}

/** A refusal of an event of the list, which other events have made impossible. */
function conflictOf(event: LoanEvent, refusal: Refusal): Refusal {
  const { sequence, kind } = event;
  return { code: 'REPLAY_CONFLICT', detail: { sequence, kind, because: refusal.code } };
}

/**
 * Folds events, given in any order, into a loan and everything that they post.
 * @returns refusal REPLAY_CONFLICT with the sequence and kind of an event that can't be applied any more
 */
export function fold(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  calendar: BusinessCalendar,
): Result<Applied, Refusal> {
  let position: LoanPosition = openPosition(terms);
  const drafts: EntryDraft[] = [];
  for (const event of eventsInForce(events)) {
    const applied = applyEvent(position, event, calendar);
    if (!applied.ok) return { ok: false, refusal: conflictOf(event, applied.refusal) };
    position = applied.value.position;
    drafts.push(...applied.value.drafts);
  }
  return accept({ position, drafts });
}

/**
 * Folds events that were accepted before.
 * @throws RangeError when they don't make a loan: stored events are wrong, or lack some
 */
export function positionOf(
  terms: LoanTerms,
  events: readonly LoanEvent[],
  calendar: BusinessCalendar,
): LoanPosition {
  const folded = fold(terms, events, calendar);
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
  return positionOf(terms, effectiveBy(events, asOf), calendar);
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
