import { allHandlersFinished, condition } from '@temporalio/workflow';
import type {
  MessageToSend,
  NotSettled,
  OpenedPayment,
  PaymentOfKey,
  Settled,
} from '../../contracts/activities';
import { type PaymentId, workflowIds } from '../../contracts/ids';
import type {
  DisputeInput,
  PaymentInput,
  PaymentOrder,
  PaymentOutcome,
  PaymentResult,
} from '../../contracts/workflows';
import { activities } from '../shared/activities';
import { beginOnce } from '../shared/beginOnce';
import { isoInstant } from '../shared/businessTime';
import { lookUntilSeen } from '../shared/lookUntilSeen';
import { askPeople } from './askPeople';
import { ask, close, confirm, type Finding, needsConfirmation, readFiles, send } from './findOut';
import { OrderOffice } from './orderOffice';

/** The payment that has the key may be found out by its own process so long. */
const FOLLOW_HOURS = 24;
const MS_PER_HOUR = 3_600_000;

/**
 * One order at the bank under one money key: sent once, found out, booked once.
 * created → submitted → succeeded | failed | unknown; what is final never changes.
 */
export async function payment(input: PaymentInput): Promise<PaymentResult> {
  const office = new OrderOffice(input);
  const opened = await open(office);
  const isOwn = opened.paymentId === input.paymentId;
  if (opened.outcome !== null) return await known(office, opened.outcome, isOwn);
  if (!isOwn) return await follow(office, opened.paymentId);
  // Set back or begun again after it was sent: then it is asked for, and not sent again.
  const told = opened.status === 'CREATED' ? await sendAndConfirm(office) : null;
  return await settle(office, told ?? (await findOut(office)));
}

/** Writes the order down; an open dispute about the same money holds it back. */
function open(office: OrderOffice): Promise<PaymentOfKey> {
  return lookUntilSeen(
    async () => {
      const opened = await activities.openPayment(office.order);
      if (!isHeld(opened)) return opened;
      office.file.note('finance');
      return null;
    },
    { summary: '争议未决，暂缓支付 · Held back by an open dispute' },
  );
}

function isHeld(opened: OpenedPayment): opened is { readonly status: 'HELD' } {
  return opened.status === 'HELD';
}

async function sendAndConfirm(office: OrderOffice): Promise<Finding | null> {
  office.file.note('bank');
  const found = await send(office);
  return found !== null && needsConfirmation(office, found) ? await confirm(office) : found;
}

/** Unknown is never sent again: asked for by key, then closed at the bank, then the files, then people. */
async function findOut(office: OrderOffice): Promise<Finding> {
  await office.file.enter('UNKNOWN', {
    waitingFor: 'bank',
    write: () => activities.markUnknown(office.order),
  });
  return (
    (await ask(office)) ?? (await close(office)) ?? (await readFiles(office)) ?? (await askPeople(office))
  );
}

async function settle(office: OrderOffice, found: Finding): Promise<PaymentResult> {
  const settled = await book(office, found);
  if ('notSettled' in settled) {
    await office.file.enter('UNKNOWN', { waitingFor: 'finance', detail: { code: settled.notSettled } });
    return await settle(office, await askPeople(office, 'BANK_REFERENCE_USED'));
  }
  await dispute(office, settled.outcome);
  await condition(allHandlersFinished);
  return { outcome: settled.outcome, resolvedAtMs: office.time.nowMs(), loan: settled.loan };
}

/** The row, the loan's event and its postings, in one transaction. */
async function book(office: OrderOffice, { outcome, source, task }: Finding): Promise<Settled | NotSettled> {
  const { file, desk, order } = office;
  let settled: Settled | NotSettled = { outcome, loan: null };
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

/** The outcome is in the books: of a payment before this one, or because the books could not take the order. */
async function known(office: OrderOffice, outcome: PaymentOutcome, isOwn: boolean): Promise<PaymentResult> {
  if (isOwn && outcome.status === 'FAILED') {
    const { key } = office.order;
    office.code = outcome.code;
    await office.file.enter('FAILED', { waitingFor: null, detail: { key, code: outcome.code } });
  }
  return { outcome, resolvedAtMs: office.time.nowMs(), loan: null };
}

/**
 * Another payment has the key (a reset, a restart by hand): its outcome is ours, nothing is sent. When its process
 * says nothing for a day, it is found out here.
 */
async function follow(office: OrderOffice, first: PaymentId): Promise<PaymentResult> {
  const { time, order } = office;
  const patienceMs = order.decidedAtMs + FOLLOW_HOURS * MS_PER_HOUR;
  const seen = await lookUntilSeen(
    async () => {
      const opened = await activities.openPayment(order);
      if (!isHeld(opened) && opened.outcome !== null) return opened.outcome;
      return time.touchMs() < patienceMs ? null : 'SILENCE';
    },
    { summary: '跟踪同一指令号的支付 · Following the payment that has this key' },
  );
  if (seen !== 'SILENCE') return await known(office, seen, false);
  office.takeOver(first);
  return await settle(office, await findOut(office));
}

/** The books are never overwritten: a person settles what the bank says otherwise. */
async function dispute(office: OrderOffice, booked: PaymentOutcome): Promise<void> {
  const claimed = office.contradiction(booked);
  if (claimed === null) return;
  const { paymentId, institutionId, enterpriseId } = office.order;
  const at = isoInstant(office.time.nowMs());
  const number = await activities.openDispute({ paymentId, booked, claimed, at });
  if (number === null) return;
  const input: DisputeInput = {
    ...office.time.input(),
    paymentId,
    number,
    institutionId,
    enterpriseId,
    booked,
    claimed,
  };
  await beginOnce('dispute', workflowIds.dispute(paymentId, number), input);
}
