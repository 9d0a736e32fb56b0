import type { WorkflowType } from '../../contracts/workflowTypes';
import type { Stored } from './columns';
import { FEE_IS_OPEN } from './fees';
import { IS_PUT_TO_PEOPLE } from './loanChanges';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A task that the table shows as open. */
export type ShownTask = Pick<Stored<'HumanTask'>, 'claimedBy'> & { readonly taskId: string };

/** A case whose rows say that its process goes on. */
export interface RunningCase {
  readonly kind: CaseKind;
  readonly workflowId: string;
  readonly id: string;
  readonly institutionId: string;
}

const OPEN = `status IN ('OPEN', 'CLAIMED')`;

interface CaseTable {
  readonly table: string;
  readonly isOpen: string;
  readonly stage: string;
  readonly since: string;
  /** Column of the id; `id` when left out. */
  readonly id?: string;
  /** The id of its process; the kind and the id when left out. */
  readonly workflowId?: string;
}

/**
 * Kinds of cases that a process carries on, by the first word of its id: their tables, by which rows the case is not
 * over, and where it stands since when (business time).
 */
const CASES = {
  application: {
    table: 'application',
    isOpen: `stage NOT IN ('DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED')`,
    stage: 'stage',
    since: 'stage_since',
  },
  appeal: { table: 'appeal', isOpen: `stage = 'IN_REVIEW'`, stage: 'stage', since: 'stage_since' },
  fileChange: {
    table: 'file_change',
    isOpen: `stage IN ('IN_REVIEW', 'IN_CONFIRMATION', 'WAITING')`,
    stage: 'stage',
    since: 'stage_since',
  },
  onboarding: {
    table: 'enterprise',
    isOpen: `stage IN ('AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW', 'AWAITING_CORRECTION')`,
    stage: 'stage',
    since: 'stage_since',
  },
  loanChange: {
    table: 'loan_change',
    isOpen: IS_PUT_TO_PEOPLE,
    stage: 'status',
    since: 'business_at(created_at)',
  },
  loan: {
    table: 'loan',
    isOpen: `status IN ('REPAYING', 'OVERDUE', 'SETTLED', 'WRITTEN_OFF')`,
    stage: 'status',
    // An overdue one since it is, any other since its money was paid out.
    since: `CASE status WHEN 'OVERDUE' THEN business_now() - days_past_due * interval '1 day' ELSE start_date END`,
  },
  collection: {
    table: 'collection_episode',
    id: 'loan_id',
    workflowId: `'collection/' || loan_id`,
    isOpen: 'cured_at IS NULL',
    stage: 'stage',
    since: 'stage_since',
  },
  payment: {
    table: 'payment',
    isOpen: `status IN ('CREATED', 'SUBMITTED', 'UNKNOWN')`,
    stage: 'status',
    since: 'coalesce(submitted_at, business_at(created_at))',
  },
  dispute: {
    table: 'dispute',
    id: 'payment_id',
    workflowId: `'dispute/' || payment_id || CASE number WHEN 1 THEN '' ELSE '/' || number END`,
    isOpen: 'settled_at IS NULL',
    stage: `'DISPUTED'`,
    since: 'opened_at',
  },
  receipt: {
    table: 'unidentified_receipt',
    isOpen: `status = 'OPEN'`,
    stage: 'status',
    since: 'business_at(created_at)',
  },
  fee: {
    table: 'fee',
    isOpen: FEE_IS_OPEN,
    stage: 'status',
    since: 'coalesce(status_since, business_at(created_at))',
  },
  postLoan: {
    table: 'post_loan_matter',
    isOpen: `status = 'OPEN'`,
    stage: 'status',
    since: 'business_at(created_at)',
  },
  break: {
    table: 'break_case',
    isOpen: `status = 'OPEN'`,
    stage: 'status',
    since: 'business_at(created_at)',
  },
} as const satisfies Readonly<Record<string, CaseTable>>;
export type CaseKind = keyof typeof CASES;
export const CASE_KINDS = Object.keys(CASES) as [CaseKind, ...CaseKind[]];

/** The workflow type of a kind of case. */
const PROCESS_OF = {
  application: 'application',
  appeal: 'appeal',
  fileChange: 'fileChange',
  onboarding: 'onboarding',
  loanChange: 'loanChange',
  loan: 'loan',
  collection: 'collection',
  payment: 'payment',
  dispute: 'dispute',
  receipt: 'receipt',
  fee: 'fee',
  postLoan: 'postLoan',
  break: 'breakCase',
} as const satisfies Readonly<Record<CaseKind, WorkflowType>>;

/** How many cases of a kind are in a stage, by how long they have been in it: a day, a week, a month, longer. */
export interface StageFigures {
  readonly process: WorkflowType;
  readonly stage: string;
  readonly open: number;
  readonly day: number;
  readonly week: number;
  readonly month: number;
  readonly older: number;
}

