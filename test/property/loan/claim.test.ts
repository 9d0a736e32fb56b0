import fc from 'fast-check';
import { addDays, isoDate } from '../../../domain/calendar/isoDate';
import { totalOf } from '../../../domain/loan/components';
import { asOwed } from '../../../domain/loan/owed';
import { payoffOn } from '../../../domain/loan/quote';
import { settlementBy } from '../../../domain/loan/settlement';
import type { LoanState } from '../../../domain/loan/state';
import { statementAt } from '../../../domain/loan/statement';
import { fen } from '../../../domain/money/fen';
import { DAY_COUNTS, REPAYMENT_METHODS } from '../../../domain/schedule/types';
import { CALENDAR, LoanBook, receipt, TERMS } from '../../support/loans';

const loans = fc.record({
  method: fc.constantFrom(...REPAYMENT_METHODS),
  dayCount: fc.constantFrom(...DAY_COUNTS),
  compoundInterest: fc.boolean(),
  termMonths: fc.constantFrom(3, 12),
  paidFen: fc.integer({ min: 1, max: 1_500_000 }),
  stoppedAfter: fc.integer({ min: 0, max: 60 }),
  /** Parts per thousand of the claim, each a recovery. */
  shares: fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 5 }),
});

/** What is owed by parts: of interest what is earned. */
const owed = (state: LoanState) => ({
  principalFen: state.principalOutstandingFen,
  interestFen: state.interestAccruedFen,
  penaltyFen: state.penaltyFen,
  compoundFen: state.compoundFen,
  feeFen: state.feesFen,
});

test('a write-off takes nothing off the claim, and recoveries pay it by parts and no more', () => {
  let withPenalty = 0;
  fc.assert(
    fc.property(loans, ({ paidFen, stoppedAfter, shares, ...terms }) => {
      const book = new LoanBook({ ...TERMS, ...terms }).disburse();
      book.record('2026-03-20', receipt(paidFen));
      book.record('2026-07-20', { kind: 'NON_ACCRUAL_ENTERED' });
      const day = addDays(isoDate('2026-07-20'), stoppedAfter);
      // What the books hold for the borrower would keep it from being written off.
      const before = book.record(day, { kind: 'ACCRUED' }).after;
      if (before.suspenseFen > 0 || before.principalOutstandingFen === 0) return;
      const written = book.record(day, { kind: 'WRITTEN_OFF' }).after;
      expect(written.claim).toEqual(owed(before));
      expect(owed(asOwed(written))).toEqual(owed(before));
      expect(book.ledgerBooks()).toEqual(written.books);
      if (written.claim.penaltyFen > 0) withPenalty += 1;

      const claimFen = totalOf(written.claim);
      let last = written;
      let paid = 0;
      for (const [index, share] of shares.entries()) {
        const date = addDays(day, 30 * (index + 1));
        const amountFen = fen(Math.max(1, Math.floor((claimFen * share) / 1_000)));
        const quoted = settlementBy(book.history, date, date, CALENDAR, 30);
        const leftFen = totalOf(last.claim);
        expect(quoted.ok ? quoted.value.totalFen : 0).toBe(Math.max(0, leftFen - last.suspenseFen));
        const next = book.record(date, { kind: 'RECOVERED', amountFen, into: 'BANK' }).after;
        paid += amountFen;
        // What comes beyond the claim is the payer's.
        expect(next.recoveredFen).toBe(Math.min(paid, claimFen));
        expect(next.suspenseFen).toBe(Math.max(0, paid - claimFen));
        expect(totalOf(next.claim)).toBe(claimFen - next.recoveredFen);
        // In the order of the waterfall: nothing of a part is paid while something of an earlier one is claimed.
        const order = ['principalFen', 'interestFen', 'penaltyFen', 'compoundFen'] as const;
        const open = order.findIndex((part) => next.claim[part] > 0);
        for (const part of order.slice(open + 1))
          if (open >= 0) expect(next.claim[part]).toBe(written.claim[part]);
        expect(book.ledgerBooks()).toEqual(next.books);
        last = next;
      }
      const asOf = addDays(day, 400);
      const told = statementAt(book.history, asOf, CALENDAR);
      const payoff = payoffOn(book.history, asOf, CALENDAR);
      if (!told.ok || !payoff.ok) throw new Error('refused');
      expect(told.value.totalDueFen).toBe(totalOf(last.claim));
      expect(payoff.value.dueFen).toBe(totalOf(last.claim));
      // The rows that the borrower sees add up to it, and nothing that was paid is lost.
      const shown = asOwed(last);
      expect(shown.instalments.reduce((sum, row) => sum + row.unpaidFen, 0)).toBe(totalOf(last.claim));
      const got = (state: LoanState) => state.instalments.reduce((sum, row) => sum + totalOf(row.paid), 0);
      expect(got(shown)).toBe(got(before) + last.recoveredFen);
    }),
    { numRuns: 200 },
  );
  expect(withPenalty).toBeGreaterThan(50);
});
