import { uuidv7 } from 'uuidv7';
import type { CaseChange, CastVote, Recorded } from '../../contracts/activities';
import type { TaskId } from '../../contracts/ids';
import type { TaskClosed, TaskToOpen } from '../../contracts/tasks';
import { businessDate } from '../../domain/calendar/clock';
import { chooseHolder } from './candidates';
import { writeCollection } from './collection';
import { writeCorrections } from './corrections';
import { rulesOf } from './ownRules';
import { readInactive, writeSitting } from './sittings';
import { ABANDONED } from './staff';
import { readRows, write } from './statement';
import { tellOfTasks } from './taskNotices';
import type { Queryable } from './transaction';

/** Tables whose rows show the stage of a case. Loans and payments show it by their own status. */
const STAGE_TABLE: Readonly<Partial<Record<CaseChange['caseType'], string>>> = {
  ONBOARDING: 'enterprise',
  APPLICATION: 'application',
  APPEAL: 'appeal',
  FILE_CHANGE: 'file_change',
};

/** Steps of which the database itself keeps that different people take them. */
const SEPARATED_STEPS: readonly string[] = [
  'INVESTIGATE',
  'REVIEW',
  'APPROVE',
  'RELEASE',
  'APPEAL',
  'RESOLVE',
  'CONFIRM',
];

/**
 * Writes one step of a case within a transaction: stage, tasks, decision, audit record. Writing it again
 * changes nothing, and a late write can't take a later one back.
 * @returns what the database knows of the case, when tasks were opened or rechecked or somebody voted
 */
export async function writeCaseChange(sql: Queryable, change: CaseChange): Promise<Recorded | null> {
  const { open = [], recheck } = change;
  for (const closed of change.close ?? []) await closeTask(sql, change, closed);
  await writeStage(sql, change);
  if (change.correct !== undefined) await writeCorrections(sql, change, change.correct);
  if (change.collection !== undefined) await writeCollection(sql, change, change.collection);
  for (const task of open) await openTask(sql, change, task);
  if (recheck !== undefined) await recheckTasks(sql, change, recheck);
  if (change.claim !== undefined) await claimTask(sql, change, change.claim);
  if (change.vote !== undefined) await writeVote(sql, change, change.vote);
  if (change.escalate !== undefined) await escalateTask(sql, change.escalate);
  await tellOfTasks(sql, change);
  await writeAudit(sql, change);
  if (open.length === 0 && recheck === undefined && change.vote === undefined) return null;
  const tasks = (recheck?.tasks ?? []).map(({ taskId }) => taskId);
  return {
    acts: await actsOf(sql, change),
    over: await tasksWith(sql, tasks, `status IN ('DONE', 'CANCELLED')`),
    inactive: change.vote === undefined ? [] : await readInactive(sql, change.vote),
    abandoned: await tasksWith(sql, tasks, ABANDONED),
    chosen: await chooseHolders(sql, change),
  };
}

/** To whom new tasks go by themselves; what is voted on goes to nobody. */
async function chooseHolders(
  sql: Queryable,
  { open = [], institutionId, at }: CaseChange,
): Promise<Recorded['chosen']> {
  if (open.length === 0) return [];
  const { approval } = await rulesOf(sql, institutionId, businessDate(Date.parse(at)));
  if (approval.assignment === 'OFF') return [];
  const chosen: Recorded['chosen'][number][] = [];
  for (const { taskId, sitting } of open) {
    const to = sitting === undefined ? await chooseHolder(sql, taskId, at) : null;
    if (to !== null) chosen.push({ taskId, to });
  }
  return chosen;
}

