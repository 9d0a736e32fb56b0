import { isoDate } from '../../../domain/calendar/isoDate';
import { appendLoanEvent } from '../../../domain/loan/append';
import type { LoanEventBody } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import type { FiveTierGrade } from '../../../domain/overdue/grades';
import { CALENDAR, day, LoanBook, receipt, TERMS } from '../../support/loans';

/** Of 12 February 2026: paid in time, it keeps the loan performing. */
const FIRST_DUE_FEN = 888_488;
const DAY_91 = '2026-05-14';

/** As the end of day of a date writes it; its entries are those of a batch. */
function night(book: LoanBook, date: string, body: LoanEventBody): void {
  const event = { ...book.newEvent(date, body), by: 'EOD' as const };
  const recorded = appendLoanEvent(book.history, event, CALENDAR);
  if (!recorded.ok) throw new Error(recorded.refusal.code);
  book.history = { ...book.history, events: recorded.value.events };
  book.entries.push(...recorded.value.entries);
}

const classified = (grade: FiveTierGrade, reason: string): LoanEventBody => ({
  kind: 'CLASSIFIED',
  grade,
  reasons: [reason],
});

/** Nothing is paid for 91 days, and the night of the last one draws the consequences. */
function overMidnight(): LoanBook {
  const book = new LoanBook().disburse();
  night(book, '2026-02-13', classified('SPECIAL_MENTION', 'DPD_GT_0'));
  night(book, DAY_91, classified('SUBSTANDARD', 'DPD_GT_90'));
  night(book, DAY_91, { kind: 'NON_ACCRUAL_ENTERED' });
  return book;
}

const stateOf = (book: LoanBook, date = DAY_91) => loanAt(TERMS, book.history.events, day(date), CALENDAR);

