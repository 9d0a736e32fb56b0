import type { InstalmentPlan, MessageToSend } from '../../contracts/activities';
import { moneyKeys } from '../../contracts/ids';
import type { TaskReason } from '../../contracts/tasks';
import type { CarriedTask, PaymentResult } from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar';
import { parametersAt } from '../../domain/parameters';
import { paymentCodeRule } from '../../domain/parameters/payments';
import { activities } from '../shared/activities';
import { isoInstant } from '../shared/businessTime';
import { type NextOrder, nextOrder } from '../shared/nextOrder';
import type { OpenTask } from '../shared/taskDesk';
import type { NextAct } from './agenda';
import type { LoanOffice } from './loanOffice';
import { turnTo } from './progress';

type Collect = Extract<NextAct, { kind: 'COLLECT' }>;
type CheckDue = Extract<NextAct, { kind: 'CHECK_DUE' }>;

/** Debits what is due on the day, and follows the policy when the bank declines. */
export async function collect(office: LoanOffice, { atMs, instalment, parts }: Collect): Promise<void> {
  await office.whileAlone(async () => {
    const amountFen = Math.ceil((await askedAt(office, atMs)) / parts);
    if (amountFen === 0) return leaveInstalment(office, atMs);
    const result = await order(office, instalment.number, amountFen, atMs);
    if (result.outcome.status === 'FAILED') {
      await afterDecline(office, instalment, { atMs, amountFen, code: result.outcome.code, result });
      return;
    }
    await office.file.record(`collected/${instalment.number}/${office.progress.orders}`, {
      messages: [receipt(office, instalment.number, amountFen, atMs)],
      audit: {
        actorId: null,
        action: 'INSTALMENT_COLLECTED',
        outcome: 'SUCCEEDED',
        detail: { instalment: instalment.number, amountFen },
      },
    });
    if (parts === 1) return leaveInstalment(office, atMs);
    // The other parts of what the bank would not take in one.
    office.progress = { ...office.progress, nextOrder: { atMs, parts: parts - 1 } };
  });
}

/** The day of a debit that is paused: people collect what was not paid by other means. */
export async function checkDue(office: LoanOffice, { atMs, instalment }: CheckDue): Promise<void> {
  const { autoDebit } = office.progress;
  await office.whileAlone(async () => {
    const amountFen = await askedAt(office, atMs);
    const code = autoDebit === 'ON' ? '' : autoDebit.paused;
    if (amountFen > 0) {
      const detail = { instalment: instalment.number, code };
      await openManualTask(office, { code: 'DEBIT_PAUSED', detail });
    }
    leaveInstalment(office, atMs);
  });
}

/**
 * A person asks for one more debit; when the account takes it, it is good for the next ones too. The task stays open
 * until the due is paid.
 */
export async function collectByHand(office: LoanOffice, task: OpenTask): Promise<void> {
  await office.whileAlone(async () => {
    const atMs = office.time.touchMs();
    const amountFen = await askedAt(office, atMs);
    if (amountFen === 0) return;
    const { outcome } = await order(office, office.progress.instalment, amountFen, atMs);
    if (outcome.status === 'SUCCEEDED') office.resumeDebits();
  });
  await closeManualTaskWhenPaid(office);
  if (office.manualTask !== null) office.desk.reopen(task);
}

/** Hands an instalment over to people. There is one such task for a loan: it is about all that is due. */
export async function openManualTask(office: LoanOffice, reason: TaskReason): Promise<void> {
  if (office.manualTask !== null) return;
  const task = office.desk.open('COLLECT_MANUALLY', { reason });
  office.manualTask = task;
  await office.file.record('collect-manually', {
    open: [office.desk.toOpen(task)],
    audit: { actorId: null, action: 'HANDED_TO_PEOPLE', outcome: reason.code },
  });
  watchManualTask(office, task);
}

/** Goes on with a task that an earlier run, or an earlier process, has opened. */
export function takeUpManualTask(office: LoanOffice, carried: CarriedTask): void {
  const task = office.desk.open('COLLECT_MANUALLY', carried);
  office.manualTask = task;
  watchManualTask(office, task);
}

/** Reminds people at the task's deadlines, beside the loan's own agenda. */
function watchManualTask(office: LoanOffice, task: OpenTask): void {
  const isOver = () => office.manualTask !== task;
  const watch = async () => {
    while (!isOver()) {
      await office.desk.decision(task, isOver);
      await office.desk.untilReopened(task, isOver);
    }
  };
  void watch();
}

