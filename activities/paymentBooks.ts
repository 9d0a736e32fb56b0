import type { Settled, Settlement } from '../contracts/activities';
import type { LoanId, PaymentId } from '../contracts/ids';
import { isMoneyOut, type PaymentOrder, type PaymentOutcome } from '../contracts/workflows';
import { businessDate } from '../domain/calendar/clock';
import { type IsoDate, isoDate } from '../domain/calendar/isoDate';
import { moneyDate } from '../domain/collection/moneyDate';
import { shortItem, unidentifiedReceipt } from '../domain/ledger/entries';
import type { NewLoanEvent } from '../domain/loan/events';
import type { LoanState } from '../domain/loan/state';
import { fen } from '../domain/money/fen';
import { openBreak } from '../gateways/database/breaks';
import { houseCalendar } from '../gateways/database/calendar';
import { writeCaseChange } from '../gateways/database/cases';
import { wasPaidAfterAll } from '../gateways/database/disputes';
import { readDrawdown } from '../gateways/database/facilities';
import { postEntry } from '../gateways/database/ledger';
import {
  draftLoanEvents,
  type LoanRecord,
  readLoan,
  recordLoanEvents,
  unopenedLoan,
} from '../gateways/database/loans';
import { readOpenClaimsFen } from '../gateways/database/payerClaims';
import { lockPayment, outcomeOf, settleRow } from '../gateways/database/payments';
import { findReceipt } from '../gateways/database/receipts';
import type { Queryable } from '../gateways/database/transaction';
import { bookFeeMoney, whyFeeNotBookable } from './fee';
import { chargeLoan, giveBackOnPrepayment } from './feeCharges';
import { figuresOf, impossible, stateOn, useHeldMoney } from './loanBooks';
import { bookReturn } from './receipt';
import { unlessRefused } from './unlessRefused';

type Succeeded = Extract<PaymentOutcome, { status: 'SUCCEEDED' }>;

/**
 * What the bank moved is booked, and what is final stays: a second settlement answers with what was booked.
 */
export async function settle(client: Queryable, { order, outcome, change }: Settlement): Promise<Settled> {
  const row = await lockPayment(client, order.key);
  const booked = outcomeOf(row);
  const settled = { ...order, paymentId: row.id as PaymentId };
  const after =
    booked === null && outcome.status === 'SUCCEEDED'
      ? await book(client, settled, outcome, change.at)
      : await bookedBefore(client, settled);
  await settleRow(client, row.id, outcome, change.at);
  await writeCaseChange(client, change);
  return { outcome: booked ?? outcome, loan: after === null ? null : figuresOf(after) };
}

/**
 * Why the books could not take an order if it succeeded today; null when they can. Asked before anything is sent:
 * afterwards the money has moved, whatever the books say.
 */
export async function whyNotBookable(
  sql: Queryable,
  order: PaymentOrder,
  today: IsoDate,
): Promise<string | null> {
  const { purpose, subject } = order;
  if (isMoneyOut(order) && (await wasPaidAfterAll(sql, subject, purpose))) return 'PAID_AFTER_ALL';
  if (subject.type === 'RECEIPT') return await whyNotReturnable(sql, order);
  if (subject.type === 'FEE') return await whyFeeNotBookable(sql, order);
  const date = countsFrom(order, today);
  const loan = await loanToBookOn(sql, order, date);
  if (loan === null) return 'LOAN_UNKNOWN';
  const calendar = await houseCalendar(sql);
  // What is owed back of earlier refunds is not there to be given back.
  const keptFen = purpose === 'REFUND' ? await readOpenClaimsFen(sql, loan.loanId) : 0;
  const asked = { ...order, amountFen: order.amountFen + keptFen };
  const drafts = asOrdered(order).flatMap((form) =>
    datesToBook(loan, date).map((day) => draftLoanEvents(loan, [form(asked, day)], calendar)),
  );
  const [refusal] = drafts;
  return refusal === undefined || refusal.ok || drafts.some(({ ok }) => ok) ? null : refusal.refusal.code;
}

/** A receipt goes back while it is nobody's, and all of it. */
async function whyNotReturnable(
  sql: Queryable,
  { subject, amountFen }: PaymentOrder,
): Promise<string | null> {
  const receipt = await findReceipt(sql, subject.id);
  if (receipt === null) return 'RECEIPT_UNKNOWN';
  if (receipt.status !== 'OPEN') return `RECEIPT_${receipt.status}`;
  return receipt.amountFen === amountFen ? null : 'AMOUNT_DIFFERS';
}

/** The loan as it is, when the money of an order is booked on it; null when it is booked aside, or not at all. */
async function bookedBefore(client: Queryable, { key, subject }: PaymentOrder): Promise<LoanState | null> {
  const record = subject.type === 'LOAN' ? await readLoan(client, subject.id) : null;
  const known = record?.events.find(({ businessKey }) => businessKey === key);
  if (record === null || known === undefined) return null;
  const { effectiveDate } = known;
  const calendar = await houseCalendar(client);
  const lived = [effectiveDate, record.accruedThrough ?? effectiveDate].sort().at(-1) ?? effectiveDate;
  return stateOn({ record, calendar }, lived);
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
  const bankDate = isoDate(outcome.bankDate);
  const booked = await unlessRefused(client, () =>
    subject.type === 'FEE'
      ? bookFeeMoney(client, order, outcome, at)
      : bookReturn(client, { receiptId: subject.id, key, bankDate, at }),
  );
  if (!booked.ok) await bookAside(client, order, { date: bankDate, bankDate }, [booked.refusal.code]);
  return null;
}

