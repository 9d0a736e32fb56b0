import type { TaskId, UserId } from '../../contracts/ids';
import type { TaskClosed, TaskReason, TaskStatus, TaskView } from '../../contracts/tasks';
import { ROLE_TEXTS, TASK_TEXTS } from '../../contracts/texts/processTexts';
import type { TaskDecision } from '../../contracts/workflows';
import type { Role } from '../../domain/approval/roles';
import { deadlinePassed } from '../../domain/approval/sla';
import { TASK_RULES, type TaskKind } from '../../domain/approval/tasks';
import { isoInstant } from '../shared/businessTime';
import type { HeldSitting } from './sittings';

/** A human task of a running process. */
export interface Task {
  /** Changes only when what stood under it in the table is over: see {@link Tasks.askAnew}. */
  taskId: TaskId;
  readonly kind: TaskKind;
  readonly role: Role;
  readonly round: number;
  readonly reason: TaskReason;
  status: TaskStatus;
  claimedBy: UserId | null;
  /** How often it was taken or given back. */
  claims: number;
  dueAtMs: number;
  /** What it counts as due by, however often its people were reminded. */
  readonly firstDueAtMs: number;
  /** How many of its deadlines have passed; at the first its people are reminded. */
  escalations: number;
  decision: TaskDecision | null;
  /** Of a task that a committee votes on; null where one person decides. */
  readonly sitting: HeldSitting | null;
  /** Where its end stands, once it is over. */
  end: 'OPEN' | 'BEING_WRITTEN' | 'ON_FILE';
}

/** How a task begins; one that an earlier run had opened goes on as it was. */
export type TaskBeginning = Partial<
  Pick<Task, 'taskId' | 'claimedBy' | 'dueAtMs' | 'firstDueAtMs' | 'escalations' | 'sitting'>
> & {
  readonly role?: Role;
  readonly round?: number;
  readonly reason: TaskReason;
};

/** What happens at the next deadline of a task, for the Temporal UI. */
export function reminderOf({ role, kind, escalations }: Task): string {
  const [who, what] = [ROLE_TEXTS[role], TASK_TEXTS[kind]];
  return deadlinePassed(escalations + 1) === 'REMIND'
    ? `催办${who.zh}：${what.zh} · Remind ${who.en}: ${what.en}`
    : `再次催办并升级，${who.zh}：${what.zh} · Remind ${who.en} again, and escalate: ${what.en}`;
}

/**
 * The end of a task for the table.
 * @param because why nobody decides it any more, or what its committee has decided
 */
export function closed({ taskId, kind, round, decision, sitting }: Task, because = ''): TaskClosed {
  if (decision === null) {
    return {
      taskId,
      status: sitting?.state().closed === true ? 'DONE' : 'CANCELLED',
      outcome: because,
      by: null,
    };
  }
  return {
    taskId,
    status: 'DONE',
    outcome: decision.decision,
    by: decision.proof.actor.userId,
    decided: { step: TASK_RULES[kind].step, round, reason: decision.reason },
  };
}

/** Whether somebody wrote anything. */
export function isSaid(words: unknown): boolean {
  return typeof words === 'string' && words.trim() !== '';
}

/** Whether it waits for people. */
export function isOpen({ status }: Task): boolean {
  return status === 'OPEN' || status === 'CLAIMED';
}

/** Whether the table shows it as open. */
export function isInTable({ end }: Task): boolean {
  return end !== 'ON_FILE';
}

/** Decided is done, though its case has not gone on yet. */
export function statusOf({ decision, status }: Task): TaskStatus {
  return decision === null ? status : 'DONE';
}

/** A task for others. */
export function viewOf(task: Task): TaskView {
  return {
    taskId: task.taskId,
    kind: task.kind,
    role: task.role,
    status: statusOf(task),
    claimedBy: task.claimedBy,
    dueAt: isoInstant(task.dueAtMs),
    escalations: task.escalations,
  };
}
