/** What a cell of a table holds; numbers and dates are ours, texts may be anybody's. */
export type Cell = string | number | boolean | null;

/** What a spreadsheet takes for a formula, and would calculate (OWASP: CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** For spreadsheets that would else take UTF-8 for something older. */
export const BYTE_ORDER_MARK = '\ufeff';

/** One row of CSV (RFC 4180); a text that looks like a formula begins with an apostrophe. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
