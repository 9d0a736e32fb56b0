import { isoDate } from '../../../domain/calendar/isoDate';
import type { BookChange } from '../../../domain/changes/bookChange';
import { draftChange, isAsQuoted } from '../../../domain/changes/quoteChange';
import { loanAt } from '../../../domain/loan/fold';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { CALENDAR, day, LoanBook, TERMS } from '../../support/loans';

const { changes } = parametersAt(isoDate('2026-11-27'));
const on = day('2026-01-22');
const extension: BookChange = { kind: 'EXTEND', on, months: 6, isSecured: false, hasSecurityConsent: false };

const draft = (book: LoanBook, change: BookChange, recordedOn: string = change.on) =>
  draftChange(
    book.history,
    change,
    { recordedOn: day(recordedOn), businessKey: 'loan/x/change/y' },
    CALENDAR,
    changes,
  );

function quoted(book: LoanBook, change: BookChange) {
  const drafted = draft(book, change);
  if (!drafted.ok) throw new Error(drafted.refusal.code);
  return drafted.value.quote;
}

function taken(book: LoanBook, change: BookChange, recordedOn: string) {
  const drafted = draft(book, change, recordedOn);
  if (!drafted.ok) throw new Error(drafted.refusal.code);
  const [event] = drafted.value.events;
  if (event === undefined) throw new Error('no event');
  return book.record(event.effectiveDate, event, recordedOn).after;
}

describe('the quote of a change', () => {
  it('shows what an extension does, and records nothing', () => {
    const book = new LoanBook().disburse();
    const quote = quoted(book, extension);
    expect(book.history.events).toHaveLength(1);
    expect(quote).toMatchObject({
      kind: 'EXTEND',
      on,
      amountFen: 10_000_000,
      before: { maturity: '2027-01-12', annualRate: '0.12' },
      after: { maturity: '2027-07-12', annualRate: '0.12' },
      extension: { kind: 'SHORT', limitMonths: 12, leftAfterMonths: 6, newMaturity: '2027-07-12' },
      observedUntil: null,
    });
    expect(quote.rows).toHaveLength(18);
    expect(quote.after.interestToPayFen).toBeGreaterThan(quote.before.interestToPayFen);
  });

  it('shows the observation of a rescheduling, and the interest that falls due with it', () => {
    const quote = quoted(new LoanBook().disburse(), { kind: 'RESCHEDULE', on, termMonths: 24 });
    expect(quote).toMatchObject({ observedUntil: '2027-02-22', after: { totalDueFen: 33_333 } });
    expect(quote.rows[0]).toEqual({ number: 1, dueDate: on, principalFen: 0, interestFen: 33_333 });
  });

  it('takes a first period with odd days, and none a month longer: it would end after its months', () => {
    const book = new LoanBook().disburse();
    const wish = { kind: 'RESCHEDULE', on, termMonths: 24 } as const;
    const first = (firstDueDate: string, more: { readonly method?: 'BULLET' } = {}) =>
      draft(book, { ...wish, ...more, firstDueDate: day(firstDueDate) });
    expect(first('2026-02-22')).toMatchObject({ value: { quote: { after: { maturity: '2028-01-22' } } } });
    const refusal = {
      code: 'FIRST_DUE_TOO_LATE',
      field: 'firstDueDate',
      detail: { latestDate: '2026-03-21' },
    };
    expect(first('2026-03-21')).toMatchObject({ value: { quote: { after: { maturity: '2028-02-21' } } } });
    expect(first('2026-03-22')).toMatchObject({ refusal });
    expect(first('2028-02-21', { method: 'BULLET' })).toMatchObject({ ok: true });
    expect(first('2028-02-22', { method: 'BULLET' })).toMatchObject({
      refusal: { ...refusal, detail: { latestDate: '2028-02-21' } },
    });
  });

  it('is none of a price that the loan has', () => {
    const book = new LoanBook().disburse();
    const reprice = (annualRate: string) =>
      draft(book, { kind: 'REPRICE', on, annualRate: rate(annualRate) });
    expect(reprice('0.120')).toMatchObject({ refusal: { code: 'NOTHING_CHANGES', field: 'annualRate' } });
    expect(reprice('0.119')).toMatchObject({ ok: true });
  });

  it('adds up what a waiver gives up, over instalments', () => {
    const book = new LoanBook().disburse();
    const asOf = day('2026-04-22');
    const { penaltyFen } = loanAt(TERMS, book.history.events, asOf, CALENDAR);
    const waiver = {
      kind: 'WAIVE',
      on: asOf,
      waive: [{ component: 'penalty', amountFen: penaltyFen }],
    } as const;
    const quote = quoted(book, waiver);
    expect(quote).toMatchObject({ amountFen: penaltyFen, before: { penaltyFen }, after: { penaltyFen: 0 } });
    expect(
      draft(book, { ...waiver, waive: [{ component: 'penalty', amountFen: penaltyFen + 1 }] }),
    ).toMatchObject({ refusal: { code: 'AMOUNT_EXCEEDS_UNPAID' } });
    const drafted = draft(book, waiver);
    expect(drafted.ok && drafted.value.events.map(({ businessKey }) => businessKey)).toEqual([
      'loan/x/change/y',
      'loan/x/change/y/2',
      'loan/x/change/y/3',
    ]);
  });

  it('hands on what the books refuse', () => {
    const book = new LoanBook().disburse();
    expect(draft(book, { ...extension, on: day('2026-02-22') })).toMatchObject({
      refusal: { code: 'OVERDUE_FIRST', detail: { overdueFen: 888_488 } },
    });
    expect(draft(book, { ...extension, months: 13 })).toMatchObject({
      refusal: { code: 'EXTENSION_TOO_LONG', detail: { maximumMonths: 12 } },
    });
    const capped = new LoanBook({ ...TERMS, capRate: rate('0.24') }).disburse();
    expect(draft(capped, { kind: 'REPRICE', on, annualRate: rate('0.25') })).toMatchObject({
      refusal: { code: 'RATE_ABOVE_CAP' },
    });
    expect(draft(book, { kind: 'WAIVE', on, waive: [] })).toMatchObject({
      refusal: { code: 'NOTHING_CHANGES' },
    });
  });
});

describe('what is taken', () => {
  it('is what was quoted, also some days later', () => {
    const book = new LoanBook().disburse();
    const quote = quoted(book, extension);
    const after = taken(book, extension, '2026-01-29');
    expect(isAsQuoted(quote, after, day('2026-01-29'))).toBe(true);
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('is not, once an instalment fell due', () => {
    const book = new LoanBook().disburse();
    const quote = quoted(book, extension);
    const after = taken(book, extension, '2026-02-12');
    expect(isAsQuoted(quote, after, day('2026-02-11'))).toBe(true);
    expect(isAsQuoted(quote, after, day('2026-02-12'))).toBe(false);
  });

  it('is not, when the loan is another one by then', () => {
    const book = new LoanBook().disburse();
    const quote = quoted(book, extension);
    book.record('2026-01-25', {
      kind: 'PREPAID',
      principalFen: fen(1_000_000),
      mode: 'REDUCE_INSTALMENT',
      amountFen: fen(1_000_000 + 43_333),
      into: 'BANK',
    });
    const drafted = draft(book, extension, '2026-01-26');
    if (drafted.ok) {
      expect(isAsQuoted(quote, taken(book, extension, '2026-01-26'), day('2026-01-26'))).toBe(false);
    } else {
      expect(drafted.refusal.code).toBe('REPLAY_CONFLICT');
    }
  });
});
