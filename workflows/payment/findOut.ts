import { ActivityFailure, condition } from '@temporalio/workflow';
import type { BankAnswer, Settlement } from '../../contracts/activities';
import type { PaymentOutcome } from '../../contracts/workflows';
import { isoDate } from '../../domain/calendar/isoDate';
import { filesOfOrder, nextClosing, nextQuery } from '../../domain/collection/nextQuery';
import { lookUntilSeen } from '../shared/lookUntilSeen';
import type { PaymentCase } from './paymentCase';

/** A final outcome and where it is known from. */
export interface Finding {
  readonly outcome: PaymentOutcome;
  readonly source: Settlement['source'];
}

/** The bank is a real machine: however fast the clock runs, it is not asked more often than this. */
const LEAST_REAL_MS_BETWEEN_QUESTIONS = 1_000;
const MS_PER_HOUR = 3_600_000;
/** A file may be late, or wait for the least real time that an order may be on its way. */
const LAST_TRY_FOR_FILES = 48;

/** Sends the order and takes the answer, or the notice that comes before it. */
export async function send(payment: PaymentCase): Promise<Finding | null> {
  const sent = await Promise.race([sendWhenFree(payment), noticeOf(payment)]);
  if (sent === null) return byNotice(payment);
  payment.sentAtMs = sent.sentAtMs;
  return finding(payment, sent.answer, 'ANSWER');
}

/** Not while a dispute about the same money is open. */
function sendWhenFree(payment: PaymentCase) {
  return lookUntilSeen(
    async () => {
      const sent = await payment.activities.submitOrder(payment.order);
      if (sent.status === 'SENT') return sent;
      payment.note('finance');
      return null;
    },
    { time: payment.time, summary: '争议未决，暂缓发送 · Held back by an open dispute' },
  );
}

/** Asks by key at the times of the policy, counted from the last send; never sends again. */
export async function ask(payment: PaymentCase): Promise<Finding | null> {
  const { time, order } = payment;
  const sentAtMs = time.onTime(order.decidedAtMs, payment.sentAtMs);
  for (;;) {
    const next = nextQuery(payment.queries, sentAtMs, payment.policy);
    if (next.kind !== 'QUERY_AT') return null;
    const summary = `第${payment.queries + 1}次查询 · Question ${payment.queries + 1} to the bank`;
    if (!(await due(payment, next.atMs, summary))) return byNotice(payment);
    const found = await question(payment);
    if (found !== null) return found;
  }
}

/** The bank confirms by key what it answered; codes such as a system fault need it before a new order. */
export async function confirm(payment: PaymentCase): Promise<Finding | null> {
  const answer = await answerOrNotice(payment, () => questionOnce(payment));
  if (answer === null) return byNotice(payment);
  return answer.status === 'UNKNOWN' ? null : { outcome: answer, source: 'QUERY' };
}

/** Asked often enough: the bank shall close the key, so that nothing is ever paid under it, or say what was. */
export async function close(payment: PaymentCase): Promise<Finding | null> {
  const { time } = payment;
  for (let closings = 0; ; closings += 1) {
    const atMs = nextClosing(closings, time.nowMs(), payment.policy);
    if (atMs === null) return null;
    if (!(await due(payment, atMs, '请银行关闭指令 · The bank shall close the order')))
      return byNotice(payment);
    const answer = await answerOrNotice(payment, () => closeOnce(payment));
    if (answer === null) return byNotice(payment);
    const found = finding(payment, answer, 'CLOSING');
    if (found !== null) return found;
    if (answer.status === 'UNKNOWN' && answer.code === 'CANT_CLOSE') return null;
  }
}

