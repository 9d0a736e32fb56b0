import { allHandlersFinished, condition, sleep } from '@temporalio/workflow';
import type { MessageToSend, OpenedPayment, Settled } from '../../contracts/activities';
import { workflowIds } from '../../contracts/ids';
import type {
  DisputeInput,
  PaymentInput,
  PaymentOrder,
  PaymentOutcome,
  PaymentResult,
} from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { beginOnce } from '../shared/beginOnce';
import { ask, askPerson, confirm, type Finding, needsConfirmation, readFile, send } from './findOut';
import { OrderOffice } from './orderOffice';

const FIRST_LOOK_MS = 5_000;
const LAST_LOOK_MS = 3_600_000;

/**
 * One order at the bank under one money key: sent once, found out, booked once.
 * created → submitted → succeeded | failed | unknown; what is final never changes.
 */
export async function payment(input: PaymentInput): Promise<PaymentResult> {
  const office = new OrderOffice(input);
  const opened = await activities.openPayment(office.order);
  if (opened.outcome !== null || opened.paymentId !== input.paymentId) return await follow(office, opened);
  // Set back or begun again after it was sent: then it is asked for, and not sent again.
  const found =
    (opened.status === 'CREATED' ? await sendAndConfirm(office) : null) ?? (await findOut(office));
  const settled = await book(office, found);
  await dispute(office, settled.outcome);
  await condition(allHandlersFinished);
  return { outcome: settled.outcome, resolvedAtMs: office.time.nowMs(), loan: settled.loan };
}

async function sendAndConfirm(office: OrderOffice): Promise<Finding | null> {
  office.file.note('bank');
  const found = await send(office);
  return found !== null && needsConfirmation(office, found) ? await confirm(office) : found;
}

/** Unknown is never sent again: asked for by key, then the day's file, then a person. */
async function findOut(office: OrderOffice): Promise<Finding> {
  await office.file.enter('UNKNOWN', {
    waitingFor: 'bank',
    write: () => activities.markUnknown(office.order),
  });
  return (await ask(office)) ?? (await readFile(office)) ?? (await askPerson(office));
}

/** The row, the loan's event and its postings, in one transaction. */
async function book(office: OrderOffice, { outcome, source, task }: Finding): Promise<Settled> {
  const { file, desk, order } = office;
  let settled: Settled = { outcome, loan: null };
  office.code = outcome.status === 'FAILED' ? outcome.code : null;
  await file.enter(outcome.status, {
    waitingFor: null,
    detail: { source, key: order.key },
    messages: receipts(order, outcome),
    ...(task === undefined ? {} : { close: [desk.close(task, 'NOTICE_CAME')] }),
    write: async (change) => {
      settled = await activities.settlePayment({ order, outcome, source, change });
    },
  });
  return settled;
}

/** A borrower who paid by themselves is told so; debits of the agenda are confirmed by the loan. */
function receipts(
  { key, purpose, amountFen, valueDate }: PaymentOrder,
  outcome: PaymentOutcome,
): MessageToSend[] {
  const isOwnAct = purpose === 'REPAYMENT' || purpose === 'PREPAYMENT';
  if (!isOwnAct || outcome.status === 'FAILED') return [];
  const values = { amountFen, date: valueDate };
  return [{ dedupeKey: `${key}/received`, channel: 'EMAIL', kind: 'REPAYMENT_RECEIVED', values }];
}

/** Another payment has the key (a reset, a restart by hand): its outcome is ours, nothing is sent. */
async function follow(office: OrderOffice, first: OpenedPayment): Promise<PaymentResult> {
  let opened = first;
  for (let ms = FIRST_LOOK_MS; opened.outcome === null; ms = Math.min(ms * 2, LAST_LOOK_MS)) {
    await sleep(ms, { summary: '跟踪同一指令号的支付 · Following the payment that has this key' });
    opened = await activities.openPayment(office.order);
  }
  return { outcome: opened.outcome, resolvedAtMs: office.time.nowMs(), loan: null };
}

/** The books are never overwritten: a person settles what the bank says otherwise. */
async function dispute(office: OrderOffice, booked: PaymentOutcome): Promise<void> {
  const claimed = office.contradiction(booked);
  if (claimed === null) return;
  const { paymentId, institutionId, enterpriseId } = office.order;
  const input: DisputeInput = {
    ...office.time.input(),
    paymentId,
    institutionId,
    enterpriseId,
    booked,
    claimed,
  };
  await beginOnce('dispute', workflowIds.dispute(paymentId), input);
}
