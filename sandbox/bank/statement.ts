import type { IsoDate } from '../../domain/calendar/isoDate';
import { addFen, type Fen, subtractFen, ZERO_FEN } from '../../domain/money/fen';
import type { Book } from './book';
import type { Entry } from './model';

const COLUMNS =
  'sequence,bankReference,key,account,counterparty,direction,amountFen,valueDate,balanceAfterFen,memo';

/**
 * The statement file of a day from the day's entries, CSV (RFC 4180) with LF:
 * `H,SANDBOX-BANK,1,<date>,<account or ALL>`, the names of the columns, one line per entry in the order of
 * the book, and `T,<entries>,<sum of credits in fen>,<sum of debits in fen>`.
 * The value date of an entry is the day on which the bank booked it.
 */
export function statementFile(date: IsoDate, account: string | undefined, entries: readonly Entry[]): string {
  const lines = [
    csvLine(['H', 'SANDBOX-BANK', 1, date, account ?? 'ALL']),
    COLUMNS,
    ...entries.map(entryLine),
    csvLine(['T', entries.length, sumOf(entries, 'CREDIT'), sumOf(entries, 'DEBIT')]),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * The day's entries with the balance that the account has after each in the order of booking days: what was booked
 * on a later day is not in it, whenever it was taken.
 */
export function withBalances(book: Book, date: IsoDate, ofDay: readonly Entry[]): readonly Entry[] {
  const balances = new Map<string, Fen>();
  return ofDay.map((entry) => {
    const before = balances.get(entry.account) ?? balanceBefore(book.entriesOf(entry.account), date);
    const balanceAfterFen = moved(before, entry);
    balances.set(entry.account, balanceAfterFen);
    return { ...entry, balanceAfterFen };
  });
}

function balanceBefore(entries: readonly Entry[], date: IsoDate): Fen {
  return entries.filter(({ valueDate }) => valueDate < date).reduce(moved, ZERO_FEN);
}

function moved(balanceFen: Fen, { direction, amountFen }: Entry): Fen {
  return direction === 'CREDIT' ? addFen(balanceFen, amountFen) : subtractFen(balanceFen, amountFen);
}

function entryLine(entry: Entry): string {
  return csvLine([
    entry.sequence,
    entry.bankReference,
    entry.key,
    entry.account,
    entry.counterparty,
    entry.direction,
    entry.amountFen,
    entry.valueDate,
    entry.balanceAfterFen,
    entry.memo,
  ]);
}

/** A sum of many amounts can pass 2^53, so it is made in bigint. */
function sumOf(entries: readonly Entry[], direction: Entry['direction']): bigint {
  return entries
    .filter((entry) => entry.direction === direction)
    .reduce((sum, entry) => sum + BigInt(entry.amountFen), 0n);
}

function csvLine(cells: readonly (string | number | bigint)[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(cell: string | number | bigint): string {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
