import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
} from '@temporalio/workflow';
import { type LoanId, moneyKeys, workflowIds } from '../../contracts/ids';
import type { TaskReason } from '../../contracts/tasks';
import { STAGE_TEXTS } from '../../contracts/texts/processTexts';
import { lookAgainSignal, type ReceiptInput, type TaskDecision } from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { BusinessTime, isoInstant } from '../shared/businessTime';
import { CaseFile } from '../shared/caseFile';
import { payUntilKnown } from '../shared/pay';
import { type OpenTask, TaskDesk } from '../shared/taskDesk';

type Stage = 'OPEN' | 'TO_CONFIRM' | 'RETURNING' | 'SETTLED';

/**
 * Money that came in and that nobody ordered: until a person says whose it is. It goes onto a loan, to the owners, or
 * back to who paid it; what can't be done so is asked again.
 */
export async function receipt(input: ReceiptInput): Promise<void> {
  const office = new ReceiptOffice(input);
  let reason = office.reasonOf(`RECEIPT_${input.reason}` as TaskReason['code']);
  for (;;) {
    const decision = await office.ask('IDENTIFY_RECEIPT', 'OPEN', reason);
    const refused = await carryOut(office, decision);
    if (refused === null) return await office.settle();
    reason = refused;
  }
}

/** @returns why it could not be done; null when it is */
async function carryOut(office: ReceiptOffice, decision: TaskDecision): Promise<TaskReason | null> {
  switch (decision.decision) {
    case 'BOOK_ON_LOAN':
      return await office.bookOnLoan(decision.loanId as LoanId);
    case 'BOOK_AS_CAPITAL':
      return await office.bookAsCapital();
    default:
      return await office.giveBack(decision.reason);
  }
}

class ReceiptOffice {
  readonly time: BusinessTime;
  readonly file: CaseFile<Stage>;
  private readonly desk: TaskDesk;
  private open: OpenTask | null = null;
  private orders = 0;

  constructor(private readonly input: ReceiptInput) {
    const { receiptId, institutionId } = input;
    const header = { caseType: 'RECEIPT', caseId: receiptId, institutionId, enterpriseId: null } as const;
    this.time = new BusinessTime(input);
    this.file = new CaseFile<Stage>(header, this.time, STAGE_TEXTS.RECEIPT, 'OPEN');
    this.desk = new TaskDesk(header, this.file, this.time, []);
  }

  reasonOf(code: TaskReason['code'], more: TaskReason['detail'] = {}): TaskReason {
    const { amountFen, bankDate: date, bankReference, suggestions } = this.input;
    const loans = suggestions.map(({ loanId, loanNo }) => (loanNo === '' ? loanId : loanNo)).join(', ');
    return { code, detail: { amountFen, date, bankReference, loans, ...more } };
  }

  /** Opens a task in the place of the one that was decided, and waits for a person. */
  async ask(
    kind: 'IDENTIFY_RECEIPT' | 'CONFIRM_RETURN',
    stage: Stage,
    reason: TaskReason,
  ): Promise<TaskDecision> {
    const task = this.desk.open(kind, { reason });
    await this.file.enter(stage, {
      waitingFor: task.role,
      dueAtMs: task.dueAtMs,
      open: [this.desk.toOpen(task)],
      ...this.closing(),
    });
    this.open = task;
    for (;;) {
      const decision = await this.desk.decision(task);
      if (decision !== null) return decision;
    }
  }

  async bookOnLoan(loanId: LoanId): Promise<TaskReason | null> {
    const { receiptId } = this.input;
    const claimed = await activities.claimReceipt({ receiptId, loanId, at: this.now() });
    if (!claimed.ok) return this.reasonOf('RECEIPT_REFUSED', { because: claimed.code });
    await tellLoan(loanId, claimed.businessKey);
    return null;
  }

  async bookAsCapital(): Promise<TaskReason | null> {
    const booked = await activities.bookCapital({ receiptId: this.input.receiptId, at: this.now() });
    return booked.ok ? null : this.reasonOf('RECEIPT_REFUSED', { because: booked.code });
  }

  /** Asked for by one person, agreed by another, paid like every other money. */
  async giveBack(because: string): Promise<TaskReason | null> {
    const { receiptId, institutionId, amountFen } = this.input;
    const { isKnown } = await activities.findReturnAccount({ receiptId });
    if (!isKnown) return this.reasonOf('RECEIPT_REFUSED', { because: 'PAYER_ACCOUNT_UNKNOWN' });
    const agreed = await this.ask(
      'CONFIRM_RETURN',
      'TO_CONFIRM',
      this.reasonOf('RECEIPT_TO_RETURN', { because }),
    );
    if (agreed.decision !== 'CONFIRM') return this.reasonOf('RECEIPT_DISAGREED', { because: agreed.reason });
    await this.file.enter('RETURNING', { waitingFor: 'bank', ...this.closing() });
    this.open = null;
    this.orders += 1;
    const { outcome, resolvedAtMs } = await payUntilKnown(
      {
        key: moneyKeys.returnReceipt(receiptId, this.orders),
        institutionId,
        enterpriseId: null,
        subject: { type: 'RECEIPT', id: receiptId },
        mandate: { type: 'RETURN', id: agreed.taskId },
        purpose: 'RECEIPT_RETURN',
        amountFen,
        decidedAtMs: this.time.touchMs(),
      },
      this,
    );
    this.time.liveTo(resolvedAtMs);
    return outcome.status === 'SUCCEEDED'
      ? null
      : this.reasonOf('RECEIPT_REFUSED', { because: outcome.code });
  }

  async settle(): Promise<void> {
    await this.file.enter('SETTLED', {
      waitingFor: null,
      ...this.closing(),
      actorId: this.open?.decision?.actor.userId ?? null,
    });
    await condition(allHandlersFinished);
  }

  private closing(): { readonly close?: ReturnType<TaskDesk['close']>[] } {
    return this.open === null ? {} : { close: [this.desk.close(this.open)] };
  }

  private now(): string {
    return isoInstant(this.time.touchMs());
  }
}

/** The loan looks at its balance again; one whose process is over has nothing to look at. */
async function tellLoan(loanId: LoanId, businessKey: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowIds.loan(loanId)).signal(lookAgainSignal, {
      because: businessKey,
    });
  } catch (fault) {
    if (!(fault instanceof ApplicationFailure)) throw fault;
  }
}