/** Nothing is due any more: what people were to collect is there. */
export async function closeManualTaskWhenPaid(office: LoanOffice): Promise<void> {
  const { manualTask, figures, file, desk } = office;
  if (manualTask === null || figures === null || figures.totalDueFen > 0) return;
  office.manualTask = null;
  await file.record('collected-manually', {
    close: [desk.close(manualTask, 'PAID')],
    audit: { actorId: null, action: 'COLLECTED', outcome: 'PAID' },
  });
}

/** What may be asked for, see `LoanPlan.askedFen`; money that is held is used before. */
async function askedAt(office: LoanOffice, atMs: number): Promise<number> {
  const { loanId } = office.input;
  const { instalment } = office.progress;
  const asOf = businessDate(atMs);
  const plan = await activities.planInstalment({ loanId, fromInstalment: instalment, asOf });
  office.figures = plan;
  return plan.askedFen;
}

async function order(
  office: LoanOffice,
  instalment: number,
  amountFen: number,
  decidedAtMs: number,
): Promise<PaymentResult> {
  const key = moneyKeys.collect(office.input.loanId, instalment, office.nextOrderNumber());
  return await office.order({ key, purpose: 'COLLECTION', amountFen, decidedAtMs });
}

function leaveInstalment(office: LoanOffice, atMs: number): void {
  office.progress = turnTo(office.progress, office.progress.instalment + 1, atMs);
}

interface Declined {
  readonly atMs: number;
  readonly amountFen: number;
  readonly code: string;
  readonly result: PaymentResult;
}

async function afterDecline(
  office: LoanOffice,
  instalment: InstalmentPlan,
  { atMs, amountFen, code, result }: Declined,
): Promise<void> {
  const resolvedAtMs = office.time.onTime(result.resolvedAtMs);
  // One that went out late counts among the orders of the day on which it did.
  const failedOrders = [...office.progress.failedOrders, { atMs: office.time.onTime(atMs), code }];
  const { calendar } = await activities.readCalendar({ from: businessDate(resolvedAtMs) });
  const next = nextOrder(failedOrders, resolvedAtMs, calendar);
  office.progress = { ...office.progress, failedOrders, nextOrder: orderOf(next) };
  await office.file.record(`declined/${instalment.number}/${office.progress.orders}`, {
    messages: [declineLetter(office, instalment, amountFen, code, next)],
    audit: {
      actorId: null,
      action: 'COLLECTION_DECLINED',
      outcome: code,
      detail: { instalment: instalment.number, order: office.progress.orders },
    },
  });
  office.time.liveTo(resolvedAtMs);
  if (next.kind !== 'STOP') return;
  await openManualTask(office, {
    code: `COLLECTION_${next.task}`,
    detail: { instalment: instalment.number, code, orders: failedOrders.length },
  });
  leaveInstalment(office, resolvedAtMs);
}

function orderOf(next: NextOrder): { readonly atMs: number; readonly parts: number } | null {
  if (next.kind === 'STOP') return null;
  return { atMs: next.atMs, parts: next.kind === 'SPLIT' ? next.parts : 1 };
}

function receipt(office: LoanOffice, instalment: number, amountFen: number, atMs: number): MessageToSend {
  return office.message(
    'EMAIL',
    'INSTALMENT_COLLECTED',
    `instalment/${instalment}/collected/${office.progress.orders}`,
    {
      instalment,
      amountFen,
      date: businessDate(atMs),
      outstandingFen: office.figures?.principalOutstandingFen ?? 0,
    },
  );
}

function declineLetter(
  office: LoanOffice,
  { number, dueDate }: InstalmentPlan,
  amountFen: number,
  code: string,
  next: NextOrder,
): MessageToSend {
  const { text } = paymentCodeRule(parametersAt(office.time.today()).payments, code);
  return office.message(
    'EMAIL',
    'COLLECTION_FAILED',
    `instalment/${number}/declined/${office.progress.orders}`,
    {
      instalment: number,
      amountFen,
      dueDate,
      reasonZh: text.zh,
      reasonEn: text.en,
      ...(next.kind === 'STOP' ? {} : { nextAttemptAt: isoInstant(next.atMs) }),
    },
  );
}
