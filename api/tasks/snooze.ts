import { maySnooze } from '../../domain/approval/maySnooze';
import { addWorkingHours } from '../../domain/calendar/workingTime';
import { caseRulesOf } from '../../gateways/database/ownRules';
import { endSnooze, snoozeTask } from '../../gateways/database/snoozes';
import { findTask } from '../../gateways/database/tasks';
import { type BusinessTime, businessTime } from '../kernel/businessTime';
import type { Parts } from '../kernel/parts';
import { accepted } from '../kernel/problems/refused';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { actorOf } from '../kernel/routing/caller';
import { found, institutionOfCall } from '../kernel/security/scope';

/** Puts an own task off. It concerns its holder alone: the process is not asked. */
export async function snooze(parts: Parts, call: Call<'snoozeTask'>): Promise<AnswerOf<'snoozeTask'>> {
  const institutionId = institutionOfCall(call);
  const actor = actorOf(callerOf(call));
  const task = found(await findTask(parts.sql, institutionId, call.params.taskId));
  call.about(task.caseType, task.caseId);
  const time = await businessTime(parts);
  const untilMs = await untilOf(parts, institutionId, call.body, time);
  const untilAt = new Date(untilMs).toISOString();
  call.note({ taskId: task.id, untilAt });
  accepted(maySnooze(task, actor, { nowMs: time.nowMs, untilMs, dueAtMs: Date.parse(task.dueAt) }));
  await snoozeTask(parts.sql, { taskId: task.id, userId: actor.userId, untilAt });
  return { taskId: task.id, snoozedUntil: untilAt };
}

async function untilOf(
  { sql }: Parts,
  institutionId: string,
  wish: Call<'snoozeTask'>['body'],
  { nowMs, today }: BusinessTime,
): Promise<number> {
  const { until, workingHours = 0 } = wish;
  if (until !== undefined) return Date.parse(until);
  const { workingTime } = await caseRulesOf(sql, institutionId, today);
  return addWorkingHours(nowMs, workingHours, workingTime);
}

/** Takes an own task back before its time. @throws ApiProblem 404 when it was not put off */
export async function unsnooze({ sql }: Parts, call: Call<'endSnooze'>): Promise<void> {
  const task = found(await findTask(sql, institutionOfCall(call), call.params.taskId));
  call.about(task.caseType, task.caseId);
  found((await endSnooze(sql, { taskId: task.id, userId: callerOf(call).userId })) || null);
}
