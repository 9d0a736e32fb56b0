import { type Fen, fen, MAX_FEN } from '../money/fen';
import { divideRounded } from '../money/rounding';

/** What a cell of a spreadsheet holds. */
export type RawCell = string | number | null;

/** Units by how many zeros stand between them and a fen; the longest name first. */
const UNITS = [
  ['亿元', 10],
  ['万元', 6],
  ['千元', 5],
  ['元', 2],
] as const;
const CELL_UNITS = [
  ['亿元', 10],
  ['亿', 10],
  ['万元', 6],
  ['万', 6],
  ['千元', 5],
  ['元', 2],
] as const;

/** Zeros between a unit and a fen: of a yuan two. */
export type UnitZeros = (typeof UNITS)[number][1];
export const YUAN: UnitZeros = 2;

const FOREIGN = ['美元', '欧元', '港元', '日元'];

/** The unit that a header names; null when it names none of ours. */
export function unitOf(header: string): UnitZeros | null {
  const text = compact(header);
  if (FOREIGN.some((name) => text.includes(name))) return null;
  return UNITS.find(([name]) => text.includes(name))?.[1] ?? null;
}

/** What a cell says: an amount with how it was read, nothing, or no number. */
export type CellValue =
  | { readonly is: 'BLANK' }
  | { readonly is: 'NOT_A_NUMBER' }
  | {
      readonly is: 'AMOUNT';
      readonly amountFen: Fen;
      /** Digits after the point of a plain number in the header's unit; null of any other. */
      readonly decimals: number | null;
      readonly isScientific: boolean;
      /** Less than a fen was rounded away. */
      readonly isRounded: boolean;
    };

const BLANKS: ReadonlySet<string> = new Set(['', '-', '--', '—', '——', '/', '无', 'N/A']);
const PLAIN = /^(?=\.?\d)(\d*)\.?(\d*)$/;
const SCIENTIFIC = /^(?=\.?\d)(\d*)\.?(\d*)e([+-]?\d{1,3})$/i;

const NOT_A_NUMBER = { is: 'NOT_A_NUMBER' } as const;

/** Reads a cell. A number counts by its shortest decimal text. @param unit the header's */
export function readCell(cell: RawCell, unit: UnitZeros): CellValue {
  const text = compact(cell === null ? '' : String(cell)).replace(/,|¥|RMB|人民币/g, '');
  if (BLANKS.has(text)) return { is: 'BLANK' };
  const own = CELL_UNITS.find(([name]) => text.endsWith(name));
  const bare = own === undefined ? text : text.slice(0, -own[0].length);
  const { isNegative, rest } = signOf(bare);
  const plain = PLAIN.exec(rest);
  const scientific = plain ?? SCIENTIFIC.exec(rest);
  if (scientific === null) return NOT_A_NUMBER;
  const [, whole = '', decimals = '', power = '0'] = scientific;
  const scaled = scale(BigInt(whole + decimals), (own?.[1] ?? unit) + Number(power) - decimals.length);
  if (scaled.fen > BigInt(MAX_FEN)) return NOT_A_NUMBER;
  return {
    is: 'AMOUNT',
    amountFen: fen(isNegative ? -Number(scaled.fen) : Number(scaled.fen)),
    decimals: plain !== null && own === undefined ? decimals.length : null,
    isScientific: plain === null,
    isRounded: !scaled.isExact,
  };
}

/** A minus in front or behind, or brackets round the whole. */
function signOf(text: string): { readonly isNegative: boolean; readonly rest: string } {
  const negative = /^[-−](.*)$/.exec(text) ?? /^\((.*)\)$/.exec(text) ?? /^(.*)-$/.exec(text);
  return { isNegative: negative !== null, rest: negative?.[1] ?? text };
}

/** Digits times a power of ten, half up. */
function scale(digits: bigint, zeros: number): { readonly fen: bigint; readonly isExact: boolean } {
  if (zeros >= 0) return { fen: digits * 10n ** BigInt(zeros), isExact: true };
  const divisor = 10n ** BigInt(-zeros);
  return { fen: divideRounded(digits, divisor, 'HALF_UP'), isExact: digits % divisor === 0n };
}

/** The same characters, whatever width they were typed in, without blanks. */
function compact(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}
