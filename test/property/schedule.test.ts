import fc from 'fast-check';
import { decimalSchedule, sameAmounts } from '../../bench/decimalSchedule';
import { addDays, daysBetween } from '../../domain/calendar/isoDate';
import { fen } from '../../domain/money/fen';
import { rate } from '../../domain/money/rate';
import { annualCost } from '../../domain/schedule/annualCost';
import { buildSchedule } from '../../domain/schedule/buildSchedule';
import { extend } from '../../domain/schedule/extension';
import { comparePrepayments, prepay } from '../../domain/schedule/prepayment';
import { changeRate } from '../../domain/schedule/rateChange';
import { outstandingFen, periodStartOf } from '../../domain/schedule/remaining';
import { reschedule } from '../../domain/schedule/rescheduling';
import { parseScheduleTerms } from '../../domain/schedule/terms';
import type { Schedule, ScheduleTerms } from '../../domain/schedule/types';
import { remainingAfter } from '../support/schedules';
import { anyFen, anyRate, anyTerms } from './support/arbitraries';

/** Schedules of those terms that make one. */
const schedulesOf = (terms: fc.Arbitrary<ScheduleTerms>): fc.Arbitrary<Schedule> =>
  terms
    .map((each) => buildSchedule(each))
    .filter((built) => built.ok)
    .map((built) => (built as { readonly value: Schedule }).value);

const anySchedule = schedulesOf(anyTerms);

/** Monthly loans of ten thousand yuan or more by actual days, where rounding is small against the loan. */
const everydaySchedule = schedulesOf(
  anyTerms.map((terms) => ({
    ...terms,
    principalFen: fen(Math.max(1_000_000, terms.principalFen)),
    intervalMonths: 1,
    termMonths: Math.min(40, terms.termMonths),
    dayCount: terms.dayCount === '30/360' ? 'ACT/360' : terms.dayCount,
    rounding: 'HALF_UP',
  })),
);

/**
 * What rounding can move in the interest of a whole loan: half a fen a row, and half a fen of the level
 * payment, which after k rows has moved the balance by k/2 and more with interest on it (at most 36 % a year).
 */
const roundingSlack = (rows: number) => rows + 1 + (rows * rows) / 10;

/** A schedule of which some instalments are paid, and a day in the period that runs. */
const runningOf = (schedules: fc.Arbitrary<Schedule>) =>
  fc
    .tuple(
      schedules,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
    )
    .map(([schedule, paidShare, dayShare]) => {
      const remaining = remainingAfter(schedule, Math.floor(paidShare * schedule.rows.length));
      const first = remaining.rows[0];
      if (first === undefined) throw new Error('a schedule has rows');
      const from = periodStartOf(first);
      return { remaining, date: addDays(from, Math.floor(dayShare * daysBetween(from, first.dueDate))) };
    });

const runningSchedule = runningOf(anySchedule);
const everydayRunning = runningOf(everydaySchedule);

/** What is always true of rows that repay a balance; one expectation for all rows, which is fast. */
function expectSound(
  { rows, totalPrincipalFen, totalInterestFen, totalPaymentFen }: Schedule,
  balance: number,
): void {
  const wrongRows = rows.filter((row, index) => {
    const opening = index === 0 ? balance : rows[index - 1]?.balanceFen;
    const addsUp =
      row.openingFen === opening &&
      row.paymentFen === row.principalFen + row.interestFen &&
      row.balanceFen === row.openingFen - row.principalFen;
    return !addsUp || row.principalFen < 0 || row.interestFen < 0 || row.balanceFen < 0;
  });
  expect(wrongRows).toEqual([]);
  expect(rows.at(-1)?.balanceFen ?? 0).toBe(0);
  expect(totalPrincipalFen).toBe(balance);
  expect(totalPaymentFen).toBe(totalPrincipalFen + totalInterestFen);
}

