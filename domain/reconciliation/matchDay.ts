import type { IsoDate } from '../calendar/isoDate';
import type { EntryDraft } from '../ledger/draft';
import { shortItem, unidentifiedReceipt } from '../ledger/entries';
import { type Fen, fen } from '../money/fen';

/** Through whom money moves: the bank, or a channel that settles later. */
export type Channel = string;

export const DIRECTIONS = ['IN', 'OUT'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** How a movement of the bank and one of the books compare. */
export const MATCH_CLASSES = ['MATCH', 'AMOUNT_DIFF', 'LONG', 'SHORT', 'DUPLICATE', 'CUTOFF'] as const;
export type MatchClass = (typeof MATCH_CLASSES)[number];

/** An order that the books hold as paid. */
export interface BookedOrder {
  readonly channel: Channel;
  readonly orderNo: string;
  readonly direction: Direction;
  readonly amountFen: number;
}

/** One that the bank didn't have on its own day. */
export interface CarriedOrder extends BookedOrder {
  readonly carriedFrom: IsoDate;
}

/** A row of the bank's file; without a number of ours the bank's reference stands for it. */
export interface FileRow extends BookedOrder {
  readonly bankRef: string;
}

/** What comparing one row, or one order without a row, found. */
export interface MatchItem {
  readonly channel: Channel;
  /** Of ours, else `ref:` with the bank's reference. */
  readonly orderNo: string;
  readonly direction: Direction;
  readonly class: MatchClass;
  readonly bankFen: number | null;
  readonly booksFen: number | null;
  readonly carriedFrom?: IsoDate;
  /** Of the row; null when there is none. */
  readonly bankRef: string | null;
}

/** An item with what has to be posted because of it; null where the books are right. */
export interface JudgedItem {
  readonly item: MatchItem;
  /** What the bank's account has more than the books by this item; negative where it has less. */
  readonly adjustmentFen: number;
  readonly entry: EntryDraft | null;
}

/** Net amounts of a day, in less out. Identity: books + carried + adjustments − open = bank. */
export interface DayTotals {
  readonly bank: number;
  readonly books: number;
  readonly carried: number;
  readonly open: number;
  readonly adjustments: number;
}

export interface DayToMatch {
  /** Booked as paid on the day. */
  readonly books: readonly BookedOrder[];
  /** What the day before didn't find. */
  readonly carried: readonly CarriedOrder[];
  /** In the order of the file. */
  readonly bankFile: readonly FileRow[];
  /** Whether the key was matched on an earlier day: then another row of it is one too many. */
  readonly wasMatched: (key: string) => boolean;
}

export interface MatchedDay {
  /** In order of their keys, rows of a key in the order of the file. */
  readonly items: readonly JudgedItem[];
  readonly counts: Readonly<Partial<Record<MatchClass, number>>>;
  readonly totals: DayTotals;
}

/** What makes a row and an order the same movement. */
export function matchKey({ channel, orderNo, direction }: Omit<BookedOrder, 'amountFen'>): string {
  return [channel, orderNo, direction].join(PART_END);
}

/** Sorts before every character of a key, so that keys sort part by part. */
const PART_END = '\t';

/** The number of the order that a row is about, or what stands for it. */
export function orderNoOf({ orderNo, bankRef }: Pick<FileRow, 'orderNo' | 'bankRef'>): string {
  return orderNo === '' ? `ref:${bankRef}` : orderNo;
}

/**
 * Matches a day of the books with the bank's file. The time it takes grows with the number of rows: every row and
 * every order is looked at once, by its key.
 */
export function matchDay({ books, carried, bankFile, wasMatched }: DayToMatch): MatchedDay {
  const rowsByKey = new Map<string, FileRow[]>();
  for (const row of bankFile) {
    const keyed = { ...row, orderNo: orderNoOf(row) };
    const key = matchKey(keyed);
    const rows = rowsByKey.get(key);
    if (rows === undefined) rowsByKey.set(key, [keyed]);
    else rows.push(keyed);
  }
  const orders = new Map<string, BookedOrder | CarriedOrder>();
  for (const order of [...carried, ...books]) orders.set(matchKey(order), order);

  const keys = [...new Set([...rowsByKey.keys(), ...orders.keys()])].sort(byCodePoint);
  const items = keys.flatMap((key) => {
    const rows = rowsByKey.get(key) ?? [];
    const order = orders.get(key);
    if (order === undefined) return withoutOrder(rows, wasMatched(key));
    return rows.length === 0 ? [withoutRow(order)] : withBoth(order, rows);
  });
  const judged = items.map(judge);
  return { items: judged, counts: countsOf(items), totals: totalsOf({ books, carried, bankFile }, judged) };
}

/**
 * A day in parts that can be matched one after the other: keys are never divided, so all parts together find what
 * the day does, in no certain order.
 */
export function partsOfDay(day: DayToMatch, keysAtOnce = 2_000): readonly DayToMatch[] {
  const { books, carried, bankFile, wasMatched } = day;
  const count = Math.max(1, Math.ceil((books.length + carried.length + bankFile.length) / keysAtOnce));
  const parts = Array.from({ length: count }, () => ({
    books: [] as BookedOrder[],
    carried: [] as CarriedOrder[],
    bankFile: [] as FileRow[],
  }));
  const partOf = (movement: BookedOrder) => parts[hashOf(matchKey(movement)) % count];
  for (const order of books) partOf(order)?.books.push(order);
  for (const order of carried) partOf(order)?.carried.push(order);
  for (const row of bankFile) partOf({ ...row, orderNo: orderNoOf(row) })?.bankFile.push(row);
  return parts.map((part) => ({ ...part, wasMatched }));
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (hash * 31 + text.charCodeAt(index)) >>> 0;
  return hash;
}

/** One of the rows is the order; the row of its amount if there is one. The others are too many. */
function withBoth(order: BookedOrder | CarriedOrder, rows: readonly FileRow[]): readonly MatchItem[] {
  const equal = rows.findIndex(({ amountFen }) => amountFen === order.amountFen);
  const compared = Math.max(equal, 0);
  return rows.map((row, index) => {
    if (index !== compared) return itemOfRow('DUPLICATE', row);
    return {
      ...itemOfRow(row.amountFen === order.amountFen ? 'MATCH' : 'AMOUNT_DIFF', row),
      booksFen: order.amountFen,
      ...carriedOf(order),
    };
  });
}

/** The books don't have it: a row too many of something that was matched before, or long. */
function withoutOrder(rows: readonly FileRow[], wasMatched: boolean): readonly MatchItem[] {
  return rows.map((row, index) => itemOfRow(wasMatched || index > 0 ? 'DUPLICATE' : 'LONG', row));
}

/** The bank doesn't have it yet: it is looked for in the next day's file, once. */
function withoutRow(order: BookedOrder | CarriedOrder): MatchItem {
  const { channel, orderNo, direction, amountFen } = order;
  const carried = carriedOf(order);
  return {
    ...{ channel, orderNo, direction },
    class: 'carriedFrom' in carried ? 'SHORT' : 'CUTOFF',
    ...{ bankFen: null, booksFen: amountFen, bankRef: null },
    ...carried,
  };
}

function carriedOf(order: BookedOrder | CarriedOrder): { readonly carriedFrom?: IsoDate } {
  return 'carriedFrom' in order ? { carriedFrom: order.carriedFrom } : {};
}

function itemOfRow(
  matchClass: MatchClass,
  { channel, orderNo, direction, amountFen, bankRef }: FileRow,
): MatchItem {
  return {
    ...{ channel, orderNo, direction },
    class: matchClass,
    ...{ bankFen: amountFen, booksFen: null, bankRef },
  };
}

/** What the books must take over from the bank. A cut-off is no difference yet. */
function judge(item: MatchItem): JudgedItem {
  const { bankFen, booksFen, direction } = item;
  if (item.class === 'CUTOFF') return { item, adjustmentFen: 0, entry: null };
  const moreFen = (bankFen ?? 0) - (booksFen ?? 0);
  const adjustmentFen = fen(direction === 'IN' ? moreFen : -moreFen);
  return { item, adjustmentFen, entry: adjustmentEntry(item.channel, adjustmentFen) };
}

/** Too much at the bank is somebody's money; too little is a claim. */
function adjustmentEntry(channel: Channel, adjustmentFen: Fen): EntryDraft | null {
  if (adjustmentFen === 0) return null;
  const cash = channel === 'BANK' ? '1002' : '1012';
  return adjustmentFen > 0 ? unidentifiedReceipt(adjustmentFen, cash) : shortItem(fen(-adjustmentFen), cash);
}

function countsOf(items: readonly MatchItem[]): Partial<Record<MatchClass, number>> {
  const counts: Partial<Record<MatchClass, number>> = {};
  for (const item of items) counts[item.class] = (counts[item.class] ?? 0) + 1;
  return counts;
}

function totalsOf(
  { books, carried, bankFile }: Omit<DayToMatch, 'wasMatched'>,
  judged: readonly JudgedItem[],
): DayTotals {
  const open = judged.filter(({ item }) => item.class === 'CUTOFF').map(({ item }) => orderOf(item));
  return {
    bank: net(bankFile),
    books: net(books),
    carried: net(carried),
    open: net(open),
    adjustments: judged.reduce((sum, { adjustmentFen }) => sum + adjustmentFen, 0),
  };
}

function orderOf({ direction, booksFen }: MatchItem): Pick<BookedOrder, 'direction' | 'amountFen'> {
  return { direction, amountFen: booksFen ?? 0 };
}

function net(movements: readonly Pick<BookedOrder, 'direction' | 'amountFen'>[]): number {
  return movements.reduce(
    (sum, { direction, amountFen }) => (direction === 'IN' ? sum + amountFen : sum - amountFen),
    0,
  );
}

/** The same order on every machine. */
function byCodePoint(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