describe('what the end of day decided, and news of the same day', () => {
  it('is taken back when the night would not have decided it', () => {
    const book = overMidnight();
    const due = stateOf(book).totalDueFen;
    const recorded = book.record(DAY_91, receipt(due), '2026-05-15');
    expect(recorded.event.withdraws).toEqual([3, 4]);
    expect(recorded.isReplay).toBe(true);
    expect(stateOf(book)).toMatchObject({
      accrual: 'ACCRUAL',
      totalDueFen: 0,
      history: { grade: 'SPECIAL_MENTION', classifiedOn: '2026-02-13' },
    });
    expect(book.ledgerBooks()).toEqual(stateOf(book).books);
  });

  it('comes to what it would have been without that night', () => {
    const known = new LoanBook().disburse();
    night(known, '2026-02-13', classified('SPECIAL_MENTION', 'DPD_GT_0'));
    const late = overMidnight();
    const due = stateOf(late).totalDueFen;
    late.record(DAY_91, receipt(due), '2026-05-15');
    known.record(DAY_91, receipt(due));
    expect({ ...stateOf(late), lastSequence: 0 }).toEqual({ ...stateOf(known), lastSequence: 0 });
    expect(late.ledgerBooks()).toEqual(known.ledgerBooks());
  });

  it('stays when it would have been decided all the same', () => {
    const book = overMidnight();
    const recorded = book.record(DAY_91, receipt(1_000), '2026-05-15');
    expect(recorded.event.withdraws).toBeUndefined();
    expect(stateOf(book)).toMatchObject({ accrual: 'NON_ACCRUAL', history: { grade: 'SUBSTANDARD' } });
    expect(book.ledgerBooks()).toEqual(stateOf(book).books);
  });

  it('counts again when the news is taken back', () => {
    const book = overMidnight();
    const due = stateOf(book).totalDueFen;
    const { event } = book.record(DAY_91, receipt(due), '2026-05-15');
    const bounced: LoanEventBody = { kind: 'REVERSED', reverses: event.sequence, reason: 'bounced' };
    expect(book.record('2026-05-15', bounced).event.withdraws).toBeUndefined();
    expect(stateOf(book)).toMatchObject({ accrual: 'NON_ACCRUAL', history: { grade: 'SUBSTANDARD' } });
    expect(book.ledgerBooks()).toEqual(stateOf(book, '2026-05-15').books);
  });

  it('is taken back with a receipt that had made the class better', () => {
    const book = new LoanBook().disburse();
    night(book, '2026-02-13', classified('SPECIAL_MENTION', 'DPD_GT_0'));
    const { event } = book.receive('2026-02-14', stateOf(book, '2026-02-14').totalDueFen);
    night(book, '2026-02-14', { kind: 'CLASSIFIED', grade: 'NORMAL', reasons: [] });
    const bounced: LoanEventBody = { kind: 'REVERSED', reverses: event.sequence, reason: 'bounced' };
    expect(book.record('2026-02-16', bounced).event.withdraws).toEqual([4]);
    expect(stateOf(book, '2026-02-16').history.grade).toBe('SPECIAL_MENTION');
  });

  it('keeps a class whose reason is not the loan itself', () => {
    const book = new LoanBook().disburse();
    night(book, '2026-02-11', classified('SPECIAL_MENTION', 'OTHER_DEBT_NPL'));
    const recorded = book.record('2026-02-11', receipt(1_000));
    expect(recorded.event.withdraws).toBeUndefined();
    expect(stateOf(book, '2026-02-11').history.grade).toBe('SPECIAL_MENTION');
  });

  it('is over with a loan that was closed on the day', () => {
    const book = new LoanBook({ ...TERMS, termMonths: 1 }).disburse();
    const at = (date: string) => loanAt(book.history.terms, book.history.events, day(date), CALENDAR);
    night(book, '2026-02-13', classified('SPECIAL_MENTION', 'DPD_GT_0'));
    book.record('2026-02-13', receipt(at('2026-02-13').totalDueFen), '2026-02-14');
    expect(book.history.events.at(-1)?.withdraws).toEqual([2]);
    book.record('2026-02-13', { kind: 'CLOSED' }, '2026-02-14');
    expect(at('2026-02-14')).toMatchObject({ status: 'CLOSED', history: { grade: 'NORMAL' } });
    expect(book.ledgerBooks()).toEqual(at('2026-02-14').books);
  });

  it('can be reversed by hand: the restatement takes back what the batch posted', () => {
    const book = overMidnight();
    const reversal: LoanEventBody = {
      kind: 'REVERSED',
      reverses: 4,
      reason: 'the threshold was met by mistake',
    };
    const { entries } = book.record('2026-05-15', reversal);
    expect(entries.map(({ event, reverses }) => [event, reverses])).toEqual([['RESTATEMENT', undefined]]);
    expect(stateOf(book, '2026-05-15').accrual).toBe('ACCRUAL');
    expect(book.ledgerBooks()).toEqual(stateOf(book, '2026-05-15').books);
  });
});

describe('money that comes late to a loan that is closed now', () => {
  it('is refused, also when it counts from a day on which the loan was open', () => {
    const book = new LoanBook({ ...TERMS, termMonths: 1 }).disburse();
    const owed = loanAt(book.history.terms, book.history.events, day('2026-02-12'), CALENDAR).totalDueFen;
    const { event } = book.receive('2026-02-12', owed);
    book.record('2026-02-13', { kind: 'CLOSED' });
    for (const [date, recordedOn] of [
      ['2026-02-10', '2026-02-14'],
      ['2026-02-14', '2026-02-14'],
    ] as const)
      expect(book.refusalOf(date, receipt(100), recordedOn)).toBe('LOAN_CLOSED');
    // The receipt bounced: the loan is open again, and takes money.
    book.record('2026-02-15', { kind: 'REVERSED', reverses: event.sequence, reason: 'bounced' });
    expect(book.record('2026-02-10', receipt(FIRST_DUE_FEN), '2026-02-15').isReplay).toBe(true);
    expect(book.ledgerBooks()).toEqual(
      loanAt(book.history.terms, book.history.events, isoDate('2026-02-15'), CALENDAR).books,
    );
  });
});
