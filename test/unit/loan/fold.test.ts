import { isoDate } from '../../../domain/calendar/isoDate';
import { explain } from '../../../domain/loan/explain';
import { loanAt } from '../../../domain/loan/fold';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { CALENDAR, day, LoanBook, TERMS } from '../../support/loans';

const at = (book: LoanBook, date: string) => loanAt(TERMS, book.history.events, day(date), CALENDAR);

describe('loanAt', () => {
  it('is not disbursed before its first event', () => {
    const state = loanAt(TERMS, [], day('2026-01-12'), CALENDAR);
    expect(state).toMatchObject({ status: 'NOT_DISBURSED', principalOutstandingFen: 0, nextDue: null });
    expect(state.instalments).toEqual([]);
  });

  it('gives the schedule and the next instalment after the disbursement', () => {
    const state = at(new LoanBook().disburse(), '2026-01-12');
    expect(state).toMatchObject({
      status: 'REPAYING',
      accrual: 'ACCRUAL',
      annualRate: '0.12',
      penaltyRate: '0.18',
      principalOutstandingFen: 10_000_000,
      interestAccruedFen: 0,
      totalDueFen: 0,
      daysPastDue: 0,
      nextDue: { number: 1, dueDate: '2026-02-12', collectionDate: '2026-02-12', amountFen: 888_488 },
    });
    expect(state.instalments).toHaveLength(12);
    expect(state.instalments[3]).toMatchObject({
      dueDate: '2026-05-12',
      status: 'FUTURE',
      annualRate: '0.12',
    });
  });

  it('earns interest by actual days within a period and the whole row on the due date', () => {
    const book = new LoanBook().disburse();
    expect(at(book, '2026-01-13').interestAccruedFen).toBe(3_333);
    expect(at(book, '2026-02-10').interestAccruedFen).toBe(96_667);
    // Thirty days of a 31-day period have earned the month; the last day adds nothing.
    expect(at(book, '2026-02-11').interestAccruedFen).toBe(100_000);
    expect(at(book, '2026-02-12').interestAccruedFen).toBe(100_000);
    expect(at(book, '2026-02-11').interestDueFen).toBe(0);
    expect(at(book, '2026-02-12')).toMatchObject({ interestDueFen: 100_000, totalDueFen: 888_488 });
    // Second period: 9,211,512 at 12 %.
    expect(at(book, '2026-02-22').interestAccruedFen).toBe(100_000 + 30_705);
  });

  it('is in time until the collection date, and counts from the nominal due date afterwards', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    book.receive('2026-03-12', 888_488);
    // 12 April 2026 is a Sunday.
    const sunday = at(book, '2026-04-12');
    expect(sunday).toMatchObject({ daysPastDue: 0, penaltyFen: 0, compoundFen: 0, status: 'REPAYING' });
    expect(sunday.nextDue).toMatchObject({ number: 3, collectionDate: '2026-04-13' });
    expect(sunday.instalments[2]).toMatchObject({ status: 'DUE' });
    expect(at(book, '2026-04-13')).toMatchObject({ daysPastDue: 0, penaltyFen: 0, totalDueFen: 888_488 });
    const tuesday = at(book, '2026-04-14');
    expect(tuesday).toMatchObject({ daysPastDue: 2, status: 'OVERDUE', principalOverdueFen: 804_337 });
    // 804,337 × 18 % ÷ 360 × 2 and 84,151 × 18 % ÷ 360 × 2.
    expect(tuesday).toMatchObject({ penaltyFen: 804, compoundFen: 84 });
    expect(tuesday.instalments[2]).toMatchObject({ status: 'OVERDUE', daysPastDue: 2, settledOn: null });
    expect(tuesday.nextDue).toMatchObject({ number: 4 });
  });

  it('leaves no penalty when it was paid by the collection date', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    book.receive('2026-03-12', 888_488);
    book.receive('2026-04-13', 888_488);
    expect(at(book, '2026-05-01')).toMatchObject({ totalDueFen: 0, daysPastDue: 0, penaltyFen: 0 });
    expect(at(book, '2026-05-01').instalments[2]).toMatchObject({ status: 'PAID', settledOn: '2026-04-13' });
  });

  it('ends penalty segments with part payments', () => {
    const book = new LoanBook().disburse();
    const first = book.receive('2026-02-22', 500_000);
    // Ten days: penalty 788,488 × 0.0005 × 10 = 3,942; compound 500; then interest; the rest to principal.
    expect(first.after.instalments[0]?.paid).toEqual({
      feeFen: 0,
      compoundFen: 500,
      penaltyFen: 3_942,
      interestFen: 100_000,
      principalFen: 395_558,
    });
    const later = at(book, '2026-03-04');
    expect(later.instalments[0]?.unpaid).toEqual({
      feeFen: 0,
      compoundFen: 0,
      penaltyFen: 1_965,
      interestFen: 0,
      principalFen: 392_930,
    });
  });

  it('settles without a fen left when every instalment is paid', () => {
    const book = new LoanBook().disburse();
    for (let number = 1; number <= 12; number += 1) {
      const dueDate = isoDate(`2026-${String(number + 1).padStart(2, '0')}-12`.replace('2026-13', '2027-01'));
      const due = loanAt(TERMS, book.history.events, dueDate, CALENDAR).totalDueFen;
      book.receive(dueDate, due);
    }
    const state = at(book, '2027-01-12');
    expect(state).toMatchObject({ status: 'SETTLED', principalOutstandingFen: 0, interestAccruedFen: 0 });
    const closed = book.record('2027-01-12', { kind: 'CLOSED' });
    expect(closed.after.status).toBe('CLOSED');
    expect(Object.values(book.ledgerBooks()).every((amount) => Math.abs(amount) === 0)).toBe(true);
  });

  it('takes events in any order of the list', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    book.record('2026-02-12', { kind: 'RATE_CHANGED', annualRate: rate('0.10') });
    const { events } = book.history;
    expect(loanAt(TERMS, [...events].reverse(), day('2026-03-01'), CALENDAR)).toEqual(
      loanAt(TERMS, events, day('2026-03-01'), CALENDAR),
    );
  });

  it('leaves out what happens after the day asked for', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    expect(at(book, '2026-02-11').principalOutstandingFen).toBe(10_000_000);
  });

  it('does not take events that make no loan', () => {
    const [disbursed] = new LoanBook().disburse().history.events;
    if (disbursed === undefined) throw new Error('no event');
    const extension = { ...disbursed, kind: 'EXTENDED' as const, extraMonths: 0, sequence: 2 };
    expect(() => loanAt(TERMS, [disbursed, extension], day('2026-02-01'), CALENDAR)).toThrow(RangeError);
  });
});

