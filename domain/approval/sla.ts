import { addWorkingHours, type WorkingTime } from '../calendar/workingTime';
import type { CaseRules } from '../parameters/caseRules';
import type { TaskHours } from '../parameters/deadlines';
import type { TaskKind } from './tasks';

/** What happens when an alarm of a task comes: its people are reminded before the deadline, at it and later it escalates. */
export type Alarm = 'REMIND' | 'ESCALATE';

/** The hours of a kind of task by the deadlines that its case keeps. */
export function taskHours(
  kind: TaskKind,
  { task, taskOfKind }: Pick<CaseRules, 'task' | 'taskOfKind'>,
): TaskHours {
  return taskOfKind[kind] ?? task;
}

/** Business instant (ms) by which a task opened at one must be done. */
export function deadlineMs(openedAtMs: number, { escalation }: TaskHours, time: WorkingTime): number {
  return addWorkingHours(openedAtMs, escalation, time);
}

/**
 * When the next alarm of a task comes: a reminder before its deadline, an escalation at it; from then on each time that
 * it has become twice as old, so that a forgotten one doesn't fill the history of its case.
 * @param dueAtMs business instant (ms) of its deadline
 * @param passed how many of its alarms have come, from 0
 */
export function alarmMs(
  dueAtMs: number,
  passed: number,
  { reminder, escalation }: TaskHours,
  time: WorkingTime,
): number {
  const hours = passed === 0 ? reminder - escalation : escalation * (2 ** (passed - 1) - 1);
  return addWorkingHours(dueAtMs, hours, time);
}

/** What an alarm is, by how many of the task's alarms have come with it. */
export function alarmOf(passed: number): Alarm {
  return passed === 1 ? 'REMIND' : 'ESCALATE';
}
