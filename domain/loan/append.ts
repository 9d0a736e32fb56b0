import type { BusinessCalendar } from '../calendar/businessCalendar';
import type { IsoDate } from '../calendar/isoDate';
import { type EntryHead, isEmpty, keyed, mirrorOf } from '../ledger/draft';
import type { JournalEntry, JournalEventName } from '../ledger/entry';
import { restatement } from '../ledger/restatement';
import { type Fen, fen } from '../money/fen';
import { accept, type Refusal, type RefusalOf, type Result, refuse } from '../result';
import { applyEvent } from './apply';
import { type Applied, bringBooksTo } from './books';
import { changesBetween, type LoanChange } from './changes';
import { type CollectionDates, RecordingDates } from './collectionDates';
import { type EventFieldRefusal, wrongField } from './eventFields';
import {
  isNightDecision,
  type LoanEvent,
  type LoanEventKind,
  type LoanEventOf,
  type NewLoanEvent,
  precedes,
} from './events';
import { eventsInForce, fold, foldedTo, lastBookedDay, refold } from './fold';
import { wouldStillDecide } from './night';
import { isGivenAway, owedBackFen } from './payerClaims';
import type { LoanPosition } from './position';
import { isReceiptOfMoney } from './reversedReceipt';
import type { LoanState } from './state';
import type { LoanTerms } from './terms';
import { type EventRefusal, refusalOf } from './validate';
import { stateAt } from './view';

/** An event that was accepted, with all that follows from it. */
export interface RecordedEvent {
  readonly event: LoanEvent;
  /** All events, the new one last. */
  readonly events: readonly LoanEvent[];
  /** Before and after it, on the day that the loan has lived to. */
  readonly before: LoanState;
  readonly after: LoanState;
  /** To be written with the event. */
  readonly entries: readonly JournalEntry[];
  readonly changes: readonly LoanChange[];
  /** True when it counts from a day that the loan had already lived past. */
  readonly isReplay: boolean;
}

/** What has been recorded of a loan. */
export interface LoanHistory {
  readonly terms: LoanTerms;
  /** In any order. */
  readonly events: readonly LoanEvent[];
  /** Day that the end of day has brought the books to, when it keeps it outside the events. */
  readonly accruedThrough?: IsoDate | null;
}

const NOT_REVERSIBLE: readonly LoanEventKind[] = [
  'DISBURSED',
  'ACCRUED',
  'REVERSED',
  'COLLECTION_DATES_CHANGED',
  // As a payment to whoever owes it: what it took is claimed again where its money is taken back.
  'SET_OFF',
];

/** Why a loan's books refuse an event. */
export type LoanRefusal =
  | EventFieldRefusal
  | EventRefusal
  | RefusalOf<typeof applyEvent>
  | 'DUPLICATE_EVENT'
  | 'EVENT_UNKNOWN'
  | 'NOT_REVERSIBLE'
  | 'ALREADY_REVERSED'
  | 'NO_CLAIM_OPEN'
  | 'REPLAY_CONFLICT';

/**
 * Checks an event against the loan and computes what it does: the new state, the entries to write with it
 * and the figures that it changes. The books are brought to the event's day first. An event that counts from
 * a day in the loan's past, and a reversal, replay what came after: the entries then hold the event's own (or
 * the mirror of the reversed event's) and one restatement of everything since; what the end of day decided since
 * and would not have, had it known, is withdrawn by the event. Collection dates of rows that come up are fixed by it.
 * @param calendar as known now: asked for rows that no event has told the collection date of
 */
export function appendLoanEvent(
  history: LoanHistory,
  newEvent: NewLoanEvent,
  calendar: BusinessCalendar,
): Result<RecordedEvent, LoanRefusal> {
  const wrong = wrongField(newEvent);
  if (wrong !== null) return { ok: false, refusal: wrong };
  const { events } = history;
  const known = events.find(({ businessKey }) => businessKey === newEvent.businessKey);
  if (known !== undefined) return refuse('DUPLICATE_EVENT', 'businessKey', { sequence: known.sequence });
  const sequence = Math.max(0, ...events.map((event) => event.sequence)) + 1;
  const event: LoanEvent = { ...newEvent, sequence };
  if (event.kind === 'SET_OFF' && event.amountFen > owedBackFen(events))
    return refuse('NO_CLAIM_OPEN', 'amountFen');
  const dates = new RecordingDates(events, event, calendar);
  return isLate(history, event)
    ? recordLate(history, event, dates, calendar)
    : recordNext(history, event, dates);
}

