import { heartbeat } from '@temporalio/activity';
import type {
  BankAnswer,
  FileAnswer,
  NotSettled,
  OpenedPayment,
  PaymentActivities,
  PaymentOfKey,
  Settled,
  Settlement,
  Submission,
} from '../contracts/activities';
import type { PaymentId } from '../contracts/ids';
import { isMoneyOut, type PaymentOrder } from '../contracts/workflows';
import { businessDate, businessNowMs } from '../domain/calendar/clock';
import { addDays, isoDate } from '../domain/calendar/isoDate';
import { BANK_DAY_IMPOSSIBLE, canBeBooked } from '../domain/collection/bankDay';
import { nextOrder } from '../domain/collection/nextOrder';
import { filesOfOrder } from '../domain/collection/nextQuery';
import { slotsOf } from '../domain/collection/slots';
import { fen } from '../domain/money/fen';
import { parametersAt } from '../domain/parameters/parametersAt';
import { orderPolicy } from '../domain/parameters/payments';
import {
  BankNoAnswer,
  BankNotReached,
  type BankPaymentFinal,
  type BankPaymentOrder,
  type BankPaymentUnknown,
  StatementInvalid,
} from '../gateways/bank';
import { openBreak } from '../gateways/database/breaks';
import { houseCalendar } from '../gateways/database/calendar';
import { writeCaseChange } from '../gateways/database/cases';
import { readClock } from '../gateways/database/clock';
import { isDisputed, openDispute, settleDispute } from '../gateways/database/disputes';
import {
  findPaymentRow,
  markSubmitted,
  markUnknown,
  outcomeOf,
  type PaymentRow,
  readPayment,
  readPaymentAccounts,
  readSent,
  type Sent,
  settleNotFound,
  settleRow,
  shareMovement,
  writePayment,
} from '../gateways/database/payments';
import { findStatementRows, type StatementRow } from '../gateways/database/statements';
import { inTransaction, type Queryable } from '../gateways/database/transaction';
import { withMessages } from './caseRecord';
import type { ActivityDeps } from './deps';
import { accountsOf } from './paymentAccounts';
import { settle, whyNotBookable } from './paymentBooks';
import { importStatement } from './statementFile';

/** Everything that one order does at the bank and in the books. */
export function createPaymentActivities(deps: ActivityDeps): PaymentActivities {
  const { prisma, sql } = deps;
  return {
    openPayment: async (order) => {
      const known = await findPaymentRow(sql, order.key);
      if (known !== null) return ofKey(order, known);
      return (await isDisputed(prisma, order.subject)) ? HELD : await openOrder(deps, order);
    },

    submitOrder: async (order) => {
      const before = await sentBefore(deps, order);
      if (before !== null) return before;
      return (await isDisputed(prisma, order.subject)) ? HELD : await send(deps, order);
    },

    markUnknown: (order) => markUnknown(prisma, order.paymentId),

    queryOrder: (order) => ask(deps, order),

    closeOrder: (order) => close(deps, order),

    findInFiles: (order) => findInFiles(deps, order),

    settlePayment: (settlement) => settleUnlessUsed(deps, settlement),

    openDispute: async (contradiction) => (await openDispute(sql, contradiction))?.number ?? null,

    settleDispute: ({ paymentId, number, outcome, actorId, change }) =>
      withMessages(deps, change, async (client) => {
        await settleDispute(client, { paymentId, number }, { outcome, actorId, at: change.at });
        await writeCaseChange(client, change);
      }),

    planNextOrder: async ({ loanId, orders, knownFromMs }) => {
      const { payments, overdue } = parametersAt(businessDate(knownFromMs));
      const rules = { ...slotsOf(loanId, overdue), payments };
      return nextOrder(orders, knownFromMs, await houseCalendar(sql), rules);
    },
  };
}

const HELD = { status: 'HELD' } as const;

function ofKey(order: PaymentOrder, row: PaymentRow): PaymentOfKey {
  const policy = orderPolicy(parametersAt(businessDate(order.decidedAtMs)).payments);
  return { paymentId: row.id as PaymentId, status: row.status, outcome: outcomeOf(row), policy };
}

/**
 * One movement settles one order: a person who names that of another order is mistaken, and asked again. The bank's
 * own word of an order counts all the same: people may have named its movement for the other one.
 */