/** A process that was set back is right, though the table shows a later stage. */
async function writeStage(sql: Queryable, { caseType, caseId, stage, recheck }: CaseChange): Promise<void> {
  if (stage === undefined) return;
  await write(
    sql,
    `UPDATE human_task SET stage = $3, stage_since = $4
       WHERE case_type = $1 AND case_id = $2 AND status IN ('OPEN', 'CLAIMED') AND (stage_since <= $4 OR $5)`,
    [caseType, caseId, stage.stage, stage.since, recheck !== undefined],
  );
  const table = STAGE_TABLE[caseType];
  if (table === undefined) return;
  await write(
    sql,
    `UPDATE ${table} SET stage = $2, stage_since = $3, refusal_code = $4, refusal_reason = $5,
         refusal_reason_code = $6
       WHERE id = $1 AND (stage_since <= $3 OR $7)`,
    [
      caseId,
      stage.stage,
      stage.since,
      stage.refusal?.code ?? null,
      stage.refusal?.reason ?? null,
      stage.refusal?.reasonCode ?? null,
      recheck !== undefined,
    ],
  );
  if (caseType !== 'APPLICATION') return;
  await write(sql, `UPDATE application SET appeal_until = $2 WHERE id = $1 AND stage_since = $3`, [
    caseId,
    stage.refusal?.appealUntil ?? null,
    stage.since,
  ]);
}

/** What people know of a case of type $4 with the id $5 before they look into it. */
const KNOWN = `WITH known AS (
  SELECT e.name AS title, NULL AS product_code, NULL AS grade, e.stage, e.stage_since
    FROM enterprise e WHERE $4 = 'ONBOARDING' AND e.id = $5::text::uuid
  UNION ALL SELECT e.name, g.code, a.assessment #>> '{risk,grade}',
      CASE $4 WHEN 'APPLICATION' THEN a.stage WHEN 'APPEAL' THEN y.stage END,
      CASE $4 WHEN 'APPLICATION' THEN a.stage_since WHEN 'APPEAL' THEN y.stage_since END
    FROM application a JOIN enterprise e ON e.id = a.enterprise_id JOIN product g ON g.id = a.product_id
      LEFT JOIN appeal y ON y.id = a.id
    WHERE $4 IN ('APPLICATION', 'APPEAL', 'LOAN') AND a.id = $5::text::uuid
  UNION ALL SELECT e.name, g.code, a.assessment #>> '{risk,grade}', NULL, NULL
    FROM payment p JOIN enterprise e ON e.id = p.enterprise_id
      LEFT JOIN application a ON a.id = CASE p.subject_type WHEN 'LOAN' THEN p.subject_id END
      LEFT JOIN product g ON g.id = a.product_id
    WHERE $4 = 'PAYMENT' AND p.id = $5::text::uuid
  UNION ALL SELECT e.name, NULL, NULL, f.status, coalesce(f.status_since, business_at(f.created_at))
    FROM fee f JOIN enterprise e ON e.id = f.enterprise_id WHERE $4 = 'FEE' AND f.id = $5::text::uuid
  UNION ALL SELECT e.name, g.code, a.assessment #>> '{risk,grade}', c.stage, c.stage_since
    FROM collection_episode c JOIN application a ON a.id = c.loan_id JOIN enterprise e ON e.id = c.enterprise_id
      JOIN product g ON g.id = a.product_id
    WHERE $4 = 'COLLECTION' AND c.loan_id = $5::text::uuid AND c.cured_at IS NULL
  UNION ALL SELECT e.name, g.code, a.assessment #>> '{risk,grade}', NULL, NULL
    FROM loan_change c JOIN application a ON a.id = c.loan_id JOIN enterprise e ON e.id = a.enterprise_id
      JOIN product g ON g.id = a.product_id
    WHERE $4 = 'LOAN_CHANGE' AND c.id = $5::text::uuid
  UNION ALL SELECT e.name, NULL, NULL, f.stage, f.stage_since
    FROM file_change f JOIN enterprise e ON e.id = f.enterprise_id WHERE $4 = 'FILE_CHANGE' AND f.id = $5::text::uuid
  UNION ALL SELECT e.name, NULL, m.grade, NULL, NULL
    FROM post_loan_matter m JOIN enterprise e ON e.id = m.enterprise_id WHERE $4 = 'POST_LOAN' AND m.id = $5::text::uuid
  UNION ALL SELECT bank_reference, NULL, NULL, NULL, NULL
    FROM unidentified_receipt WHERE $4 = 'RECEIPT' AND id = $5::text::uuid
  UNION ALL SELECT name_zh, NULL, NULL, NULL, NULL
    FROM institution WHERE $4 = 'INSTITUTION' AND id = $5::text::uuid
  UNION ALL SELECT coalesce(e.name, b.detail ->> 'loanNo', CASE b.kind WHEN 'CONDUCT' THEN b.detail ->> 'date' END, b.reference),
      NULL, NULL, NULL, NULL
    FROM break_case b
      LEFT JOIN payer_claim c ON b.kind = 'PAYER_CLAIM' AND (c.institution_id, c.reversal) = (b.institution_id, b.reference)
      LEFT JOIN enterprise e ON e.id = c.enterprise_id
    WHERE $4 = 'BREAK' AND b.id = $5::text::uuid)`;
