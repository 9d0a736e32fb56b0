import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import { type BreakInput, breakResolvedSignal, type TaskDecision } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { BusinessTime } from '../shared/businessTime';
import { CaseFile } from '../shared/caseFile';
import { type OpenTask, TaskDesk } from '../shared/taskDesk';

type Stage = 'OPEN' | 'TO_CONFIRM' | 'RESOLVED';

/** Kinds that have a sentence of their own. */
const TOLD_KINDS = ['LONG', 'SHORT', 'DUPLICATE', 'AMOUNT_DIFF', 'BALANCE', 'FILE', 'TRANSFER'] as const;

/**
 * Something that bank, ledger and loans don't agree on. Stays until a person says how it was settled (two where money
 * may be gone), or until it comes right by itself.
 */
export async function breakCase(input: BreakInput): Promise<void> {
  const office = new BreakOffice(input);
  let reason = office.firstReason();
  for (;;) {
    const said = await office.ask('RESOLVE_BREAK', 'OPEN', reason);
    if (said === null) break;
    if (!input.isMoneyOut) return await office.settle(said.decision.reason);
    const confirmed = await office.ask('CONFIRM_BREAK', 'TO_CONFIRM', {
      code: 'BREAK_TO_CONFIRM',
      detail: { because: said.decision.reason },
    });
    if (confirmed === null) break;
    if (confirmed.decision.decision === 'CONFIRM') return await office.settle(said.decision.reason);
    reason = { code: 'BREAK_DISAGREED', detail: { because: confirmed.decision.reason } };
  }
  await office.comeRight();
}

class BreakOffice {
  private readonly file: CaseFile<Stage>;
  private readonly desk: TaskDesk;
  private open: OpenTask | null = null;
  private isRight = false;

  constructor(private readonly input: BreakInput) {
    const { breakId, institutionId } = input;
    const header = { caseType: 'BREAK', caseId: breakId, institutionId, enterpriseId: null } as const;
    const time = new BusinessTime(input);
    this.file = new CaseFile<Stage>(header, time, STAGE_TEXTS.BREAK, 'OPEN');
    this.desk = new TaskDesk(header, this.file, time, []);
    setHandler(breakResolvedSignal, () => {
      this.isRight = true;
    });
  }

  firstReason(): TaskReason {
    const { kind, reference, detail } = this.input;
    const told = TOLD_KINDS.find((known) => known === kind);
    return told === undefined
      ? { code: 'BREAK_OTHER', detail: { ...detail, kind, reference } }
      : { code: `BREAK_${told}`, detail };
  }

  /** Opens a task in the place of the one that was decided. Null when it has come right meanwhile. */
  async ask(
    kind: 'RESOLVE_BREAK' | 'CONFIRM_BREAK',
    stage: Stage,
    reason: TaskReason,
  ): Promise<{ readonly decision: TaskDecision } | null> {
    const before = this.open;
    const task = this.desk.open(kind, { reason });
    this.open = task;
    await this.file.enter(stage, {
      waitingFor: task.role,
      dueAtMs: task.dueAtMs,
      open: [this.desk.toOpen(task)],
      ...(before === null ? {} : { close: [this.desk.close(before)] }),
    });
    const decision = await this.desk.decision(task, () => this.isRight);
    return decision === null ? null : { decision };
  }

  async settle(because: string): Promise<void> {
    await this.end(because);
  }

  async comeRight(): Promise<void> {
    await this.end('CAME_RIGHT', 'CAME_RIGHT');
  }

  private async end(resolution: string, cancelled?: string): Promise<void> {
    const { breakId } = this.input;
    await this.file.enter('RESOLVED', {
      waitingFor: null,
      ...(this.open === null ? {} : { close: [this.desk.close(this.open, cancelled)] }),
      actorId: this.open?.decision?.actor.userId ?? null,
      write: (change) => activities.settleBreak({ breakId, resolution, change }),
    });
    await condition(allHandlersFinished);
  }
}