describe('explain', () => {
  it('shows rule, days, rates and amounts that make each figure', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-22', 500_000);
    const asOf = day('2026-03-04');
    const explained = explain(TERMS, book.history.events, asOf, CALENDAR);
    const state = at(book, '2026-03-04');
    for (const { figure, value } of explained) expect([figure, value]).toEqual([figure, state[figure]]);
    const find = (figure: string) => explained.find((explanation) => explanation.figure === figure);
    expect(find('interestAccruedFen')).toMatchObject({
      lessFen: 100_000,
      steps: [
        {
          instalment: 1,
          from: '2026-01-12',
          to: '2026-02-12',
          days: 30,
          baseFen: 10_000_000,
          amountFen: 100_000,
        },
        { instalment: 2, from: '2026-02-12', to: '2026-03-04', days: 20, yearDays: 360, amountFen: 61_410 },
      ],
    });
    expect(find('penaltyFen')).toMatchObject({
      lessFen: 3_942,
      steps: [
        {
          from: '2026-02-12',
          to: '2026-02-22',
          days: 10,
          annualRate: '0.18',
          baseFen: 788_488,
          amountFen: 3_942,
        },
        { from: '2026-02-22', to: '2026-03-04', days: 10, baseFen: 392_930, amountFen: 1_965 },
      ],
    });
    expect(find('compoundFen')).toMatchObject({
      lessFen: 500,
      steps: [{ baseFen: 100_000, amountFen: 500 }],
    });
    expect(find('principalOutstandingFen')).toMatchObject({ lessFen: 395_558, steps: [] });
    expect(find('daysPastDue')?.value).toBe(20);
    for (const { source } of explained) expect(source).not.toBe('');
  });

  it('takes off what was waived as what was paid', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-22', 500_000);
    const lessOn = (on: string) =>
      explain(TERMS, book.history.events, day(on), CALENDAR).map(({ figure, lessFen }) => [figure, lessFen]);
    const before = Object.fromEntries(lessOn('2026-03-04'));
    book.record('2026-03-04', { kind: 'WAIVED', instalment: 1, component: 'penalty', amountFen: fen(100) });
    expect(Object.fromEntries(lessOn('2026-03-04'))).toEqual({
      ...before,
      penaltyFen: before.penaltyFen + 100,
    });
  });

  it('explains steps and value so that they add up, also after a rate change', () => {
    const book = new LoanBook().disburse();
    book.record('2026-01-22', { kind: 'RATE_CHANGED', annualRate: rate('0.18') });
    const [, interest] = explain(TERMS, book.history.events, day('2026-02-01'), CALENDAR);
    expect(interest).toMatchObject({
      value: 82_258,
      steps: [
        { from: '2026-01-12', to: '2026-01-22', days: 9.6774, annualRate: '0.12', amountFen: null },
        { from: '2026-01-22', to: '2026-02-01', days: 10, annualRate: '0.18', amountFen: 82_258 },
      ],
    });
  });

  it('explains the last days of a long period by the days that it counts as a whole', () => {
    const terms = { ...TERMS, method: 'BULLET' as const };
    const [, interest] = explain(
      terms,
      new LoanBook(terms).disburse().history.events,
      day('2027-01-10'),
      CALENDAR,
    );
    expect(interest).toMatchObject({ value: 1_200_000, steps: [{ days: 360, amountFen: 1_200_000 }] });
  });

  it('has nothing to explain of a loan that was written off', () => {
    const book = new LoanBook().disburse();
    book.record('2026-06-01', { kind: 'NON_ACCRUAL_ENTERED' });
    book.record('2026-06-01', { kind: 'WRITTEN_OFF' });
    const explained = explain(TERMS, book.history.events, day('2026-07-01'), CALENDAR);
    const values = Object.fromEntries(explained.map(({ figure, value }) => [figure, value]));
    expect(values).toMatchObject({
      principalOutstandingFen: 0,
      penaltyFen: 0,
      compoundFen: 0,
      daysPastDue: 0,
    });
    expect(at(book, '2026-07-01')).toMatchObject({ status: 'WRITTEN_OFF', daysPastDue: 0, totalDueFen: 0 });
    expect(at(book, '2026-07-01').writtenOffPrincipalFen).toBe(fen(10_000_000));
  });
});
