import { type IsoDate, isoDate } from '../../domain/calendar/isoDate';
import { publishedCalendar } from '../../domain/calendar/published';
import { debitBalance, memoBalance, sumByAccount } from '../../domain/ledger/balances';
import type { JournalEntry } from '../../domain/ledger/entry';
import { appendLoanEvent, type LoanHistory, type RecordedEvent } from '../../domain/loan/append';
import type { LoanEventBody, NewLoanEvent } from '../../domain/loan/events';
import type { LoanBooks } from '../../domain/loan/state';
import type { LoanTerms } from '../../domain/loan/terms';
import { type Fen, fen } from '../../domain/money/fen';
import { rate } from '../../domain/money/rate';
import type { Refusal } from '../../domain/result';

/** The calendar of tests. */
export const CALENDAR = publishedCalendar();

/** 100,000.00 at 12 % over a year, equal instalments. */
export const TERMS: LoanTerms = {
  loanId: '01890000-0000-7000-8000-000000000001',
  principalFen: fen(10_000_000),
  annualRate: rate('0.12'),
  termMonths: 12,
  method: 'EQUAL_INSTALMENT',
  dayCount: '30/360',
  paymentMode: 'EXACT',
  startDate: isoDate('2026-01-12'),
  intervalMonths: 1,
  penaltyMarkup: rate('0.5'),
  compoundInterest: true,
  graceDays: 0,
  graceMode: 'RETROACTIVE',
  waterfalls: { accrual: 'ACCRUAL', nonAccrual: 'NON_ACCRUAL' },
  prepaymentFeeRate: rate('0'),
  regime: 'BANK',
  vatRate: rate('0.06'),
  parameterVersions: {},
};

/** A loan with its ledger, to record events on. */
export class LoanBook {
  readonly entries: JournalEntry[] = [];
  history: LoanHistory;

  constructor(
    terms: LoanTerms = TERMS,
    readonly calendar = CALENDAR,
  ) {
    this.history = { terms, events: [] };
  }

  /** An event that takes effect and is recorded on a day; recorded later when `recordedOn` is given. */
  newEvent(date: string, body: LoanEventBody, recordedOn: string = date): NewLoanEvent {
    const { events, terms } = this.history;
    return {
      ...body,
      effectiveDate: isoDate(date),
      recordedOn: isoDate(recordedOn),
      businessKey: `loan/${terms.loanId}/test/${events.length + 1}`,
    };
  }

  /** Records an event; gives the refusal when it is refused. */
  try(date: string, body: LoanEventBody, recordedOn?: string): RecordedEvent | Refusal {
    const recorded = appendLoanEvent(this.history, this.newEvent(date, body, recordedOn), this.calendar);
    if (!recorded.ok) return recorded.refusal;
    this.history = { ...this.history, events: recorded.value.events };
    this.entries.push(...recorded.value.entries);
    return recorded.value;
  }

  /** Records an event that must be accepted. */
  record(date: string, body: LoanEventBody, recordedOn?: string): RecordedEvent {
    const outcome = this.try(date, body, recordedOn);
    if ('code' in outcome) throw new Error(`refused: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  /** The code of the refusal of an event that must be refused. */
  refusalOf(date: string, body: LoanEventBody, recordedOn?: string): string {
    const outcome = this.try(date, body, recordedOn);
    if (!('code' in outcome)) throw new Error('accepted');
    return outcome.code;
  }

  disburse(): this {
    const { startDate, principalFen } = this.history.terms;
    this.record(startDate, { kind: 'DISBURSED', amountFen: principalFen });
    return this;
  }

  receive(date: string, amountFen: number): RecordedEvent {
    return this.record(date, { kind: 'RECEIVED', amountFen: fen(amountFen), into: 'BANK' });
  }

  /** What the ledger holds for the loan: must equal the books that the loan says it has. */
  ledgerBooks(): LoanBooks {
    return booksOfEntries(this.entries);
  }
}

/** The loan's part of each account, by its entries alone. */
export function booksOfEntries(entries: readonly JournalEntry[]): LoanBooks {
  const sums = sumByAccount(entries);
  const credit = (amount: Fen): Fen => fen(-amount);
  return {
    principalNormalFen: debitBalance(sums, '1303.01'),
    principalOverdueFen: debitBalance(sums, '1303.02'),
    principalNonAccrualFen: debitBalance(sums, '1303.03'),
    interestReceivableFen: debitBalance(sums, '1132'),
    deferredVatFen: credit(debitBalance(sums, '2221.02')),
    feesReceivableFen: debitBalance(sums, '1124'),
    suspenseFen: credit(debitBalance(sums, '2241.01')),
    agencyPayableFen: credit(debitBalance(sums, '2241.03')),
    allowanceFen: credit(debitBalance(sums, '1304')),
    vatReceivableFen: debitBalance(sums, '1221'),
    offBalanceInterestFen: memoBalance(entries, 'OB.01'),
    writtenOffPrincipalFen: memoBalance(entries, 'OB.02'),
    offBalancePenaltyFen: memoBalance(entries, 'OB.03'),
  };
}

/** Shorthand for a date. */
export function day(text: string): IsoDate {
  return isoDate(text);
}

/** Money that came in at the bank. */
export const receipt = (amountFen: number): LoanEventBody => ({
  kind: 'RECEIVED',
  amountFen: fen(amountFen),
  into: 'BANK',
});

/** A prepayment that shortens the term. */
export const prepaid = (amountFen: number, principalFen = 101_000): LoanEventBody => ({
  kind: 'PREPAID',
  principalFen: fen(principalFen),
  mode: 'SHORTEN_TERM',
  amountFen: fen(amountFen),
  into: 'BANK',
});

/** A loan that has paid nothing and is 91 days past due. */
export function suspended(terms: LoanTerms = TERMS): LoanBook {
  const book = new LoanBook(terms).disburse();
  book.record('2026-05-14', { kind: 'NON_ACCRUAL_ENTERED' });
  return book;
}
