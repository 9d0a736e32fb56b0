import type { BankAnswer, LoanFigures, PaymentActivities, Settlement } from '../contracts/activities';
import type { PaymentId } from '../contracts/ids';
import type { PaymentOrder, PaymentOutcome } from '../contracts/workflows';
import { type BusinessCalendar, isoDate } from '../domain/calendar';
import type { NewLoanEvent } from '../domain/loan/events';
import type { LoanState } from '../domain/loan/state';
import { fen } from '../domain/money';
import type { Refusal, Result } from '../domain/result';
import { BankNoAnswer, type BankPaymentOrder, StatementInvalid } from '../gateways/bank';
import { type Borrower, readBorrower } from '../gateways/database/facts/borrowers';
import { writeCaseChange } from '../gateways/database/facts/caseChanges';
import { readAgreedAccount, readDrawdown } from '../gateways/database/facts/facilities';
import {
  lockPayment,
  markSubmitted,
  markUnknown,
  outcomeOf,
  readPayment,
  settleRow,
  writePayment,
} from '../gateways/database/facts/payments';
import { type LoanRecord, recordLoanEvents, unopenedLoan } from '../gateways/database/loans';
import type { Queryable } from '../gateways/database/transaction';
import { withMessages } from './caseFile';
import type { ActivityDeps } from './deps';
import { impossible } from './loan';
import { figuresOf, houseCalendar } from './loanBooks';