async function settleUnlessUsed(deps: ActivityDeps, settlement: Settlement): Promise<Settled | NotSettled> {
  try {
    return await withMessages(deps, settlement.change, (client) => settle(client, settlement));
  } catch (fault) {
    const isUsed = (fault as { readonly constraint?: unknown }).constraint === 'payment_one_movement';
    if (!isUsed) throw fault;
    if (settlement.source === 'PERSON') return { notSettled: 'REFERENCE_USED' };
    return await withMessages(deps, settlement.change, async (client) => {
      await tellOfUsedMovement(client, settlement);
      return await settle(client, settlement);
    });
  }
}

/** Which of the two orders moved this money is for people to find out. */
async function tellOfUsedMovement(client: Queryable, { order, outcome }: Settlement): Promise<void> {
  if (outcome.status !== 'SUCCEEDED') return;
  const { institutionId, key, purpose, amountFen } = order;
  const { bankReference } = outcome;
  const usedBy = await shareMovement(client, key, outcome);
  const detail = { key, purpose, bankReference, usedBy };
  await openBreak(client, { institutionId, kind: 'REFERENCE_USED', reference: key, amountFen, detail });
}

/** One that the books could not take is written down as failed, and never sent. */
async function openOrder(deps: ActivityDeps, order: PaymentOrder): Promise<OpenedPayment> {
  const { sql } = deps;
  const accounts = await accountsOf(deps, order);
  const { atMs } = await now(deps);
  const refusal = await whyNotBookable(sql, order, businessDate(atMs));
  try {
    return await inTransaction(sql, async (client) => {
      const row = await writePayment(client, deps, order, accounts);
      if (refusal === null || row.id !== order.paymentId) return ofKey(order, row);
      await refuseOrder(client, order, refusal, atMs);
      return ofKey(order, await readPayment(client, order.key));
    });
  } catch (fault) {
    // A dispute was opened in this moment.
    if ((fault as { readonly constraint?: unknown }).constraint === 'payment_not_disputed') return HELD;
    throw fault;
  }
}

async function refuseOrder(
  client: Queryable,
  { paymentId, key, institutionId, purpose, amountFen }: PaymentOrder,
  refusal: string,
  atMs: number,
): Promise<void> {
  await settleRow(
    client,
    paymentId,
    { status: 'FAILED', code: 'NOT_BOOKABLE' },
    new Date(atMs).toISOString(),
  );
  await openBreak(client, {
    institutionId,
    kind: 'NOT_BOOKABLE',
    reference: key,
    amountFen,
    detail: { key, purpose, refusal },
  });
}

/** An earlier attempt may have reached the bank: what does it say? Null when it has no such order. */
async function sentBefore(deps: ActivityDeps, order: PaymentOrder): Promise<Submission | null> {
  const row = await readPayment(deps.sql, order.key);
  if (row.status === 'CREATED') return null;
  const answer = outcomeOf(row) ?? (await ask(deps, order));
  if (answer.status === 'UNKNOWN' && answer.code === 'NOT_FOUND') return null;
  const sent = await readSent(deps.prisma, row.id);
  return { status: 'SENT', answer, sentAtMs: sent?.atMs ?? order.decidedAtMs };
}

/** Noted before it goes: whatever becomes of this attempt, the order may have been sent as late as that. */
async function send(deps: ActivityDeps, order: PaymentOrder): Promise<Submission> {
  const { sql, bank } = deps;
  const sent = await now(deps);
  if (!(await markSubmitted(sql, order.paymentId, sent))) {
    const booked = outcomeOf(await readPayment(sql, order.key));
    // Found out and booked by another process in this moment: what is final is never sent.
    if (booked !== null) return { status: 'SENT', answer: booked, sentAtMs: sent.atMs };
  }
  const answer = answerOf(await bank.submitPayment(await bankOrderOf(deps, order)), order, sent.atMs);
  return { status: 'SENT', answer, sentAtMs: sent.atMs };
}

async function now({ sql }: ActivityDeps): Promise<Sent> {
  const { clock, realNowMs } = await readClock(sql);
  return { atMs: businessNowMs(clock, realNowMs), realAtMs: realNowMs };
}

async function ask(deps: ActivityDeps, order: PaymentOrder): Promise<BankAnswer> {
  const answer = await deps.bank.queryPayment(order.key);
  if (answer.status === 'notFound') return { status: 'UNKNOWN', code: 'NOT_FOUND' };
  return answerOf(answer, order, (await now(deps)).atMs);
}

async function close(deps: ActivityDeps, order: PaymentOrder): Promise<BankAnswer> {
  const answer = await deps.bank.closeOrder(order.key);
  switch (answer.status) {
    case 'closed':
      return { status: 'FAILED', code: 'CLOSED' };
    case 'unsupported':
      return { status: 'UNKNOWN', code: 'CANT_CLOSE' };
    default:
      return answerOf(answer, order, (await now(deps)).atMs);
  }
}

