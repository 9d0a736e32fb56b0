import { setImmediate as nextTurn } from 'node:timers/promises';
import { type IsoDate, parseIsoDate } from '../../domain/calendar/isoDate';
import { type Fen, MAX_FEN } from '../../domain/money/fen';
import { StatementInvalid } from './faults';
import type { Statement, StatementEntry } from './types';

const COLUMNS =
  'sequence,bankReference,key,account,counterparty,direction,amountFen,valueDate,balanceAfterFen,memo';

/** Rows that are read without a pause: everything else in the process goes on in between. */
const ROWS_AT_ONCE = 2_000;

/** What a decoder puts where bytes are no UTF-8. */
const NOT_UTF8 = '\ufffd';

/**
 * Reads the bank's statement file (CSV: header `H`, column names, entries, trailer `T` with count, sum of
 * credits and sum of debits in fen). A file is right as a whole or refused as a whole.
 * @throws StatementInvalid when it is cut short, altered, of another date, account or encoding, or malformed, when a
 *   line is in it twice, or when its balances don't follow from its amounts
 */
export async function parseStatement(text: string, date: IsoDate, account?: string): Promise<Statement> {
  if (text.includes(NOT_UTF8)) throw new StatementInvalid('ENCODING', 'the file is not UTF-8');
  const rows = await parseCsv(text);
  const [header, columns] = rows;
  const trailer = rows.at(-1);
  if (header === undefined || columns === undefined || trailer === undefined || rows.length < 3) {
    throw new StatementInvalid('CUT_SHORT', 'the file has no header or no trailer');
  }
  const expected = ['H', 'SANDBOX-BANK', '1', date, account ?? 'ALL'].join(',');
  if (header.join(',') !== expected) {
    throw new StatementInvalid('OTHER_FILE', 'the file is of another date or account');
  }
  if (columns.join(',') !== COLUMNS) {
    throw new StatementInvalid('OTHER_COLUMNS', 'the columns are not those agreed');
  }
  if (trailer[0] !== 'T') throw new StatementInvalid('CUT_SHORT', 'the file has no trailer');
  const check = new FileCheck(date, account);
  for (let index = 2; index < rows.length - 1; index += 1) {
    check.take(readEntry(rows[index] ?? [], index + 1), index + 1);
    if (index % ROWS_AT_ONCE === 0) await nextTurn();
  }
  check.finish(trailer);
  return { date, account: account ?? 'ALL', entries: check.entries };
}

/** What must hold from line to line, and of the whole. */
class FileCheck {
  readonly entries: StatementEntry[] = [];
  private readonly sequences = new Set<number>();
  private readonly sums = { CREDIT: 0n, DEBIT: 0n };
  private balanceFen: number | null = null;

  constructor(
    private readonly date: IsoDate,
    private readonly account: string | undefined,
  ) {}

  take(entry: StatementEntry, line: number): void {
    if (entry.valueDate !== this.date) {
      throw new StatementInvalid('OTHER_DATE', `line ${line} is of another date`);
    }
    if (this.account !== undefined && entry.account !== this.account) {
      throw new StatementInvalid('OTHER_ACCOUNT', `line ${line} is of another account`);
    }
    if (this.sequences.has(entry.sequence)) {
      throw new StatementInvalid('DOUBLED_LINE', `line ${line} is in the file twice`);
    }
    this.sequences.add(entry.sequence);
    if (this.account !== undefined) this.followBalance(entry, line);
    this.sums[entry.direction] += BigInt(entry.amountFen);
    this.entries.push(entry);
  }

  private followBalance({ direction, amountFen, balanceAfterFen }: StatementEntry, line: number): void {
    const changeFen = direction === 'CREDIT' ? amountFen : -amountFen;
    if (this.balanceFen !== null && this.balanceFen + changeFen !== balanceAfterFen) {
      throw new StatementInvalid('BALANCE', `the balance of line ${line} doesn't follow from the one before`);
    }
    this.balanceFen = balanceAfterFen;
  }

  finish(trailer: readonly string[]): void {
    const expected = ['T', this.entries.length, this.sums.CREDIT, this.sums.DEBIT].join(',');
    if (trailer.join(',') !== expected) {
      throw new StatementInvalid('TRAILER', 'the entries do not agree with the trailer');
    }
  }
}

function readEntry(row: readonly string[], line: number): StatementEntry {
  const [sequence, bankReference, key, account, counterparty, direction, amount, valueDate, balance, memo] =
    row;
  const date = parseIsoDate(valueDate);
  if (row.length !== 10 || !date.ok || (direction !== 'CREDIT' && direction !== 'DEBIT')) {
    throw new StatementInvalid('LINE', `line ${line} is not an entry`);
  }
  const amountFen = readInteger(amount, line);
  if (amountFen === 0 || bankReference === undefined || bankReference === '') {
    throw new StatementInvalid('LINE', `line ${line} has no amount or no reference`);
  }
  return {
    sequence: readInteger(sequence, line),
    bankReference,
    key: key ?? '',
    account: account ?? '',
    counterparty: counterparty ?? '',
    direction,
    amountFen: amountFen as Fen,
    valueDate: date.value,
    balanceAfterFen: readInteger(balance, line) as Fen,
    memo: memo ?? '',
  };
}

function readInteger(text: string | undefined, line: number): number {
  const value = text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= MAX_FEN)) throw new StatementInvalid('NUMBER', `line ${line} has a number that is none`);
  return value;
}

/** RFC 4180: fields may be quoted, quotes are doubled, quoted fields may hold commas and line ends. */
async function parseCsv(text: string): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy)) {
    if (end === '' && quoted === undefined && plain === '' && row.length === 0) break;
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (rows.length % ROWS_AT_ONCE === 0) await nextTurn();
  }
  return rows;
}
