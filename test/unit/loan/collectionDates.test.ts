import { businessCalendarOf } from '../../../domain/calendar/businessCalendar';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { publishedCalendar } from '../../../domain/calendar/published';
import { appendLoanEvent } from '../../../domain/loan/append';
import type { LoanEventBody } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import { upcastEvent } from '../../../domain/loan/upcast';
import { CALENDAR, day, LoanBook, receipt, TERMS } from '../../support/loans';

/** Monday 12 October 2026 was declared to be a day off, and then the 13th too. */
const override = (date: string) => ({ date: isoDate(date), isWorkday: false, reason: 'typhoon' });
const ONE_DAY_OFF = publishedCalendar([override('2026-10-12')]);
const TWO_DAYS_OFF = publishedCalendar([override('2026-10-12'), override('2026-10-13')]);

const collected = (book: LoanBook, calendar = CALENDAR): IsoDate[] =>
  loanAt(book.history.terms, book.history.events, day('2026-02-01'), calendar).instalments.map(
    ({ collectionDate }) => collectionDate,
  );

const changed = (collectionDates: Readonly<Record<string, string>>): LoanEventBody => ({
  kind: 'COLLECTION_DATES_CHANGED',
  collectionDates: Object.fromEntries(Object.entries(collectionDates).map(([due, to]) => [due, isoDate(to)])),
});

describe('collection dates', () => {
  it('are facts of the event that made the rows, where they are shifted', () => {
    const book = new LoanBook().disburse();
    expect(book.history.events[0]?.collectionDates).toEqual({
      '2026-04-12': '2026-04-13',
      '2026-07-12': '2026-07-13',
      '2026-09-12': '2026-09-14',
      '2026-12-12': '2026-12-14',
    });
    const none = businessCalendarOf('none', []);
    for (const calendar of [none, TWO_DAYS_OFF])
      expect(collected(book, calendar)).toEqual(collected(book, CALENDAR));
  });

  it('stay what they are when the contract changes under a later calendar, which rows to come follow', () => {
    const book = new LoanBook().disburse();
    const record = (date: string, body: LoanEventBody) => {
      const later = publishedCalendar([override('2026-10-12'), override('2027-03-12')]);
      const recorded = appendLoanEvent(book.history, book.newEvent(date, body), later);
      if (!recorded.ok) throw new Error(recorded.refusal.code);
      book.history = { ...book.history, events: recorded.value.events };
      return recorded.value.event;
    };
    expect(record('2026-02-01', { kind: 'RATE_CHANGED', annualRate: TERMS.annualRate })).not.toHaveProperty(
      'collectionDates',
    );
    expect(collected(book)).toContain('2026-10-12');
    const extended = record('2026-02-02', { kind: 'EXTENDED', extraMonths: 3 });
    expect(extended.collectionDates).toEqual({ '2027-03-12': '2027-03-15' });
    expect(collected(book)).toContain('2026-10-12');
  });

  it('are moved by an event, for rows that lie ahead', () => {
    const book = new LoanBook().disburse();
    book.record('2026-10-11', changed({ '2026-10-12': '2026-10-13' }));
    const at = (date: string) => loanAt(TERMS, book.history.events, day(date), CALENDAR);
    const row = (date: string) => at(date).instalments[8];
    expect(row('2026-10-13')).toMatchObject({ collectionDate: '2026-10-13', daysPastDue: 0 });
    expect(row('2026-10-14')).toMatchObject({ daysPastDue: 2, status: 'OVERDUE' });
    // A change of the contract keeps it.
    book.record('2026-10-11', { kind: 'RATE_CHANGED', annualRate: TERMS.annualRate });
    expect(row('2026-10-13')?.collectionDate).toBe('2026-10-13');
  });

  it('never move in the past, before the due date, or of a row that isn’t there', () => {
    const book = new LoanBook().disburse();
    const refusal = (date: string, dates: Readonly<Record<string, string>>) =>
      book.refusalOf(date, changed(dates));
    expect(refusal('2026-10-12', { '2026-10-12': '2026-10-13' })).toBe('COLLECTION_DATE_PASSED');
    expect(refusal('2026-12-13', { '2026-12-12': '2026-12-13' })).toBe('COLLECTION_DATE_PASSED');
    expect(refusal('2026-10-01', { '2026-10-12': '2026-10-11' })).toBe('COLLECTION_BEFORE_DUE');
    expect(refusal('2026-10-01', { '2026-10-13': '2026-10-14' })).toBe('DUE_DATE_UNKNOWN');
    book.record('2026-10-01', changed({ '2026-10-12': '2026-10-13' }));
    expect(book.refusalOf('2026-10-02', { kind: 'REVERSED', reverses: 2, reason: 'x' })).toBe(
      'NOT_REVERSIBLE',
    );
  });

  it('of a stored loan of version 1 follow the calendar until an event says them', () => {
    const first = {
      ...new LoanBook().newEvent('2026-01-12', { kind: 'DISBURSED', amountFen: TERMS.principalFen }),
      sequence: 1,
    };
    const book = new LoanBook(TERMS, ONE_DAY_OFF);
    book.history = { terms: TERMS, events: [upcastEvent({ ...first })] };
    expect(collected(book, CALENDAR)).toContain('2026-10-12');
    expect(collected(book, TWO_DAYS_OFF)).toContain('2026-10-14');
    const { event } = book.record('2026-02-01', receipt(100));
    expect(event.collectionDates).toMatchObject({ '2026-10-12': '2026-10-13', '2026-04-12': '2026-04-13' });
    expect(collected(book, TWO_DAYS_OFF)).toEqual(collected(book, ONE_DAY_OFF));
  });
});
