import type { CaseChange } from '../../contracts/activities';
import type { NoticeDetail, NoticeTopic } from '../../contracts/notices';
import type { TaskToOpen } from '../../contracts/tasks';
import { alarmOf } from '../../domain/approval/sla';
import { dateAndTime } from '../../domain/calendar/clock';
import { findPeoplesTask, readCandidates, type TaskOfPeople } from './candidates';
import { readAdmins, readWatchers, tellPeople } from './personNotices';
import type { Queryable } from './transaction';

/** Tells people what a step of a case does to tasks of theirs; telling it again changes nothing. */
export async function tellOfTasks(sql: Queryable, change: CaseChange): Promise<void> {
  for (const { outcome, taskId } of change.close ?? []) {
    if (outcome === 'CORRECTED_BY_ENTERPRISE') await tellOfSuperseded(sql, taskId);
  }
  for (const task of change.open ?? []) await tellWhenNobodyMay(sql, change, task);
  if (change.claim !== undefined) await tellOfHolder(sql, change, change.claim);
  if (change.escalate !== undefined) await tellOfAlarm(sql, change, change.escalate);
}

/** A new task that nobody may decide: whoever looks after people hears at once whom they must appoint. */
async function tellWhenNobodyMay(sql: Queryable, { at }: CaseChange, { taskId }: TaskToOpen): Promise<void> {
  const task = await findPeoplesTask(sql, taskId);
  if (task === null || (await readCandidates(sql, task, at)).length > 0) return;
  const admins = await readAdmins(sql, task.institutionId);
  await tell(sql, task, 'NOBODY_MAY_DECIDE', admins, taskId);
}

/** The enterprise took its file back to correct it: whoever had the task need not go on with it. */
async function tellOfSuperseded(sql: Queryable, taskId: string): Promise<void> {
  const task = await findPeoplesTask(sql, taskId, ['CANCELLED']);
  if (task?.claimedBy != null) await tell(sql, task, 'TASK_SUPERSEDED', [task.claimedBy], taskId);
}

/** A task went to somebody who did not take it, or was taken from somebody. */
async function tellOfHolder(
  sql: Queryable,
  { audit, changeKey }: CaseChange,
  { taskId, from = null }: NonNullable<CaseChange['claim']>,
): Promise<void> {
  const task = await findPeoplesTask(sql, taskId);
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
  const task = await findPeoplesTask(sql, taskId);
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
