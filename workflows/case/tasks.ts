import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { RecheckedTask, Recorded } from '../../contracts/activities';
import type { TaskId, UserId } from '../../contracts/ids';
import type { Actor } from '../../contracts/people';
import type { TaskChange, TaskClosed, TaskToOpen, TaskView } from '../../contracts/tasks';
import {
  claimTaskUpdate,
  type Decided,
  decideTaskUpdate,
  type TaskClaim,
  type TaskDecided,
  type TaskDecision,
} from '../../contracts/workflows';
import { judgeNeeds } from '../../domain/approval/decisionNeeds';
import { judgeReason } from '../../domain/approval/decisionReasons';
import { type DecidableTask, type DecisionHistory, mayDecide } from '../../domain/approval/mayDecide';
import { mayGive, mayGiveBack, mayTakeOver } from '../../domain/approval/mayGive';
import type { Role } from '../../domain/approval/roles';
import { type CaseAct, makersOf } from '../../domain/approval/separation';
import { alarmOf } from '../../domain/approval/sla';
import { TASK_RULES, type TaskKind, type TaskRule } from '../../domain/approval/tasks';
import { businessDate } from '../../domain/calendar/clock';
import { fen } from '../../domain/money/fen';
import { type BusinessTime, isoInstant } from '../shared/businessTime';
import { demand, orRefuse } from '../shared/refusals';
import { Ordinals, stableId } from '../shared/stableId';
import type { CaseHeader, CaseRecord } from './caseRecord';
import {
  type CaseAround,
  CLAIM_ACTIONS,
  changeBy,
  closed,
  demandCurrent,
  dueMsOf,
  isInTable,
  isOpen,
  nextAlarmMs,
  reminderOf,
  statusOf,
  type Task,
  type TaskBeginning,
  type TaskOf,
  viewOf,
} from './task';

/** Why nobody needs to decide any more; null while somebody must. */
export type OverBecause = () => string | null;

const NEVER: OverBecause = () => null;

/** Each fills the history: without an end to it clicks alone could lock a case, as a run takes so many updates only. */
const CHANGES_A_TASK = 50;

/**
 * The human tasks of one case: people claim and decide them by update, refused synchronously by the policy in
 * `domain/approval`; each has one deadline: before it people are reminded, at it and later it escalates.
 *
 * Whoever decides is answered once the decision is on file. The step that follows may write it together with what
 * it writes itself ({@link takeDecided}); when that takes long, it is written by itself and the step comes after.
 */
export class Tasks {
  private readonly tasks: Task[] = [];
  private readonly opened = new Ordinals();
  private readonly recused: UserId[] = [];

  /**
   * @param acts what people did on the case so far; decisions are added
   * @param amountFen what the case is about, for tasks that name no other amount
   */
  constructor(
    private readonly header: CaseHeader,
    private readonly time: BusinessTime,
    private readonly record: CaseRecord,
    private readonly acts: CaseAct[],
    private readonly amountFen: number | null,
    private readonly around: CaseAround,
  ) {
    setHandler(claimTaskUpdate, (claim) => this.claim(claim), {
      validator: (claim) => this.judgeClaim(claim),
      description: '领取、退回或指派任务 · Take a task, give it back or give it to somebody',
    });
    setHandler(decideTaskUpdate, (decision) => this.decide(decision), {
      validator: (decision) => this.judgeDecision(decision),
      description: '办理任务 · Decide a task',
    });
  }

  open(): TaskView[] {
    return this.tasks.filter(isOpen).map(viewOf);
  }

  /** Whose turn it is by the open task that was due first; null when nobody has one. */
  turn(): { readonly waitingFor: Role; readonly dueAtMs: number } | null {
    const turns = this.tasks
      .filter((task) => isOpen(task) && task.decision === null)
      .map(({ role, dueAtMs }) => ({ waitingFor: role, dueAtMs }));
    const [first = null, ...others] = turns;
    return others.reduce(
      (sooner, turn) => (sooner === null || turn.dueAtMs < sooner.dueAtMs ? turn : sooner),
      first,
    );
  }