/** A decision that the end of day made on the event's own day comes after it too. */
function isLate(history: LoanHistory, event: LoanEvent): boolean {
  if (event.kind === 'REVERSED' || (bookedTo(history) ?? event.effectiveDate) > event.effectiveDate)
    return true;
  return eventsInForce(history.events).some((other) => precedes(event, other));
}

/** The day that the books stand at: that of the last event, or of the end of day when it came later. */
function bookedTo({ events, accruedThrough }: LoanHistory): IsoDate | null {
  const days = [lastBookedDay(events), accruedThrough ?? null].filter((day) => day !== null);
  return days.sort().at(-1) ?? null;
}

function recordNext(
  history: LoanHistory,
  event: LoanEvent,
  dates: RecordingDates,
): Result<RecordedEvent, LoanRefusal> {
  const folded = fold(history.terms, history.events, dates.before);
  if (!folded.ok) return folded;
  const start = bringBooksTo(folded.value.position, bookedTo(history)).position;
  const applied = judgedAndApplied(start, event, dates.after);
  if (!applied.ok) return applied;
  return accept(
    recorded(history, dates.noted(), {
      before: stateAt(start, event.effectiveDate),
      after: stateAt(applied.value.position, event.effectiveDate),
      entries: keyed(applied.value.drafts, entryHead(event)),
      isReplay: false,
    }),
  );
}

function judgedAndApplied(
  position: LoanPosition,
  event: LoanEvent,
  collectionDateOf: CollectionDates,
): Result<Applied, LoanRefusal> {
  const refusal = refusalOf(bringBooksTo(position, event.effectiveDate).position, event);
  return refusal === null ? applyEvent(position, event, collectionDateOf) : { ok: false, refusal };
}

function entryHead({ businessKey, recordedOn, effectiveDate, bankDate }: LoanEvent): EntryHead {
  const days = { date: recordedOn, valueDate: effectiveDate };
  return { businessKey, ...days, ...(bankDate === undefined ? {} : { bankDate }) };
}

function recordLate(
  history: LoanHistory,
  event: LoanEvent,
  dates: RecordingDates,
  calendar: BusinessCalendar,
): Result<RecordedEvent, LoanRefusal> {
  const { terms, events } = history;
  const old = fold(terms, events, dates.before);
  if (!old.ok) return old;
  // At its place the loan was open, but there is nothing left that money could pay: the caller knows where to put it.
  if (event.kind !== 'REVERSED' && old.value.position.phase === 'CLOSED') return refuse('LOAN_CLOSED');
  const own =
    event.kind === 'REVERSED' ? mirrors(history, event, calendar) : ownEntries(history, event, dates);
  if (!own.ok) return own;
  const judge = judgeOfNights(events, event);
  const without = refold(terms, [...events, event], dates.after, judge);
  if (!without.ok) return without;
  const claims = claimsFor(history, event, without.value.position);
  const replayed =
    claims === null ? without : refold(terms, [...events, { ...event, ...claims }], dates.after, judge);
  if (!replayed.ok) return replayed;
  const conflict = overdrawn(replayed.value.position);
  if (conflict !== null) return { ok: false, refusal: conflict };
  const day = bookedTo(history);
  const [posted, wanted] = [foldedTo(old.value, day), foldedTo(replayed.value, day)];
  const rest = restatement([...posted.drafts, ...own.value], wanted.drafts);
  const { withdrawn } = replayed.value;
  const noted = { ...dates.noted(), ...claims };
  const told = withdrawn.length === 0 ? noted : { ...noted, withdraws: withdrawn };
  return accept(
    recorded(history, told, {
      before: stateAt(posted.position, day ?? event.recordedOn),
      after: stateAt(wanted.position, day ?? event.recordedOn),
      entries: [...own.value, ...keyed(isEmpty(rest) ? [] : [rest], entryHead(event))],
      isReplay: true,
    }),
  );
}

/** What the end of day decided after the news counts only when it still would, had it known. */
function judgeOfNights(
  events: readonly LoanEvent[],
  news: LoanEvent,
): (event: LoanEvent, position: LoanPosition) => boolean {
  const target = news.kind === 'REVERSED' ? events.find(({ sequence }) => sequence === news.reverses) : news;
  return (event, position) => {
    const isAfter = target !== undefined && precedes(target, event);
    return !isAfter || !isNightDecision(event) || wouldStillDecide(position, event);
  };
}

/** Entries that bring the books to a day, or restated them: they depend on more than their event. */
const NOT_OWN: readonly JournalEventName[] = [
  'ACCRUE_INTEREST',
  'INTEREST_DUE',
  'OVERDUE_TRANSFER',
  'RESTATEMENT',
];

