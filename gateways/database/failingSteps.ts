import { ACTIVITY_ATTEMPTS, WORKFLOW_TASK } from '../../contracts/stuck';
import type { Stored } from './columns';
import { readRow, readRows, write } from './statement';
import type { Queryable } from './transaction';

/** A step of a process that fails again and again. */
export type FailingStep = Pick<
  Stored<'FailingStep'>,
  'workflowId' | 'step' | 'runId' | 'institutionId' | 'attempts'
>;

/** Which of them: workflow tasks, or activities. */
export interface FailingFilter {
  readonly institutionId: string;
  readonly tasks: boolean;
}

/**
 * A single failure is a hiccup. Of a workflow task the worker hears the first failure only, so it is told by its age:
 * the third attempt is over by then.
 */
const OFTEN = `CASE step WHEN '${WORKFLOW_TASK}' THEN first_at < now() - interval '30 seconds'
  ELSE attempts >= ${ACTIVITY_ATTEMPTS} END`;
const ASKED = `(institution_id = $1 OR institution_id IS NULL) AND (step = '${WORKFLOW_TASK}') = $2 AND ${OFTEN}`;

/**
 * Notes another failure of a step that is known to fail.
 * @param attempts how often so far; null: once more than before
 * @returns false when it is not known yet
 */
export async function noteFailure(
  sql: Queryable,
  of: Pick<FailingStep, 'runId' | 'step'> & { readonly attempts: number | null },
): Promise<boolean> {
  const noted = await write(
    sql,
    `UPDATE failing_step SET attempts = coalesce($3, attempts + 1), seen_at = now() WHERE run_id = $1 AND step = $2`,
    [of.runId, of.step, of.attempts],
  );
  return noted > 0;
}

/** Writes down a step that was not known to fail; one of an earlier run gives way to it. */
export async function writeFailing(
  sql: Queryable,
  { workflowId, step, runId, institutionId, attempts }: FailingStep,
): Promise<void> {
  await write(
    sql,
    `INSERT INTO failing_step (workflow_id, step, run_id, institution_id, attempts) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (workflow_id, step) DO UPDATE SET run_id = $3, attempts = $5, seen_at = now()`,
    [workflowId, step, runId, institutionId, attempts],
  );
}

/** It works again. */
export async function forgetFailing(sql: Queryable, workflowId: string, step: string): Promise<void> {
  await write(sql, 'DELETE FROM failing_step WHERE workflow_id = $1 AND step = $2', [workflowId, step]);
}

/** Those that nobody saw fail for longer than a pause lasts: perhaps they work again, or their processes are over. */
export async function failingUnseen(sql: Queryable, most: number): Promise<readonly FailingStep[]> {
  return await readRows<FailingStep>(
    sql,
    `SELECT workflow_id, step, run_id, institution_id, attempts FROM failing_step
       WHERE seen_at < now() - interval '90 seconds' ORDER BY seen_at LIMIT $1`,
    [most],
  );
}

/** A page of them, the longest failing first. @param after place that the page before ended at */
export async function listFailing(
  sql: Queryable,
  { institutionId, tasks }: FailingFilter,
  { after, pageSize }: { readonly after: string | null; readonly pageSize: number },
): Promise<{ readonly items: readonly FailingStep[]; readonly next: string | null }> {
  const [at = '0', workflowId = ''] = after?.split('|') ?? [];
  const rows = await readRows<FailingStep & { readonly firstMs: number }>(
    sql,
    `SELECT workflow_id, step, run_id, institution_id, attempts,
            (extract(epoch FROM first_at) * 1000)::bigint AS first_ms
       FROM failing_step
       WHERE ${ASKED} AND (first_at, workflow_id) > (to_timestamp($3::bigint / 1000.0), $4)
       ORDER BY first_at, workflow_id LIMIT $5`,
    [institutionId, tasks, at, workflowId, pageSize],
  );
  const last = rows.at(-1);
  const isMore = rows.length === pageSize && last !== undefined;
  return { items: rows, next: isMore ? `${last.firstMs}|${last.workflowId}` : null };
}

/** How many processes have such a step. */
export async function countFailing(sql: Queryable, { institutionId, tasks }: FailingFilter): Promise<number> {
  const row = await readRow<{ count: number }>(
    sql,
    `SELECT count(DISTINCT workflow_id) AS count FROM failing_step WHERE ${ASKED}`,
    [institutionId, tasks],
  );
  return row?.count ?? 0;
}

/** Which steps of these processes fail. */
export async function failingOf(
  sql: Queryable,
  workflowIds: readonly string[],
): Promise<readonly FailingStep[]> {
  return await readRows<FailingStep>(
    sql,
    `SELECT workflow_id, step, run_id, institution_id, attempts FROM failing_step
       WHERE workflow_id = ANY ($1) AND ${OFTEN}`,
    [workflowIds],
  );
}
