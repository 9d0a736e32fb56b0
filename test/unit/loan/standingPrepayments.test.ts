import { prepaymentOptions } from '../../../domain/loan/quote';
import { standingPrepayments } from '../../../domain/loan/standingPrepayments';
import { fen } from '../../../domain/money/fen';
import { CALENDAR, day, LoanBook } from '../../support/loans';

const standing = (book: LoanBook) =>
  standingPrepayments(book.history, CALENDAR).map(({ event, balanceFen, principalFen }) => ({
    sequence: event.sequence,
    paidFen: principalFen,
    leftFen: balanceFen - principalFen,
  }));

const prepay = (book: LoanBook, date: string, into: 'BANK' | 'SUSPENSE', principalFen: number) => {
  const quoted = prepaymentOptions(book.history, day(date), fen(principalFen), CALENDAR);
  if (!quoted.ok) throw new Error(quoted.refusal.code);
  const { cashFen: amountFen } = quoted.value.reduceInstalment;
  book.record(date, {
    ...{ kind: 'PREPAID', principalFen: fen(principalFen), mode: 'REDUCE_INSTALMENT', into, amountFen },
  });
};

const reverse = (book: LoanBook, date: string, reverses: number) =>
  book.record(date, { kind: 'REVERSED', reverses, reason: 'bounced' });

it('a prepayment of money that bounced stands no longer, and the next one does', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-01-12', 10_000_000);
  prepay(book, '2026-01-12', 'SUSPENSE', 10_000_000);
  expect(standing(book)).toEqual([{ sequence: 3, paidFen: 10_000_000, leftFen: 0 }]);
  reverse(book, '2026-01-20', 2);
  expect(standing(book)).toEqual([]);
  prepay(book, '2026-01-20', 'BANK', 1_000_000);
  expect(standing(book)).toEqual([{ sequence: 5, paidFen: 1_000_000, leftFen: 9_000_000 }]);
});

it('a prepayment becomes a plain receipt when what was due before it turns out to be unpaid', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-02-12', 888_488);
  prepay(book, '2026-02-20', 'BANK', 1_000_000);
  expect(standing(book)).toMatchObject([{ sequence: 3, paidFen: 1_000_000 }]);
  reverse(book, '2026-02-24', 2);
  expect(standing(book)).toEqual([]);
});
