import type { Pool } from 'pg';
import type { CaseType, TaskReason, TaskStatus } from '../../contracts/tasks';
import type { Role } from '../../domain/approval/roles';
import type { CaseAct } from '../../domain/approval/separation';
import type { TaskKind } from '../../domain/approval/tasks';
import { Conditions, instant, type Page, type Paging, selectOne, selectPage } from './select';

export interface TaskRow {
  readonly id: string;
  readonly institutionId: string;
  readonly kind: TaskKind;
  readonly caseType: CaseType;
  readonly caseId: string;
  readonly workflowId: string;
  readonly role: Role;
  /** How often the case asked for this step, from 1. */
  readonly round: number;
  readonly status: TaskStatus;
  readonly reason: TaskReason;
  readonly claimedBy: string | null;
  readonly dueAt: string;
  readonly escalations: number;
  readonly outcome: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
  readonly createdAt: string;
  /** Name of the enterprise that the case is about. */
  readonly caseTitle: string;
  /** What people did on the case before, each in its round; of round 0 what is known only to have been done. */
  readonly acts: readonly (CaseAct & { readonly round: number })[];
}

const TASK = `t.id, t.institution_id AS "institutionId", t.kind, t.case_type AS "caseType", t.case_id AS "caseId",
  t.workflow_id AS "workflowId", t.role, t.round, t.status, t.reason, t.claimed_by AS "claimedBy",
  ${instant('t.due_at', 'dueAt')}, t.escalations, t.outcome, t.closed_by AS "closedBy",
  ${instant('t.closed_at', 'closedAt')}, ${instant('t.created_at', 'createdAt')},
  coalesce(
    (SELECT e.name FROM enterprise e WHERE t.case_type = 'ONBOARDING' AND e.id::text = t.case_id),
    (SELECT e.name FROM application a JOIN enterprise e ON e.id = a.enterprise_id WHERE a.id::text = t.case_id),
    (SELECT e.name FROM payment p JOIN enterprise e ON e.id = p.enterprise_id
      WHERE t.case_type = 'PAYMENT' AND p.id::text = t.case_id),
    (SELECT r.bank_reference FROM unidentified_receipt r WHERE t.case_type = 'RECEIPT' AND r.id::text = t.case_id),
    (SELECT b.kind || ' ' || b.reference FROM break_case b WHERE t.case_type = 'BREAK' AND b.id::text = t.case_id),
    '') AS "caseTitle",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('step', act.step, 'userId', act.actor_id, 'round', act.round)), '[]'::jsonb)
    FROM (SELECT c.step, c.actor_id, 0 AS round FROM case_actor c
            WHERE c.case_type = t.case_type AND c.case_id = t.case_id
          UNION SELECT d.step, d.actor_id, d.round FROM decision d
            WHERE d.case_type = t.case_type AND d.case_id = t.case_id) act) AS acts`;

export interface TaskFilter {
  readonly institutionId: string;
  /** Only tasks that wait for one of these roles. */
  readonly roles?: readonly Role[] | undefined;
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
  readonly caseId?: string | undefined;
  readonly claimedBy?: string | undefined;
  /** Business instant, ISO 8601: only open tasks that were due before it. */
  readonly dueBefore?: string | undefined;
}

/** Tasks of an institution: open ones first, the most urgent on top. */
export function listTasks(sql: Pool, filter: TaskFilter, paging: Paging): Promise<Page<TaskRow>> {
  const conditions = new Conditions()
    .and('t.institution_id = ?', filter.institutionId)
    .and('t.role = ANY(?)', filter.roles)
    .and('t.status = ?', filter.status)
    .and('t.kind = ?', filter.kind)
    .and('t.case_id = ?', filter.caseId)
    .and('t.claimed_by = ?', filter.claimedBy)
    .and(`(t.due_at < ? AND t.status IN ('OPEN', 'CLAIMED'))`, filter.dueBefore);
  const orderBy = `(t.status IN ('DONE', 'CANCELLED')), t.due_at, t.id`;
  return selectPage<TaskRow>(sql, { columns: TASK, from: 'human_task t', orderBy }, conditions, paging);
}

/** One task of an institution, or null. */
export function findTask(sql: Pool, institutionId: string, id: string): Promise<TaskRow | null> {
  return selectOne<TaskRow>(
    sql,
    `SELECT ${TASK} FROM human_task t WHERE t.id = $1 AND t.institution_id = $2`,
    [id, institutionId],
  );
}

/** The task that a case waits for, or null. */
export function findOpenTask(sql: Pool, caseId: string): Promise<TaskRow | null> {
  return selectOne<TaskRow>(
    sql,
    `SELECT ${TASK} FROM human_task t WHERE t.case_id = $1 AND t.status IN ('OPEN', 'CLAIMED')
     ORDER BY t.created_at LIMIT 1`,
    [caseId],
  );
}

/** The open task of a case, in a select list. */
export const openTaskOf = (id: string) =>
  `(SELECT t.id FROM human_task t WHERE t.case_id = ${id}::text AND t.status IN ('OPEN', 'CLAIMED') LIMIT 1)`;
