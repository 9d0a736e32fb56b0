import type { InstalmentPlan, MessageToSend } from '../../contracts/activities';
import { moneyKeys } from '../../contracts/ids';
import type { TaskReason } from '../../contracts/tasks';
import type { CarriedTask, PaymentResult } from '../../contracts/workflows';
import { businessDate } from '../../domain/calendar/clock';
import type { AfterDecline, NextOrder } from '../../domain/collection/nextOrder';
import type { Asked } from '../case/question';
import { isoInstant } from '../shared/businessTime';
import type { NextAct } from './agenda';
import type { LoanCase } from './loanCase';
import { turnTo } from './progress';

type Collect = Extract<NextAct, { kind: 'COLLECT' }>;
type CheckDue = Extract<NextAct, { kind: 'CHECK_DUE' }>;

/** Debits what is due on the day, and follows the policy when the bank declines. */
export async function collect(loan: LoanCase, { atMs, instalment, parts }: Collect): Promise<void> {
  await loan.whileAlone(async () => {
    const amountFen = Math.ceil((await askedAt(loan, atMs)) / parts);
    if (amountFen === 0) return leaveInstalment(loan, atMs);
    const result = await order(loan, instalment.number, amountFen, atMs);
    if (result.outcome.status === 'FAILED') {
      await afterDecline(loan, instalment, { atMs, amountFen, code: result.outcome.code, result });
      return;
    }
    await loan.record(`collected/${instalment.number}/${loan.progress.orders}`, {
      messages: [receipt(loan, instalment.number, amountFen, atMs)],
      audit: {
        actorId: null,
        action: 'INSTALMENT_COLLECTED',
        outcome: 'SUCCEEDED',
        detail: { instalment: instalment.number, amountFen },
      },
    });
    if (parts === 1) return leaveInstalment(loan, atMs);
    // The other parts of what the bank would not take in one.
    loan.progress = { ...loan.progress, nextOrder: { atMs, parts: parts - 1 } };
  });
}

/** The day of a debit that is paused: people collect what was not paid by other means. */
export async function checkDue(loan: LoanCase, { atMs, instalment }: CheckDue): Promise<void> {
  const { autoDebit } = loan.progress;
  await loan.whileAlone(async () => {
    const amountFen = await askedAt(loan, atMs);
    const code = autoDebit === 'ON' ? '' : autoDebit.paused;
    if (amountFen > 0) {
      const detail = { instalment: instalment.number, code };
      await askToCollect(loan, { code: 'DEBIT_PAUSED', detail });
    }
    leaveInstalment(loan, atMs);
  });
}

/** Hands over to people, beside the agenda. There is one such task for a loan: it is about all that is due. */
export async function askToCollect(loan: LoanCase, reason: TaskReason): Promise<void> {
  if (loan.manualTask !== null) return;
  follow(loan, await loan.askBeside('COLLECT_MANUALLY', { reason, overBecause: () => paid(loan) }));
}

/** Goes on with a task that an earlier run, or an earlier process, has opened. */
export function takeUpManualTask(loan: LoanCase, carried: CarriedTask): void {
  follow(loan, loan.takeUp('COLLECT_MANUALLY', { ...carried, overBecause: () => paid(loan) }));
}

/** A person's debit is carried out in its turn; the agenda goes on meanwhile. */
function follow(loan: LoanCase, { task, decision }: Asked<'COLLECT_MANUALLY'>): void {
  loan.manualTask = task;
  void decision.then((decided) => {
    loan.manualTask = null;
    if (decided === null) return;
    loan.debitWanted = task.reason;
    loan.changed(null);
  });
}

/** Nothing is due any more: what people were to collect is there, or is claimed otherwise. */
function paid({ figures }: LoanCase): string | null {
  if (figures === null || figures.totalDueFen > 0) return null;
  return figures.writtenOff ? 'WRITTEN_OFF' : 'PAID';
}

/**
 * A person has asked for one more debit; when the account takes it, it is good for the next ones too. Until the due
 * is paid people are asked again.
 */