  /** Those that the table shows too: their end, if they have one, is not written yet. */
  shown(): TaskView[] {
    return this.tasks.filter(isInTable).map(viewOf);
  }

  /** A new task. It exists for people once it is written, see {@link toOpen}. */
  add<Kind extends TaskKind>(kind: Kind, beginning: TaskBeginning): TaskOf<Kind> {
    const rule: TaskRule = TASK_RULES[kind];
    const task: TaskOf<Kind> = {
      taskId: beginning.taskId ?? this.idOf(kind),
      kind,
      role: beginning.role ?? rule.role,
      round: beginning.round ?? 1,
      reason: beginning.reason,
      amountFen: beginning.amountFen ?? this.amountFen,
      status: beginning.claimedBy == null ? 'OPEN' : 'CLAIMED',
      claimedBy: beginning.claimedBy ?? null,
      dueAtMs: beginning.dueAtMs ?? dueMsOf(kind, this.time),
      escalations: beginning.escalations ?? 0,
      version: beginning.version ?? 1,
      changes: [],
      decision: null,
      onBehalfOf: null,
      sitting: beginning.sitting ?? null,
      end: 'OPEN',
    };
    this.tasks.push(task);
    return task;
  }

  toOpen(task: Task): TaskToOpen {
    return {
      taskId: task.taskId,
      kind: task.kind,
      institutionId: this.header.institutionId,
      enterpriseId: this.header.enterpriseId,
      caseType: this.header.caseType,
      caseId: this.header.caseId,
      workflowId: workflowInfo().workflowId,
      role: task.role,
      round: task.round,
      dueAt: isoInstant(task.dueAtMs),
      amountFen: task.amountFen,
      reason: task.reason,
      ...(task.sitting === null ? {} : { sitting: task.sitting.opened }),
    };
  }

  /**
   * Waits until a task is over, telling people at each of its alarms.
   * @returns null when nobody needs to decide any more, even where somebody did at the same moment
   */
  async decision<Kind extends TaskKind>(
    task: Task,
    overBecause: OverBecause = NEVER,
  ): Promise<Decided<Kind> | null> {
    const isOver = () => task.decision !== null || overBecause() !== null;
    while (!isOver()) {
      const [summary, alarmMs] = [reminderOf(task), nextAlarmMs(task, this.time)];
      const ended = await this.time.waitForPerson(alarmMs, { summary, until: isOver });
      // A vote ends at its deadline, when one person's task would escalate.
      if (ended === 'DUE' && alarmMs >= task.dueAtMs) task.sitting?.timeIsUp();
      if (ended === 'DUE' && !isOver()) await this.raise(task);
    }
    const because = overBecause();
    if (task.decision === null) await this.cancel(task, because ?? '');
    else task.status = 'DONE';
    this.around.changed();
    // The validator let no other word in.
    return because === null ? (task.decision as Decided<Kind> | null) : null;
  }

  /** Decisions that are not on file yet: whoever takes them writes them. */
  takeDecided(): TaskClosed[] {
    const decided = this.tasks.filter(({ status, end }) => status === 'DONE' && end === 'OPEN');
    for (const task of decided) task.end = 'BEING_WRITTEN';
    return decided.map((task) => closed(task));
  }

  /** Writes by itself what was decided and nobody has taken. */
  async writeDecided(): Promise<void> {
    const close = this.takeDecided();
    const [first] = close;
    if (first === undefined) return;
    const { by: actorId, outcome, taskId } = first;
    const audit = { actorId, action: 'DECISION_RECORDED', outcome, detail: { taskId } } as const;
    await this.record.write(`decided/${taskId}`, { close, audit });
    this.written(close);
  }

  /** These ends are in the database. */
  written(ends: readonly TaskClosed[]): void {
    for (const { taskId } of ends) this.find(taskId).end = 'ON_FILE';
  }

