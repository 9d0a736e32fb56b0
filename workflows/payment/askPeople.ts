import type { BankAnswer } from '../../contracts/activities';
import type { TaskClosed, TaskReason } from '../../contracts/tasks';
import {
  isMoneyOut,
  type PaymentOrder,
  type PaymentOutcome,
  type TaskDecision,
} from '../../contracts/workflows';
import { lookUntilSeen } from '../shared/lookUntilSeen';
import type { OpenTask } from '../shared/taskDesk';
import { answerOrNotice, byNotice, closeOnce, type Finding, finding, questionOnce } from './findOut';
import { inWords, type OrderOffice } from './orderOffice';

/** What people say became of an order. */
interface Told {
  readonly told: PaymentOutcome;
}

/** Why people are asked again. */
interface AskAgain {
  readonly askAgain: TaskReason;
}

/**
 * Nobody knows: a person asks the bank by other ways, and of money that goes out a second one. What they say counts
 * after a last question to the bank; a notice that comes meanwhile goes before it.
 * @param code why people are asked
 */
export async function askPeople(
  office: OrderOffice,
  code: 'PAYMENT_UNKNOWN' | 'BANK_REFERENCE_USED' = 'PAYMENT_UNKNOWN',
): Promise<Finding> {
  let reason = because(office, code);
  for (let round = 1; ; round += 1) {
    const heard = await hear(office, round, reason);
    const judged = 'told' in heard ? await lastQuestion(office, heard.told) : heard;
    if ('outcome' in judged) return judged;
    reason = judged.askAgain;
  }
}

async function hear(
  office: OrderOffice,
  round: number,
  reason: TaskReason,
): Promise<Told | AskAgain | Finding> {
  const { desk, order } = office;
  const resolving = desk.open('RESOLVE_PAYMENT', { round, reason });
  const decision = await decisionOn(office, resolving, []);
  if (decision === null) return noticed(office, resolving);
  const told = wordOf(decision, order);
  if (!isMoneyOut(order)) {
    await close(office, resolving, decision);
    return { told };
  }
  const word = { told: inWords(told), because: decision.reason };
  const confirming = desk.open('CONFIRM_PAYMENT', { round, reason: because(office, 'PAYMENT_TOLD', word) });
  const second = await decisionOn(office, confirming, [desk.close(resolving)], decision);
  if (second === null) return noticed(office, confirming);
  await close(office, confirming, second);
  if (second.decision === 'CONFIRM') return { told };
  return { askAgain: because(office, 'PAYMENT_DISAGREED', { because: second.reason }) };
}

/** @returns null when a notice came, even together with the decision: the bank's word goes before a person's */
async function decisionOn(
  { desk, file, isNoticed }: OrderOffice,
  task: OpenTask,
  closing: readonly TaskClosed[],
  before?: TaskDecision,
): Promise<TaskDecision | null> {
  file.note(task.role, task.dueAtMs);
  await file.record('ask-person', {
    close: closing,
    open: [desk.toOpen(task)],
    audit: { actorId: before?.actor.userId ?? null, action: 'PAYMENT_UNRESOLVED', outcome: task.kind },
  });
  const decision = await desk.decision(task, isNoticed);
  return isNoticed() ? null : decision;
}

async function close({ desk, file }: OrderOffice, task: OpenTask, decision: TaskDecision): Promise<void> {
  file.note('bank');
  await file.record('told', {
    close: [desk.close(task)],
    audit: { actorId: decision.actor.userId, action: 'PAYMENT_TOLD', outcome: decision.decision },
  });
}

function noticed(office: OrderOffice, task: OpenTask): Finding {
  const found = byNotice(office);
  if (found === null) throw new RangeError('no notice came');
  return { ...found, task };
}

/**
 * The bank is asked once more before a person's word counts: what it says itself goes before. That an order failed
 * counts only once the bank has closed it; a bank that can't be reached can't be paid through either, so that waits.
 */
async function lastQuestion(office: OrderOffice, told: PaymentOutcome): Promise<AskAgain | Finding> {
  const look = async () => {
    const answer = await answerOrNotice(office, () => lastWord(office, told));
    return answer === null ? byNotice(office) : judge(office, told, answer);
  };
  const summary = '银行最后确认 · The last question to the bank';
  const judged = await lookUntilSeen(look, { summary, until: office.isNoticed });
  return judged ?? (byNotice(office) as Finding);
}

/** A bank that can't close a key is asked for it. */
async function lastWord(office: OrderOffice, told: PaymentOutcome): Promise<BankAnswer> {
  if (told.status === 'SUCCEEDED') return await questionOnce(office);
  const closed = await closeOnce(office);
  const cannot = closed.status === 'UNKNOWN' && closed.code === 'CANT_CLOSE';
  return cannot ? await questionOnce(office) : closed;
}

/** Null when the bank gave no answer. */
function judge(office: OrderOffice, told: PaymentOutcome, answer: BankAnswer): AskAgain | Finding | null {
  if (answer.status === 'FAILED' && answer.code === 'CLOSED' && told.status === 'FAILED') {
    return { outcome: told, source: 'PERSON' };
  }
  const found = finding(office, answer, 'QUERY');
  if (found !== null) return found;
  switch (answer.status === 'UNKNOWN' ? answer.code : 'PROCESSING') {
    case 'NOT_FOUND':
      return told.status === 'SUCCEEDED'
        ? { askAgain: because(office, 'BANK_HAS_NO_SUCH_ORDER') }
        : { outcome: withoutClosing(office.order, told), source: 'PERSON' };
    case 'PROCESSING':
      return told.status === 'SUCCEEDED'
        ? { outcome: told, source: 'PERSON' }
        : { askAgain: because(office, 'BANK_WORKS_ON_IT') };
    default:
      return null;
  }
}

/** Money that goes out is not ordered again by itself when only people say that the bank did not pay it. */
function withoutClosing(order: PaymentOrder, told: PaymentOutcome): PaymentOutcome {
  return isMoneyOut(order) ? { status: 'FAILED', code: 'TOLD_BY_BANK' } : told;
}

/** What a person says of an order; the bank booked it no earlier than it was ordered for. */
function wordOf(
  { decision, bankReference, bankDate, bankCode }: TaskDecision,
  { valueDate }: PaymentOrder,
): PaymentOutcome {
  if (decision !== 'SUCCEEDED') return { status: 'FAILED', code: bankCode ?? 'TOLD_BY_BANK' };
  const booked = bankDate === undefined || bankDate < valueDate ? valueDate : bankDate;
  return { status: 'SUCCEEDED', bankReference: bankReference ?? '', bankDate: booked };
}

function because(
  { order }: OrderOffice,
  code: TaskReason['code'],
  more: TaskReason['detail'] = {},
): TaskReason {
  return { code, detail: { key: order.key, amountFen: order.amountFen, ...more } };
}
