import { receiptOf } from '../../../domain/loan/receiptOf';
import { fen } from '../../../domain/money/fen';
import { CALENDAR, LoanBook } from '../../support/loans';

const receipt = (book: LoanBook, sequence: number) => receiptOf(book.history, sequence, CALENDAR);

it('says what a repayment paid part by part, what is held, and what is left', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-03-12', 1_900_000);
  expect(receipt(book, 2)).toMatchObject({
    ok: true,
    value: {
      date: '2026-03-12',
      amountFen: 1_900_000,
      parts: {
        compoundFen: 1_400,
        penaltyFen: 11_039,
        interestFen: 192_115,
        principalFen: 1_584_861,
        feeFen: 0,
      },
      heldFen: 110_585,
      outstandingFen: 8_415_139,
    },
  });
});

it('tells of a prepayment its interest, principal and fee', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-02-12', 888_488);
  book.record('2026-02-22', {
    ...{ kind: 'PREPAID', principalFen: fen(2_000_000), amountFen: fen(2_030_705) },
    ...{ mode: 'REDUCE_INSTALMENT', into: 'BANK' },
  });
  expect(receipt(book, 3)).toMatchObject({
    ok: true,
    value: { parts: { principalFen: 2_000_000, interestFen: 30_705, penaltyFen: 0, feeFen: 0 }, heldFen: 0 },
  });
});

it('says what was so when the money came, whatever came later', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-02-12', 888_488);
  const then = receipt(book, 2);
  book.receive('2026-03-12', 888_488);
  expect(receipt(book, 2)).toEqual(then);
});

it('is refused for what is no money, and for money that did not stay', () => {
  const book = new LoanBook().disburse();
  book.receive('2026-02-12', 888_488);
  expect(receipt(book, 1)).toMatchObject({ refusal: { code: 'NOT_A_RECEIPT' } });
  expect(receipt(book, 9)).toMatchObject({ refusal: { code: 'EVENT_UNKNOWN' } });
  book.record('2026-02-13', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
  expect(receipt(book, 2)).toMatchObject({ refusal: { code: 'ALREADY_REVERSED' } });
});
