/** The year of the application, and the one before. */
export type Year = 'current' | 'previous';

/** A cell as a file has it. */
type FileCell = string | number | boolean | Date | null;
/** A sheet, row by row. */
export type Grid = readonly (readonly FileCell[])[];
/** A line as the API takes it. */
type Row = [name: string, cell: string | number];

/** A statement as the API reads it: both years that stand beside each other in a file. */
export interface StatementSheet {
  /** The words about the unit; null where there are none. */
  readonly unit: string | null;
  readonly rows: Readonly<Record<Year, readonly Row[]>>;
}

/** Where a year's amounts stand, and the names of their lines. */
interface Column {
  readonly year: Year;
  readonly name: number;
  readonly amount: number;
}

const YEARS: readonly (readonly [Year, RegExp])[] = [
  ['current', /期末|本年|本期|^金额/],
  ['previous', /年初|期初|上年|上期/],
];
const NO_NAME = /^(行次|序号|附注|注释)$/;
/** Not 编制单位, whose statement it is. */
const UNIT = /单位[：:\s]*\S{0,4}元/;
const LONGEST = { name: 120, cell: 60, unit: 60, rows: 400 } as const;

/** Reads the sheet of a balance sheet (both sides) or of an income statement, as accounting programs write them. */
export function readSheet(grid: Grid): StatementSheet {
  const head = grid.findIndex((row) => columnsOf(row).length > 0);
  const columns = columnsOf(grid[head] ?? []);
  const lines = grid.slice(head + 1);
  const rowsOf = (wanted: Year): readonly Row[] =>
    columns
      .filter(({ year }) => year === wanted)
      .flatMap(({ name, amount }) => lines.flatMap((row) => rowOf(row[name], row[amount])))
      .slice(0, LONGEST.rows);
  const unit = grid.flat().find((cell) => UNIT.test(textOf(cell)));
  return {
    unit: unit === undefined ? null : textOf(unit).slice(0, LONGEST.unit),
    rows: { current: rowsOf('current'), previous: rowsOf('previous') },
  };
}

/** A column of names is the last one to the left that is neither a number of lines nor of amounts. */
function columnsOf(row: readonly FileCell[]): readonly Column[] {
  let name = 0;
  return row.flatMap((cell, at): Column[] => {
    const title = textOf(cell);
    const year = YEARS.find(([, pattern]) => pattern.test(title))?.[0];
    if (year !== undefined && at > name) return [{ year, name, amount: at }];
    if (title !== '' && !NO_NAME.test(title)) name = at;
    return [];
  });
}

function rowOf(name: FileCell | undefined, cell: FileCell | undefined): Row[] {
  const title = textOf(name).slice(0, LONGEST.name);
  if (title === '') return [];
  const amount = typeof cell === 'number' ? cell : textOf(cell).slice(0, LONGEST.cell);
  return amount === '' ? [] : [[title, amount]];
}

const textOf = (cell: FileCell | undefined): string =>
  typeof cell === 'string' ? cell.replace(/\s+/g, ' ').trim() : '';
