import type { Settled, Settlement } from '../contracts/activities';
import type { LoanId } from '../contracts/ids';
import { isMoneyOut, type PaymentOrder, type PaymentOutcome } from '../contracts/workflows';
import { type BusinessCalendar, businessDate, type IsoDate, isoDate } from '../domain/calendar';
import { moneyDate } from '../domain/collection';
import type { NewLoanEvent } from '../domain/loan/events';
import type { LoanState } from '../domain/loan/state';
import { fen } from '../domain/money';
import type { Refusal, Result } from '../domain/result';
import { writeCaseChange } from '../gateways/database/facts/caseChanges';
import { readDrawdown } from '../gateways/database/facts/facilities';
import { lockPayment, outcomeOf, settleRow } from '../gateways/database/facts/payments';
import { type LoanRecord, recordLoanEvents, unopenedLoan } from '../gateways/database/loans';
import type { Queryable } from '../gateways/database/transaction';
import { figuresOf, houseCalendar, impossible, stateOn, useHeldMoney } from './loanBooks';
import { bookReturn } from './receipt';

type Succeeded = Extract<PaymentOutcome, { status: 'SUCCEEDED' }>;

/** What is final stays: a second settlement answers with what was booked. */
export async function settle(client: Queryable, { order, outcome, change }: Settlement): Promise<Settled> {
  const booked = outcomeOf(await lockPayment(client, order.key));
  const isMoney = outcome.status === 'SUCCEEDED' && booked?.status !== 'FAILED';
  const after = isMoney ? await book(client, order, outcome, change.at) : null;
  await settleRow(client, order.paymentId, outcome, change.at);
  await writeCaseChange(client, change);
  return { outcome: booked ?? outcome, loan: after === null ? null : figuresOf(after) };
}

/** @returns the loan after it; null where the money is about none */
async function book(
  client: Queryable,
  order: PaymentOrder,
  outcome: Succeeded,
  at: string,
): Promise<LoanState | null> {
  const { key, subject } = order;
  if (subject.type === 'LOAN') return await bookMoney(client, order, outcome, at);
  await bookReturn(client, { receiptId: subject.id, key, bankDate: outcome.bankDate, at });
  return null;
}

async function bookMoney(
  client: Queryable,
  order: PaymentOrder,
  { bankReference, bankDate }: Succeeded,
  settledAt: string,
): Promise<LoanState> {
  const calendar = await houseCalendar(client);
  const date = countsFrom(order, bankDate);
  const payment = { id: order.paymentId, bankReference, bankDate, settledAt };
  const opening = order.purpose === 'DISBURSEMENT' ? await agreedLoan(client, order, date) : undefined;
  const options = { payment, ...(opening === undefined ? {} : { opening }) };
  const booked = await recordMoney(client, order, date, calendar, options);
  if (!booked.ok) throw impossible(`${order.key}: ${booked.refusal.code}`);
  return await withHeldMoneyUsed(client, order, booked.value, settledAt);
}

/** What was held, or is left over now, pays what has fallen due by the day of the settlement. */
async function withHeldMoneyUsed(
  client: Queryable,
  order: PaymentOrder,
  after: LoanState,
  settledAt: string,
): Promise<LoanState> {
  if (after.suspenseFen === 0) return after;
  return stateOn(await useHeldMoney(client, loanOf(order), businessDate(Date.parse(settledAt))), after.asOf);
}

/** The day that the money of an order counts from, see `moneyDate`. */
function countsFrom(order: PaymentOrder, bankDate: string): IsoDate {
  return moneyDate(isMoneyOut(order) ? 'OUT' : 'IN', isoDate(order.valueDate), isoDate(bankDate));
}

async function recordMoney(
  client: Queryable,
  order: PaymentOrder,
  date: IsoDate,
  calendar: BusinessCalendar,
  options: Parameters<typeof recordLoanEvents>[4],
): Promise<Result<LoanState, Refusal>> {
  const record = async (event: NewLoanEvent): Promise<Result<LoanState, Refusal>> => {
    const recorded = await recordLoanEvents(client, loanOf(order), [event], calendar, options);
    return recorded.ok ? { ok: true, value: recorded.value.after } : recorded;
  };
  const recorded = await record(eventOf(order, date));
  // What was quoted has changed meanwhile: the money is there all the same, and pays what is due.
  const isPlainMoney = !recorded.ok && order.purpose === 'PREPAYMENT';
  return isPlainMoney ? await record(receiptOf(order, date)) : recorded;
}

/** @throws ApplicationFailure ImpossibleState when the money is not about a loan */
function loanOf({ key, subject }: PaymentOrder): LoanId {
  if (subject.type !== 'LOAN') throw impossible(`${key}: about no loan`);
  return subject.id;
}

function eventOf(order: PaymentOrder, date: IsoDate): NewLoanEvent {
  const { prepayment } = order;
  const amountFen = fen(order.amountFen);
  if (order.purpose === 'DISBURSEMENT') return { kind: 'DISBURSED', amountFen, ...headOf(order, date) };
  if (order.purpose === 'REFUND') return { kind: 'REFUNDED', amountFen, ...headOf(order, date) };
  if (prepayment === undefined) return receiptOf(order, date);
  return {
    kind: 'PREPAID',
    principalFen: fen(prepayment.principalFen),
    mode: prepayment.mode,
    amountFen,
    into: 'BANK',
    ...headOf(order, date),
  };
}

function receiptOf(order: PaymentOrder, date: IsoDate): NewLoanEvent {
  return { kind: 'RECEIVED', amountFen: fen(order.amountFen), into: 'BANK', ...headOf(order, date) };
}

function headOf(
  { key }: PaymentOrder,
  date: IsoDate,
): Pick<NewLoanEvent, 'effectiveDate' | 'recordedOn' | 'businessKey'> {
  return { effectiveDate: date, recordedOn: date, businessKey: key };
}

/** The loan as it was agreed, from the day on which it is paid out. */
async function agreedLoan(client: Queryable, order: PaymentOrder, startDate: IsoDate): Promise<LoanRecord> {
  const { terms, ...of } = await readDrawdown(client, loanOf(order));
  return unopenedLoan({ ...of, terms: { ...terms, startDate } });
}
