import type { CaseChange } from '../../contracts/activities';
import type { NoticeDetail, NoticeTopic } from '../../contracts/notices';
import type { TaskToOpen } from '../../contracts/tasks';
import type { LendableRole } from '../../domain/approval/delegation';
import { type DecidableTask, mayDecide } from '../../domain/approval/mayDecide';
import type { Role } from '../../domain/approval/roles';
import type { CaseAct } from '../../domain/approval/separation';
import { alarmOf } from '../../domain/approval/sla';
import { TASK_RULES, type TaskKind } from '../../domain/approval/tasks';
import { businessDate, dateAndTime } from '../../domain/calendar/clock';
import type { IsoDate } from '../../domain/calendar/isoDate';
import type { Fen } from '../../domain/money/fen';
import { readAdmins, readWatchers, tellPeople } from './personNotices';
import { readRow, readRows } from './statement';
import type { Queryable } from './transaction';

/** A task as far as its people are concerned. */
interface TaskOfPeople {
  readonly id: string;
  readonly kind: TaskKind;
  readonly institutionId: string;
  readonly caseType: CaseChange['caseType'];
  readonly caseId: string;
  readonly caseTitle: string;
  readonly role: Role;
  readonly round: number;
  readonly claimedBy: string | null;
  readonly dueAt: string;
  readonly amountFen: Fen | null;
}

/** Tells people what a step of a case does to tasks of theirs; telling it again changes nothing. */
export async function tellOfTasks(sql: Queryable, change: CaseChange): Promise<void> {
  for (const task of change.open ?? []) await tellWhenNobodyMay(sql, change, task);
  if (change.claim !== undefined) await tellOfHolder(sql, change, change.claim);
  if (change.escalate !== undefined) await tellOfAlarm(sql, change, change.escalate);
}

/** A new task that nobody may decide: whoever looks after people hears at once whom they must appoint. */
async function tellWhenNobodyMay(sql: Queryable, { at }: CaseChange, { taskId }: TaskToOpen): Promise<void> {
  const task = await findTask(sql, taskId);
  if (task === null || (await readCandidates(sql, task, at)).length > 0) return;
  const admins = await readAdmins(sql, task.institutionId);
  await tell(sql, task, 'NOBODY_MAY_DECIDE', admins, taskId);
}

/** A task went to somebody who did not take it, or was taken from somebody. */
async function tellOfHolder(
  sql: Queryable,
  { audit, changeKey }: CaseChange,
  { taskId, from = null }: NonNullable<CaseChange['claim']>,
): Promise<void> {
  const task = await findTask(sql, taskId);
  if (task === null) return;
  const isGiven = audit.action === 'TASK_GIVEN' && task.claimedBy !== null;
  if (isGiven) await tell(sql, task, 'TASK_GIVEN', [task.claimedBy ?? ''], changeKey);
  const isLost = from !== null && from !== task.claimedBy && from !== audit.actorId;
  if (isLost) await tell(sql, task, 'TASK_TAKEN_OVER', [from], changeKey);
}

/**
 * An alarm of a task has come. Before the deadline those are told who may decide it, or who has it; from then on those
 * too who watch over it.
 */
async function tellOfAlarm(
  sql: Queryable,
  { at }: CaseChange,
  { taskId, escalations }: NonNullable<CaseChange['escalate']>,
): Promise<void> {
  const task = await findTask(sql, taskId);
  if (task === null) return;
  const { claimedBy, institutionId, role } = task;
  const people = claimedBy === null ? await readCandidates(sql, task, at) : [claimedBy];
  const occasion = `${taskId}/${escalations}`;
  if (alarmOf(escalations) === 'REMIND') return await tell(sql, task, 'TASK_DUE_SOON', people, occasion);
  await tell(sql, task, 'TASK_OVERDUE', people, occasion);
  const watchers = await readWatchers(sql, institutionId, role);
  await tell(sql, task, 'TASK_ESCALATED', watchers, occasion);
}

async function tell(
  sql: Queryable,
  { id, kind, role, caseTitle, dueAt, institutionId, caseType, caseId }: TaskOfPeople,
  topic: NoticeTopic,
  people: readonly string[],
  occasion: string,
): Promise<void> {
  const detail: NoticeDetail = { kind, role, title: caseTitle, dueAt: dateAndTime(Date.parse(dueAt)) };
  await tellPeople(sql, people, {
    ...{ dedupeKey: `${topic}/${occasion}`, topic, institutionId, detail },
    about: { caseType, caseId, taskId: id },
  });
}

/** An open task. */
async function findTask(sql: Queryable, taskId: string): Promise<TaskOfPeople | null> {
  return await readRow<TaskOfPeople>(
    sql,
    `SELECT id, kind, institution_id, case_type, case_id, case_title, role, round, claimed_by, due_at, amount_fen
       FROM human_task WHERE id = $1 AND status IN ('OPEN', 'CLAIMED')`,
    [taskId],
  );
}

interface Candidate {
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly lent: readonly {
    readonly principalId: string;
    readonly deputyId: string;
    readonly roles: readonly LendableRole[];
    readonly from: IsoDate;
    readonly until: IsoDate;
    readonly maximumFen: Fen;
  }[];
}

/** Who of an institution may decide a task by the rule that judges them when they do. */
async function readCandidates(
  sql: Queryable,
  { id, kind, role, round, institutionId, amountFen }: TaskOfPeople,
  at: string,
): Promise<readonly string[]> {
  const on = businessDate(Date.parse(at));
  const [people, acts] = [await readPeople(sql, institutionId, on), await readActs(sql, id)];
  const task: DecidableTask = {
    ...{ step: TASK_RULES[kind].step, role, round, institutionId, amountFen },
    ...{ status: 'OPEN', claimedBy: null },
  };
  return people
    .filter(({ userId, roles, lent }) => {
      const delegations = lent.map((delegation) => ({ ...delegation, revokedOn: null }));
      return mayDecide(task, { userId, roles, institutionId, delegations }, { acts }, on).ok;
    })
    .map(({ userId }) => userId);
}

/** Staff of an institution with what was lent to them for a day. */
async function readPeople(sql: Queryable, institutionId: string, on: IsoDate): Promise<readonly Candidate[]> {
  return await readRows<Candidate>(
    sql,
    `SELECT m.user_id, array_agg(m.role ORDER BY m.role) AS roles, coalesce((
         SELECT json_agg(json_build_object('principalId', d.principal_id, 'deputyId', d.deputy_id, 'roles', d.roles,
             'from', d.first_day, 'until', d.last_day, 'maximumFen', d.max_fen) ORDER BY d.created_at, d.id)
           FROM delegation d WHERE d.deputy_id = m.user_id AND d.institution_id = $1
             AND $2 BETWEEN d.first_day AND d.last_day AND (d.revoked_on IS NULL OR $2 < d.revoked_on)
             AND may_act_as(d.principal_id, $1, VARIADIC d.roles)), '[]') AS lent
       FROM membership m WHERE m.institution_id = $1 AND NOT is_suspended(m.user_id) GROUP BY m.user_id ORDER BY m.user_id`,
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
