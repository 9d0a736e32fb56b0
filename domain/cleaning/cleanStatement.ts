import { type Fen, fen, MAX_FEN } from '../money/fen';
import { accept, type Result, refuse } from '../result';
import { type CellValue, type RawCell, readCell, type UnitZeros, unitOf, YUAN } from './cell';
import { type LineKey, lineOf, TOTALS, type Total } from './lines';

/** One line of an enterprise's statement as it was uploaded: its name and what stands beside it. */
export type RawRow = readonly [name: string, cell: RawCell];

export interface RawStatement {
  /** The header's words about the unit; null when there are none. */
  readonly unit: string | null;
  readonly rows: readonly RawRow[];
}

export const CLEANING_WARNINGS = [
  'UNIT_ASSUMED',
  'UNKNOWN_LINE',
  'NOT_A_NUMBER',
  'SCIENTIFIC',
  'ROUNDED',
  'SIGN_TURNED',
  'DUPLICATE_LINE',
  'TOTAL_COMPUTED',
  'SUBTOTAL_MISMATCH',
  'NOT_BALANCED',
] as const;

/** What was not as it should be, and what was made of it. */
export type CleaningWarning =
  | { readonly code: 'UNIT_ASSUMED' }
  | { readonly code: 'UNKNOWN_LINE'; readonly name: string }
  | {
      readonly code:
        | 'NOT_A_NUMBER'
        | 'SCIENTIFIC'
        | 'ROUNDED'
        | 'SIGN_TURNED'
        | 'DUPLICATE_LINE'
        | 'TOTAL_COMPUTED';
      readonly key: LineKey;
    }
  | { readonly code: 'SUBTOTAL_MISMATCH'; readonly key: LineKey; readonly differenceFen: Fen }
  | { readonly code: 'NOT_BALANCED'; readonly differenceFen: Fen };

/** Values by line, in fen. */
export type CleanedValues = Readonly<Partial<Record<LineKey, Fen>>>;

export interface CleanedStatement {
  readonly values: CleanedValues;
  /** In order: unit, rows as they stand, totals, balance. */
  readonly warnings: readonly CleaningWarning[];
}

/**
 * Reads a balance sheet or an income statement as an enterprise keeps it into amounts in fen, and says what was
 * doubtful. Nothing is repaired in silence: a total that differs from its parts stays as it was given.
 * @returns refusal UNIT_NOT_SUPPORTED when the header names another unit or currency
 */
export function cleanStatement({ unit, rows }: RawStatement): Result<CleanedStatement, 'UNIT_NOT_SUPPORTED'> {
  const named = unit === null ? YUAN : unitOf(unit);
  if (named === null) return refuse('UNIT_NOT_SUPPORTED', 'unit');
  const assumed: CleaningWarning[] = unit === null ? [{ code: 'UNIT_ASSUMED' }] : [];
  const sheet = readRows(rows, named);
  const totals = addUp(sheet.values, toleranceOf(named, sheet.decimals));
  return accept({ values: totals.values, warnings: [...assumed, ...sheet.warnings, ...totals.warnings] });
}

interface Sheet {
  readonly values: Partial<Record<LineKey, Fen>>;
  readonly warnings: CleaningWarning[];
  /** Most decimals that a plain number has. */
  decimals: number;
}

function readRows(rows: readonly RawRow[], unit: UnitZeros): Sheet {
  const sheet: Sheet = { values: {}, warnings: [], decimals: 0 };
  for (const [name, cell] of rows) {
    const line = lineOf(name);
    const value = readCell(cell, unit);
    if (line === 'OF_WHICH') continue;
    if (line !== null) takeLine(sheet, line, value);
    // A name that nobody knows, without a value, is a heading.
    else if (value.is !== 'BLANK') sheet.warnings.push({ code: 'UNKNOWN_LINE', name });
  }
  return sheet;
}

function takeLine(sheet: Sheet, key: LineKey, cell: CellValue): void {
  if (cell.is === 'NOT_A_NUMBER') {
    sheet.warnings.push({ code: 'NOT_A_NUMBER', key });
    return;
  }
  const given = cell.is === 'BLANK' ? fen(0) : cell.amountFen;
  if (cell.is === 'AMOUNT') {
    sheet.decimals = Math.max(sheet.decimals, cell.decimals ?? 0);
    if (cell.isScientific) sheet.warnings.push({ code: 'SCIENTIFIC', key });
    if (cell.isRounded) sheet.warnings.push({ code: 'ROUNDED', key });
  }
  // A deduction is kept as a positive number.
  const isTurned = key === 'accumulatedDepreciation' && given < 0;
  if (isTurned) sheet.warnings.push({ code: 'SIGN_TURNED', key });
  const value = isTurned ? fen(-given) : given;
  const kept = sheet.values[key];
  if (kept === undefined) sheet.values[key] = value;
  else if (kept !== value) sheet.warnings.push({ code: 'DUPLICATE_LINE', key });
}

/** How far a total may be from the sum of so many rounded parts, in fen; may be less than one. */
type Tolerance = (parts: number) => number;

/** Half of the last printed place for each number that was rounded: the parts and the total. */
function toleranceOf(unit: UnitZeros, decimals: number): Tolerance {
  if (unit === YUAN) return () => 0;
  return (parts) => Math.floor((parts + 1) / 2) * 10 ** (unit - decimals);
}

function addUp(read: CleanedValues, tolerance: Tolerance): CleanedStatement {
  const values: Partial<Record<LineKey, Fen>> = { ...read };
  const warnings: CleaningWarning[] = [];
  for (const total of TOTALS) {
    const sum = sumOf(values, total);
    if (sum === null) continue;
    const { key } = total;
    const given = values[key];
    if (given === undefined) {
      values[key] = sum.amountFen;
      warnings.push({ code: 'TOTAL_COMPUTED', key });
    } else if (Math.abs(given - sum.amountFen) > tolerance(sum.parts)) {
      warnings.push({ code: 'SUBTOTAL_MISMATCH', key, differenceFen: differenceOf(given, sum.amountFen) });
    }
  }
  return { values, warnings: [...warnings, ...balanceWarning(values, tolerance)] };
}

/**
 * The sum of the parts that there are; null when there are none, or one is missing without which there is no sum, or
 * it is more than an amount can be.
 */
function sumOf(
  values: CleanedValues,
  { parts, required }: Total,
): { readonly amountFen: Fen; readonly parts: number } | null {
  const present = parts.filter(([key]) => values[key] !== undefined);
  if (present.length === 0 || required.some((key) => values[key] === undefined)) return null;
  const amount = present.reduce((sum, [key, sign]) => sum + sign * (values[key] ?? 0), 0);
  return Math.abs(amount) > MAX_FEN ? null : { amountFen: fen(amount), parts: present.length };
}

/** How far two amounts are apart, as far as an amount can say it. */
function differenceOf(given: number, expected: number): Fen {
  return fen(Math.max(-MAX_FEN, Math.min(MAX_FEN, given - expected)));
}

function balanceWarning(
  { totalAssets, totalLiabilities, equity }: CleanedValues,
  tolerance: Tolerance,
): readonly CleaningWarning[] {
  if (totalAssets === undefined || totalLiabilities === undefined || equity === undefined) return [];
  const differenceFen = differenceOf(totalAssets, totalLiabilities + equity);
  return Math.abs(differenceFen) > tolerance(2) ? [{ code: 'NOT_BALANCED', differenceFen }] : [];
}
