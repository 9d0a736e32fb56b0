import type { StatementEntry } from '../bank';
import type { BlindIndex, ColumnCipher } from '../crypto';
import { dateOf, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { readRows, write } from './statement';
import type { Queryable } from './transaction';

const IMPORTED = {
  entries: true,
  creditFen: true,
  debitFen: true,
  closingFen: true,
} satisfies Prisma.StatementFileSelect;

/** A day's file of an institution as it was imported; `closingFen` is null when there was no movement. */
export type ImportedFile = Pick<Stored<'StatementFile'>, keyof typeof IMPORTED>;

const ROW = {
  sequence: true,
  bankReference: true,
  key: true,
  direction: true,
  amountFen: true,
} satisfies Prisma.StatementRowSelect;

/** A row of an imported file; `key` of an order, empty when the bank has none. */
export type StatementRow = Pick<Stored<'StatementRow'>, keyof typeof ROW>;

/** What the bank told of money that comes under no order of ours. */
export interface Told {
  /** An account, or a name. */
  readonly counterparty: string;
  readonly memo: string;
}

/** What seals what was told. */
export interface StatementSeal {
  readonly cipher: ColumnCipher;
  readonly blindIndex: BlindIndex;
}

/** Rows of one INSERT: large enough that round trips don't count, small enough that none stops the process. */
const ROWS_AT_ONCE = 2_000;

/** The file of a day, or null when it was not imported. */
export function findImportedFile(
  prisma: PrismaClient,
  institutionId: string,
  date: string,
): Promise<ImportedFile | null> {
  return prisma.statementFile
    .findUnique({
      select: IMPORTED,
      where: { institutionId_date: { institutionId, date: dateOf(date) } },
    })
    .then(plain<'StatementFile'>());
}

/**
 * Keeps a file that was checked, within a transaction. One that is there stays.
 * @returns false when it was there
 */
export async function writeStatement(
  sql: Queryable,
  seal: StatementSeal,
  of: { readonly institutionId: string; readonly date: string; readonly entries: readonly StatementEntry[] },
): Promise<boolean> {
  const { institutionId, date, entries } = of;
  const sum = (direction: StatementEntry['direction']) =>
    entries.reduce((total, entry) => (entry.direction === direction ? total + entry.amountFen : total), 0);
  const count = await write(
    sql,
    `INSERT INTO statement_file (institution_id, date, entries, credit_fen, debit_fen, closing_fen)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [
      institutionId,
      date,
      entries.length,
      sum('CREDIT'),
      sum('DEBIT'),
      entries.at(-1)?.balanceAfterFen ?? null,
    ],
  );
  if (count === 0) return false;
  for (let begin = 0; begin < entries.length; begin += ROWS_AT_ONCE) {
    await writeRows(sql, seal, { institutionId, date, entries: entries.slice(begin, begin + ROWS_AT_ONCE) });
  }
  return true;
}

async function writeRows(
  sql: Queryable,
  { cipher, blindIndex }: StatementSeal,
  of: { readonly institutionId: string; readonly date: string; readonly entries: readonly StatementEntry[] },
): Promise<void> {
  const { institutionId, date, entries } = of;
  const told = (entry: StatementEntry) => {
    const { counterparty, memo, sequence } = entry;
    return isOurs(entry)
      ? null
      : cipher.encrypt(JSON.stringify({ counterparty, memo }), toldAt(institutionId, date, sequence));
  };
  await write(
    sql,
    `INSERT INTO statement_row (institution_id, date, sequence, bank_reference, key, direction, amount_fen,
         balance_after_fen, told_cipher, payer_index)
       SELECT $1, $2, row.* FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[],
         $9::bytea[], $10::text[]) AS row`,
    [
      institutionId,
      date,
      entries.map(({ sequence }) => sequence),
      entries.map(({ bankReference }) => bankReference),
      entries.map(({ key }) => key),
      entries.map(({ direction }) => direction),
      entries.map(({ amountFen }) => amountFen),
      entries.map(({ balanceAfterFen }) => balanceAfterFen),
      entries.map(told),
      entries.map((entry) =>
        isOurs(entry) || entry.counterparty === '' ? null : blindIndex('bank_account', entry.counterparty),
      ),
    ],
  );
}

/** Keys of ours begin so; who pays and is paid under one is known by its order. */
function isOurs({ key }: StatementEntry): boolean {
  return key.startsWith('loan/') || key.startsWith('receipt/');
}

/** Where it stands what a movement told. */
export function toldAt(institutionId: string, date: string, sequence: number) {
  return { table: 'statement_row', column: 'told_cipher', id: `${institutionId}/${date}/${sequence}` };
}

/** The rows of a day's file, in its order. */
export async function readStatementRows(
  sql: Queryable,
  institutionId: string,
  date: string,
): Promise<readonly StatementRow[]> {
  return await readRows<StatementRow>(
    sql,
    `SELECT sequence, bank_reference, key, direction, amount_fen
       FROM statement_row WHERE institution_id = $1 AND date = $2 ORDER BY sequence`,
    [institutionId, date],
  );
}

/** The rows of a day under one key. */
export async function findStatementRows(
  prisma: PrismaClient,
  {
    institutionId,
    date,
    key,
  }: { readonly institutionId: string; readonly date: string; readonly key: string },
): Promise<readonly StatementRow[]> {
  const rows = await prisma.statementRow.findMany({
    select: ROW,
    where: { institutionId, date: dateOf(date), key },
    orderBy: { sequence: 'asc' },
  });
  return rows.map(plain<'StatementRow'>());
}

/** What was told with rows that come under no order, by their place in the file. */
export async function readTold(
  sql: Queryable,
  cipher: ColumnCipher,
  of: { readonly institutionId: string; readonly date: string; readonly sequences: readonly number[] },
): Promise<ReadonlyMap<number, Told & { readonly payerIndex: string | null }>> {
  const { institutionId, date, sequences } = of;
  const rows = await readRows<Pick<Stored<'StatementRow'>, 'sequence' | 'toldCipher' | 'payerIndex'>>(
    sql,
    `SELECT sequence, told_cipher, payer_index FROM statement_row
       WHERE institution_id = $1 AND date = $2 AND sequence = ANY($3)`,
    [institutionId, date, sequences],
  );
  return new Map(
    rows.map(({ sequence, toldCipher, payerIndex }) => [
      sequence,
      { ...openTold(cipher, toldCipher, toldAt(institutionId, date, sequence)), payerIndex },
    ]),
  );
}

function openTold(
  cipher: ColumnCipher,
  told: Uint8Array | null,
  place: Parameters<ColumnCipher['decrypt']>[1],
): Told {
  return told === null ? { counterparty: '', memo: '' } : (JSON.parse(cipher.decrypt(told, place)) as Told);
}