/** Everything that one order does at the bank and in the books. */
export function createPaymentActivities(deps: ActivityDeps): PaymentActivities {
  const { sql, bank } = deps;
  return {
    openPayment: async (order) => {
      const row = await writePayment(sql, order);
      return { paymentId: row.id as PaymentId, status: row.status, outcome: outcomeOf(row) };
    },

    submitOrder: async (order) => {
      const isFirst = await markSubmitted(sql, order);
      const known = isFirst ? null : await foundOutBefore(deps, order);
      return known ?? (await answerTo(deps, order));
    },

    markUnknown: (order) => markUnknown(sql, order.paymentId),

    queryOrder: (order) => ask(deps, order),

    findInStatement: async (order) => {
      const { institution } = await readBorrower(sql, deps.cipher, order.enterpriseId);
      try {
        const { entries } = await bank.statementFile(isoDate(order.valueDate), institution.bankAccountNo);
        const entry = entries.find(({ key }) => key === order.key);
        if (entry === undefined) return await absent(deps, order);
        // Another amount is not our order carried out: a person asks the bank.
        if (entry.amountFen !== order.amountFen) return { status: 'UNKNOWN', code: 'AMOUNT_DIFFERS' };
        return { status: 'SUCCEEDED', bankReference: entry.bankReference };
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

/** An earlier attempt may have reached the bank: what does it say? Null when it has no such order. */
async function foundOutBefore(deps: ActivityDeps, order: PaymentOrder): Promise<BankAnswer | null> {
  const booked = outcomeOf(await readPayment(deps.sql, order.key));
  if (booked !== null) return booked;
  const answer = await ask(deps, order);
  return answer.status === 'UNKNOWN' && answer.code === 'NOT_FOUND' ? null : answer;
}

async function ask({ bank }: ActivityDeps, order: PaymentOrder): Promise<BankAnswer> {
  const answer = await bank.queryPayment(order.key);
  switch (answer.status) {
    case 'succeeded':
      return { status: 'SUCCEEDED', bankReference: answer.bankReference };
    case 'failed':
      return { status: 'FAILED', code: answer.code };
    case 'unknown':
      return { status: 'UNKNOWN', code: answer.why };
    case 'notFound':
      return { status: 'UNKNOWN', code: 'NOT_FOUND' };
  }
}

/** Not in the file of its day: declined for good, unless the bank still works on it. */
async function absent(deps: ActivityDeps, order: PaymentOrder): Promise<BankAnswer> {
  const answer = await ask(deps, order);
  const isUnheardOf = answer.status === 'UNKNOWN' && answer.code === 'NOT_FOUND';
  return isUnheardOf ? { status: 'FAILED', code: 'NOT_FOUND' } : answer;
}

async function answerTo(deps: ActivityDeps, order: PaymentOrder): Promise<BankAnswer> {
  const answer = await deps.bank.submitPayment(await bankOrderOf(deps, order));
  switch (answer.status) {
    case 'succeeded':
      return { status: 'SUCCEEDED', bankReference: answer.bankReference };
    case 'failed':
      return { status: 'FAILED', code: answer.code };
    case 'unknown':
      return { status: 'UNKNOWN', code: answer.why };
  }
}

async function bankOrderOf({ sql, cipher }: ActivityDeps, order: PaymentOrder): Promise<BankPaymentOrder> {
  const borrower = await readBorrower(sql, cipher, order.enterpriseId);
  const lender = borrower.institution.bankAccountNo;
  const isPayout = order.purpose === 'DISBURSEMENT' || order.purpose === 'REFUND';
  const customer = await customerAccount({ sql, cipher }, order, borrower);
  return {
    key: order.key,
    kind: isPayout ? 'PAYOUT' : 'COLLECT',
    debitAccount: isPayout ? lender : customer,
    creditAccount: isPayout ? customer : lender,
    amountFen: fen(order.amountFen),
    valueDate: isoDate(order.valueDate),
    memo: order.purpose,
  };
}

/** A loan is paid out to the account that was agreed, whatever became of the borrower's since. */
async function customerAccount(
  { sql, cipher }: Pick<ActivityDeps, 'sql' | 'cipher'>,
  { purpose, loanId }: PaymentOrder,
  { bankAccountNo }: Borrower,
): Promise<string> {
  if (purpose !== 'DISBURSEMENT') return bankAccountNo;
  return (await readAgreedAccount(sql, cipher, loanId)).accountNo;
}

/** What is final stays: a second settlement answers with what was booked. */
async function settle(
  client: Queryable,
  { order, outcome, change }: Settlement,
): Promise<{ readonly outcome: PaymentOutcome; readonly loan: LoanFigures | null }> {
  const booked = outcomeOf(await lockPayment(client, order.key));
  const isMoney = outcome.status === 'SUCCEEDED' && booked?.status !== 'FAILED';
  const after = isMoney ? await bookMoney(client, order, outcome.bankReference, change.at) : null;
  await settleRow(client, order.paymentId, outcome, change.at);
  await writeCaseChange(client, change);
  return { outcome: booked ?? outcome, loan: after === null ? null : figuresOf(after) };
}

async function bookMoney(
  client: Queryable,
  order: PaymentOrder,
  bankReference: string,
  settledAt: string,
): Promise<LoanState> {
  const calendar = await houseCalendar(client);
  const payment = { id: order.paymentId, bankReference, settledAt };
  const opening = order.purpose === 'DISBURSEMENT' ? await agreedLoan(client, order) : undefined;
  const options = { payment, ...(opening === undefined ? {} : { opening }) };
  const booked = await recordMoney(client, order, calendar, options);
  if (booked.ok) return booked.value;
  throw impossible(`${order.key}: ${booked.refusal.code}`);
}

async function recordMoney(
  client: Queryable,
  order: PaymentOrder,
  calendar: BusinessCalendar,
  options: Parameters<typeof recordLoanEvents>[4],
): Promise<Result<LoanState, Refusal>> {
  const record = async (event: NewLoanEvent): Promise<Result<LoanState, Refusal>> => {
    const recorded = await recordLoanEvents(client, order.loanId, [event], calendar, options);
    return recorded.ok ? { ok: true, value: recorded.value.after } : recorded;
  };
  const recorded = await record(eventOf(order));
  // What was quoted has changed meanwhile: the money is there all the same, and pays what is due.
  const isPlainMoney = !recorded.ok && order.purpose === 'PREPAYMENT';
  return isPlainMoney ? await record(receiptOf(order)) : recorded;
}

function eventOf(order: PaymentOrder): NewLoanEvent {
  const { prepayment } = order;
  if (order.purpose === 'DISBURSEMENT') {
    return { kind: 'DISBURSED', amountFen: fen(order.amountFen), ...headOf(order) };
  }
  if (order.purpose === 'REFUND') {
    return { kind: 'REFUNDED', amountFen: fen(order.amountFen), ...headOf(order) };
  }
  if (prepayment === undefined) return receiptOf(order);
  return {
    kind: 'PREPAID',
    principalFen: fen(prepayment.principalFen),
    mode: prepayment.mode,
    amountFen: fen(order.amountFen),
    into: 'BANK',
    ...headOf(order),
  };
}

function receiptOf(order: PaymentOrder): NewLoanEvent {
  return { kind: 'RECEIVED', amountFen: fen(order.amountFen), into: 'BANK', ...headOf(order) };
}

function headOf({
  key,
  valueDate,
}: PaymentOrder): Pick<NewLoanEvent, 'effectiveDate' | 'recordedOn' | 'businessKey'> {
  const date = isoDate(valueDate);
  return { effectiveDate: date, recordedOn: date, businessKey: key };
}

/** The loan as it was agreed, from the day on which it is paid out. */
async function agreedLoan(client: Queryable, { loanId, valueDate }: PaymentOrder): Promise<LoanRecord> {
  const { terms, ...of } = await readDrawdown(client, loanId);
  return unopenedLoan({ ...of, terms: { ...terms, startDate: isoDate(valueDate) } });
}