const known = (column: string) => `(SELECT ${column} FROM known)`;

/** Its stage is that of the step that opens it; else the one in which its case is. */
async function openTask(sql: Queryable, { at, stage }: CaseChange, task: TaskToOpen): Promise<void> {
  await write(
    sql,
    `${KNOWN} INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, round, status,
         reason, due_at, amount_fen, case_title, product_code, grade, stage, stage_since)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'OPEN', $9, $10, $11, coalesce(${known('title')}, ''),
         ${known('product_code')}, ${known('grade')}, coalesce($12, ${known('stage')}),
         coalesce($13, ${known('stage_since')}, $14)) ON CONFLICT (id) DO NOTHING`,
    [
      task.taskId,
      task.institutionId,
      task.kind,
      task.caseType,
      task.caseId,
      task.workflowId,
      task.role,
      task.round,
      JSON.stringify(task.reason),
      task.dueAt,
      task.amountFen,
      stage?.stage ?? null,
      stage?.since ?? null,
      at,
    ],
  );
  await writeSitting(sql, task);
}

/**
 * The tasks that a process waits for, as it knows them. What else is open in its name is left from before it was
 * set back: nobody could decide it.
 */
async function recheckTasks(
  sql: Queryable,
  change: CaseChange,
  { workflowId, tasks, ending }: NonNullable<CaseChange['recheck']>,
): Promise<void> {
  const { at, caseId } = change;
  for (const task of tasks) {
    await openTask(sql, change, task);
    await write(
      sql,
      `UPDATE human_task SET status = CASE WHEN $2::text IS NULL THEN 'OPEN' ELSE 'CLAIMED' END, claimed_by = $2,
           claimed_at = $3, due_at = $4, escalations = $5, version = $6
         WHERE id = $1 AND status IN ('OPEN', 'CLAIMED')`,
      [task.taskId, task.claimedBy, at, task.dueAt, task.escalations, task.version],
    );
  }
  await write(
    sql,
    `UPDATE human_task SET status = 'CANCELLED', outcome = 'SUPERSEDED', closed_at = $4
       WHERE workflow_id = $1 AND case_id = $2 AND id <> ALL ($3::uuid[]) AND status IN ('OPEN', 'CLAIMED')`,
    [workflowId, caseId, [...tasks.map(({ taskId }) => taskId), ...ending], at],
  );
}

/** Of these tasks those of which something holds. */
async function tasksWith(
  sql: Queryable,
  tasks: readonly TaskId[],
  condition: string,
): Promise<readonly TaskId[]> {
  const rows = await readRows<{ id: TaskId }>(
    sql,
    `SELECT id FROM human_task WHERE id = ANY ($1::uuid[]) AND ${condition}`,
    [tasks],
  );
  return rows.map(({ id }) => id);
}

/** Who took which step of a case. */
export async function actsOf(
  sql: Queryable,
  { caseType, caseId }: Pick<CaseChange, 'caseType' | 'caseId'>,
): Promise<Recorded['acts']> {
  return await readRows<Recorded['acts'][number]>(
    sql,
    `SELECT step, actor_id AS user_id FROM case_actor WHERE case_type = $1 AND case_id = $2`,
    [caseType, caseId],
  );
}

