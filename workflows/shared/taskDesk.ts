import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { RecheckedTask, Recorded } from '../../contracts/activities';
import type { TaskId, UserId } from '../../contracts/ids';
import type { TaskClosed, TaskReason, TaskStatus, TaskToOpen, TaskView } from '../../contracts/tasks';
import { ROLE_TEXTS, TASK_TEXTS } from '../../contracts/texts/processTexts';
import {
  claimTaskUpdate,
  type DeskView,
  decideTaskUpdate,
  deskQuery,
  recheckSignal,
  type TaskClaim,
  type TaskDecision,
} from '../../contracts/workflows';
import { type DecidableTask, mayDecide } from '../../domain/approval/mayDecide';
import type { Role } from '../../domain/approval/roles';
import type { CaseAct } from '../../domain/approval/separation';
import { deadlinePassed, firstDeadlineMs, nextDeadlineMs, taskHours } from '../../domain/approval/sla';
import { TASK_RULES, type TaskKind, type TaskRule } from '../../domain/approval/tasks';
import type { TaskHours } from '../../domain/parameters/deadlines';
import { type BusinessTime, isoInstant } from './businessTime';
import type { CaseFile, CaseHeader } from './caseFile';
import { demand, orRefuse } from './refusals';
import { Ordinals, stableId } from './stableId';

/** A human task while its workflow waits for it. */
export interface OpenTask {
  /** Changes only when what stood under it in the table is over: see {@link TaskDesk.recheck}. */
  taskId: TaskId;
  readonly kind: TaskKind;
  readonly role: Role;
  readonly round: number;
  readonly reason: TaskReason;
  status: TaskStatus;
  claimedBy: UserId | null;
  dueAtMs: number;
  /** How many of its deadlines have passed; at the first its people are reminded. */
  escalations: number;
  decision: TaskDecision | null;
  /** The decision's effects are written: whoever decided may be answered. */
  isHandled: boolean;
}

/** How a task that is carried over continue-as-new begins. */
export type TaskBeginning = Partial<Pick<OpenTask, 'taskId' | 'claimedBy' | 'dueAtMs' | 'escalations'>> & {
  readonly role?: Role;
  readonly round?: number;
  readonly reason: TaskReason;
};

/**
 * The human tasks of one case: people claim and decide them by update, refused synchronously by the policy in
 * `domain/approval`; each has one deadline, and passing it reminds people, then escalates, and arms the next.
 */
export class TaskDesk {
  private readonly tasks: OpenTask[] = [];
  private readonly opened = new Ordinals();

  /** @param acts what people did on the case so far; decisions are added */
  constructor(
    private readonly header: CaseHeader,
    private readonly file: CaseFile<string>,
    private readonly time: BusinessTime,
    private readonly acts: CaseAct[],
  ) {
    file.whenWritten((closed, recorded) => {
      this.answer(closed);
      this.learn(recorded?.acts ?? []);
    });
    setHandler(deskQuery, () => this.view());
    setHandler(recheckSignal, () => this.recheck(), {
      description: '重新登记当前阶段与待办 · Write the stage and the open tasks again',
    });
    setHandler(claimTaskUpdate, (claim) => this.claim(claim), {
      validator: (claim) => this.judgeClaim(claim),
      description: '领取或退回任务 · Take a task or give it back',
    });
    setHandler(decideTaskUpdate, (decision) => this.decide(decision), {
      validator: (decision) => this.judgeDecision(decision),
      description: '办理任务 · Decide a task',
    });
  }

  views(): TaskView[] {
    return this.tasks.filter(isOpen).map(viewOf);
  }

  private view(): DeskView {
    return { stage: this.file.stage, tasks: this.tasks.filter(isInTable).map(viewOf) };
  }