/** What an event in the past posts by itself, at its place among the others. */
function ownEntries(
  { terms, events }: LoanHistory,
  event: LoanEvent,
  dates: RecordingDates,
): Result<JournalEntry[], LoanRefusal> {
  const earlier = fold(
    terms,
    eventsInForce(events).filter((other) => precedes(other, event)),
    dates.after,
  );
  if (!earlier.ok) return earlier;
  const applied = judgedAndApplied(earlier.value.position, event, dates.after);
  if (!applied.ok) return applied;
  const drafts = applied.value.drafts.filter((entry) => !NOT_OWN.includes(entry.event));
  return accept(keyed(drafts, entryHead(event)));
}

/** The mirrors of what the reversed event posted by itself when it was recorded. */
function mirrors(
  { terms, events }: LoanHistory,
  event: LoanEventOf<'REVERSED'>,
  calendar: BusinessCalendar,
): Result<JournalEntry[], LoanRefusal> {
  const target = events.find(({ sequence }) => sequence === event.reverses);
  if (target === undefined) return refuse('EVENT_UNKNOWN', 'reverses', { sequence: event.reverses });
  if (NOT_REVERSIBLE.includes(target.kind))
    return refuse('NOT_REVERSIBLE', 'reverses', { kind: target.kind });
  const isReversed = events.some((other) => other.kind === 'REVERSED' && other.reverses === event.reverses);
  if (isReversed) return refuse('ALREADY_REVERSED', 'reverses', { sequence: event.reverses });
  if (isClaimed(events, target)) return refuse('NOT_REVERSIBLE', 'reverses', { kind: target.kind });
  // What the end of day posted for it is part of the entries of a batch: the restatement takes it back.
  if (target.by === 'EOD') return accept([]);
  const earlier = events.filter(({ sequence }) => sequence < target.sequence);
  const original = appendLoanEvent({ terms, events: earlier }, target, calendar);
  if (!original.ok) return original;
  const entries = original.value.entries.filter((entry) => !NOT_OWN.includes(entry.event));
  return accept(
    entries.map((entry) =>
      mirrorOf(entry, {
        ...entryHead(event),
        businessKey: `${event.businessKey}${entry.businessKey.slice(target.businessKey.length)}`,
      }),
    ),
  );
}

/**
 * What a receipt that is taken back had been refunded of, or was set off of it, and suspense lacks: claimed back from
 * the refunds and set-offs since, the first ones first. Exactly that: with it nothing is lacking, and nothing more is
 * held.
 * @returns null where nothing is lacking, or where it is no receipt that is taken back
 */
function claimsFor(
  { events }: LoanHistory,
  event: LoanEvent,
  { suspenseFen }: LoanPosition,
): Required<Pick<LoanEventOf<'REVERSED'>, 'claims'>> | null {
  if (event.kind !== 'REVERSED' || suspenseFen >= 0) return null;
  const target = events.find(({ sequence }) => sequence === event.reverses);
  if (target === undefined || !isReceiptOfMoney(target)) return null;
  const claims: Record<string, Fen> = {};
  let lackingFen = -suspenseFen;
  for (const given of eventsInForce(events)) {
    if (!isGivenAway(given) || !precedes(target, given)) continue;
    const claimFen = Math.min(lackingFen, given.amountFen - (given.claimedFen ?? 0));
    if (claimFen > 0) claims[given.sequence] = fen(claimFen);
    lackingFen -= claimFen;
  }
  return { claims };
}

/** Whether it is a refund that a payer owes back: that claim stands by it. */
function isClaimed(events: readonly LoanEvent[], { sequence }: LoanEvent): boolean {
  return events.some((event) => event.kind === 'REVERSED' && event.claims?.[sequence] !== undefined);
}

/** Money that was already given away can't be taken back by a replay; what a payer owes back is no such money. */
function overdrawn({ suspenseFen, agencyPayableFen }: LoanPosition): Refusal<'REPLAY_CONFLICT'> | null {
  if (suspenseFen < 0) return refuse('REPLAY_CONFLICT', undefined, { because: 'SUSPENSE_SPENT' }).refusal;
  if (agencyPayableFen >= 0) return null;
  return refuse('REPLAY_CONFLICT', undefined, { because: 'AGENCY_PAYABLE_SPENT' }).refusal;
}

function recorded(
  { events }: LoanHistory,
  event: LoanEvent,
  outcome: Pick<RecordedEvent, 'before' | 'after' | 'entries' | 'isReplay'>,
): RecordedEvent {
  return {
    event,
    events: [...events, event],
    changes: changesBetween(outcome.before, outcome.after),
    ...outcome,
  };
}