/**
 * Books money that moved, by the first way that the loan takes: as it was ordered on the day it counts from, the same
 * on the last day that its books know of, a prepayment as plain money; else aside, with a person told.
 */
async function bookMoney(
  client: Queryable,
  order: PaymentOrder,
  { bankReference, bankDate }: Succeeded,
  settledAt: string,
): Promise<LoanState | null> {
  const date = countsFrom(order, bankDate);
  const loan = await loanToBookOn(client, order, date);
  const payment = { id: order.paymentId, bankReference, bankDate, settledAt };
  const opening = loan?.recordedEvents === 0 ? { opening: loan } : {};
  const calendar = await houseCalendar(client);
  const refusals: string[] = [];
  for (const event of loan === null ? [] : waysToBook(order, loan, date)) {
    const recorded = await unlessRefused(client, () =>
      recordLoanEvents(client, loanOf(order), [{ ...event, bankDate: isoDate(bankDate) }], calendar, {
        payment,
        ...opening,
      }),
    );
    if (recorded.ok) {
      await moveFees(client, order, event, date);
      return await withHeldMoneyUsed(client, order, recorded.value.after, settledAt);
    }
    refusals.push(recorded.refusal.code);
  }
  await bookAside(client, order, { date, bankDate: isoDate(bankDate) }, refusals);
  return null;
}

/** With a payout the fees of the loan begin; a prepayment gives some of them back. */
async function moveFees(
  client: Queryable,
  order: PaymentOrder,
  { kind }: NewLoanEvent,
  date: IsoDate,
): Promise<void> {
  if (kind === 'DISBURSED') await chargeLoan(client, loanOf(order), date);
  if (kind === 'PREPAID') {
    const { institutionId, key } = order;
    await giveBackOnPrepayment(client, { loanId: loanOf(order), institutionId }, key);
  }
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

/** The loan as it is stored, or the one that a payout opens. */
async function loanToBookOn(sql: Queryable, order: PaymentOrder, date: IsoDate): Promise<LoanRecord | null> {
  const stored = await readLoan(sql, loanOf(order));
  return stored ?? (order.purpose === 'DISBURSEMENT' ? await agreedLoan(sql, order, date) : null);
}

type Form = (order: PaymentOrder, date: IsoDate) => NewLoanEvent;

/** What an order may be booked as that is what was ordered: a debit of a loan that was written off since recovers. */
function asOrdered({ purpose }: PaymentOrder): readonly Form[] {
  return purpose === 'COLLECTION' || purpose === 'REPAYMENT' ? [eventOf, recoveryOf] : [eventOf];
}

function waysToBook(order: PaymentOrder, loan: LoanRecord, date: IsoDate): NewLoanEvent[] {
  // What was quoted has changed meanwhile: the money is there all the same, and pays what is due or still claimed.
  const forms = order.purpose === 'PREPAYMENT' ? [eventOf, receiptOf, recoveryOf] : asOrdered(order);
  return forms.flatMap((form) => datesToBook(loan, date).map((day) => form(order, day)));
}

/** The day that money counts from; and the last one that the books know of, where they have gone on since. */
function datesToBook({ events, accruedThrough }: LoanRecord, date: IsoDate): IsoDate[] {
  const days = events.map(({ effectiveDate }) => effectiveDate);
  const last = [date, ...days, ...(accruedThrough === null ? [] : [accruedThrough])].sort().at(-1) ?? date;
  return last === date ? [date] : [date, last];
}

/** No loan, receipt or fee takes it: the institution's books do, and a person is told. */
async function bookAside(
  client: Queryable,
  order: PaymentOrder,
  days: { readonly date: IsoDate; readonly bankDate: IsoDate },
  refusals: readonly string[],
): Promise<void> {
  const { key, institutionId, purpose, amountFen } = order;
  const entry = isMoneyOut(order) ? shortItem(fen(amountFen)) : unidentifiedReceipt(fen(amountFen));
  await postEntry(client, institutionId, { ...entry, businessKey: key, ...days });
  await openBreak(client, {
    institutionId,
    kind: 'BOOKED_ASIDE',
    reference: key,
    amountFen,
    detail: { key, purpose, refusals: [...new Set(refusals)].join(', ') },
  });
}

/** The day that the money of an order counts from, see `moneyDate`. */
function countsFrom(order: PaymentOrder, bankDate: string): IsoDate {
  return moneyDate(isMoneyOut(order) ? 'OUT' : 'IN', isoDate(order.valueDate), isoDate(bankDate));
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

function recoveryOf(order: PaymentOrder, date: IsoDate): NewLoanEvent {
  return { ...receiptOf(order, date), kind: 'RECOVERED', amountFen: fen(order.amountFen), into: 'BANK' };
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