/** Every file that the order can be in, each fetched once for all; when all lack it, the bank's own word decides. */
async function findInFiles(deps: ActivityDeps, order: PaymentOrder): Promise<FileAnswer> {
  const { prisma } = deps;
  const { key, institutionId } = order;
  const sent = await readSent(prisma, order.paymentId);
  const { payments } = parametersAt(businessDate(order.decidedAtMs));
  const files = filesOfOrder(isoDate(order.valueDate), sent?.atMs ?? order.decidedAtMs, payments);
  // A file is kept for ever as it was fetched: not of a day that the bank may still book on.
  const { from, through, readyAtMs } = files;
  if ((await now(deps)).atMs < readyAtMs) return { status: 'FILE_NOT_READY', readyAtMs };
  try {
    for (let date = from; date <= through; date = addDays(date, 1)) {
      heartbeat(date);
      await importStatement(deps, institutionId, date);
      const [row] = await findStatementRows(prisma, { institutionId, date, key });
      if (row !== undefined) return inFile(order, row, date);
    }
    return await absent(deps, order, sent);
  } catch (fault) {
    const isLate =
      fault instanceof BankNoAnswer || fault instanceof BankNotReached || fault instanceof StatementInvalid;
    if (isLate) return { status: 'FILE_NOT_READY', readyAtMs };
    throw fault;
  }
}

function inFile(
  order: PaymentOrder,
  { amountFen, bankReference }: StatementRow,
  bankDate: string,
): BankAnswer {
  // Another amount is not our order carried out: a person asks the bank.
  if (amountFen !== order.amountFen) return { status: 'UNKNOWN', code: 'AMOUNT_DIFFERS' };
  return { status: 'SUCCEEDED', bankReference, bankDate };
}

/**
 * In no file: the bank shall close it. Of a bank that can't, only that it knows no such order long after it was sent
 * says that it never will. Then it is final in our books before it is told: nobody can send it any more. One that was
 * sent while we looked has its least real time anew.
 */
async function absent(deps: ActivityDeps, order: PaymentOrder, sent: Sent | null): Promise<FileAnswer> {
  const closed = await close(deps, order);
  if (closed.status !== 'UNKNOWN' || closed.code !== 'CANT_CLOSE') return closed;
  const answer = await ask(deps, order);
  if (answer.status !== 'UNKNOWN' || answer.code !== 'NOT_FOUND') return answer;
  const { atMs, realAtMs } = await now(deps);
  const forRealMs = sent === null ? 0 : sent.realAtMs + deps.notFoundFloorMs - realAtMs;
  if (forRealMs > 0) return { status: 'TOO_EARLY', forRealMs };
  const settled = await settleNotFound(deps.sql, order.paymentId, sent, new Date(atMs).toISOString());
  return settled ?? { status: 'TOO_EARLY', forRealMs: deps.notFoundFloorMs };
}

/** @param nowMs business instant at which it came */
function answerOf(
  answer: BankPaymentFinal | BankPaymentUnknown,
  { decidedAtMs, valueDate }: PaymentOrder,
  nowMs: number,
): BankAnswer {
  switch (answer.status) {
    case 'succeeded': {
      const { bankReference, bankDate } = answer;
      const outcome = { status: 'SUCCEEDED', bankReference, bankDate } as const;
      const days = { orderedFor: isoDate(valueDate), today: businessDate(nowMs) };
      const { payments } = parametersAt(businessDate(decidedAtMs));
      const isPossible = canBeBooked(outcome, days, payments);
      return isPossible ? outcome : { status: 'UNKNOWN', code: BANK_DAY_IMPOSSIBLE };
    }
    case 'failed':
      return { status: 'FAILED', code: answer.code };
    case 'unknown':
      return { status: 'UNKNOWN', code: answer.why };
  }
}

async function bankOrderOf({ prisma, cipher }: ActivityDeps, order: PaymentOrder): Promise<BankPaymentOrder> {
  const { debit, credit } = await readPaymentAccounts(prisma, cipher, order.paymentId);
  return {
    key: order.key,
    kind: isMoneyOut(order) ? 'PAYOUT' : 'COLLECT',
    debitAccount: debit,
    creditAccount: credit,
    amountFen: fen(order.amountFen),
    valueDate: isoDate(order.valueDate),
    memo: order.purpose,
  };
}
