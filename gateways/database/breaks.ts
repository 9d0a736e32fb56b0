import type { BreakDetail, BreakKind, BreakStatus } from '../../contracts/differences';
import { asked } from './asked';
import { fieldsOf, plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRows, write } from './statement';
import { type WithTask, withTasks } from './tasks';
import type { Queryable } from './transaction';

export interface BreakToOpen {
  readonly institutionId: string;
  readonly kind: BreakKind;
  /** What it is about, unique within the kind: a day, a loan, a movement. A second one changes nothing. */
  readonly reference: string;
  /** What is at stake; null where it is no money. */
  readonly amountFen: number | null;
  /** What the person needs to know, shown with the task. */
  readonly detail: BreakDetail;
}

/**
 * Writes down that a person must look at something, in the transaction that found it. The sweeper starts its
 * process, which opens the task. One that is there, open or resolved, stays as it is.
 * @returns the id of the break
 */
export async function openBreak(sql: Queryable, found: BreakToOpen): Promise<string> {
  const [id] = await openBreaks(sql, [found]);
  if (id === undefined) throw new Error(`break ${found.kind} ${found.reference} could not be opened`);
  return id;
}

/** The same of what may be found again after people have resolved it: then it is theirs once more, as a new one. */
export async function openBreakAnew(sql: Queryable, found: BreakToOpen): Promise<void> {
  await openBreaksAnew(sql, [found]);
}

/** The same for many, in two round trips. */
export async function openBreaksAnew(sql: Queryable, found: readonly BreakToOpen[]): Promise<void> {
  const rows = await readRows<{ nth: number; times: number; isOpen: boolean | null }>(
    sql,
    `SELECT f.nth, count(b.id)::integer AS times, bool_or(b.status = 'OPEN') AS is_open
       FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY
         AS f (institution_id, kind, reference, nth)
       LEFT JOIN break_case b ON b.institution_id = f.institution_id AND b.kind = f.kind
         AND (b.reference = f.reference OR starts_with(b.reference, f.reference || '/again/'))
       GROUP BY f.nth`,
    [
      found.map(({ institutionId }) => institutionId),
      found.map(({ kind }) => kind),
      found.map(({ reference }) => reference),
    ],
  );
  const known = new Map(rows.map((row) => [row.nth, row]));
  const anew = found.flatMap((each, index) => {
    const { times = 0, isOpen = false } = known.get(index + 1) ?? {};
    if (isOpen === true) return [];
    return [{ ...each, reference: times === 0 ? each.reference : `${each.reference}/again/${times}` }];
  });
  await openBreaks(sql, anew);
}

/** The same for many, in one round trip. @returns the id of each, in their order */
export async function openBreaks(sql: Queryable, found: readonly BreakToOpen[]): Promise<readonly string[]> {
  if (found.length === 0) return [];
  const rows = await readRows<{ id: string; name: string }>(
    sql,
    `INSERT INTO break_case (institution_id, kind, reference, amount_fen, detail)
       SELECT DISTINCT ON (1, 2, 3) * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::jsonb[])
         AS found (institution_id, kind, reference, amount_fen, detail)
       ON CONFLICT (institution_id, kind, reference) DO UPDATE SET status = break_case.status
       RETURNING id, institution_id || '|' || kind || '|' || reference AS name`,
    [
      found.map(({ institutionId }) => institutionId),
      found.map(({ kind }) => kind),
      found.map(({ reference }) => reference),
      found.map(({ amountFen }) => amountFen),
      found.map(({ detail }) => JSON.stringify(detail)),
    ],
  );
  const ids = new Map(rows.map(({ id, name }) => [name, id]));
  return found.map(
    ({ institutionId, kind, reference }) => ids.get(`${institutionId}|${kind}|${reference}`) ?? '',
  );
}

/** What a break is, for its process. */
export type Break = Pick<
  Stored<'BreakCase'>,
  'id' | 'institutionId' | 'kind' | 'reference' | 'amountFen' | 'detail'
>;

const BREAK = `b.id, b.institution_id, b.kind, b.reference, b.amount_fen, b.detail`;

/** Ends breaks that have come right by themselves; the sweeper tells their processes, see {@link findBreaksToTell}. */
export async function resolveBreaks(
  sql: Queryable,
  of: {
    readonly institutionId: string;
    readonly kind: BreakKind;
    readonly references: readonly string[] | 'ALL';
    readonly resolution: string;
  },
): Promise<void> {
  await write(
    sql,
    `UPDATE break_case SET status = 'RESOLVED', resolution = $4, resolved_at = now()
       WHERE institution_id = $1 AND kind = $2 AND status = 'OPEN' AND ($3::text[] IS NULL OR reference = ANY($3))`,
    [of.institutionId, of.kind, of.references === 'ALL' ? null : of.references, of.resolution],
  );
}