export async function debitByHand(loan: LoanCase, reason: TaskReason): Promise<void> {
  await loan.whileAlone(async () => {
    const atMs = loan.time.touchMs();
    const amountFen = await askedAt(loan, atMs);
    if (amountFen === 0) return;
    const { outcome } = await order(loan, loan.progress.instalment, amountFen, atMs);
    if (outcome.status === 'SUCCEEDED') loan.resumeDebits();
  });
  loan.debitWanted = null;
  if (paid(loan) === null) await askToCollect(loan, reason);
}

/** What may be asked for, see `LoanPlan.askedFen`; money that is held is used before. */
async function askedAt(loan: LoanCase, atMs: number): Promise<number> {
  const { loanId } = loan.input;
  const { instalment, remindersSent } = loan.progress;
  const asOf = businessDate(atMs);
  const plan = await loan.activities.planInstalment({
    loanId,
    fromInstalment: instalment,
    asOf,
    remindersSent,
  });
  loan.figures = plan;
  return plan.askedFen;
}

async function order(
  loan: LoanCase,
  instalment: number,
  amountFen: number,
  decidedAtMs: number,
): Promise<PaymentResult> {
  const key = moneyKeys.collect(loan.input.loanId, instalment, loan.nextOrderNumber());
  return await loan.order({ key, purpose: 'COLLECTION', amountFen, decidedAtMs });
}

function leaveInstalment(loan: LoanCase, atMs: number): void {
  loan.progress = turnTo(loan.progress, loan.progress.instalment + 1, atMs);
}

interface Declined {
  readonly atMs: number;
  readonly amountFen: number;
  readonly code: string;
  readonly result: PaymentResult;
}

async function afterDecline(
  loan: LoanCase,
  instalment: InstalmentPlan,
  { atMs, amountFen, code, result }: Declined,
): Promise<void> {
  const resolvedAtMs = loan.time.onTime(result.resolvedAtMs);
  // One that went out late counts among the orders of the day on which it did.
  const failedOrders = [...loan.progress.failedOrders, { atMs: loan.time.onTime(atMs), code }];
  const follows = await loan.activities.planNextOrder({
    loanId: loan.input.loanId,
    orders: failedOrders,
    knownFromMs: resolvedAtMs,
  });
  const { next } = follows;
  loan.progress = { ...loan.progress, failedOrders, nextOrder: orderOf(next) };
  await loan.record(`declined/${instalment.number}/${loan.progress.orders}`, {
    messages: [declineLetter(loan, instalment, amountFen, follows)],
    audit: {
      actorId: null,
      action: 'COLLECTION_DECLINED',
      outcome: code,
      detail: { instalment: instalment.number, order: loan.progress.orders },
    },
  });
  loan.time.liveTo(resolvedAtMs);
  if (next.kind !== 'STOP') return;
  await askToCollect(loan, {
    code: `COLLECTION_${next.task}`,
    detail: { instalment: instalment.number, code, orders: failedOrders.length },
  });
  leaveInstalment(loan, resolvedAtMs);
}

function orderOf(next: NextOrder): { readonly atMs: number; readonly parts: number } | null {
  if (next.kind === 'STOP') return null;
  return { atMs: next.atMs, parts: next.kind === 'SPLIT' ? next.parts : 1 };
}

function receipt(loan: LoanCase, instalment: number, amountFen: number, atMs: number): MessageToSend {
  return loan.message(
    'EMAIL',
    'INSTALMENT_COLLECTED',
    `instalment/${instalment}/collected/${loan.progress.orders}`,
    {
      instalment,
      amountFen,
      date: businessDate(atMs),
      outstandingFen: loan.figures?.principalOutstandingFen ?? 0,
    },
  );
}

function declineLetter(
  loan: LoanCase,
  { number, dueDate }: InstalmentPlan,
  amountFen: number,
  { next, text }: AfterDecline,
): MessageToSend {
  return loan.message('EMAIL', 'COLLECTION_FAILED', `instalment/${number}/declined/${loan.progress.orders}`, {
    instalment: number,
    amountFen,
    dueDate,
    reasonZh: text.zh,
    reasonEn: text.en,
    ...(next.kind === 'STOP' ? {} : { nextAttemptAt: isoInstant(next.atMs) }),
  });
}
