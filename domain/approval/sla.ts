import type { DeadlineParameters, TaskHours } from '../parameters/deadlines';
import type { TaskKind } from './tasks';

const MS_PER_HOUR = 3_600_000;

/** What happens when a deadline of a task passes: the first reminds, each later one escalates. */
export type DeadlinePassed = 'REMIND' | 'ESCALATE';

/** The hours of a kind of task by the deadlines that its case keeps. */
export function taskHours(kind: TaskKind, { task, taskOfKind }: DeadlineParameters): TaskHours {
  return taskOfKind[kind] ?? task;
}

/** Business instant (ms) by which a task opened at one should be done: it is reminded of then. */
export function firstDeadlineMs(openedAtMs: number, { reminder }: TaskHours): number {
  return openedAtMs + reminder * MS_PER_HOUR;
}

/**
 * The deadline after one that passed. The escalation is so many hours after the opening; from then on a task is each
 * time twice as old, so that a forgotten one doesn't fill the history of its case.
 * @param passedAtMs business instant (ms) of the deadline that passed
 * @param passed how many of the task's deadlines have passed with it, from 1
 */
export function nextDeadlineMs(
  passedAtMs: number,
  passed: number,
  { reminder, escalation }: TaskHours,
): number {
  const hours = passed === 1 ? escalation - reminder : escalation * 2 ** (passed - 2);
  return passedAtMs + hours * MS_PER_HOUR;
}

/**
 * The first deadline of a task that has come to a later one: until when it should have been done.
 * @param dueMs business instant (ms) of its next deadline
 * @param passed how many of its deadlines have passed
 */
export function firstDeadlineOf(dueMs: number, passed: number, { reminder, escalation }: TaskHours): number {
  const hours = passed === 0 ? reminder : escalation * 2 ** (passed - 1);
  return dueMs - (hours - reminder) * MS_PER_HOUR;
}

/** What is done at a deadline, by how many of the task's deadlines have passed with it. */
export function deadlinePassed(passed: number): DeadlinePassed {
  return passed === 1 ? 'REMIND' : 'ESCALATE';
}
