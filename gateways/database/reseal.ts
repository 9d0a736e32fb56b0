import type { Pool, PoolClient } from 'pg';
import type { BlindIndex, ColumnCipher } from '../crypto';
import { placeIn, SEALED_TABLES, type SealedTable } from './sealedColumns';
import { readRows, write } from './statement';
import { inTransaction, type Queryable } from './transaction';

/** The keys as they are now: what they have sealed stays, what older ones have sealed is sealed anew. */
export interface Keys {
  readonly cipher: ColumnCipher;
  readonly blindIndex: BlindIndex;
}

/** How far a table is. */
export interface Resealed {
  readonly table: string;
  readonly rows: number;
  /** Rows that were sealed anew. */
  readonly written: number;
  /** Rows that somebody else changed in that moment: the next pass finds them. */
  readonly left: number;
  /** Rows that no known key opens. */
  readonly unreadable: readonly string[];
}

/** Few enough that histories of processes fit into memory. */
const ROWS_AT_ONCE = 200;

type Row = Readonly<Record<string, unknown>> & { readonly place: string };
type Change = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/**
 * Goes through everything that is sealed, and seals under the current keys what isn't. May be broken off and begun
 * again at any time, and run while the platform works: what is as it should be is only read.
 * @param sql under the owner's role: what never changes may be sealed anew by nobody else
 */
export async function reseal(
  sql: Pool,
  keys: Keys,
  progress: (so: Resealed) => void = () => undefined,
): Promise<readonly Resealed[]> {
  const done: Resealed[] = [];
  for (const table of SEALED_TABLES) done.push(await resealTable(sql, keys, table, progress));
  done.push(await resealChanges(sql, keys));
  return done;
}

async function resealTable(
  sql: Pool,
  keys: Keys,
  table: SealedTable,
  progress: (so: Resealed) => void,
): Promise<Resealed> {
  let so: Resealed = { table: table.table, rows: 0, written: 0, left: 0, unreadable: [] };
  for await (const rows of pagesOf(sql, table)) {
    const batch = await resealRows(sql, keys, table, rows);
    so = {
      ...so,
      rows: so.rows + rows.length,
      written: so.written + batch.written,
      left: so.left + batch.left,
      unreadable: [...so.unreadable, ...batch.unreadable],
    };
    progress(so);
  }
  return so;
}

/** The rows of a table as they stood at the beginning. */
async function* pagesOf(
  sql: Pool,
  { table, key, boundTo, columns }: SealedTable,
): AsyncGenerator<readonly Row[]> {
  const named = columns.flatMap(({ column, index }) =>
    index === undefined ? [column] : [column, index.column],
  );
  const client = await sql.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(
      `DECLARE sealed NO SCROLL CURSOR FOR
         SELECT ${[...key, ...named].join(', ')}, (${boundTo})::text AS place FROM "${table}"`,
    );
    for (;;) {
      const { rows } = await client.query(`FETCH ${ROWS_AT_ONCE} FROM sealed`);
      if (rows.length === 0) return;
      yield rows as readonly Row[];
    }
  } finally {
    await end(client);
  }
}

async function end(client: PoolClient): Promise<void> {
  await client.query('ROLLBACK').then(
    () => client.release(),
    (broken: Error) => client.release(broken),
  );
}

async function resealRows(
  sql: Pool,
  keys: Keys,
  table: SealedTable,
  rows: readonly Row[],
): Promise<Pick<Resealed, 'written' | 'left' | 'unreadable'>> {
  const changes: { readonly row: Row; readonly change: Change }[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    try {
      const change = changeOf(keys, table, row);
      if (Object.keys(change).length > 0) changes.push({ row, change });
    } catch {
      unreadable.push(row.place);
    }
  }
  const written = await inTransaction(sql, async (tx) => {
    await declareRotation(tx);
    let count = 0;
    for (const { row, change } of changes) count += await update(tx, table, row, change);
    return count;
  });
  return { written, left: changes.length - written, unreadable };
}

/** Which columns of a row become what. Rows without the value have nothing sealed. */
function changeOf({ cipher, blindIndex }: Keys, { table, columns }: SealedTable, row: Row): Change {
  const change: Record<string, { from: unknown; to: unknown }> = {};
  for (const { column, index } of columns) {
    const sealed = row[column];
    if (!(sealed instanceof Uint8Array) || sealed.length === 0) continue;
    const place = placeIn(table, column, row.place);
    const text = cipher.decrypt(sealed, place);
    if (!cipher.isCurrent(sealed)) change[column] = { from: sealed, to: cipher.encrypt(text, place) };
    if (index === undefined) continue;
    const to = index.of(text, blindIndex);
    if (to !== row[index.column]) change[index.column] = { from: row[index.column], to };
  }
  return change;
}

/** Changes a row, unless somebody else has meanwhile. */
function update(sql: Queryable, { table, key }: SealedTable, row: Row, change: Change): Promise<number> {
  const names = Object.keys(change);
  const values = Object.values(change);
  const nth = (from: number) => (_: unknown, index: number) => `$${from + index}`;
  const to = names.map(nth(1));
  const from = names.map(nth(1 + names.length));
  const keys = key.map(nth(1 + 2 * names.length));
  return write(
    sql,
    `UPDATE "${table}" SET ${names.map((name, index) => `${name} = ${to[index]}`).join(', ')}
       WHERE ${names.map((name, index) => `${name} IS NOT DISTINCT FROM ${from[index]}`).join(' AND ')}
         AND ${key.map((name, index) => `${name} = ${keys[index]}`).join(' AND ')}`,
    [
      ...values.map((value) => value.to),
      ...values.map((value) => value.from),
      ...key.map((name) => row[name]),
    ],
  );
}

/** Says to the laws that the same is sealed anew, see `is_resealed`. */
async function declareRotation(tx: Queryable): Promise<void> {
  await tx.query(`SET LOCAL lending.key_rotation = 'on'`);
}

interface SealedChange {
  readonly id: string;
  readonly cipher: string;
  readonly index: string;
}

/** Accounts in what people ask for about loans: sealed inside the request's JSON. */
async function resealChanges(sql: Pool, { cipher, blindIndex }: Keys): Promise<Resealed> {
  const rows = await readRows<SealedChange>(
    sql,
    `SELECT id, payload ->> 'cipher' AS cipher, payload ->> 'index' AS index FROM loan_change WHERE payload ? 'cipher'`,
  );
  const unreadable: string[] = [];
  let written = 0;
  for (const row of rows) {
    const place = placeIn('loan_change', 'payload', row.id);
    try {
      const sealed = new Uint8Array(Buffer.from(row.cipher, 'base64'));
      const account = cipher.decrypt(sealed, place);
      const index = blindIndex('bank_account', account);
      if (cipher.isCurrent(sealed) && index === row.index) continue;
      const anew = Buffer.from(cipher.encrypt(account, place)).toString('base64');
      written += await inTransaction(sql, async (tx) => {
        await declareRotation(tx);
        return await write(
          tx,
          `UPDATE loan_change SET payload = payload || jsonb_build_object('cipher', $2::text, 'index', $3::text)
             WHERE id = $1`,
          [row.id, anew, index],
        );
      });
    } catch {
      unreadable.push(row.id);
    }
  }
  return { table: 'loan_change', rows: rows.length, written, left: 0, unreadable };
}