async function closeTask(sql: Queryable, change: CaseChange, closed: TaskClosed): Promise<void> {
  await write(
    sql,
    `UPDATE human_task SET status = $2, outcome = $3, closed_by = $4, closed_at = $5, closed_for = $6
       WHERE id = $1 AND status IN ('OPEN', 'CLAIMED')`,
    [closed.taskId, closed.status, closed.outcome, closed.by, change.at, closed.onBehalfOf ?? null],
  );
  if (closed.decided === undefined || closed.by === null) return;
  const { step, ...decided } = closed.decided;
  if (!SEPARATED_STEPS.includes(step)) return;
  const { taskId, by, onBehalfOf, outcome } = closed;
  const whose = { by, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) };
  await writeDecision(sql, change, { ...decided, taskId, step, ...whose, decision: outcome });
}

/** A committee is one step of a case, whoever of it votes. */
function writeVote(sql: Queryable, change: CaseChange, { ballot, ...vote }: CastVote): Promise<void> {
  return writeDecision(sql, change, { ...vote, step: 'APPROVE', decision: ballot });
}

/** The same decision again is the one that stands; another is another row, see decision_once. */
async function writeDecision(
  sql: Queryable,
  change: CaseChange,
  of: Omit<CastVote, 'ballot'> &
    Pick<NonNullable<TaskClosed['decided']>, 'step' | 'reasonCode' | 'note'> & { readonly decision: string },
): Promise<void> {
  await write(
    sql,
    `INSERT INTO decision (id, institution_id, case_type, case_id, step, round, task_id, actor_id, on_behalf_of,
         decided_at, decision, reason, reason_code, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`,
    [
      uuidv7(),
      change.institutionId,
      change.caseType,
      change.caseId,
      of.step,
      of.round,
      of.taskId,
      of.by,
      of.onBehalfOf ?? null,
      change.at,
      of.decision,
      of.reason,
      of.reasonCode ?? null,
      of.note ?? '',
    ],
  );
}

/** A word that comes late, after that of a later claim or return, changes nothing. */
async function claimTask(
  sql: Queryable,
  { at }: CaseChange,
  { taskId, by, version }: NonNullable<CaseChange['claim']>,
): Promise<void> {
  await write(
    sql,
    `UPDATE human_task SET status = $2, claimed_by = $3, claimed_at = $4, version = $5
       WHERE id = $1 AND status IN ('OPEN', 'CLAIMED') AND (claimed_at IS NULL OR claimed_at <= $4)`,
    [taskId, by === null ? 'OPEN' : 'CLAIMED', by, at, version],
  );
}

async function escalateTask(
  sql: Queryable,
  { taskId, escalations }: NonNullable<CaseChange['escalate']>,
): Promise<void> {
  await write(
    sql,
    `UPDATE human_task SET escalations = $2
       WHERE id = $1 AND status IN ('OPEN', 'CLAIMED') AND escalations < $2`,
    [taskId, escalations],
  );
}

/** The trail has no natural key: a change that is on it already is recognised by its name. */
async function writeAudit(sql: Queryable, change: CaseChange): Promise<void> {
  await writeAudits(sql, [change]);
}

/** Writes what many changes say in the audit trail, in one statement; a second time changes nothing. */
export async function writeAudits(sql: Queryable, changes: readonly CaseChange[]): Promise<void> {
  if (changes.length === 0) return;
  const column = <Value>(of: (change: CaseChange) => Value) => changes.map(of);
  await write(
    sql,
    `INSERT INTO audit_record (actor_id, institution_id, action, case_type, case_id, outcome, detail)
       SELECT g.actor_id, g.institution_id, g.action, g.case_type, g.case_id, g.outcome, g.detail
         FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[])
           AS g (actor_id, institution_id, action, case_type, case_id, outcome, detail, change_key)
         WHERE NOT EXISTS (SELECT FROM audit_record r WHERE r.case_id = g.case_id
           AND r.detail ->> 'changeKey' = g.change_key)`,
    [
      column(({ audit }) => audit.actorId),
      column(({ institutionId }) => institutionId),
      column(({ audit }) => audit.action),
      column(({ caseType }) => caseType),
      column(({ caseId }) => caseId),
      column(({ audit }) => audit.outcome),
      column(({ audit, changeKey, at }) => JSON.stringify({ ...audit.detail, changeKey, businessTime: at })),
      column(({ changeKey }) => changeKey),
    ],
  );
}