/** Open cases of an institution by stage and age, in one statement. */
export async function readStageFigures(
  sql: Queryable,
  institutionId: string,
): Promise<readonly StageFigures[]> {
  const cases = CASE_KINDS.map((kind) => {
    const { table, isOpen, stage, since } = CASES[kind];
    return `SELECT '${PROCESS_OF[kind]}' AS process, ${stage} AS stage, business_now() - ${since} AS age
              FROM ${table} WHERE institution_id = $1 AND ${isOpen}`;
  });
  const older = (than: string, upTo: string) =>
    `count(*) FILTER (WHERE age > interval '${than}' AND age <= interval '${upTo}')`;
  return await readRows<StageFigures>(
    sql,
    `SELECT process, stage, count(*) AS open, count(*) FILTER (WHERE age <= interval '1 day') AS day,
            ${older('1 day', '7 days')} AS week, ${older('7 days', '30 days')} AS month,
            count(*) FILTER (WHERE age > interval '30 days') AS older
       FROM (${cases.join(' UNION ALL ')}) AS cases GROUP BY process, stage ORDER BY process, stage`,
    [institutionId],
  );
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** What the table shows as open of a process. */
export async function shownTasks(sql: Queryable, workflowId: string): Promise<readonly ShownTask[]> {
  return await readRows<ShownTask>(
    sql,
    `SELECT id AS task_id, claimed_by FROM human_task WHERE workflow_id = $1 AND ${OPEN}`,
    [workflowId],
  );
}

/** The stage that the table shows of a process; null where its stage is not a row's. */
export async function shownStage(sql: Queryable, workflowId: string): Promise<string | null> {
  const [type, id] = workflowId.split('/');
  if (type !== 'application' && type !== 'appeal' && type !== 'fileChange' && type !== 'onboarding')
    return null;
  const { table } = CASES[type];
  const rows = await readRows<{ stage: string }>(sql, `SELECT stage FROM ${table} WHERE id = $1`, [id]);
  return rows[0]?.stage ?? null;
}

/** All processes of which the table shows open tasks. */
export async function workflowsWithTasks(sql: Queryable): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT DISTINCT workflow_id AS id FROM human_task WHERE ${OPEN}`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Processes whose tasks are to be compared: those of new tasks first, then those that were compared longest ago.
 * They count as compared from now on.
 */
export async function takeToCompare(sql: Queryable, most: number): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `UPDATE human_task SET compared_at = now() WHERE id IN (
         SELECT id FROM human_task WHERE ${OPEN} AND created_at < now() - interval '5 seconds'
           ORDER BY compared_at NULLS FIRST LIMIT $1)
       RETURNING workflow_id AS id`,
    [most],
  );
  return [...new Set(rows.map(({ id }) => id))];
}

/** Those of these processes of which the table shows no open task. */
export async function withoutTask(
  sql: Queryable,
  workflowIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await readRows<{ id: string }>(
    sql,
    `SELECT w.id FROM unnest($1::text[]) AS w (id)
       WHERE NOT EXISTS (SELECT FROM human_task t WHERE t.workflow_id = w.id AND t.${OPEN})`,
    [workflowIds],
  );
  return rows.map(({ id }) => id);
}

/** Nobody can decide what no process waits for. */
export async function cancelTasks(sql: Queryable, workflowIds: readonly string[]): Promise<void> {
  await write(
    sql,
    `UPDATE human_task SET status = 'CANCELLED', outcome = 'SUPERSEDED', closed_at = business_now()
       WHERE workflow_id = ANY ($1) AND ${OPEN}`,
    [workflowIds],
  );
}

export interface PartOfCases {
  /** The id after which the part begins; null: the first. */
  readonly after: string | null;
  readonly most: number;
  readonly olderThanMinutes: number;
  /** Only of this institution. */
  readonly institutionId?: string;
}

/** The columns of a {@link RunningCase}. */
function caseColumns(kind: CaseKind): string {
  const { id = 'id', workflowId = `'${kind}/' || id` }: CaseTable = CASES[kind];
  return `'${kind}' AS kind, ${workflowId} AS workflow_id, ${id} AS id, institution_id`;
}

/** Running cases of a kind in order: the next part of a walk over all of them. */
export async function runningCases(
  sql: Queryable,
  kind: CaseKind,
  { after, most, olderThanMinutes, institutionId }: PartOfCases,
): Promise<readonly RunningCase[]> {
  const { table, isOpen, id = 'id' }: CaseTable = CASES[kind];
  return await readRows<RunningCase>(
    sql,
    `SELECT ${caseColumns(kind)} FROM ${table}
       WHERE ${isOpen} AND created_at < now() - $3 * interval '1 minute' AND ${id} > $1
         AND ($4::uuid IS NULL OR institution_id = $4)
       ORDER BY ${id} FETCH FIRST $2 ROWS WITH TIES`,
    [after ?? FIRST_ID, most, olderThanMinutes, institutionId ?? null],
  );
}

/** The cases of processes, of those whose rows say that they are not over; one question for each kind. */
export async function openCases(
  sql: Queryable,
  workflowIds: readonly string[],
): Promise<readonly RunningCase[]> {
  const found: RunningCase[] = [];
  for (const kind of CASE_KINDS) {
    const ofKind = workflowIds.filter((workflowId) => workflowId.startsWith(`${kind}/`));
    if (ofKind.length === 0) continue;
    const { table, isOpen, id = 'id' }: CaseTable = CASES[kind];
    const rows = await readRows<RunningCase>(
      sql,
      `SELECT ${caseColumns(kind)} FROM ${table} WHERE ${id} = ANY ($1) AND ${isOpen}`,
      [ofKind.map((workflowId) => workflowId.split('/')[1])],
    );
    found.push(...rows.filter(({ workflowId }) => ofKind.includes(workflowId)));
  }
  return found;
}

/** One sweeper at a time does this; any number will do as its name. */
const LOCK = 7_001;

/** Takes the turn of the one worker that compares; it ends with the transaction. @returns false when another has it */
export async function takeTurn(sql: Queryable): Promise<boolean> {
  const turn = await readRow<{ isOurs: boolean }>(sql, 'SELECT pg_try_advisory_xact_lock($1) AS is_ours', [
    LOCK,
  ]);
  return turn?.isOurs === true;
}
