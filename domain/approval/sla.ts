import type { ApprovalParameters } from '../parameters/approval';

const MS_PER_HOUR = 3_600_000;

/** Business instants (ms) at which a task is reminded of and goes to the deputy. */
export interface TaskDeadlines {
  readonly remindAtMs: number;
  readonly escalateAtMs: number;
}

export type SlaState = 'ON_TIME' | 'REMIND' | 'ESCALATE';

/** The deadlines of a task opened at a business instant. */
export function taskDeadlines(openedAtMs: number, parameters: ApprovalParameters): TaskDeadlines {
  return {
    remindAtMs: openedAtMs + parameters.reminderHours * MS_PER_HOUR,
    escalateAtMs: openedAtMs + parameters.escalationHours * MS_PER_HOUR,
  };
}

/** Where a task stands at a business instant. */
export function slaStateAt(nowMs: number, deadlines: TaskDeadlines): SlaState {
  if (nowMs >= deadlines.escalateAtMs) return 'ESCALATE';
  return nowMs >= deadlines.remindAtMs ? 'REMIND' : 'ON_TIME';
}