/** A bank that can't close, or doesn't answer: its files of every day that the order can be in. */
export async function readFiles(payment: PaymentCase): Promise<Finding | null> {
  const { order } = payment;
  let { readyAtMs: nextMs } = filesOfOrder(isoDate(order.valueDate), payment.sentAtMs, payment.policy);
  let leastRealMs = 0;
  for (let tries = 0; tries < LAST_TRY_FOR_FILES; tries += 1) {
    const summary = '等待银行对账文件 · Waiting for the statement files';
    if (!(await due(payment, nextMs, summary, leastRealMs))) return byNotice(payment);
    const entry = await Promise.race([payment.activities.findInFiles(order), noticeOf(payment)]);
    if (entry === null) return byNotice(payment);
    if (entry.status !== 'FILE_NOT_READY' && entry.status !== 'TOO_EARLY') {
      return entry.status === 'UNKNOWN' ? null : { outcome: entry, source: 'STATEMENT' };
    }
    // Sent by an earlier run, later than this one knows: its last file is there later too.
    nextMs = Math.max(nextMs + MS_PER_HOUR, entry.status === 'FILE_NOT_READY' ? entry.readyAtMs : 0);
    leastRealMs = entry.status === 'TOO_EARLY' ? entry.forRealMs : 0;
  }
  return null;
}

/** Has the bank close the key; an answer that doesn't come is asked for again by the next question. */
export function closeOnce({ activities, order }: PaymentCase): Promise<BankAnswer> {
  return orNoAnswer(activities.closeOrder(order));
}

/** A question that fails is answered by the next one. */
export function questionOnce({ activities, order }: PaymentCase): Promise<BankAnswer> {
  return orNoAnswer(activities.queryOrder(order));
}

/** Null when a notice came before the answer. */
export function answerOrNotice(
  payment: PaymentCase,
  asked: () => Promise<BankAnswer>,
): Promise<BankAnswer | null> {
  return Promise.race([asked(), noticeOf(payment)]);
}

export function byNotice(payment: PaymentCase): Finding | null {
  const outcome = payment.noticed();
  return outcome === null ? null : { outcome, source: 'NOTICE' };
}

/** An answer as far as it is final: some codes of the bank say only that it doesn't know either. */
export function finding(
  payment: PaymentCase,
  answer: BankAnswer,
  source: Settlement['source'],
): Finding | null {
  payment.code = answer.status === 'SUCCEEDED' ? null : answer.code;
  if (answer.status === 'UNKNOWN') return null;
  const { lastWords, toConfirm } = payment.policy;
  const isOpen = answer.status === 'FAILED' && ![...lastWords, ...toConfirm].includes(answer.code);
  return isOpen ? null : { outcome: answer, source };
}

/** Whether a decline must be confirmed by a question before anybody may order again. */
export function needsConfirmation(payment: PaymentCase, { outcome, source }: Finding): boolean {
  return (
    source === 'ANSWER' && outcome.status === 'FAILED' && payment.policy.toConfirm.includes(outcome.code)
  );
}

async function question(payment: PaymentCase): Promise<Finding | null> {
  const answer = await answerOrNotice(payment, () => questionOnce(payment));
  payment.queries += 1;
  return answer === null ? byNotice(payment) : finding(payment, answer, 'QUERY');
}

/** @returns false when a notice came before */
async function due(payment: PaymentCase, atMs: number, summary: string, leastRealMs = 0): Promise<boolean> {
  const ended = await payment.time.wait(atMs, {
    summary,
    until: payment.isNoticed,
    atLeastRealMs: Math.max(leastRealMs, LEAST_REAL_MS_BETWEEN_QUESTIONS),
  });
  return ended === 'DUE';
}

async function orNoAnswer(asked: Promise<BankAnswer>): Promise<BankAnswer> {
  try {
    return await asked;
  } catch (fault) {
    if (!(fault instanceof ActivityFailure)) throw fault;
    return { status: 'UNKNOWN', code: 'NO_ANSWER' };
  }
}

async function noticeOf(payment: PaymentCase): Promise<null> {
  await condition(payment.isNoticed);
  return null;
}