/** The same of movements out under the keys of a fee's debits that the bank took back, where the fee has given them up. */
export async function resolveTakenBack(
  sql: Queryable,
  institutionId: string,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  await write(
    sql,
    `UPDATE break_case b SET status = 'RESOLVED', resolution = 'FEE_BOUNCED/' || q.fee_id, resolved_at = now()
       FROM fee_request q
       WHERE (b.institution_id, b.kind, b.status) = ($1, 'LONG', 'OPEN') AND b.detail ->> 'direction' = 'OUT'
         AND b.detail ->> 'key' = ANY ($2) AND (q.source, q.kind, q.status) = (b.detail ->> 'key', 'BOUNCE', 'DONE')`,
    [institutionId, keys],
  );
}

/** Ends a break by a person's word. One that is resolved stays as it is. */
export async function resolveBreak(sql: Queryable, id: string, resolution: string): Promise<void> {
  await write(
    sql,
    `UPDATE break_case SET status = 'RESOLVED', resolution = $2, resolved_at = now()
       WHERE id = $1 AND status = 'OPEN'`,
    [id, resolution],
  );
}

/** Open breaks that never had a task: their process did not begin. */
export async function findBreaksWithoutProcess(sql: Queryable, limit: number): Promise<readonly Break[]> {
  return await readRows<Break>(
    sql,
    `SELECT ${BREAK} FROM break_case b
       WHERE b.status = 'OPEN'
         AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_id = b.id::text AND t.case_type = 'BREAK')
       ORDER BY b.created_at LIMIT $1`,
    [limit],
  );
}

/** Those of these breaks that are open. */
export async function readOpenBreaks(sql: Queryable, ids: readonly string[]): Promise<readonly Break[]> {
  return await readRows<Break>(
    sql,
    `SELECT ${BREAK} FROM break_case b WHERE b.id = ANY ($1) AND b.status = 'OPEN'`,
    [ids],
  );
}

/** Breaks that are resolved and whose process was not told: it still has an open task. */
export async function findBreaksToTell(sql: Queryable, limit: number): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT b.id FROM human_task t JOIN break_case b ON b.id::text = t.case_id
       WHERE t.case_type = 'BREAK' AND t.status IN ('OPEN', 'CLAIMED') AND b.status = 'RESOLVED' LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

const SHOWN = {
  id: true,
  kind: true,
  reference: true,
  amountFen: true,
  detail: true,
  status: true,
  resolution: true,
  resolvedAt: true,
  createdAt: true,
} satisfies Prisma.BreakCaseSelect;

export const BREAK_FIELDS = fieldsOf(SHOWN);

/** What is open now of the claim that a break `b` is about, beside what it tells. */
export const OPEN_OF_CLAIM = `(SELECT jsonb_build_object('openFen',
      sum(c.amount_fen - c.repaid_fen - c.set_off_fen - c.written_off_fen))
    FROM payer_claim c WHERE b.kind = 'PAYER_CLAIM' AND c.institution_id = b.institution_id
      AND is_about_claim(b.reference, c.reversal) HAVING count(*) > 0)`;
export type BreakRow = Pick<Stored<'BreakCase'>, keyof typeof SHOWN> & WithTask;

/** Breaks of an institution, newest first; of claims with what is open of them. */
export async function listBreaks(
  { prisma, sql }: { readonly prisma: PrismaClient; readonly sql: Queryable },
  wish: {
    readonly institutionId: string;
    readonly status?: BreakStatus | undefined;
    readonly kind?: BreakKind | undefined;
    /** Those of this kind are not the reader's. */
    readonly without?: BreakKind | undefined;
  },
  paging: Paging,
): Promise<Page<BreakRow>> {
  const { institutionId, status, kind, without } = wish;
  const rows = await prisma.breakCase.findMany({
    select: SHOWN,
    where: {
      AND: [without === undefined ? {} : { kind: { not: without } }],
      institutionId,
      ...asked({ status, kind }),
      ...olderThan(paging),
    },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  const shown = await withOpenClaims(sql, rows.map(plain<'BreakCase'>()));
  return pageOf(await withTasks(prisma, shown), paging, placeByAge);
}

async function withOpenClaims<Row extends Pick<BreakRow, 'id' | 'kind' | 'detail'>>(
  sql: Queryable,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const ids = rows.filter(({ kind }) => kind === 'PAYER_CLAIM').map(({ id }) => id);
  if (ids.length === 0) return rows;
  const found = await readRows<{ id: string; open: Pick<BreakDetail, 'openFen'> | null }>(
    sql,
    `SELECT b.id, ${OPEN_OF_CLAIM} AS open FROM break_case b WHERE b.id = ANY ($1)`,
    [ids],
  );
  const open = new Map(found.map((row) => [row.id, row.open]));
  return rows.map((row) => ({ ...row, detail: { ...row.detail, ...open.get(row.id) } }));
}
