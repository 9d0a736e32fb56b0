import type { ColumnCipher } from '../crypto';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { placeIn } from './sealedColumns';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  what: true,
  format: true,
  status: true,
  rowCount: true,
  isWhole: true,
  createdAt: true,
  finishedAt: true,
} satisfies Prisma.ExportFileSelect;

/** A file as whoever asked for it sees it. */
export type ExportRow = Pick<Stored<'ExportFile'>, keyof typeof SHOWN>;
/** Whose file it is: nobody else finds it. */
export type ExportOwner = Pick<Stored<'ExportFile'>, 'institutionId' | 'askedBy'>;

export type NewExport = ExportOwner & Pick<Stored<'ExportFile'>, 'id' | 'what' | 'format' | 'filter'>;

const MOST_LISTED = 50;

const placeOf = (id: string) => placeIn('export_file', 'content_cipher', id);

/** Writes down what is wanted, unless somebody waits for so many already; again changes nothing. */
export async function addExport(sql: Queryable, wish: NewExport, mostWaiting: number): Promise<void> {
  await write(
    sql,
    `INSERT INTO export_file (id, institution_id, asked_by, what, filter, format) SELECT $1, $2, $3, $4, $5, $7
       WHERE (SELECT count(*) FROM export_file WHERE asked_by = $3 AND status IN ('WAITING', 'RUNNING')) < $6
       ON CONFLICT DO NOTHING`,
    [
      wish.id,
      wish.institutionId,
      wish.askedBy,
      wish.what,
      JSON.stringify(wish.filter),
      mostWaiting,
      wish.format,
    ],
  );
}

/** Files that somebody asked for, the newest first. */
export async function listExports(prisma: PrismaClient, owner: ExportOwner): Promise<readonly ExportRow[]> {
  const rows = await prisma.exportFile.findMany({
    select: SHOWN,
    where: { ...owner },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_LISTED,
  });
  return rows.map(plain<'ExportFile'>());
}

/** A file that somebody asked for, or null. */
export async function findExport(
  prisma: PrismaClient,
  owner: ExportOwner,
  id: string,
): Promise<ExportRow | null> {
  const row = await prisma.exportFile.findFirst({ select: SHOWN, where: { ...owner, id } });
  return row && plain<'ExportFile'>()(row);
}

/** What is in a file that somebody asked for; null until it is done. */
export async function readExport(
  sql: Queryable,
  cipher: ColumnCipher,
  { institutionId, askedBy }: ExportOwner,
  id: string,
): Promise<string | null> {
  const row = await readRow<{ contentCipher: Uint8Array }>(
    sql,
    `SELECT content_cipher FROM export_file
       WHERE id = $1 AND institution_id = $2 AND asked_by = $3 AND status = 'DONE'`,
    [id, institutionId, askedBy],
  );
  return row && cipher.decrypt(row.contentCipher, placeOf(id));
}

/** A file that is to be made. */
export type ExportToMake = Pick<Stored<'ExportFile'>, 'id' | 'institutionId' | 'what' | 'format' | 'filter'>;

/** Takes the next file that nobody makes, or whose worker is gone; null when there is none. */
export function takeExport(sql: Queryable, leaseSeconds: number): Promise<ExportToMake | null> {
  return readRow<ExportToMake>(
    sql,
    `UPDATE export_file SET status = 'RUNNING', row_count = 0, lease_until = now() + make_interval(secs => $1)
       WHERE id = (SELECT id FROM export_file
         WHERE status = 'WAITING' OR status = 'RUNNING' AND lease_until < now()
         ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id, institution_id, what, format, filter`,
    [leaseSeconds],
  );
}

/** Says how far a file is, and that it is still being made. */
export async function noteExport(
  sql: Queryable,
  id: string,
  rowCount: number,
  leaseSeconds: number,
): Promise<void> {
  await write(
    sql,
    `UPDATE export_file SET row_count = $2, lease_until = now() + make_interval(secs => $3)
       WHERE id = $1 AND status = 'RUNNING'`,
    [id, rowCount, leaseSeconds],
  );
}

/** A file is done. */
export async function finishExport(
  sql: Queryable,
  cipher: ColumnCipher,
  id: string,
  { content, rowCount, isWhole }: Pick<ExportRow, 'rowCount' | 'isWhole'> & { readonly content: string },
): Promise<void> {
  await write(
    sql,
    `UPDATE export_file SET status = 'DONE', content_cipher = $2, row_count = $3, is_whole = $4, finished_at = now(),
         lease_until = NULL
       WHERE id = $1 AND status = 'RUNNING'`,
    [id, cipher.encrypt(content, placeOf(id)), rowCount, isWhole],
  );
}

/** A file can't be made: its worker said why in the log. */
export async function failExport(sql: Queryable, id: string): Promise<void> {
  await write(
    sql,
    `UPDATE export_file SET status = 'FAILED', finished_at = now(), lease_until = NULL WHERE id = $1 AND status = 'RUNNING'`,
    [id],
  );
}

/** Removes files that are so old. @returns how many there were */
export async function forgetExports(sql: Queryable, hours: number): Promise<number> {
  return await write(sql, `DELETE FROM export_file WHERE created_at < now() - make_interval(hours => $1)`, [
    hours,
  ]);
}