  /** A new task. It exists for people once `toOpen` of it is recorded. */
  open(kind: TaskKind, beginning: TaskBeginning): OpenTask {
    const rule: TaskRule = TASK_RULES[kind];
    const task: OpenTask = {
      taskId: beginning.taskId ?? this.idOf(kind),
      kind,
      role: beginning.role ?? rule.role,
      round: beginning.round ?? 1,
      reason: beginning.reason,
      status: beginning.claimedBy == null ? 'OPEN' : 'CLAIMED',
      claimedBy: beginning.claimedBy ?? null,
      dueAtMs: beginning.dueAtMs ?? firstDeadlineMs(this.time.nowMs(), this.hoursOf(kind)),
      escalations: beginning.escalations ?? 0,
      decision: null,
      isHandled: false,
    };
    this.tasks.push(task);
    return task;
  }

  toOpen(task: OpenTask): TaskToOpen {
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
      reason: task.reason,
    };
  }

  /**
   * Waits for the decision, reminding people at each deadline.
   * @returns null when `until` became true before
   */
  async decision(task: OpenTask, until: () => boolean = () => false): Promise<TaskDecision | null> {
    const isOver = () => task.decision !== null || !isOpen(task) || until();
    while (!isOver()) {
      const [who, what] = [ROLE_TEXTS[task.role], TASK_TEXTS[task.kind]];
      const summary = `等待${who.zh}：${what.zh} · Waiting for ${who.en}: ${what.en}`;
      const ended = await this.time.waitForPerson(task.dueAtMs, { summary, until: isOver });
      if (ended === 'DUE') await this.escalate(task);
    }
    return task.decision;
  }

  /** Waits until a decided task has been carried out and stays open. */
  async untilReopened(task: OpenTask, until: () => boolean): Promise<void> {
    await condition(() => task.decision === null || until());
  }

  /** Ends a task that was decided, or that nobody needs any more; goes into the same transaction. */
  close(task: OpenTask, cancelledBecause?: string): TaskClosed {
    const { decision } = task;
    task.status = decision === null ? 'CANCELLED' : 'DONE';
    return {
      taskId: task.taskId,
      status: task.status,
      outcome: decision?.decision ?? cancelledBecause ?? 'CANCELLED',
      by: decision?.actor.userId ?? null,
      ...(decision === null
        ? {}
        : { decided: { step: TASK_RULES[task.kind].step, round: task.round, reason: decision.reason } }),
    };
  }

  /** The decision was carried out, but the task stays. */
  reopen(task: OpenTask): void {
    task.isHandled = true;
    task.decision = null;
    task.status = task.claimedBy === null ? 'OPEN' : 'CLAIMED';
  }

  /** What followed is written: the person who decided may be answered. */
  private answer(closed: readonly TaskClosed[]): void {
    for (const { taskId } of closed) this.find(taskId).isHandled = true;
  }

  /** People of other steps are barred by what they did before the process began anew or was set back. */
  private learn(acts: Recorded['acts']): void {
    for (const { step, userId } of acts) {
      // Of no round: whoever took this very step may be asked to take it again.
      if (!this.acts.some((act) => act.userId === userId)) this.acts.push({ step, userId, round: 0 });
    }
  }

  /** The same whenever the task that opens it is executed again. */
  private idOf(kind: TaskKind): TaskId {
    return stableId<TaskId>(`task/${this.opened.next(kind)}`);
  }

  /**
   * Writes the open tasks again. One that is over in the table was decided before the process was set back: it is
   * asked for anew, as another task.
   */
  private async recheck(): Promise<void> {
    const over = await this.writeAgain();
    const again = this.tasks.filter((task) => isUndecided(task) && over.includes(task.taskId));
    if (again.length === 0) return;
    for (const task of again) task.taskId = this.idOf(task.kind);
    await this.writeAgain();
  }

  private writeAgain(): Promise<Recorded['over']> {
    const ending = this.tasks.filter((task) => isInTable(task) && !isOpen(task));
    const open = this.tasks.filter(isOpen).map((task): RecheckedTask => {
      const { claimedBy, escalations } = task;
      return { ...this.toOpen(task), claimedBy, escalations };
    });
    return this.file.recheck(
      open,
      ending.map(({ taskId }) => taskId),
    );
  }

  private async claim({ taskId, actor, release }: TaskClaim): Promise<TaskView> {
    const task = this.find(taskId);
    task.claimedBy = release === true ? null : actor.userId;
    task.status = task.claimedBy === null ? 'OPEN' : 'CLAIMED';
    this.time.touchMs();
    await this.file.record(`claim/${taskId}`, {
      claim: { taskId, by: task.claimedBy },
      audit: {
        actorId: actor.userId,
        action: release === true ? 'TASK_RELEASED' : 'TASK_CLAIMED',
        outcome: task.kind,
        detail: { taskId },
      },
    });
    return viewOf(task);
  }

  private async decide(decision: TaskDecision): Promise<TaskView> {
    const task = this.find(decision.taskId);
    task.decision = decision;
    task.isHandled = false;
    this.acts.push({
      step: TASK_RULES[task.kind].step,
      userId: decision.actor.userId,
      round: task.round,
    });
    this.time.touchMs();
    this.file.personActed();
    await condition(() => task.isHandled);
    return viewOf(task);
  }

  private judgeClaim({ taskId, actor }: TaskClaim): void {
    const task = this.find(taskId);
    orRefuse(mayDecide(this.decidable(task), actor, { acts: this.acts }));
  }

  private judgeDecision({ taskId, actor, decision, reason, bankReference, loanId }: TaskDecision): void {
    const task = this.find(taskId);
    orRefuse(mayDecide(this.decidable(task), actor, { acts: this.acts }));
    const rule: TaskRule = TASK_RULES[task.kind];
    demand(rule.decisions.includes(decision), 'DECISION_NOT_OFFERED', { decision: String(decision) });
    const needsReason = rule.reasonFor.includes(decision);
    demand(!needsReason || isSaid(reason), 'REASON_REQUIRED');
    const needsReference = rule.bankReferenceFor?.includes(decision) === true;
    demand(!needsReference || isSaid(bankReference), 'BANK_REFERENCE_REQUIRED');
    const needsLoan = rule.loanFor?.includes(decision) === true;
    demand(!needsLoan || isSaid(loanId), 'LOAN_REQUIRED');
  }

  private decidable(task: OpenTask): DecidableTask {
    return {
      step: TASK_RULES[task.kind].step,
      role: task.role,
      institutionId: this.header.institutionId,
      status: task.decision === null ? task.status : 'DONE',
      claimedBy: task.claimedBy,
      round: task.round,
    };
  }

  private find(taskId: TaskId): OpenTask {
    const task = this.tasks.find((candidate) => candidate.taskId === taskId);
    demand(task !== undefined, 'TASK_NOT_FOUND');
    return task as OpenTask;
  }

  private hoursOf(kind: TaskKind): TaskHours {
    return taskHours(kind, this.time.rules);
  }

  private async escalate(task: OpenTask): Promise<void> {
    task.escalations += 1;
    task.dueAtMs = nextDeadlineMs(task.dueAtMs, task.escalations, this.hoursOf(task.kind));
    await this.file.record(`escalate/${task.taskId}`, {
      escalate: {
        taskId: task.taskId,
        dueAt: isoInstant(task.dueAtMs),
        escalations: task.escalations,
      },
      audit: {
        actorId: null,
        action: deadlinePassed(task.escalations) === 'REMIND' ? 'TASK_REMINDED' : 'TASK_ESCALATED',
        outcome: task.kind,
        detail: { taskId: task.taskId, escalations: task.escalations },
      },
    });
  }
}

function isSaid(words: unknown): boolean {
  return typeof words === 'string' && words.trim() !== '';
}

function isOpen(task: OpenTask): boolean {
  return task.status === 'OPEN' || task.status === 'CLAIMED';
}

/** Its end, if it has one, is not in the database yet. */
function isInTable(task: OpenTask): boolean {
  return isOpen(task) || !task.isHandled;
}

function isUndecided(task: OpenTask): boolean {
  return isOpen(task) && task.decision === null;
}

function viewOf(task: OpenTask): TaskView {
  return {
    taskId: task.taskId,
    kind: task.kind,
    role: task.role,
    status: task.decision === null ? task.status : 'DONE',
    claimedBy: task.claimedBy,
    dueAt: isoInstant(task.dueAtMs),
    escalations: task.escalations,
  };
}
