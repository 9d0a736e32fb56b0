import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRow, write } from './statement';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  askedBy: true,
  shouldRun: true,
  missing: true,
  revived: true,
  begun: true,
  given: true,
  createdAt: true,
  finishedAt: true,
} satisfies Prisma.ProcessCheckSelect;

/** A check as people see it. */
export type ProcessCheckRow = Pick<Stored<'ProcessCheck'>, keyof typeof SHOWN>;

/** A check that is under way: whose it is, and where it is. */
export type OpenCheck = Pick<Stored<'ProcessCheck'>, 'id' | 'institutionId' | 'kind' | 'afterId'>;

/** What a part of a check found. */
export type Found = Pick<Stored<'ProcessCheck'>, 'shouldRun' | 'missing' | 'revived' | 'begun' | 'given'>;

/** Asks for a check of an institution; while one is under way nothing is asked for. @returns the one under way */
export async function askForCheck(
  prisma: PrismaClient,
  of: { readonly id: string; readonly institutionId: string; readonly askedBy: string },
): Promise<ProcessCheckRow> {
  await prisma.processCheck.createMany({ data: of, skipDuplicates: true });
  const row = await prisma.processCheck.findFirstOrThrow({
    select: SHOWN,
    where: { institutionId: of.institutionId, OR: [{ id: of.id }, { finishedAt: null }] },
    orderBy: { createdAt: 'desc' },
  });
  return plain<'ProcessCheck'>()(row);
}

/** Checks of an institution, newest first. */
export async function listChecks(
  prisma: PrismaClient,
  institutionId: string,
  paging: Paging,
): Promise<Page<ProcessCheckRow>> {
  const rows = await prisma.processCheck.findMany({
    select: SHOWN,
    where: { institutionId, ...olderThan(paging) },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  return pageOf(rows.map(plain<'ProcessCheck'>()), paging, placeByAge);
}

/** Begins the day's check of each institution that had none for a day. */
export async function beginDailyChecks(sql: Queryable): Promise<void> {
  await write(
    sql,
    `INSERT INTO process_check (id, institution_id)
       SELECT gen_random_uuid(), i.id FROM institution i
         WHERE NOT EXISTS (SELECT FROM process_check c
           WHERE c.institution_id = i.id AND c.created_at > now() - interval '1 day')
       ON CONFLICT DO NOTHING`,
  );
}

/** The oldest check that is under way, or null. */
export async function openCheck(sql: Queryable): Promise<OpenCheck | null> {
  return await readRow<OpenCheck>(
    sql,
    `SELECT id, institution_id, kind, after_id FROM process_check
       WHERE finished_at IS NULL ORDER BY created_at LIMIT 1`,
  );
}

/** Notes what a part of a check found, and where it goes on; null: it is done. */
export async function noteFound(
  sql: Queryable,
  id: string,
  found: Found,
  next: Pick<OpenCheck, 'kind' | 'afterId'> | null,
): Promise<void> {
  await write(
    sql,
    `UPDATE process_check SET should_run = should_run + $2, missing = missing + $3, revived = revived + $4,
         begun = begun + $5, given = given + $6, kind = $7, after_id = $8,
         finished_at = CASE WHEN $9 THEN now() END
       WHERE id = $1`,
    [
      id,
      found.shouldRun,
      found.missing,
      found.revived,
      found.begun,
      found.given,
      next?.kind ?? null,
      next?.afterId ?? null,
      next === null,
    ],
  );
}
