import type { ProcessAction } from '../../contracts/audit';
import type { TaskId, UserId } from '../../contracts/ids';
import type { TaskChange, TaskClosed, TaskReason, TaskStatus, TaskView } from '../../contracts/tasks';
import { ROLE_TEXTS, TASK_TEXTS } from '../../contracts/texts/processTexts';
import type { CarriedTask, CaseStanding, TaskAct, TaskClaim, TaskDecision } from '../../contracts/workflows';
import { keptReason } from '../../domain/approval/decisionReasons';
import type { Role } from '../../domain/approval/roles';
import { alarmMs, alarmOf, deadlineMs, taskHours } from '../../domain/approval/sla';
import { TASK_RULES, type TaskKind } from '../../domain/approval/tasks';
import { type BusinessTime, isoInstant } from '../shared/businessTime';
import { demand } from '../shared/refusals';
import type { HeldSitting } from './sittings';

/** A human task of a running process. */
export interface Task {
  /** Changes only when what stood under it in the table is over: see {@link Tasks.askAnew}. */
  taskId: TaskId;
  readonly kind: TaskKind;
  readonly role: Role;
  readonly round: number;
  readonly reason: TaskReason;
  /** By which it was routed, fen; null where it is about no amount. */
  readonly amountFen: number | null;
  status: TaskStatus;
  claimedBy: UserId | null;
  /** By when it must be done, however often its people were told. */
  readonly dueAtMs: number;
  /** How many of its alarms have come: at the first its people are reminded. */
  escalations: number;
  /** Grows with each change of who has it. */
  version: number;
  /** Those since this run knows it. */
  readonly changes: ChangeMade[];
  decision: TaskDecision | null;
  /** The principal, where a deputy decided. */
  onBehalfOf: UserId | null;
  /** Of a task that a committee votes on; null where one person decides. */
  readonly sitting: HeldSitting | null;
  /** Where its end stands, once it is over. */
  end: 'OPEN' | 'BEING_WRITTEN' | 'ON_FILE';
}

/** A task of one kind. */
export type TaskOf<Kind extends TaskKind> = Task & { readonly kind: Kind };

interface ChangeMade {
  /** The version that it made. */
  readonly version: number;
  readonly what: TaskChange;
  /** Null: it was given by itself. */
  readonly by: UserId | null;
}

/** The case of its tasks. */
export interface CaseAround {
  /** Told of reminders and ends: what is shown of the open tasks is another. */
  readonly changed: () => void;
  /** Where it stands. */
  readonly standing: () => CaseStanding;
  /** Refuses a decision for a reason of its own. */
  readonly judge: (decision: TaskDecision, task: Task, principal: string | null) => void;
}

/** How a task begins; one that an earlier run had opened goes on as it was. */
export type TaskBeginning = Partial<
  Pick<Task, 'taskId' | 'claimedBy' | 'dueAtMs' | 'escalations' | 'version' | 'amountFen' | 'sitting'>
> & {
  readonly role?: Role;
  readonly round?: number;
  readonly reason: TaskReason;
};

/** What each change of who has a task is called in the trail. */
export const CLAIM_ACTIONS = {
  CLAIMED: 'TASK_CLAIMED',
  GIVEN_BACK: 'TASK_RELEASED',
  GIVEN: 'TASK_GIVEN',
  TAKEN_OVER: 'TASK_TAKEN_OVER',
} as const satisfies Readonly<Record<TaskChange, ProcessAction>>;

/** What a claim changes about who has the task. */
export function changeBy({ release, to, takeOver }: TaskClaim): TaskChange {
  if (release === true) return 'GIVEN_BACK';
  if (to !== undefined) return 'GIVEN';
  return takeOver === undefined ? 'CLAIMED' : 'TAKEN_OVER';
}

/** Refuses an act on a version that never was, or before what somebody else has changed, and says what that is. */
export function demandCurrent(task: Task, { version = task.version, proof }: TaskAct): void {
  demand(version <= task.version, 'VERSION_UNKNOWN', { version: task.version });
  const unseen = task.changes.filter(
    (change) => change.version > version && change.by !== proof.actor.userId,
  );
  const isOlder = version < task.version - task.changes.length;
  const changed = unseen.map(({ what }) => what).join(', ');
  demand(unseen.length === 0 && !isOlder, 'STALE_VERSION', { version: task.version, changed });
}

/** By when (business ms) a task must be done that is opened now. */
export function dueMsOf(kind: TaskKind, time: BusinessTime): number {
  return deadlineMs(time.nowMs(), taskHours(kind, time.rules), time.rules.workingTime);
}

/** When (business ms) the people of a task are told next. */
export function nextAlarmMs({ kind, dueAtMs, escalations }: Task, { rules }: BusinessTime): number {
  return alarmMs(dueAtMs, escalations, taskHours(kind, rules), rules.workingTime);
}

/** What happens at the next alarm of a task, for the Temporal UI. */
export function reminderOf({ role, kind, escalations, sitting }: Task): string {
  if (sitting !== null && escalations > 0) return '贷审会表决截止 · The vote of the committee ends';
  const [who, what] = [ROLE_TEXTS[role], TASK_TEXTS[kind]];
  return alarmOf(escalations + 1) === 'REMIND'
    ? `催办${who.zh}：${what.zh} · Remind ${who.en}: ${what.en}`
    : `再次催办并升级，${who.zh}：${what.zh} · Remind ${who.en} again, and escalate: ${what.en}`;
}

/**
 * The end of a task for the table.
 * @param because why nobody decides it any more, or what its committee has decided
 */
export function closed(task: Task, because = ''): TaskClosed {
  const { taskId, kind, round, decision, onBehalfOf, sitting } = task;
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
    ...(onBehalfOf && { onBehalfOf }),
    decided: { step: TASK_RULES[kind].step, round, ...keptReason(TASK_RULES[kind], decision) },
  };
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
    version: task.version,
  };
}

/** What goes on with a task in the next run. */
export function carried({ taskId, reason, dueAtMs, escalations, version, claimedBy }: Task): CarriedTask {
  return { taskId, reason, dueAtMs, escalations, version, claimedBy };
}
