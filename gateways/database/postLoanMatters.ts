import type { MatterKind, MatterOutcome, MatterStatus } from '../../contracts/postLoan';
import type { Role } from '../../domain/approval/roles';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { RiskFact } from '../../domain/overdue/classification';
import type { Indicator, WarningLevel } from '../../domain/parameters/postLoan';
import type { CheckFindings } from '../../domain/postLoan/findings';
import { asked } from './asked';
import { plain, type Stored } from './columns';
import type { Prisma, PrismaClient } from './generated/client';
import { NEWEST_FIRST, olderThan, type Page, type Paging, pageOf, placeByAge, rowsOf } from './paging';
import { readRow, readRows, write } from './statement';
import { type WithTask, withTasks } from './tasks';
import type { Queryable } from './transaction';

const SHOWN = {
  id: true,
  institutionId: true,
  enterpriseId: true,
  kind: true,
  indicator: true,
  level: true,
  value: true,
  asOf: true,
  bound: true,
  thresholds: true,
  grade: true,
  calledBy: true,
  raisedOn: true,
  dueOn: true,
  status: true,
  outcome: true,
  settledBy: true,
  note: true,
  findings: true,
  settledAt: true,
  clearedOn: true,
  createdAt: true,
} satisfies Prisma.PostLoanMatterSelect;
export type MatterRow = Pick<Stored<'PostLoanMatter'>, keyof typeof SHOWN>;

/** Those of these matters that are open. */
export async function readOpenMatters(
  prisma: PrismaClient,
  ids: readonly string[],
): Promise<readonly MatterRow[]> {
  const rows = await prisma.postLoanMatter.findMany({
    select: SHOWN,
    where: { id: { in: [...ids] }, status: 'OPEN' },
  });
  return rows.map(plain<'PostLoanMatter'>());
}

