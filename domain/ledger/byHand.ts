import type { IsoDate } from '../calendar/isoDate';
import { fen } from '../money/fen';
import { accept, type Result, refuse } from '../result';
import type { AccountCode } from './chart';
import { entryDefect } from './draft';
import type { JournalEventName } from './entry';

/**
 * Accounts that people may post to. What loans, receipts and fees have a part of is posted by them alone, so that
 * ledger and rows can't disagree; money at the bank may only pass through (see {@link checkByHand}).
 */
export const BY_HAND_ACCOUNTS = [
  '1002',
  '1221',
  '1441',
  '1601',
  '2001',
  '2211',
  '2221.01',
  '2221.03',
  '2221.06',
  '4001',
  '4102',
  '4104',
  '6051',
  '6301',
  '6403',
  '6411',
  '6421',
  '6602',
  '6711',
  '6801',
] as const satisfies readonly AccountCode[];
export type ByHandAccount = (typeof BY_HAND_ACCOUNTS)[number];

/** What such an entry is called; by it people may take it back too. */
export const BY_HAND_EVENT = 'BY_HAND' satisfies JournalEventName;

/** Costs of running the house: somebody inside it bears each. */
const COSTS: readonly AccountCode[] = ['6602'];

/** An entry that somebody of finance wants to post. */
export interface EntryByHand {
  /** The day that it counts from. */
  readonly date: string;
  /** Amounts in fen. */
  readonly lines: readonly {
    readonly account: ByHandAccount;
    readonly debitFen: number;
    readonly creditFen: number;
  }[];
  /** Who inside the house bears the cost. */
  readonly costCentre: string | null;
}

/**
 * Whether people may post an entry. What the bank moved is booked by its own file, to 1221 where nobody ordered it: an
 * entry says what it was for, and so money at the bank goes in and out of it by the same amount. With that the cash
 * flow shows a salary as a salary.
 * @param on `booksFrom`: the first day of the books; null while they have not begun
 */
export function checkByHand(
  { date, lines, costCentre }: EntryByHand,
  on: { readonly today: IsoDate; readonly booksFrom: IsoDate | null },
): Result<
  void,
  'ENTRY_NOT_BALANCED' | 'CASH_BY_BANK_ALONE' | 'COST_CENTRE_REQUIRED' | 'DATE_TO_COME' | 'DATE_OUT_OF_RANGE'
> {
  const { today, booksFrom } = on;
  if (date > today) return refuse('DATE_TO_COME', 'date');
  if (booksFrom !== null && date < booksFrom) return refuse('DATE_OUT_OF_RANGE', 'date');
  const postings = lines.map(({ account, debitFen, creditFen }) => ({
    ...{ account, debitFen: fen(debitFen), creditFen: fen(creditFen) },
  }));
  if (entryDefect({ postings }) !== null) return refuse('ENTRY_NOT_BALANCED', 'lines');
  const cash = lines.filter(({ account }) => account === '1002');
  const moved = cash.reduce((sum, { debitFen, creditFen }) => sum + debitFen - creditFen, 0);
  if (moved !== 0) return refuse('CASH_BY_BANK_ALONE', 'lines');
  const hasCost = lines.some(({ account }) => COSTS.includes(account));
  return hasCost && costCentre === null ? refuse('COST_CENTRE_REQUIRED', 'costCentre') : accept(undefined);
}
