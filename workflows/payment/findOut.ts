import { ActivityFailure, condition } from '@temporalio/workflow';
import type { BankAnswer, Settlement } from '../../contracts/activities';
import type { PaymentOutcome, TaskDecision } from '../../contracts/workflows';
import { instantOf, isoDate } from '../../domain/calendar';
import { nextQuery } from '../../domain/collection';
import { activities } from '../shared/activities';
import type { OpenTask } from '../shared/taskDesk';
import type { OrderOffice } from './orderOffice';

/** A final outcome and where it is known from. */
export interface Finding {
  readonly outcome: PaymentOutcome;
  readonly source: Settlement['source'];
  /** The task that a person found it out by. */
  readonly task?: OpenTask;
}

/** The bank is a real machine: however fast the clock runs, it is not asked more often than this. */
const LEAST_REAL_MS_BETWEEN_QUESTIONS = 1_000;
const MS_PER_HOUR = 3_600_000;
/** The file of a day is there on the next morning; it may be late. */
const FILE_READY_AT = '06:00';
const LAST_TRY_FOR_FILE = 48;

/** Sends the order and takes the answer, or the notice that comes before it. */
export async function send(office: OrderOffice): Promise<Finding | null> {
  const sent = await Promise.race([activities.submitOrder(office.order), noticeOf(office)]);
  return sent === null ? byNotice(office) : finding(office, sent.answer, 'ANSWER');
}

/** Asks by key at the times of the policy, counted from the order; never sends again. */
export async function ask(office: OrderOffice): Promise<Finding | null> {
  const { time, order } = office;
  for (;;) {
    const next = nextQuery(office.queries, order.decidedAtMs, office.parameters());
    if (next.kind !== 'QUERY_AT') return null;
    const ended = await time.wait(next.atMs, {
      summary: `第${office.queries + 1}次查询 · Question ${office.queries + 1} to the bank`,
      until: office.isNoticed,
      atLeastRealMs: LEAST_REAL_MS_BETWEEN_QUESTIONS,
    });
    if (ended === 'WOKEN') return byNotice(office);
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

/** Looks the order up in the statement file of its day. */
export async function readFile(office: OrderOffice): Promise<Finding | null> {
  const { time, order } = office;
  const firstAtMs = instantOf(isoDate(order.valueDate), FILE_READY_AT) + 24 * MS_PER_HOUR;
  for (let tries = 0; tries < LAST_TRY_FOR_FILE; tries += 1) {
    const ended = await time.wait(firstAtMs + tries * MS_PER_HOUR, {
      summary: '等待银行对账文件 · Waiting for the statement file',
      until: office.isNoticed,
      atLeastRealMs: LEAST_REAL_MS_BETWEEN_QUESTIONS,
    });
    if (ended === 'WOKEN') return byNotice(office);
    const entry = await Promise.race([activities.findInStatement(order), noticeOf(office)]);
    if (entry === null) return byNotice(office);
    if (entry.status === 'FILE_NOT_READY') continue;
    return entry.status === 'UNKNOWN' ? null : { outcome: entry, source: 'STATEMENT' };
  }
  return null;
}

/** Nobody knows: a person asks the bank, unless a notice comes first. */
export async function askPerson(office: OrderOffice): Promise<Finding> {
  const { desk, file, order } = office;
  const task = desk.open('RESOLVE_PAYMENT', {
    reason: { code: 'PAYMENT_UNKNOWN', detail: { key: order.key, amountFen: order.amountFen } },
  });
  file.note(task.role, task.dueAtMs);
  await file.record('ask-person', {
    open: [desk.toOpen(task)],
    audit: { actorId: null, action: 'PAYMENT_UNRESOLVED', outcome: 'TASK_OPENED' },
  });
  const decision = await desk.decision(task, office.isNoticed);
  const noticed = office.noticed();
  if (decision !== null) return { outcome: outcomeOf(decision, order.valueDate), source: 'PERSON', task };
  return { outcome: noticed ?? { status: 'FAILED', code: 'NOT_FOUND' }, source: 'NOTICE', task };
}

function outcomeOf(
  { decision, bankReference, bankDate, bankCode }: TaskDecision,
  valueDate: string,
): PaymentOutcome {
  return decision === 'SUCCEEDED'
    ? { status: 'SUCCEEDED', bankReference: bankReference ?? '', bankDate: bankDate ?? valueDate }
    : { status: 'FAILED', code: bankCode ?? 'TOLD_BY_BANK' };
}

async function question(office: OrderOffice): Promise<Finding | null> {
  const answer = await answerOrNotice(office, () => questionOnce(office));
  office.queries += 1;
  return answer === null ? byNotice(office) : finding(office, answer, 'QUERY');
}

/** A question that fails is answered by the next one. */
async function questionOnce(office: OrderOffice): Promise<BankAnswer> {
  try {
    return await activities.queryOrder(office.order);
  } catch (fault) {
    if (!(fault instanceof ActivityFailure)) throw fault;
    return { status: 'UNKNOWN', code: 'NO_ANSWER' };
  }
}

/** Null when a notice came before the answer. */
function answerOrNotice(office: OrderOffice, asked: () => Promise<BankAnswer>): Promise<BankAnswer | null> {
  return Promise.race([asked(), noticeOf(office)]);
}

async function noticeOf(office: OrderOffice): Promise<null> {
  await condition(office.isNoticed);
  return null;
}

function byNotice(office: OrderOffice): Finding | null {
  const outcome = office.noticed();
  return outcome === null ? null : { outcome, source: 'NOTICE' };
}

/** An answer as far as it is final: some codes of the bank say only that it doesn't know either. */
function finding(office: OrderOffice, answer: BankAnswer, source: Settlement['source']): Finding | null {
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