  /** People of other steps are barred by what they did before the process began anew or was set back. */
  learn(acts: Recorded['acts']): void {
    for (const { step, userId } of acts) {
      // Of no round: whoever took this very step may be asked to take it again.
      if (!this.acts.some((act) => act.userId === userId)) this.acts.push({ step, userId, round: 0 });
    }
  }

  /** All that the table should show. */
  toRecheck(): { readonly tasks: readonly RecheckedTask[]; readonly ending: readonly TaskId[] } {
    const ending = this.tasks.filter((task) => isInTable(task) && !isOpen(task));
    const tasks = this.tasks.filter(isOpen).map((task): RecheckedTask => {
      const { claimedBy, escalations, version } = task;
      return { ...this.toOpen(task), claimedBy, escalations, version };
    });
    return { tasks, ending: ending.map(({ taskId }) => taskId) };
  }

  /**
   * Tasks that are over in the table were decided before the process was set back, and are asked for anew, as others.
   * What people had in hand who may not act any more is free.
   * @returns whether there were any
   */
  askAnew({ over, abandoned }: Pick<Recorded, 'over' | 'abandoned'>): boolean {
    const open = this.tasks.filter((task) => isOpen(task) && task.decision === null);
    const again = open.filter(({ taskId }) => over.includes(taskId));
    const free = open.filter(({ taskId, claimedBy }) => claimedBy !== null && abandoned.includes(taskId));
    for (const task of again) task.taskId = this.idOf(task.kind);
    for (const task of free) Object.assign(task, { claimedBy: null, status: 'OPEN' } satisfies Partial<Task>);
    return again.length + free.length > 0;
  }

  /** The same whenever the workflow task that opens it is executed again. */
  private idOf(kind: TaskKind): TaskId {
    return stableId<TaskId>(`task/${this.opened.next(kind)}`);
  }

  private async claim(claim: TaskClaim): Promise<TaskView> {
    const { taskId, to } = claim;
    const { actor } = claim.proof;
    const task = this.find(taskId);
    const what = changeBy(claim);
    const { claimedBy: from } = task;
    task.version += 1;
    task.changes.push({ version: task.version, what, by: actor.userId });
    task.claimedBy = what === 'GIVEN_BACK' ? null : (to ?? actor).userId;
    task.status = task.claimedBy === null ? 'OPEN' : 'CLAIMED';
    this.time.touchMs();
    await this.record.write(`claim/${taskId}`, {
      claim: { taskId, by: task.claimedBy, from, version: task.version },
      audit: {
        actorId: actor.userId,
        action: CLAIM_ACTIONS[what],
        outcome: task.kind,
        detail: { taskId, ...(to && { to: to.userId }) },
      },
    });
    return viewOf(task);
  }

  private async decide(decision: TaskDecision): Promise<TaskDecided> {
    const task = this.find(decision.taskId);
    const { actor } = decision.proof;
    const standing = this.standingOf(task, actor);
    task.decision = decision;
    task.onBehalfOf = standing.ok ? (standing.value.onBehalfOf as UserId | null) : null;
    const { step } = TASK_RULES[task.kind];
    const { onBehalfOf, round } = task;
    this.acts.push({ step, userId: actor.userId, ...(onBehalfOf && { onBehalfOf }), round });
    this.time.touchMs();
    // Whoever asked goes on as far as it can at once; conditions are looked at only then.
    await condition(() => task.status === 'DONE');
    await this.writeDecided();
    await condition(() => task.end === 'ON_FILE');
    return { ...viewOf(task), case: this.around.standing() };
  }

  private async cancel(task: Task, because: string): Promise<void> {
    const close = [closed(task, because)] as const;
    const [{ status, taskId }] = close;
    task.status = status;
    task.end = 'BEING_WRITTEN';
    await this.record.write(`cancelled/${taskId}`, {
      close,
      audit: {
        actorId: null,
        action: status === 'DONE' ? 'DECISION_RECORDED' : 'TASK_CANCELLED',
        outcome: because,
        detail: { taskId },
      },
    });
    this.written(close);
  }

