import type { BankAnswer, PaymentActivities, Submission } from '../contracts/activities';
import type { PaymentId } from '../contracts/ids';
import { isMoneyOut, type PaymentOrder } from '../contracts/workflows';
import { businessNowMs, isoDate } from '../domain/calendar';
import { fen } from '../domain/money';
import {
  BankNoAnswer,
  type BankPaymentFinal,
  type BankPaymentOrder,
  type BankPaymentUnknown,
  StatementInvalid,
} from '../gateways/bank';
import { currentClock } from '../gateways/database/clock';
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
  writePayment,
} from '../gateways/database/facts/payments';
import { readInstitutionAccount } from '../gateways/database/facts/reconciliation';
import { withMessages } from './caseFile';
import type { ActivityDeps } from './deps';
import { accountsOf } from './paymentAccounts';
import { settle } from './paymentBooks';

/** Everything that one order does at the bank and in the books. */
export function createPaymentActivities(deps: ActivityDeps): PaymentActivities {
  const { sql, bank } = deps;
  return {
    openPayment: async (order) => {
      const row = (await findPaymentRow(sql, order.key)) ?? (await writeOrder(deps, order));
      return { paymentId: row.id as PaymentId, status: row.status, outcome: outcomeOf(row) };
    },

    submitOrder: async (order) => (await sentBefore(deps, order)) ?? (await send(deps, order)),

    markUnknown: (order) => markUnknown(sql, order.paymentId),

    queryOrder: (order) => ask(deps, order),

    findInStatement: async (order) => {
      const account = await readInstitutionAccount(sql, order.institutionId);
      try {
        const { entries } = await bank.statementFile(isoDate(order.valueDate), account);
        const entry = entries.find(({ key }) => key === order.key);
        if (entry === undefined) return await absent(deps, order);
        // Another amount is not our order carried out: a person asks the bank.
        if (entry.amountFen !== order.amountFen) return { status: 'UNKNOWN', code: 'AMOUNT_DIFFERS' };
        return { status: 'SUCCEEDED', bankReference: entry.bankReference, bankDate: entry.valueDate };
      } catch (fault) {
        const isLate = fault instanceof BankNoAnswer || fault instanceof StatementInvalid;
        if (isLate) return { status: 'FILE_NOT_READY' };
        throw fault;
      }
    },

    settlePayment: (settlement) =>
      withMessages(deps, settlement.change, (client) => settle(client, settlement)),
  };
}

async function writeOrder(deps: ActivityDeps, order: PaymentOrder): Promise<PaymentRow> {
  return await writePayment(deps.sql, deps, order, await accountsOf(deps, order));
}

/** An earlier attempt may have reached the bank: what does it say? Null when it has no such order. */
async function sentBefore(deps: ActivityDeps, order: PaymentOrder): Promise<Submission | null> {
  const row = await readPayment(deps.sql, order.key);
  if (row.status === 'CREATED') return null;
  const { atMs } = await readSent(deps.sql, row.id);
  const answer = outcomeOf(row) ?? (await ask(deps, order));
  const isUnheardOf = answer.status === 'UNKNOWN' && answer.code === 'NOT_FOUND';
  return isUnheardOf ? null : { answer, sentAtMs: atMs };
}

/** Noted before it goes: whatever becomes of this attempt, the order may have been sent as late as that. */
async function send(deps: ActivityDeps, order: PaymentOrder): Promise<Submission> {
  const { sql, bank } = deps;
  const sent = await now(deps);
  await markSubmitted(sql, order.paymentId, sent);
  const answer = answerOf(await bank.submitPayment(await bankOrderOf(deps, order)));
  return { answer, sentAtMs: sent.atMs };
}

async function now({ sql }: ActivityDeps): Promise<Sent> {
  const realAtMs = Date.now();
  return { atMs: businessNowMs(await currentClock(sql), realAtMs), realAtMs };
}

async function ask({ bank }: ActivityDeps, order: PaymentOrder): Promise<BankAnswer> {
  const answer = await bank.queryPayment(order.key);
  return answer.status === 'notFound' ? { status: 'UNKNOWN', code: 'NOT_FOUND' } : answerOf(answer);
}

/** Not in the file of its day: declined for good, unless the bank still works on it. */
async function absent(deps: ActivityDeps, order: PaymentOrder): Promise<BankAnswer> {
  const answer = await ask(deps, order);
  const isUnheardOf = answer.status === 'UNKNOWN' && answer.code === 'NOT_FOUND';
  return isUnheardOf ? { status: 'FAILED', code: 'NOT_FOUND' } : answer;
}

function answerOf(answer: BankPaymentFinal | BankPaymentUnknown): BankAnswer {
  switch (answer.status) {
    case 'succeeded':
      return { status: 'SUCCEEDED', bankReference: answer.bankReference, bankDate: answer.bankDate };
    case 'failed':
      return { status: 'FAILED', code: answer.code };
    case 'unknown':
      return { status: 'UNKNOWN', code: answer.why };
  }
}

async function bankOrderOf({ sql, cipher }: ActivityDeps, order: PaymentOrder): Promise<BankPaymentOrder> {
  const { debit, credit } = await readPaymentAccounts(sql, cipher, order.paymentId);
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
