import { type Fen, fen } from '../money/fen';
import type { AccountCode, OffBalanceAccount } from './chart';
import type { JournalEntry, JournalEventName, OffBalanceMovement, Posting } from './entry';

/** An entry before it has a key and a date. */
export interface EntryDraft {
  readonly event: JournalEventName;
  readonly postings: readonly Posting[];
  readonly offBalance: readonly OffBalanceMovement[];
}

/** An entry's key and days. */
export type EntryHead = Pick<JournalEntry, 'businessKey' | 'date' | 'valueDate' | 'bankDate'>;

/** Amounts by account; nothing is posted for zero. */
type Side = readonly (readonly [AccountCode, Fen])[];

/** Puts the two sides of an entry together, leaving out zeros. */
export function draft(
  event: JournalEventName,
  debits: Side,
  credits: Side,
  offBalance: readonly OffBalanceMovement[] = [],
): EntryDraft {
  const lines: Posting[] = [
    ...debits.map(([account, amountFen]) => ({ account, debitFen: amountFen, creditFen: fen(0) })),
    ...credits.map(([account, amountFen]) => ({ account, debitFen: fen(0), creditFen: amountFen })),
  ];
  return {
    event,
    postings: lines.filter((line) => line.debitFen !== 0 || line.creditFen !== 0),
    offBalance: offBalance.filter((movement) => movement.amountFen !== 0),
  };
}

/** A memorandum movement. */
export function memo(
  account: OffBalanceAccount,
  direction: 'IN' | 'OUT',
  amountFen: Fen,
): OffBalanceMovement {
  return { account, direction, amountFen };
}

/** Whether there is anything to post. */
export function isEmpty({ postings, offBalance }: EntryDraft): boolean {
  return postings.length === 0 && offBalance.length === 0;
}

/**
 * What is wrong with an entry.
 * @returns null when debits = credits, there are at least two postings and each has one amount above 0
 */
export function entryDefect({ postings }: Pick<EntryDraft, 'postings'>): string | null {
  if (postings.length < 2) return 'an entry has at least two postings';
  const isOneSided = postings.every(
    ({ debitFen, creditFen }) => Math.min(debitFen, creditFen) === 0 && Math.max(debitFen, creditFen) > 0,
  );
  if (!isOneSided) return 'a posting has one amount above zero, debit or credit';
  const difference = postings.reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0);
  return difference === 0 ? null : `debits and credits differ by ${difference} fen`;
}

/**
 * Asserts that an entry may be written, or that a read one was not tampered with.
 * @throws RangeError otherwise
 */
export function assertBalanced(entry: EntryDraft): void {
  const defect = entryDefect(entry);
  if (defect !== null) throw new RangeError(`${entry.event}: ${defect}`);
}

/** Takes an entry back: the same amounts on the other sides, referring to the original. */
export function mirrorOf(entry: JournalEntry, head: EntryHead): JournalEntry {
  return {
    ...head,
    event: entry.event,
    postings: entry.postings.map(({ account, debitFen, creditFen }) => ({
      account,
      debitFen: creditFen,
      creditFen: debitFen,
    })),
    offBalance: entry.offBalance.map((movement) => ({
      ...movement,
      direction: movement.direction === 'IN' ? 'OUT' : 'IN',
    })),
    reverses: entry.businessKey,
  };
}

/** Gives drafts their keys and their days: `{businessKey}/{event}`, numbered from the second of a name on. */
export function keyed(drafts: readonly EntryDraft[], { businessKey, ...days }: EntryHead): JournalEntry[] {
  const seen = new Map<JournalEventName, number>();
  return drafts.map((entry) => {
    assertBalanced(entry);
    const count = (seen.get(entry.event) ?? 0) + 1;
    seen.set(entry.event, count);
    const suffix = count === 1 ? entry.event : `${entry.event}/${count}`;
    return { businessKey: `${businessKey}/${suffix}`, ...days, ...entry };
  });
}
