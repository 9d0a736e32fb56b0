import fc from 'fast-check';
import { addDays } from '../../../domain/calendar/isoDate';
import { askedFen, heldMoneyUses, netDueFen, sightOf } from '../../../domain/loan/heldMoney';
import { fen } from '../../../domain/money/fen';
import { CALENDAR, LoanBook, TERMS } from '../../support/loans';

/** Money from outside: the day that it counts from and the day on which it was found. */
const receipts = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 150 }),
    late: fc.integer({ min: 0, max: 40 }),
    amountFen: fc.integer({ min: 1, max: 2_500_000 }),
  }),
  { maxLength: 6 },
);

interface Found {
  readonly day: number;
  readonly late: number;
  readonly amountFen: number;
}

/** A loan with receipts as they were found; held money is used each time, and when the loan looks on a due date. */
function bookWith(found: readonly Found[], isUsed: boolean): LoanBook {
  const book = new LoanBook().disburse();
  const inOrder = [...found].sort((left, right) => left.day + left.late - right.day - right.late);
  const dueDates = sightOf(book.history, TERMS.startDate, CALENDAR).latest.instalments.map(
    ({ dueDate }) => dueDate,
  );
  for (const { day, late, amountFen } of inOrder) {
    const counts = addDays(TERMS.startDate, day);
    const known = addDays(counts, late);
    for (const date of dueDates.splice(0, dueDates.filter((due) => due < known).length)) {
      if (isUsed) useHeld(book, date);
    }
    book.record(counts, { kind: 'RECEIVED', amountFen: fen(amountFen), into: 'BANK' }, known);
    if (isUsed) useHeld(book, known);
  }
  return book;
}

/** @returns how often money was used */
function useHeld(book: LoanBook, by: ReturnType<typeof addDays>): number {
  for (let times = 0; ; times += 1) {
    const [use] = heldMoneyUses(book.history, by, CALENDAR);
    if (use === undefined) return times;
    book.record(
      use.date,
      { kind: 'SUSPENSE_APPLIED', amountFen: use.amountFen },
      by > use.date ? by : use.date,
    );
  }
}

test('after each booking nothing is held while something is due, and the ledger follows', () => {
  fc.assert(
    fc.property(receipts, (found) => {
      const book = bookWith(found, true);
      const { latest } = sightOf(book.history, TERMS.startDate, CALENDAR);
      expect(Math.min(latest.suspenseFen, latest.totalDueFen)).toBe(0);
      expect(latest.suspenseFen).toBeGreaterThanOrEqual(0);
      expect(useHeld(book, latest.asOf)).toBe(0);
      expect(book.ledgerBooks()).toEqual(latest.books);
    }),
    { numRuns: 100 },
  );
});

test('nobody is asked for more than was due on the day, nor for more than is due after all that is booked', () => {
  fc.assert(
    fc.property(receipts, fc.integer({ min: 0, max: 160 }), (found, day) => {
      const { history } = bookWith(found, false);
      const sight = sightOf(history, addDays(TERMS.startDate, day), CALENDAR);
      const asked = askedFen(sight);
      expect(asked).toBeLessThanOrEqual(sight.scheduled.totalDueFen);
      expect(asked).toBeLessThanOrEqual(netDueFen(sight.latest));
      expect(sight.latest.asOf >= sight.scheduled.asOf).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('what is asked for and counts from its day leaves nothing held', () => {
  fc.assert(
    fc.property(receipts, fc.integer({ min: 0, max: 160 }), (found, day) => {
      const book = bookWith(found, true);
      const date = addDays(TERMS.startDate, day);
      const sight = sightOf(book.history, date, CALENDAR);
      const asked = askedFen(sight);
      if (asked === 0) return;
      book.receive(date, asked);
      expect(sightOf(book.history, date, CALENDAR).latest.suspenseFen).toBe(sight.latest.suspenseFen);
    }),
    { numRuns: 300 },
  );
});

test('a loan owes the same whenever its money was found', () => {
  fc.assert(
    fc.property(receipts, (found) => {
      const asOf = addDays(TERMS.startDate, 200);
      const inTime = bookWith(
        found.map((receipt) => ({ ...receipt, late: 0 })),
        true,
      );
      const owed = [bookWith(found, true), inTime].map((book) => {
        useHeld(book, asOf);
        const { totalDueFen, suspenseFen } = sightOf(book.history, asOf, CALENDAR).latest;
        return totalDueFen - suspenseFen;
      });
      // Each part of a day's money ends a segment of penalty, which is rounded by itself.
      expect(Math.abs((owed[0] ?? Number.NaN) - (owed[1] ?? Number.NaN))).toBeLessThan(20);
    }),
    { numRuns: 100 },
  );
});
