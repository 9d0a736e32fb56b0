import { payoffOn } from '../../../domain/loan/quote';
import { settledByQuote, settlementBy } from '../../../domain/loan/settlement';
import { fen } from '../../../domain/money/fen';
import { CALENDAR, day, LoanBook } from '../../support/loans';

const MOST_DAYS = 30;
const TODAY = day('2026-02-20');
const by = (book: LoanBook, through: string) =>
  settlementBy(book.history, day(through), TODAY, CALENDAR, MOST_DAYS);
const amountBy = (book: LoanBook, through: string) => {
  const quoted = by(book, through);
  if (!quoted.ok) throw new Error(quoted.refusal.code);
  return quoted.value.totalFen;
};
const paidOn = (book: LoanBook, through: string, cameOn: string, recordedOn = cameOn) =>
  settledByQuote(
    book.history,
    { quotedOn: TODAY, validThrough: day(through), amountFen: fen(1) },
    { cameOn: day(cameOn), recordedOn: day(recordedOn), businessKey: 'loan/x/settlement/1' },
    CALENDAR,
  );

it('counts interest to the last day of the quote, what falls due by then, and takes off what is held', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-02-12', 888_488);
  const payoff = payoffOn(book.history, day('2026-03-20'), CALENDAR);
  expect(by(book, '2026-03-20')).toEqual(payoff);
  expect(amountBy(book, '2026-03-20')).toBeGreaterThan(amountBy(book, '2026-02-20'));
  const held = new LoanBook().disburse();
  held.receive('2026-02-12', 988_488);
  expect(amountBy(book, '2026-03-20') - amountBy(held, '2026-03-20')).toBe(100_000);
});

it('is of a day that is not over and not too far, of a loan that owes and accrues', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-02-12', 888_488);
  expect(by(book, '2026-02-19')).toMatchObject({ refusal: { code: 'DATE_OUT_OF_RANGE' } });
  expect(by(book, '2026-03-22')).toMatchObject({ ok: true });
  expect(by(book, '2026-03-23')).toMatchObject({ refusal: { code: 'DATE_OUT_OF_RANGE' } });
  expect(by(new LoanBook(), '2026-03-01')).toMatchObject({ refusal: { code: 'LOAN_OWES_NOTHING' } });
  book.record('2026-02-20', { kind: 'NON_ACCRUAL_ENTERED' });
  expect(by(book, '2026-03-01')).toMatchObject({ refusal: { code: 'LOAN_NON_ACCRUAL' } });
});

describe('money of the quoted amount', () => {
  const paid = (cameOn: string, missing = 0) => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    book.receive(cameOn, amountBy(book, '2026-03-20') - missing);
    return book;
  };

  it.each(['2026-02-20', '2026-03-12', '2026-03-20'])('settles the loan when it came on %s', (cameOn) => {
    const book = paid(cameOn);
    const event = paidOn(book, '2026-03-20', cameOn);
    if (event === null) throw new Error('not settled');
    const { after } = book.record(cameOn, event);
    expect(after.status).toBe('SETTLED');
    expect(after.suspenseFen === 0).toBe(cameOn === '2026-03-20');
  });

  it('settles it from the day that it came, found later', () => {
    const book = paid('2026-03-01');
    expect(paidOn(book, '2026-03-20', '2026-03-01', '2026-03-03')).toMatchObject({
      ...{ effectiveDate: '2026-03-01', recordedOn: '2026-03-03', into: 'SUSPENSE' },
    });
  });

  it('does not when it came a day late, before it was quoted, or a fen is missing', () => {
    expect(paidOn(paid('2026-03-21'), '2026-03-20', '2026-03-21')).toBeNull();
    expect(paidOn(paid('2026-02-19'), '2026-03-20', '2026-02-19')).toBeNull();
    expect(paidOn(paid('2026-03-20', 1), '2026-03-20', '2026-03-20')).toBeNull();
  });

  it('does not when more is owed than was known: a receipt bounced', () => {
    const book = paid('2026-03-20');
    book.record('2026-03-20', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    expect(paidOn(book, '2026-03-20', '2026-03-20')).toBeNull();
  });
});
