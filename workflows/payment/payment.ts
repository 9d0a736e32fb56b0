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
import { PaymentCase } from './paymentCase';

/** The payment that has the key may be found out by its own process so long. */
const FOLLOW_HOURS = 24;
const MS_PER_HOUR = 3_600_000;

/**
 * One order at the bank under one money key: sent once, found out, booked once.
 * created → submitted → succeeded | failed | unknown; what is final never changes.
 */
export async function payment(input: PaymentInput): Promise<PaymentResult> {
  const payment = new PaymentCase(input);
  const opened = await open(payment);
  payment.policy = opened.policy;
  const isOwn = opened.paymentId === input.paymentId;
  if (opened.outcome !== null) return await known(payment, opened.outcome, isOwn);
  if (!isOwn) return await follow(payment, opened.paymentId);
  // Set back or begun again after it was sent: then it is asked for, and not sent again.
  const told = opened.status === 'CREATED' ? await sendAndConfirm(payment) : null;
  return await settle(payment, told ?? (await findOut(payment)));
}

/** Writes the order down; an open dispute about the same money holds it back. */
function open(payment: PaymentCase): Promise<PaymentOfKey> {
  return lookUntilSeen(
    async () => {
      const opened = await activities.openPayment(payment.order);
      if (!isHeld(opened)) return opened;
      payment.note('finance');
      return null;
    },
    { summary: '争议未决，暂缓支付 · Held back by an open dispute' },
  );
}

function isHeld(opened: OpenedPayment): opened is { readonly status: 'HELD' } {
  return opened.status === 'HELD';
}

async function sendAndConfirm(payment: PaymentCase): Promise<Finding | null> {
  payment.note('bank');
  const found = await send(payment);
  return found !== null && needsConfirmation(payment, found) ? await confirm(payment) : found;
}

/** Unknown is never sent again: asked for by key, then closed at the bank, then the files, then people. */
async function findOut(payment: PaymentCase): Promise<Finding> {
  await payment.enter('UNKNOWN', {
    waitingFor: 'bank',
    write: () => activities.markUnknown(payment.order),
  });
  return (
    (await ask(payment)) ?? (await close(payment)) ?? (await readFiles(payment)) ?? (await askPeople(payment))
  );
}

async function settle(payment: PaymentCase, found: Finding): Promise<PaymentResult> {
  const settled = await book(payment, found);
  if ('notSettled' in settled) {
    await payment.enter('UNKNOWN', { waitingFor: 'finance', detail: { code: settled.notSettled } });
    return await settle(payment, await askPeople(payment, 'BANK_REFERENCE_USED'));
  }
  await dispute(payment, settled.outcome);
  await payment.finish();
  return payment.resultOf(settled.outcome, settled.loan);
}

/** The row, the loan's event and its postings, in one transaction. */
async function book(payment: PaymentCase, { outcome, source }: Finding): Promise<Settled | NotSettled> {
  const { order } = payment;
  let settled: Settled | NotSettled = { outcome, loan: null };
  payment.code = outcome.status === 'FAILED' ? outcome.code : null;
  await payment.enter(outcome.status, {
    waitingFor: null,
    detail: { source, key: order.key },
    messages: receipts(order, outcome),
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
async function known(payment: PaymentCase, outcome: PaymentOutcome, isOwn: boolean): Promise<PaymentResult> {
  if (isOwn && outcome.status === 'FAILED') {
    const { key } = payment.order;
    payment.code = outcome.code;
    await payment.enter('FAILED', { waitingFor: null, detail: { key, code: outcome.code } });
  }
  return payment.resultOf(outcome, null);
}

/**
 * Another payment has the key (a reset, a restart by hand): its outcome is ours, nothing is sent. When its process
 * says nothing for a day, it is found out here.
 */
async function follow(payment: PaymentCase, first: PaymentId): Promise<PaymentResult> {
  const { time, order } = payment;
  const patienceMs = order.decidedAtMs + FOLLOW_HOURS * MS_PER_HOUR;
  const seen = await lookUntilSeen(
    async () => {
      const opened = await activities.openPayment(order);
      if (!isHeld(opened) && opened.outcome !== null) return opened.outcome;
      return time.touchMs() < patienceMs ? null : 'SILENCE';
    },
    { summary: '跟踪同一指令号的支付 · Following the payment that has this key' },
  );
  if (seen !== 'SILENCE') return await known(payment, seen, false);
  payment.takeOver(first);
  return await settle(payment, await findOut(payment));
}

/** The books are never overwritten: a person settles what the bank says otherwise. */
async function dispute(payment: PaymentCase, booked: PaymentOutcome): Promise<void> {
  const claimed = payment.contradiction(booked);
  if (claimed === null) return;
  const { paymentId, institutionId, enterpriseId } = payment.order;
  const at = isoInstant(payment.time.nowMs());
  const number = await activities.openDispute({ paymentId, booked, claimed, at });
  if (number === null) return;
  const input: DisputeInput = {
    ...payment.time.input(),
    paymentId,
    number,
    institutionId,
    enterpriseId,
    booked,
    claimed,
  };
  await beginOnce('dispute', workflowIds.dispute(paymentId, number), input);
}
