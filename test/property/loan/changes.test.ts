import fc from 'fast-check';
import { addDays, type IsoDate } from '../../../domain/calendar/isoDate';
import type { BookChange } from '../../../domain/changes/bookChange';
import { draftChange, isAsQuoted } from '../../../domain/changes/quoteChange';
import { WAIVABLE } from '../../../domain/changes/waive';
import type { LoanState } from '../../../domain/loan/state';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import { DAY_COUNTS, REPAYMENT_METHODS } from '../../../domain/schedule/types';
import { CALENDAR, LoanBook, TERMS } from '../../support/loans';

const { changes } = parametersAt(TERMS.startDate);
const rates = fc
  .integer({ min: 1, max: 2_000 })
  .map((basisPoints) => rate((basisPoints / 10_000).toFixed(4)));

const kinds: fc.Arbitrary<(on: IsoDate) => BookChange> = fc.oneof(
  fc
    .record({ months: fc.integer({ min: 1, max: 14 }), annualRate: fc.option(rates, { nil: undefined }) })
    .map(
      (extension) =>
        (on: IsoDate): BookChange => ({
          ...{ kind: 'EXTEND', on, isSecured: false, hasSecurityConsent: false, ...extension },
        }),
    ),
  fc
    .record({
      termMonths: fc.integer({ min: 1, max: 36 }),
      annualRate: fc.option(rates, { nil: undefined }),
      method: fc.option(fc.constantFrom(...REPAYMENT_METHODS), { nil: undefined }),
    })
    .map(
      (terms) =>
        (on: IsoDate): BookChange => ({ kind: 'RESCHEDULE', on, ...terms }),
    ),
  rates.map(
    (annualRate) =>
      (on: IsoDate): BookChange => ({ kind: 'REPRICE', on, annualRate }),
  ),
  fc.record({ component: fc.constantFrom(...WAIVABLE), amountFen: fc.integer({ min: 1, max: 60_000 }) }).map(
    (line) =>
      (on: IsoDate): BookChange => ({ kind: 'WAIVE', on, waive: [line] }),
  ),
);

const loans = fc.record({
  method: fc.constantFrom(...REPAYMENT_METHODS),
  dayCount: fc.constantFrom(...DAY_COUNTS),
  paid: fc.integer({ min: 0, max: 3 }),
  day: fc.integer({ min: 0, max: 120 }),
  late: fc.integer({ min: 0, max: 5 }),
});

const principalOf = (state: LoanState) =>
  state.instalments.reduce((sum, { unpaid }) => sum + unpaid.principalFen, 0);

test('a change that the books take is what it was quoted as to the fen, keeps the principal whole and the books balanced', () => {
  let applied = 0;
  fc.assert(
    fc.property(loans, kinds, ({ method, dayCount, paid, day, late }, changeOf) => {
      const book = new LoanBook({ ...TERMS, method, dayCount }).disburse();
      const on = addDays(TERMS.startDate, day);
      const { instalments } = book.record(TERMS.startDate, { kind: 'ACCRUED' }).after;
      for (const { dueDate, unpaidFen } of instalments.slice(0, paid)) {
        if (dueDate <= on) book.receive(dueDate, unpaidFen);
      }
      const change = changeOf(on);
      const draft = (recordedOn: IsoDate) =>
        draftChange(book.history, change, { recordedOn, businessKey: 'loan/x/change/y' }, CALENDAR, changes);
      const quoted = draft(on);
      if (!quoted.ok) return;
      const today = addDays(on, late);
      const again = draft(today);
      if (!again.ok) throw new Error(again.refusal.code);
      // The same question has the same answer.
      expect(again.value.quote).toEqual(quoted.value.quote);
      let after: LoanState | null = null;
      for (const event of again.value.events) after = book.record(on, event, today).after;
      if (after === null) throw new Error('no event');
      const { quote } = quoted.value;
      const isMissed =
        change.kind !== 'WAIVE' && quote.rows.some((row) => row.dueDate > on && row.dueDate <= today);
      expect(isAsQuoted(quote, after, today)).toBe(!isMissed);
      expect(principalOf(after)).toBe(quote.before.principalOutstandingFen);
      expect(quote.after.principalOutstandingFen).toBe(quote.before.principalOutstandingFen);
      expect(book.ledgerBooks()).toEqual(after.books);
      if (change.kind === 'WAIVE') {
        const before = quote.before.totalToPayFen;
        const givenUp = fen(quote.amountFen);
        expect(quote.after.totalToPayFen).toBeLessThanOrEqual(before);
        expect(quote.after.totalToPayFen).toBeGreaterThanOrEqual(before - givenUp);
      }
      applied += 1;
    }),
    { numRuns: 400 },
  );
  expect(applied).toBeGreaterThan(100);
});