/** Open matters that never had a task: their process did not begin. */
export async function findMattersWithoutProcess(
  prisma: PrismaClient,
  sql: Queryable,
  limit: number,
): Promise<readonly MatterRow[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT m.id FROM post_loan_matter m
       WHERE m.status = 'OPEN'
         AND NOT EXISTS (SELECT FROM human_task t WHERE t.case_id = m.id::text AND t.case_type = 'POST_LOAN')
       ORDER BY m.created_at LIMIT $1`,
    [limit],
  );
  return rows.length === 0
    ? []
    : await readOpenMatters(
        prisma,
        rows.map(({ id }) => id),
      );
}

/** Matters that are over and whose process was not told: it still has an open task. */
export async function findMattersToTell(sql: Queryable, limit: number): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT m.id FROM human_task t JOIN post_loan_matter m ON m.id::text = t.case_id
       WHERE t.case_type = 'POST_LOAN' AND t.status IN ('OPEN', 'CLAIMED') AND m.status = 'SETTLED' LIMIT $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Writes what somebody answered; within a transaction. One that is over stays as it is.
 * @param at business instant
 * @returns false when it is over
 */
export async function settleMatter(
  sql: Queryable,
  id: string,
  answer: {
    readonly outcome: MatterOutcome;
    readonly by: string;
    readonly note: string;
    readonly findings: CheckFindings | null;
    readonly at: string;
  },
): Promise<boolean> {
  const { outcome, by, note, findings, at } = answer;
  const settled = await write(
    sql,
    `UPDATE post_loan_matter SET status = 'SETTLED', outcome = $2, settled_by = $3, note = $4, findings = $5,
         settled_at = $6 WHERE id = $1 AND status = 'OPEN'`,
    [id, outcome, by, note, findings === null ? null : JSON.stringify(findings), at],
  );
  return settled === 1;
}

/** Calls a check in because of a warning, unless one is open; within a transaction. */
export async function callCheckIn(
  sql: Queryable,
  warningId: string,
  { on, dueOn }: { readonly on: IsoDate; readonly dueOn: IsoDate },
): Promise<void> {
  await write(
    sql,
    `INSERT INTO post_loan_matter (institution_id, enterprise_id, kind, called_by, raised_on, due_on)
       SELECT institution_id, enterprise_id, 'CHECK', id, $2, $3 FROM post_loan_matter WHERE id = $1
       ON CONFLICT DO NOTHING`,
    [warningId, on, dueOn],
  );
}

/** What a warning is about. @throws Error of what is none */
export async function readIndicator(sql: Queryable, id: string): Promise<Indicator> {
  const row = await readRow<{ indicator: Indicator | null }>(
    sql,
    'SELECT indicator FROM post_loan_matter WHERE id = $1',
    [id],
  );
  if (row?.indicator == null) throw new Error(`matter ${id} is no warning`);
  return row.indicator;
}

/** Asks for a fact about the debtor of a warning that was answered so; within a transaction. */
export async function askReclassification(
  sql: Queryable,
  of: {
    readonly matterId: string;
    readonly fact: RiskFact;
    readonly approvals: readonly Role[];
  },
): Promise<void> {
  await readRow(sql, 'SELECT ask_reclassification($1, $2, $3)', [
    ...[of.matterId, of.fact],
    JSON.stringify(of.approvals),
  ]);
}

/** Which matters. */
export interface MatterWish {
  readonly kind?: MatterKind | undefined;
  readonly status?: MatterStatus | undefined;
  readonly indicator?: Indicator | undefined;
  readonly level?: WarningLevel | undefined;
  readonly enterpriseId?: string | undefined;
  /** Who has its task. */
  readonly owner?: string | undefined;
  /** Past its day of answer, as of this day. */
  readonly lateOn?: IsoDate | undefined;
  /** Raised on this day at the latest. */
  readonly raisedBy?: IsoDate | undefined;
}

const NAMED = { ...SHOWN, enterprise: { select: { name: true } } } satisfies Prisma.PostLoanMatterSelect;

/** A matter with its borrower's name and its open task. */
export type ListedMatter = MatterRow & {
  readonly enterprise: { readonly name: string };
} & WithTask & { readonly owner: string | null };

/** Matters of an institution, newest first. */
export async function listMatters(
  prisma: PrismaClient,
  institutionId: string,
  wish: MatterWish,
  paging: Paging,
): Promise<Page<ListedMatter>> {
  const { kind, status, indicator, level, enterpriseId, owner, lateOn, raisedBy } = wish;
  const owned = owner === undefined ? null : await casesHeldBy(prisma, institutionId, owner);
  const rows = await prisma.postLoanMatter.findMany({
    select: NAMED,
    where: {
      AND: [
        olderThan(paging),
        owned === null ? {} : { id: { in: owned } },
        lateOn === undefined ? {} : { status: 'OPEN', dueOn: { lt: new Date(lateOn) } },
        raisedBy === undefined ? {} : { raisedOn: { lte: new Date(raisedBy) } },
      ],
      institutionId,
      ...asked({ kind, status, indicator, level, enterpriseId }),
    },
    orderBy: NEWEST_FIRST,
    take: rowsOf(paging),
  });
  const withTask = await withTasks(prisma, rows.map(plain<'PostLoanMatter'>()));
  return pageOf(await withOwners(prisma, withTask), paging, placeByAge);
}

async function casesHeldBy(prisma: PrismaClient, institutionId: string, userId: string): Promise<string[]> {
  const held = await prisma.humanTask.findMany({
    select: { caseId: true },
    where: { institutionId, caseType: 'POST_LOAN', status: 'CLAIMED', claimedBy: userId },
  });
  return held.map(({ caseId }) => caseId);
}

async function withOwners<Row extends WithTask>(prisma: PrismaClient, rows: readonly Row[]) {
  const ids = rows.flatMap(({ taskId }) => (taskId === null ? [] : [taskId]));
  const tasks = await prisma.humanTask.findMany({
    select: { id: true, claimedBy: true },
    where: { id: { in: ids } },
  });
  const ownerOf = new Map(tasks.map(({ id, claimedBy }) => [id, claimedBy]));
  return rows.map((row) => ({ ...row, owner: (row.taskId && ownerOf.get(row.taskId)) ?? null }));
}

/** A matter of an institution, or null. */
export async function findMatter(
  prisma: PrismaClient,
  institutionId: string,
  id: string,
): Promise<ListedMatter | null> {
  const row = await prisma.postLoanMatter
    .findFirst({ select: NAMED, where: { id, institutionId } })
    .then(plain<'PostLoanMatter'>());
  if (row === null) return null;
  const [found] = await withOwners(prisma, await withTasks(prisma, [row]));
  return found ?? null;
}
