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
import { unlessGivenUp } from '../case/faults';
import { beginOnce } from '../shared/beginOnce';
import { isoInstant } from '../shared/businessTime';
import { lookUntilSeen } from '../shared/lookUntilSeen';
import { askPeople } from './askPeople';
import { ask, close, confirm, type Finding, needsConfirmation, readFiles, send } from './findOut';
import { PaymentCase } from './paymentCase';

/** The payment that has the key may be found out by its own process so long. */
const FOLLOW_HOURS = 24;
const SILENCE = 'SILENCE';
const MS_PER_HOUR = 3_600_000;

/**
 * One order at the bank under one money key: sent once, found out, booked once.
 * created → submitted → succeeded | failed | unknown; what is final never changes.
 */
export async function payment(input: PaymentInput): Promise<PaymentResult> {
  const payment = new PaymentCase(input);
  const opened = await unlessGivenUp<PaymentOfKey | null>(() => open(payment), nothing);
  if (opened === null) return await neverOpened(payment);
  payment.policy = opened.policy;
  const isOwn = opened.paymentId === input.paymentId;
  if (opened.outcome !== null) return await known(payment, opened.outcome, isOwn);
  if (!isOwn) return await follow(payment, opened.paymentId);
  // Set back or begun again after it was sent: then it is asked for, and not sent again.
  const isNew = opened.status === 'CREATED';
  const look = async () => (isNew ? await sendAndConfirm(payment) : null) ?? (await findOut(payment));
  return await settle(payment, await foundOut(payment, look));
}

/** A step of the finding out that was given up: people find it out in its place. */
function foundOut(payment: PaymentCase, look: () => Promise<Finding>): Promise<Finding> {
  return unlessGivenUp(look, () => askPeople(payment, 'PAYMENT_STEP_GIVEN_UP'));
}

/**
 * Writing the order down was given up, so nothing was sent. Another process may have sent it before: people say, and
 * the bank closes the key. One that failed is not booked; money that moved needs the row that could not be written.
 */
async function neverOpened(payment: PaymentCase): Promise<PaymentResult> {
  const found = await foundOut(payment, () => askPeople(payment, 'PAYMENT_STEP_GIVEN_UP'));
  return found.outcome.status === 'FAILED'
    ? await known(payment, found.outcome, true)
    : await settle(payment, found);
}

async function nothing(): Promise<null> {
  return null;
}

interface BookingGivenUp {
  readonly notSettled: 'GIVEN_UP';
}

/** Writes the order down; an open dispute about the same money holds it back. */
function open(payment: PaymentCase): Promise<PaymentOfKey> {
  return lookUntilSeen(
    async () => {
      const opened = await payment.activities.openPayment(payment.order);
      if (!isHeld(opened)) return opened;
      payment.note('finance');
      return null;
    },
    { time: payment.time, summary: '争议未决，暂缓支付 · Held back by an open dispute' },
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
    write: (_change, by) => by.markUnknown(payment.order),
  });
  return (
    (await ask(payment)) ?? (await close(payment)) ?? (await readFiles(payment)) ?? (await askPeople(payment))
  );
}

async function settle(payment: PaymentCase, found: Finding): Promise<PaymentResult> {
  const settled = await unlessGivenUp<Settled | NotSettled | BookingGivenUp>(
    () => book(payment, found),
    bookingGivenUp,
  );
  if ('notSettled' in settled) {
    const { notSettled } = settled;
    const why = notSettled === 'GIVEN_UP' ? 'PAYMENT_STEP_GIVEN_UP' : 'BANK_REFERENCE_USED';
    await payment.enter('UNKNOWN', { waitingFor: 'finance', detail: { code: notSettled } });
    return await settle(payment, await foundOut(payment, () => askPeople(payment, why)));
  }
  await dispute(payment, settled.outcome);
  await payment.finish();
  return payment.resultOf(settled.outcome, settled.loan);
}

/** Money is never left unbooked: whoever ordered would order it again. People say once more what became of it. */
async function bookingGivenUp(): Promise<BookingGivenUp> {
  return { notSettled: 'GIVEN_UP' };
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
    write: async (change, by) => {
      settled = await by.settlePayment({ order, outcome, source, change });
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
  const look = async () => {
    const opened = await payment.activities.openPayment(order);
    if (!isHeld(opened) && opened.outcome !== null) return opened.outcome;
    return time.touchMs() < patienceMs ? null : SILENCE;
  };
  payment.note('platform', patienceMs);
  const summary = '跟踪同一指令号的支付 · Following the payment that has this key';
  const seen = await unlessGivenUp<PaymentOutcome | typeof SILENCE>(
    () => lookUntilSeen(look, { time, summary }),
    async () => SILENCE,
  );
  if (seen !== SILENCE) return await known(payment, seen, false);
  payment.takeOver(first);
  return await settle(payment, await foundOut(payment, () => findOut(payment)));
}

/** The books are never overwritten: a person settles what the bank says otherwise. */
async function dispute(payment: PaymentCase, booked: PaymentOutcome): Promise<void> {
  const claimed = payment.contradiction(booked);
  if (claimed === null) return;
  const { paymentId, institutionId, enterpriseId } = payment.order;
  const at = isoInstant(payment.time.nowMs());
  const contradiction = { paymentId, booked, claimed, at };
  // What could not be written down is found by the next reconciliation.
  const number = await unlessGivenUp(() => payment.activities.openDispute(contradiction), nothing);
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