describe('schedules', () => {
  it('repay the loan to the fen, and owe less from row to row', () => {
    fc.assert(
      fc.property(anySchedule, (schedule) => expectSound(schedule, schedule.terms.principalFen)),
      { numRuns: 300 },
    );
  });

  it('are the same when computed with decimals throughout', () => {
    fc.assert(
      fc.property(anySchedule, (schedule) => {
        expect(sameAmounts(schedule.rows, decimalSchedule(schedule.terms))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('have due dates in order, days that add up, and segments that fill the days', () => {
    fc.assert(
      fc.property(anySchedule, ({ terms, rows }) => {
        let from = terms.startDate;
        for (const row of rows) {
          expect(periodStartOf(row)).toBe(from);
          expect(row.days).toBe(daysBetween(from, row.dueDate));
          expect(row.days).toBeGreaterThan(0);
          if (terms.dayCount !== '30/360') {
            expect(row.segments.reduce((sum, segment) => sum + segment.interestDays, 0)).toBe(row.days);
          }
          from = row.dueDate;
        }
      }),
    );
  });

  it('refuse anything that is wrong, and throw at nothing', () => {
    const nonsense = fc.oneof(fc.anything(), fc.double(), fc.string(), fc.integer());
    fc.assert(
      fc.property(
        anyTerms,
        fc.dictionary(
          fc.constantFrom(
            'principalFen',
            'annualRate',
            'termMonths',
            'method',
            'startDate',
            'dayCount',
            'repayDay',
          ),
          nonsense,
        ),
        (terms, changes) => {
          const parsed = parseScheduleTerms({ ...terms, ...changes });
          const built = parsed.ok ? buildSchedule(parsed.value) : parsed;
          if (!built.ok) expect(built.refusal.code).toMatch(/^[A-Z_]+$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('cost more at a higher rate', () => {
    fc.assert(
      fc.property(everydaySchedule, anyRate(100_000), ({ terms, totalInterestFen, rows }, more) => {
        const dearer = buildSchedule({
          ...terms,
          annualRate: rate((Number(terms.annualRate) + Number(more)).toFixed(6)),
        });
        if (dearer.ok)
          expect(dearer.value.totalInterestFen).toBeGreaterThanOrEqual(
            totalInterestFen - roundingSlack(rows.length),
          );
      }),
    );
  });
});

describe('prepayments', () => {
  it('never cost more than keeping the loan', () => {
    fc.assert(
      fc.property(
        everydayRunning,
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        ({ remaining, date }, share) => {
          const principalFen = fen(Math.max(1, Math.floor(outstandingFen(remaining) * share)));
          const both = comparePrepayments(remaining, { date, principalFen });
          if (!both.ok) return;
          const slack = roundingSlack(remaining.rows.length);
          expect(both.value.reduceInstalment.interestSavedFen).toBeGreaterThanOrEqual(-slack);
          expect(both.value.shortenTerm.interestSavedFen).toBeGreaterThanOrEqual(
            both.value.reduceInstalment.interestSavedFen - slack,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leave sound rows on the old due dates, whatever the day count', () => {
    fc.assert(
      fc.property(runningSchedule, anyFen(1, 10_000_000_000_000), ({ remaining, date }, amount) => {
        const principalFen = fen(Math.min(amount, outstandingFen(remaining)));
        const both = comparePrepayments(remaining, { date, principalFen });
        if (!both.ok) {
          expect(both.refusal.code).toBe('PAYMENT_BELOW_INTEREST');
          return;
        }
        const dueDates = remaining.rows.map((row) => row.dueDate);
        for (const prepayment of [both.value.shortenTerm, both.value.reduceInstalment]) {
          expectSound(prepayment.remaining, outstandingFen(remaining) - principalFen);
          const after = prepayment.remaining.rows.map((row) => row.dueDate);
          expect(dueDates.slice(0, after.length)).toEqual(after);
          expect(prepayment.cashFen).toBe(prepayment.accruedInterestFen + principalFen);
        }
      }),
    );
  });

  it('settle a loan without leaving a fen', () => {
    fc.assert(
      fc.property(runningSchedule, ({ remaining, date }) => {
        const settled = prepay(remaining, { date, principalFen: 'ALL', mode: 'SHORTEN_TERM' });
        expect(settled.ok && [settled.value.balanceAfterFen, settled.value.remaining.rows.length]).toEqual([
          0, 0,
        ]);
      }),
    );
  });
});

describe('changes of a running loan', () => {
  it('keep the principal whole', () => {
    const worthwhile = runningSchedule.filter(({ remaining }) => outstandingFen(remaining) > 10_000);
    fc.assert(
      fc.property(worthwhile, anyRate(360_000), ({ remaining, date }, annualRate) => {
        const changed = changeRate(remaining, date, annualRate);
        if (changed.ok) expectSound(changed.value, outstandingFen(remaining));
        const { terms } = remaining;
        const extension = extend(remaining, terms.intervalMonths);
        if (extension.ok) {
          expectSound(extension.value.remaining, outstandingFen(remaining));
          expect(extension.value.newMaturity > extension.value.oldMaturity).toBe(true);
        } else {
          expect(extension.refusal.code).toBe('PAYMENT_BELOW_INTEREST');
        }
        const principalFen = outstandingFen(remaining);
        const rescheduled = reschedule(terms, principalFen, date, { termMonths: 12 }, 0);
        if (rescheduled.ok) expectSound(rescheduled.value, principalFen);
      }),
      { numRuns: 200 },
    );
  });

  it('leave everything as it is when the rate changes to itself', () => {
    fc.assert(
      fc.property(everydayRunning, ({ remaining, date }) => {
        const same = changeRate(remaining, date, remaining.terms.annualRate);
        if (!same.ok) return;
        expect(same.value.rows[0]?.interestFen).toBe(remaining.rows[0]?.interestFen);
        const slack = roundingSlack(remaining.rows.length);
        expect(Math.abs(same.value.totalInterestFen - remaining.totalInterestFen)).toBeLessThanOrEqual(slack);
      }),
    );
  });
});

describe('the annual cost', () => {
  it('is found for every loan, grows with charges, and discounts the flows to nothing', () => {
    fc.assert(
      fc.property(
        anySchedule.filter(({ terms }) => terms.principalFen > 1_000),
        fc.integer({ min: 0, max: 100 }),
        (schedule, thousandths) => {
          const feeFen = fen(Math.floor((schedule.terms.principalFen * thousandths) / 1000));
          const charges = [{ code: 'FEE', amountFen: feeFen, timing: 'UPFRONT' as const }];
          const plain = annualCost(schedule, { charges: [] });
          const charged = annualCost(schedule, { charges });
          if (!plain.ok || !charged.ok) throw new Error('a cost was refused');
          expect(Number(charged.value.xirr)).toBeGreaterThanOrEqual(Number(plain.value.xirr));
          const worth = charged.value.flows.reduce((sum, { date, amountFen }) => {
            const years = daysBetween(schedule.terms.startDate, date) / 365;
            return sum + amountFen / (1 + Number(charged.value.xirr)) ** years;
          }, 0);
          const years = (schedule.rows.at(-1)?.number ?? 1) * schedule.terms.intervalMonths;
          expect(Math.abs(worth)).toBeLessThanOrEqual(schedule.terms.principalFen * 1e-6 * (years + 12) + 1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
