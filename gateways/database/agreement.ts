import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A task that the table shows as open. */
export type ShownTask = Pick<Stored<'HumanTask'>, 'claimedBy'> & { readonly taskId: string };

/** A case whose rows say that its process goes on. */
export interface RunningCase {
  readonly workflowId: string;
  readonly id: string;
  readonly institutionId: string;
}

const OPEN = `status IN ('OPEN', 'CLAIMED')`;

/** Kinds of cases that a process carries on: their tables, and by which rows the case is not over. */
const CASES = {
  application: {
    table: 'application',
    isOpen: `stage NOT IN ('DISBURSED', 'REJECTED', 'DECLINED_BY_APPLICANT', 'WITHDRAWN', 'EXPIRED')`,
  },
  onboarding: { table: 'enterprise', isOpen: `stage IN ('AWAITING_ACTIVATION', 'CHECKING', 'IN_REVIEW')` },
  loan: { table: 'loan', isOpen: `status IN ('REPAYING', 'OVERDUE', 'SETTLED')` },
  payment: { table: 'payment', isOpen: `status IN ('CREATED', 'SUBMITTED', 'UNKNOWN')` },
} as const;
export type CaseKind = keyof typeof CASES;
export const CASE_KINDS = Object.keys(CASES) as readonly CaseKind[];

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
  if (type !== 'application' && type !== 'onboarding') return null;
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
export async function cancelTasks(sql: Queryable, workflowId: string): Promise<void> {
  await write(
    sql,
    `UPDATE human_task SET status = 'CANCELLED', outcome = 'SUPERSEDED', closed_at = business_now()
       WHERE workflow_id = $1 AND ${OPEN}`,
    [workflowId],
  );
}

export interface PartOfCases {
  /** The id after which the part begins; null: the first. */
  readonly after: string | null;
  readonly most: number;
  readonly olderThanMinutes: number;
}

/** Running cases of a kind in order: the next part of a walk over all of them. */
export async function runningCases(
  sql: Queryable,
  kind: CaseKind,
  { after, most, olderThanMinutes }: PartOfCases,
): Promise<readonly RunningCase[]> {
  const { table, isOpen } = CASES[kind];
  return await readRows<RunningCase>(
    sql,
    `SELECT '${kind}/' || id AS workflow_id, id, institution_id FROM ${table}
       WHERE ${isOpen} AND created_at < now() - $3 * interval '1 minute' AND id > $1 ORDER BY id LIMIT $2`,
    [after ?? FIRST_ID, most, olderThanMinutes],
  );
}

/** The case of a process; null when its rows say that it is over. */
export async function runningCase(sql: Queryable, workflowId: string): Promise<RunningCase | null> {
  const [kind, id] = workflowId.split('/');
  const known = CASE_KINDS.find((each) => each === kind);
  if (known === undefined) return null;
  const { table, isOpen } = CASES[known];
  return await readRow<RunningCase>(
    sql,
    `SELECT $2 AS workflow_id, id, institution_id FROM ${table} WHERE id = $1 AND ${isOpen}`,
    [id, workflowId],
  );
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
