import { ActivityFailure, condition } from '@temporalio/workflow';
import type { BankAnswer, Settlement } from '../../contracts/activities';
import type { PaymentOutcome } from '../../contracts/workflows';
import { isoDate } from '../../domain/calendar';
import { filesOfOrder, nextClosing, nextQuery } from '../../domain/collection';
import { activities } from '../shared/activities';
import { lookUntilSeen } from '../shared/lookUntilSeen';
import type { OpenTask } from '../shared/taskDesk';
import type { OrderOffice } from './orderOffice';

/** A final outcome and where it is known from. */
export interface Finding {
  readonly outcome: PaymentOutcome;
  readonly source: Settlement['source'];
  /** The task that a notice came before. */
  readonly task?: OpenTask;
}

/** The bank is a real machine: however fast the clock runs, it is not asked more often than this. */
const LEAST_REAL_MS_BETWEEN_QUESTIONS = 1_000;
const MS_PER_HOUR = 3_600_000;
/** A file may be late, or wait for the least real time that an order may be on its way. */
const LAST_TRY_FOR_FILES = 48;

/** Sends the order and takes the answer, or the notice that comes before it. */
export async function send(office: OrderOffice): Promise<Finding | null> {
  const sent = await Promise.race([sendWhenFree(office), noticeOf(office)]);
  if (sent === null) return byNotice(office);
  office.sentAtMs = sent.sentAtMs;
  return finding(office, sent.answer, 'ANSWER');
}

/** Not while a dispute about the same money is open. */
function sendWhenFree(office: OrderOffice) {
  return lookUntilSeen(
    async () => {
      const sent = await activities.submitOrder(office.order);
      if (sent.status === 'SENT') return sent;
      office.file.note('finance');
      return null;
    },
    { summary: '争议未决，暂缓发送 · Held back by an open dispute' },
  );
}

/** Asks by key at the times of the policy, counted from the last send; never sends again. */
export async function ask(office: OrderOffice): Promise<Finding | null> {
  const { time, order } = office;
  const sentAtMs = time.onTime(order.decidedAtMs, office.sentAtMs);
  for (;;) {
    const next = nextQuery(office.queries, sentAtMs, office.parameters());
    if (next.kind !== 'QUERY_AT') return null;
    const summary = `第${office.queries + 1}次查询 · Question ${office.queries + 1} to the bank`;
    if (!(await due(office, next.atMs, summary))) return byNotice(office);
    const found = await question(office);
    if (found !== null) return found;
  }
}

/** The bank confirms by key what it answered; codes such as a system fault need it before a new order. */
export async function confirm(office: OrderOffice): Promise<Finding | null> {
  const answer = await answerOrNotice(office, () => questionOnce(office));
  if (answer === null) return byNotice(office);
  return answer.status === 'UNKNOWN' ? null : { outcome: answer, source: 'QUERY' };
}

/** Asked often enough: the bank shall close the key, so that nothing is ever paid under it, or say what was. */
export async function close(office: OrderOffice): Promise<Finding | null> {
  const { time } = office;
  for (let closings = 0; ; closings += 1) {
    const atMs = nextClosing(closings, time.nowMs());
    if (atMs === null) return null;
    if (!(await due(office, atMs, '请银行关闭指令 · The bank shall close the order')))
      return byNotice(office);
    const answer = await answerOrNotice(office, () => closeOnce(office));
    if (answer === null) return byNotice(office);
    const found = finding(office, answer, 'CLOSING');
    if (found !== null) return found;
    if (answer.status === 'UNKNOWN' && answer.code === 'CANT_CLOSE') return null;
  }
}

/** A bank that can't close, or doesn't answer: its files of every day that the order can be in. */
export async function readFiles(office: OrderOffice): Promise<Finding | null> {
  const { order } = office;
  let { readyAtMs: nextMs } = filesOfOrder(isoDate(order.valueDate), office.sentAtMs);
  let leastRealMs = 0;
  for (let tries = 0; tries < LAST_TRY_FOR_FILES; tries += 1) {
    const summary = '等待银行对账文件 · Waiting for the statement files';
    if (!(await due(office, nextMs, summary, leastRealMs))) return byNotice(office);
    const entry = await Promise.race([activities.findInFiles(order), noticeOf(office)]);
    if (entry === null) return byNotice(office);
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
export function closeOnce({ order }: OrderOffice): Promise<BankAnswer> {
  return orNoAnswer(activities.closeOrder(order));
}

/** A question that fails is answered by the next one. */
export function questionOnce({ order }: OrderOffice): Promise<BankAnswer> {
  return orNoAnswer(activities.queryOrder(order));
}

/** Null when a notice came before the answer. */
export function answerOrNotice(
  office: OrderOffice,
  asked: () => Promise<BankAnswer>,
): Promise<BankAnswer | null> {
  return Promise.race([asked(), noticeOf(office)]);
}

export function byNotice(office: OrderOffice): Finding | null {
  const outcome = office.noticed();
  return outcome === null ? null : { outcome, source: 'NOTICE' };
}

/** An answer as far as it is final: some codes of the bank say only that it doesn't know either. */
export function finding(
  office: OrderOffice,
  answer: BankAnswer,
  source: Settlement['source'],
): Finding | null {
  office.code = answer.status === 'SUCCEEDED' ? null : answer.code;
  if (answer.status === 'UNKNOWN') return null;
  const isOpen = answer.status === 'FAILED' && office.classOf(answer.code) === 'UNKNOWN_QUERY';
  return isOpen ? null : { outcome: answer, source };
}

/** Whether a decline must be confirmed by a question before anybody may order again. */
export function needsConfirmation(office: OrderOffice, { outcome, source }: Finding): boolean {
  return (
    source === 'ANSWER' && outcome.status === 'FAILED' && office.classOf(outcome.code) === 'QUERY_THEN_RETRY'
  );
}

async function question(office: OrderOffice): Promise<Finding | null> {
  const answer = await answerOrNotice(office, () => questionOnce(office));
  office.queries += 1;
  return answer === null ? byNotice(office) : finding(office, answer, 'QUERY');
}

/** @returns false when a notice came before */
async function due(office: OrderOffice, atMs: number, summary: string, leastRealMs = 0): Promise<boolean> {
  const ended = await office.time.wait(atMs, {
    summary,
    until: office.isNoticed,
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

async function noticeOf(office: OrderOffice): Promise<null> {
  await condition(office.isNoticed);
  return null;
}
