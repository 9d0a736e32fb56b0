import type { Actor } from '../../contracts/people';
import type { CaseType, TaskStatus } from '../../contracts/tasks';
import { type Colleague, leastLoaded } from '../../domain/approval/leastLoaded';
import { type DecidableTask, mayDecide } from '../../domain/approval/mayDecide';
import type { Role } from '../../domain/approval/roles';
import type { CaseAct } from '../../domain/approval/separation';
import { TASK_RULES, type TaskKind } from '../../domain/approval/tasks';
import { businessDate } from '../../domain/calendar/clock';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fen } from '../../domain/money/fen';
import { readRow, readRows } from './statement';
import type { Queryable } from './transaction';

/** A task as far as its people are concerned. */
export interface TaskOfPeople {
  readonly id: string;
  readonly kind: TaskKind;
  readonly institutionId: string;
  readonly caseType: CaseType;
  readonly caseId: string;
  readonly caseTitle: string;
  readonly role: Role;
  readonly round: number;
  readonly claimedBy: string | null;
  readonly dueAt: string;
  readonly amountFen: Fen | null;
}

/** An open task. */
export async function findPeoplesTask(
  sql: Queryable,
  taskId: string,
  statuses: readonly TaskStatus[] = ['OPEN', 'CLAIMED'],
): Promise<TaskOfPeople | null> {
  return await readRow<TaskOfPeople>(
    sql,
    `SELECT id, kind, institution_id, case_type, case_id, case_title, role, round, claimed_by, due_at, amount_fen
       FROM human_task WHERE id = $1 AND status = ANY ($2)`,
    [taskId, statuses],
  );
}

/** Somebody of an institution with what was lent to them, and how much they have. */
type PersonThere = Actor & Colleague;

/** Who of an institution may decide a task by the rule that judges them when they do. */
export async function readCandidates(
  sql: Queryable,
  task: TaskOfPeople,
  at: string,
): Promise<readonly string[]> {
  const on = businessDate(Date.parse(at));
  const [people, acts] = [await readPeople(sql, task.institutionId, on), await readActs(sql, task.id)];
  return people
    .filter((person) => mayDecide(decidable(task), person, { acts }, on).ok)
    .map(({ userId }) => userId);
}

/** To whom a new task is given by itself; null when it waits for who takes it. @param at business instant */
export async function chooseHolder(sql: Queryable, taskId: string, at: string): Promise<Actor | null> {
  const task = await findPeoplesTask(sql, taskId);
  if (task === null) return null;
  const on = businessDate(Date.parse(at));
  const [people, acts] = [await readPeople(sql, task.institutionId, on), await readActs(sql, task.id)];
  const chosen = leastLoaded(decidable(task), people, { acts }, on);
  if (chosen === null) return null;
  const { held: _held, isAway: _away, ...actor } = chosen;
  return actor;
}

const decidable = ({ kind, role, round, institutionId, amountFen }: TaskOfPeople): DecidableTask => ({
  ...{ step: TASK_RULES[kind].step, role, round, institutionId, amountFen },
  ...{ status: 'OPEN', claimedBy: null },
});

/** Staff of an institution with what was lent to them for a day, and whether they are away then. */
async function readPeople(
  sql: Queryable,
  institutionId: string,
  on: IsoDate,
): Promise<readonly PersonThere[]> {
  return await readRows<PersonThere>(
    sql,
    `SELECT m.user_id, m.institution_id, NULL AS enterprise_id, array_agg(m.role ORDER BY m.role) AS roles,
         (SELECT count(*)::int FROM human_task h WHERE h.claimed_by = m.user_id AND h.status = 'CLAIMED') AS held,
         EXISTS (SELECT FROM absence a WHERE a.user_id = m.user_id AND a.institution_id = $1
           AND a.withdrawn_at IS NULL AND $2 BETWEEN a.first_day AND a.last_day) AS is_away,
         coalesce((
         SELECT json_agg(json_build_object('principalId', d.principal_id, 'deputyId', d.deputy_id, 'roles', d.roles,
             'from', d.first_day, 'until', d.last_day, 'maximumFen', d.max_fen, 'revokedOn', NULL)
             ORDER BY d.created_at, d.id)
           FROM delegation d WHERE d.deputy_id = m.user_id AND d.institution_id = $1
             AND $2 BETWEEN d.first_day AND d.last_day AND (d.revoked_on IS NULL OR $2 < d.revoked_on)
             AND may_act_as(d.principal_id, $1, VARIADIC d.roles)), '[]') AS delegations
       FROM membership m WHERE m.institution_id = $1 AND NOT is_suspended(m.user_id)
       GROUP BY m.user_id, m.institution_id ORDER BY m.user_id`,
    [institutionId, on],
  );
}

/** What was done on the case of a task, each in its round; of round 0 what is known only to have been done. */
async function readActs(sql: Queryable, taskId: string): Promise<readonly CaseAct[]> {
  const rows = await readRows<{
    readonly step: CaseAct['step'];
    readonly userId: string;
    readonly onBehalfOf: string | null;
    readonly round: number;
  }>(
    sql,
    `SELECT c.step, c.actor_id AS user_id, NULL AS on_behalf_of, 0 AS round
         FROM human_task t JOIN case_actor c ON (c.case_type, c.case_id) = (t.case_type, t.case_id) WHERE t.id = $1
       UNION ALL
       SELECT d.step, d.actor_id, d.on_behalf_of, d.round
         FROM human_task t JOIN decision d ON (d.case_type, d.case_id) = (t.case_type, t.case_id) WHERE t.id = $1
       UNION ALL
       -- Curing a fault is no step of the case: who gave one up is known by its task alone.
       SELECT 'MEND', f.closed_by, NULL, t.round
         FROM human_task t JOIN human_task f ON f.id::text = t.reason #>> '{detail,fault}'
         WHERE t.id = $1 AND f.closed_by IS NOT NULL`,
    [taskId],
  );
  return rows.map(({ onBehalfOf, ...act }) => ({ ...act, ...(onBehalfOf === null ? {} : { onBehalfOf }) }));
}
