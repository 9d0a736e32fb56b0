import type { Pool, QueryResultRow } from 'pg';

/** A page of a list, counted from 1. */
export interface Paging {
  readonly page: number;
  readonly pageSize: number;
}

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
}

/** Conditions of a WHERE with their parameters, so that no value ever becomes part of the text. */
export class Conditions {
  private readonly parts: string[] = [];
  readonly values: unknown[] = [];

  /** Adds a condition; `?` stands for the value. Left out when the value is undefined. */
  and(condition: string, value: unknown): this {
    if (value === undefined) return this;
    this.values.push(value);
    this.parts.push(condition.replaceAll('?', `$${this.values.length}`));
    return this;
  }

  /** Adds a condition that has no value, when it is asked for. */
  when(isAsked: boolean, condition: string): this {
    if (isAsked) this.parts.push(condition);
    return this;
  }

  get where(): string {
    return this.parts.length === 0 ? '' : `WHERE ${this.parts.join(' AND ')}`;
  }
}

/** What to select: everything but conditions and paging. */
export interface Selection {
  readonly columns: string;
  readonly from: string;
  readonly orderBy: string;
}

/** One page of a selection and how many rows there are in all. */
export async function selectPage<Row extends QueryResultRow>(
  sql: Pool,
  selection: Selection,
  conditions: Conditions,
  { page, pageSize }: Paging,
): Promise<Page<Row>> {
  const { columns, from, orderBy } = selection;
  const next = conditions.values.length;
  const rows = await sql.query<Row>(
    `SELECT ${columns} FROM ${from} ${conditions.where} ORDER BY ${orderBy} LIMIT $${next + 1} OFFSET $${next + 2}`,
    [...conditions.values, pageSize, (page - 1) * pageSize],
  );
  const counted = await sql.query<{ total: number }>(
    `SELECT count(*) AS total FROM ${from} ${conditions.where}`,
    conditions.values,
  );
  return { items: rows.rows, page, pageSize, total: counted.rows[0]?.total ?? 0 };
}

/** The only row of a query, or null. */
export async function selectOne<Row extends QueryResultRow>(
  sql: Pool,
  text: string,
  values: readonly unknown[],
): Promise<Row | null> {
  const { rows } = await sql.query<Row>(text, [...values]);
  return rows[0] ?? null;
}

/** Instants of PostgreSQL as ISO 8601, in the select list. */
export const instant = (column: string, name: string): string => `${isoText(column)} AS "${name}"`;

/** An instant of PostgreSQL as ISO 8601. */
export const isoText = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
