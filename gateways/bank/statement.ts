import { type IsoDate, parseIsoDate } from '../../domain/calendar/isoDate';
import { type Fen, MAX_FEN } from '../../domain/money/fen';
import { StatementInvalid } from './faults';
import type { Statement, StatementEntry } from './types';

const COLUMNS =
  'sequence,bankReference,key,account,counterparty,direction,amountFen,valueDate,balanceAfterFen,memo';

/**
 * Reads the bank's statement file (CSV: header `H`, column names, entries, trailer `T` with count, sum of
 * credits and sum of debits in fen).
 * @throws StatementInvalid when it is cut short, altered, of another date or account, or malformed
 */
export function parseStatement(text: string, date: IsoDate, account?: string): Statement {
  const rows = parseCsv(text);
  const [header, columns] = rows;
  const trailer = rows.at(-1);
  if (header === undefined || columns === undefined || trailer === undefined || rows.length < 3) {
    throw new StatementInvalid('the file has no header or no trailer');
  }
  const expected = ['H', 'SANDBOX-BANK', '1', date, account ?? 'ALL'].join(',');
  if (header.join(',') !== expected) throw new StatementInvalid('the file is of another date or account');
  if (columns.join(',') !== COLUMNS) throw new StatementInvalid('the columns are not those agreed');
  const entries = rows.slice(2, -1).map((row, index) => readEntry(row, index + 3));
  checkTrailer(trailer, entries);
  if (entries.some((entry) => entry.valueDate !== date))
    throw new StatementInvalid('an entry of another date');
  return { date, account: account ?? 'ALL', entries };
}

function readEntry(row: readonly string[], line: number): StatementEntry {
  const [sequence, bankReference, key, account, counterparty, direction, amount, valueDate, balance, memo] =
    row;
  const date = parseIsoDate(valueDate);
  if (row.length !== 10 || !date.ok || (direction !== 'CREDIT' && direction !== 'DEBIT')) {
    throw new StatementInvalid(`line ${line} is not an entry`);
  }
  return {
    sequence: readInteger(sequence, line),
    bankReference: bankReference ?? '',
    key: key ?? '',
    account: account ?? '',
    counterparty: counterparty ?? '',
    direction,
    amountFen: readInteger(amount, line) as Fen,
    valueDate: date.value,
    balanceAfterFen: readInteger(balance, line) as Fen,
    memo: memo ?? '',
  };
}

function readInteger(text: string | undefined, line: number): number {
  const value = text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= MAX_FEN)) throw new StatementInvalid(`line ${line} has a number that is none`);
  return value;
}

function checkTrailer(trailer: readonly string[], entries: readonly StatementEntry[]): void {
  const sum = (direction: StatementEntry['direction']) =>
    entries
      .filter((entry) => entry.direction === direction)
      .reduce((total, entry) => total + BigInt(entry.amountFen), 0n);
  const expected = ['T', entries.length, sum('CREDIT'), sum('DEBIT')].join(',');
  if (trailer.join(',') !== expected) throw new StatementInvalid('the entries do not agree with the trailer');
}

/** RFC 4180: fields may be quoted, quotes are doubled, quoted fields may hold commas and line ends. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy)) {
    if (end === '' && quoted === undefined && plain === '' && row.length === 0) break;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
