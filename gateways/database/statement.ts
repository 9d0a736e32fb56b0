import type { QueryArrayResult } from 'pg';
import { INSTANT } from './columns';
import type { Queryable } from './transaction';

/** A statement's text; with a name its plan is kept by each connection. */
export type Statement = string | { readonly name: string; readonly text: string };

/**
 * Runs a statement: the one way to SQL that Prisma doesn't write. A row is named as in `schema.prisma`, a column
 * `due_date` is `dueDate`, and its type is picked from {@link Stored}; what a query computes is said beside it.
 */
export async function readRows<Row>(
  sql: Queryable,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const { fields, rows } = await run(sql, statement, values);
  const names = fields.map(({ name }) => fieldOf(name));
  return rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [names[index], cell])) as Row);
}

/** The first row of a statement, or null. */
export async function readRow<Row>(
  sql: Queryable,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<Row | null> {
  const [row] = await readRows<Row>(sql, statement, values);
  return row ?? null;
}

/** Runs a statement that changes rows. @returns how many */
export async function write(
  sql: Queryable,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<number> {
  return (await run(sql, statement, values)).rowCount ?? 0;
}

function run(
  sql: Queryable,
  statement: Statement,
  values: readonly unknown[],
): Promise<QueryArrayResult<unknown[]>> {
  const config = typeof statement === 'string' ? { text: statement } : statement;
  return sql.query<unknown[]>({ ...config, values: [...values], rowMode: 'array' });
}

const fields = new Map<string, string>();

function fieldOf(column: string): string {
  const known = fields.get(column);
  if (known !== undefined) return known;
  const field = column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  fields.set(column, field);
  return field;
}

/**
 * A row of a query as JSON, by the names of its fields, and its instants as {@link readRows} gives them.
 * @param from the row's name in the query
 */
export function jsonRow(from: string, fields: readonly string[]): string {
  const cell = (field: string) => {
    const column = `${from}.${columnOf(field)}`;
    return INSTANT.test(field) ? instant(column) : column;
  };
  return `json_build_object(${fields.map((field) => `'${field}', ${cell(field)}`).join(', ')})`;
}

/** An instant as text: ISO 8601 in UTC, as instants are read everywhere. */
export const instant = (expression: string): string =>
  `to_char((${expression}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What a field is called in the database. */
export const columnOf = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