  private judgeClaim(claim: TaskClaim): void {
    const task = this.find(claim.taskId);
    demand(task.sitting === null, 'DECIDED_BY_VOTE');
    const what = changeBy(claim);
    orRefuse<unknown>(this.mayChange(task, what, claim));
    demandCurrent(task, claim);
    // Whoever has it may always give it back: then whoever may decide it can.
    demand(task.changes.length < CHANGES_A_TASK || what === 'GIVEN_BACK', 'CLAIMED_TOO_OFTEN');
  }

  private mayChange(task: Task, what: TaskChange, { proof: { actor }, to, takeOver }: TaskClaim) {
    const decidable = this.decidable(task);
    const history = this.history();
    const actMs = this.time.actMs();
    const on = businessDate(actMs);
    switch (what) {
      case 'GIVEN_BACK':
        return mayGiveBack(decidable, actor);
      case 'GIVEN':
        return mayGive(decidable, actor, to ?? actor, history, on);
      case 'TAKEN_OVER':
        return mayTakeOver(decidable, actor, history, on, {
          isOverdue: task.dueAtMs <= actMs,
          isHolderAway: takeOver?.isHolderAway === true,
        });
      case 'CLAIMED':
        return mayDecide(decidable, actor, history, on);
    }
  }

  private judgeDecision(act: TaskDecision): void {
    const { taskId, proof, decision } = act;
    const task = this.find(taskId);
    const { onBehalfOf } = orRefuse(this.standingOf(task, proof.actor));
    demandCurrent(task, act);
    const rule: TaskRule = TASK_RULES[task.kind];
    demand(rule.decisions.includes(decision), 'DECISION_NOT_OFFERED', { decision: String(decision) });
    orRefuse(judgeReason(rule, decision, act, task.reason.code));
    orRefuse(judgeNeeds(rule, decision, act));
    this.around.judge(act, task, onBehalfOf);
  }

  /** By whose authority somebody decides. */
  standingOf(task: Task, actor: Actor) {
    return mayDecide(this.decidable(task), actor, this.history(), businessDate(this.time.actMs()));
  }

  private decidable(task: Task): DecidableTask {
    return {
      step: TASK_RULES[task.kind].step,
      role: task.role,
      institutionId: this.header.institutionId,
      status: statusOf(task),
      claimedBy: task.claimedBy,
      round: task.round,
      amountFen: task.amountFen === null ? null : fen(task.amountFen),
    };
  }

  /** Whoever has voted has taken the step, as one who approves alone. */
  approved({ round }: Task, userId: UserId, onBehalfOf: UserId | null): void {
    this.acts.push({ step: 'APPROVE', userId, ...(onBehalfOf && { onBehalfOf }), round });
  }

  /** People with a conflict of interest take no part in the case any more. */
  recuse(userIds: readonly UserId[]): void {
    this.recused.push(...userIds.filter((userId) => !this.recused.includes(userId)));
  }

  /** Everybody with a conflict of interest that is known. */
  recusedSoFar(): readonly UserId[] {
    return [...this.recused];
  }

  /** Who applied, investigated or reviewed the case. */
  makers(): readonly string[] {
    return makersOf(this.acts);
  }

  private history(): DecisionHistory {
    return { acts: this.acts, recusedUserIds: this.recused };
  }

  find(taskId: TaskId): Task {
    const task = this.tasks.find((candidate) => candidate.taskId === taskId);
    demand(task !== undefined, 'TASK_NOT_FOUND');
    return task as Task;
  }

  /** An alarm has come. */
  private async raise(task: Task): Promise<void> {
    task.escalations += 1;
    const { taskId, escalations } = task;
    this.around.changed();
    await this.record.write(`escalate/${taskId}`, {
      escalate: { taskId, escalations },
      audit: {
        actorId: null,
        action: alarmOf(escalations) === 'REMIND' ? 'TASK_REMINDED' : 'TASK_ESCALATED',
        outcome: task.kind,
        detail: { taskId, escalations },
      },
    });
  }
}
