import type { BankAnswer } from '../../contracts/activities';
import type { TaskReason } from '../../contracts/tasks';
import { type Decided, isMoneyOut, type PaymentOrder, type PaymentOutcome } from '../../contracts/workflows';
import { BANK_DAY_IMPOSSIBLE } from '../../domain/collection/bankDay';
import { lookUntilSeen } from '../shared/lookUntilSeen';
import { answerOrNotice, byNotice, closeOnce, type Finding, finding, questionOnce } from './findOut';
import { inWords, type PaymentCase } from './paymentCase';

/** What people say became of an order. */
interface Told {
  readonly told: PaymentOutcome;
}

/** Why people are asked again. */
interface AskAgain {
  readonly askAgain: TaskReason;
}

type WhyUnknown = 'PAYMENT_UNKNOWN' | typeof BANK_DAY_IMPOSSIBLE;

/** A bank that names a day that can't be has said more than one that says nothing. */
function whyUnknown({ code }: PaymentCase): WhyUnknown {
  return code === BANK_DAY_IMPOSSIBLE ? code : 'PAYMENT_UNKNOWN';
}

/**
 * Nobody knows: a person asks the bank by other ways, and of money that goes out a second one. What they say counts
 * after a last question to the bank; a notice that comes meanwhile goes before it.
 * @param code why people are asked
 */
export async function askPeople(
  payment: PaymentCase,
  code: 'BANK_REFERENCE_USED' | 'PAYMENT_STEP_GIVEN_UP' | WhyUnknown = whyUnknown(payment),
): Promise<Finding> {
  let reason = because(payment, code);
  for (let round = 1; ; round += 1) {
    const heard = await hear(payment, round, reason);
    const judged = 'told' in heard ? await lastQuestion(payment, heard.told) : heard;
    if ('outcome' in judged) return judged;
    reason = judged.askAgain;
  }
}

async function hear(
  payment: PaymentCase,
  round: number,
  reason: TaskReason,
): Promise<Told | AskAgain | Finding> {
  const { order } = payment;
  // The bank's word goes before a person's.
  const overBecause = () => (payment.isNoticed() ? 'NOTICE_CAME' : null);
  const resolved = await payment.ask('RESOLVE_PAYMENT', { round, reason, overBecause });
  if (resolved === null) return noticed(payment);
  const told = wordOf(resolved, order);
  if (!isMoneyOut(order)) return { told };
  const toConfirm = because(payment, 'PAYMENT_TOLD', { told: inWords(told), because: resolved.reason });
  const second = await payment.ask('CONFIRM_PAYMENT', { round, reason: toConfirm, overBecause });
  if (second === null) return noticed(payment);
  if (second.decision === 'CONFIRM') return { told };
  return { askAgain: because(payment, 'PAYMENT_DISAGREED', { because: second.reason }) };
}

function noticed(payment: PaymentCase): Finding {
  const found = byNotice(payment);
  if (found === null) throw new RangeError('no notice came');
  return found;
}

/**
 * The bank is asked once more before a person's word counts: what it says itself goes before. That an order failed
 * counts only once the bank has closed it; a bank that can't be reached can't be paid through either, so that waits.
 */
async function lastQuestion(payment: PaymentCase, told: PaymentOutcome): Promise<AskAgain | Finding> {
  payment.note('bank');
  const look = async () => {
    const answer = await answerOrNotice(payment, () => lastWord(payment, told));
    return answer === null ? byNotice(payment) : judge(payment, told, answer);
  };
  const summary = '银行最后确认 · The last question to the bank';
  const judged = await lookUntilSeen(look, { time: payment.time, summary, until: payment.isNoticed });
  return judged ?? noticed(payment);
}

/** A bank that can't close a key is asked for it. */
async function lastWord(payment: PaymentCase, told: PaymentOutcome): Promise<BankAnswer> {
  if (told.status === 'SUCCEEDED') return await questionOnce(payment);
  const closed = await closeOnce(payment);
  const cannot = closed.status === 'UNKNOWN' && closed.code === 'CANT_CLOSE';
  return cannot ? await questionOnce(payment) : closed;
}

/** Null when the bank gave no answer. */
function judge(payment: PaymentCase, told: PaymentOutcome, answer: BankAnswer): AskAgain | Finding | null {
  if (answer.status === 'FAILED' && answer.code === 'CLOSED' && told.status === 'FAILED') {
    return { outcome: told, source: 'PERSON' };
  }
  const found = finding(payment, answer, 'QUERY');
  if (found !== null) return found;
  switch (answer.status === 'UNKNOWN' ? answer.code : 'PROCESSING') {
    case 'NOT_FOUND':
      return told.status === 'SUCCEEDED'
        ? { askAgain: because(payment, 'BANK_HAS_NO_SUCH_ORDER') }
        : { outcome: withoutClosing(payment.order, told), source: 'PERSON' };
    case 'PROCESSING':
      return told.status === 'SUCCEEDED'
        ? { outcome: told, source: 'PERSON' }
        : { askAgain: because(payment, 'BANK_WORKS_ON_IT') };
    case BANK_DAY_IMPOSSIBLE:
      return told.status === 'SUCCEEDED'
        ? { outcome: told, source: 'PERSON' }
        : { askAgain: because(payment, BANK_DAY_IMPOSSIBLE) };
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
  { decision, bankReference, bankDate, bankCode }: Decided<'RESOLVE_PAYMENT'>,
  { valueDate }: PaymentOrder,
): PaymentOutcome {
  if (decision !== 'SUCCEEDED') return { status: 'FAILED', code: bankCode ?? 'TOLD_BY_BANK' };
  const booked = bankDate === undefined || bankDate < valueDate ? valueDate : bankDate;
  return { status: 'SUCCEEDED', bankReference: bankReference ?? '', bankDate: booked };
}

function because(
  { order }: PaymentCase,
  code: TaskReason['code'],
  more: TaskReason['detail'] = {},
): TaskReason {
  return { code, detail: { key: order.key, amountFen: order.amountFen, ...more } };
}
