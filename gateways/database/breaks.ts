import type { Pool } from 'pg';
import type { BreakDetail, BreakKind, BreakStatus } from '../../contracts/differences';
import { Conditions, instant, type Page, type Paging, selectPage } from './select';
import { openTaskOf } from './tasks';
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
  const { rows } = await sql.query<{ times: number; isOpen: boolean | null }>(
    `SELECT count(*)::integer AS times, bool_or(status = 'OPEN') AS "isOpen" FROM break_case
       WHERE institution_id = $1 AND kind = $2 AND (reference = $3 OR starts_with(reference, $3 || '/again/'))`,
    [found.institutionId, found.kind, found.reference],
  );
  const { times, isOpen } = rows[0] ?? { times: 0, isOpen: false };
  if (isOpen === true) return;
  const reference = times === 0 ? found.reference : `${found.reference}/again/${times}`;
  await openBreak(sql, { ...found, reference });
}

/** The same for many, in one round trip. @returns the id of each, in their order */
export async function openBreaks(sql: Queryable, found: readonly BreakToOpen[]): Promise<readonly string[]> {
  if (found.length === 0) return [];
  const { rows } = await sql.query<{ id: string; name: string }>(
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
export interface Break {
  readonly id: string;
  readonly institutionId: string;
  readonly kind: BreakKind;
  readonly reference: string;
  readonly amountFen: number | null;
  readonly detail: BreakToOpen['detail'];
}

const BREAK = `b.id, b.institution_id AS "institutionId", b.kind, b.reference, b.amount_fen AS "amountFen", b.detail`;

/**
 * Ends breaks that have come right by themselves.
 * @returns the ids of those that were open: their processes are told
 */
export async function resolveBreaks(
  sql: Queryable,
  of: {
    readonly institutionId: string;
    readonly kind: BreakKind;
    readonly references: readonly string[] | 'ALL';
    readonly resolution: string;
  },
): Promise<readonly string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `UPDATE break_case SET status = 'RESOLVED', resolution = $4, resolved_at = now()
       WHERE institution_id = $1 AND kind = $2 AND status = 'OPEN' AND ($3::text[] IS NULL OR reference = ANY($3))
       RETURNING id`,
    [of.institutionId, of.kind, of.references === 'ALL' ? null : of.references, of.resolution],
  );
  return rows.map(({ id }) => id);
}

/** Ends a break by a person's word. One that is resolved stays as it is. */
export async function resolveBreak(sql: Queryable, id: string, resolution: string): Promise<void> {
  await sql.query(
    `UPDATE break_case SET status = 'RESOLVED', resolution = $2, resolved_at = now()
       WHERE id = $1 AND status = 'OPEN'`,
    [id, resolution],
  );
}

/** Open breaks that never had a task: their process did not begin. */
export async function findBreaksWithoutProcess(sql: Queryable, limit: number): Promise<readonly Break[]> {
  const { rows } = await sql.query<Break>(
    `SELECT ${BREAK} FROM break_case b
       WHERE b.status = 'OPEN'
         AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_id = b.id::text AND t.case_type = 'BREAK')
       ORDER BY b.created_at LIMIT $1`,
    [limit],
  );
  return rows;
}

/** Breaks that are resolved and whose process was not told: it still has an open task. */
export async function findBreaksToTell(sql: Queryable, limit: number): Promise<readonly string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT b.id FROM human_task t JOIN break_case b ON b.id::text = t.case_id
       WHERE t.case_type = 'BREAK' AND t.status IN ('OPEN', 'CLAIMED') AND b.status = 'RESOLVED' LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

export interface BreakRow {
  readonly id: string;
  readonly kind: BreakKind;
  readonly reference: string;
  readonly amountFen: number | null;
  readonly detail: BreakDetail;
  readonly status: BreakStatus;
  readonly resolution: string | null;
  readonly resolvedAt: string | null;
  readonly createdAt: string;
  readonly taskId: string | null;
}

/** Breaks of an institution, open ones first, newest on top. */
export function listBreaks(
  sql: Pool,
  filter: {
    readonly institutionId: string;
    readonly status?: BreakStatus | undefined;
    readonly kind?: BreakKind | undefined;
  },
  paging: Paging,
): Promise<Page<BreakRow>> {
  const conditions = new Conditions()
    .and('b.institution_id = ?', filter.institutionId)
    .and('b.status = ?', filter.status)
    .and('b.kind = ?', filter.kind);
  const columns = `b.id, b.kind, b.reference, b.amount_fen AS "amountFen", b.detail, b.status, b.resolution,
    ${instant('b.resolved_at', 'resolvedAt')}, ${instant('b.created_at', 'createdAt')},
    ${openTaskOf('b.id')} AS "taskId"`;
  const orderBy = 'b.status, b.created_at DESC, b.id';
  return selectPage<BreakRow>(sql, { columns, from: 'break_case b', orderBy }, conditions, paging);
}
