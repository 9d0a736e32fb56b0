import fc from 'fast-check';
import { addDays, daysBetween, type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { loanAt } from '../../../domain/loan/fold';
import { payoffOn, prepaymentOptions } from '../../../domain/loan/quote';
import type { LoanState } from '../../../domain/loan/state';
import type { LoanTerms } from '../../../domain/loan/terms';
import { allocate, type Due } from '../../../domain/loan/waterfall';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { classify, severityOf } from '../../../domain/overdue/classification';
import { penaltyAccrued } from '../../../domain/overdue/penalty';
import { CALENDAR, LoanBook, TERMS } from '../../support/loans';

const amount = fc.integer({ min: 0, max: 1_000_000_000 });

const duesArbitrary: fc.Arbitrary<Due[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 400 }), amount, amount, amount, amount, amount), { maxLength: 8 })
  .map((rows) =>
    rows.map(([days, fee, compound, penalty, interest, principal], index) => ({
      number: index + 1,
      dueDate: addDays(isoDate('2026-01-01'), days),
      feeFen: fen(fee),
      compoundFen: fen(compound),
      penaltyFen: fen(penalty),
      interestFen: fen(interest),
      principalFen: fen(principal),
    })),
  );

const FIELDS = ['feeFen', 'compoundFen', 'penaltyFen', 'interestFen', 'principalFen'] as const;
const presets = fc.constantFrom(...(['LEGAL', 'ACCRUAL', 'NON_ACCRUAL'] as const));

// Many folds on a busy machine.
describe('the waterfall', () => {
  it('conserves money: what is allocated and what is held add up, and nothing is paid twice', () => {
    fc.assert(
      fc.property(amount, duesArbitrary, presets, (received, dues, preset) => {
        const { allocations, suspenseFen } = allocate(fen(received), dues, preset);
        let total: number = suspenseFen;
        for (const part of allocations) {
          const due = dues.find(({ number }) => number === part.number);
          for (const field of FIELDS) {
            expect(part[field]).toBeGreaterThanOrEqual(0);
            expect(part[field]).toBeLessThanOrEqual(due?.[field] ?? 0);
            total += part[field];
          }
        }
        expect(total).toBe(received);
        const dueFen = dues.reduce((sum, due) => sum + FIELDS.reduce((row, field) => row + due[field], 0), 0);
        expect(suspenseFen).toBe(Math.max(0, received - dueFen));
      }),
    );
  });

  it('does not look at the order of the list', () => {
    fc.assert(
      fc.property(amount, duesArbitrary, presets, (received, dues, preset) => {
        expect(allocate(fen(received), [...dues].reverse(), preset)).toEqual(
          allocate(fen(received), dues, preset),
        );
      }),
    );
  });

  it('gives nothing to a later instalment while an older one is unpaid (contract order)', () => {
    fc.assert(
      fc.property(amount, duesArbitrary, (received, dues) => {
        const { allocations } = allocate(fen(received), dues, 'ACCRUAL');
        const isFull = allocations.map((part) =>
          FIELDS.every((field) => part[field] === dues.find(({ number }) => number === part.number)?.[field]),
        );
        const firstUnpaid = isFull.indexOf(false);
        const after = firstUnpaid < 0 ? [] : allocations.slice(firstUnpaid + 1);
        expect(after.every((part) => FIELDS.every((field) => part[field] === 0))).toBe(true);
      }),
    );
  });
});

describe('classification', () => {
  it('never gets better with more days past due', () => {
    const regime = fc.constantFrom(...(['BANK', 'MICRO'] as const));
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), regime, fc.boolean(), (days, more, rules, technicalWaiver) => {
        const grade = (daysPastDue: number) =>
          severityOf(classify({ daysPastDue, regime: rules, technicalWaiver }).grade);
        expect(grade(days + more)).toBeGreaterThanOrEqual(grade(days));
      }),
    );
  });
});

describe('penalty', () => {
  it('grows with the days, and falls with every payment', () => {
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.nat(400),
        fc.nat(100),
        fc.nat(10),
        (principal, interest, days, more, grace) => {
          const dueDate = isoDate('2026-03-10');
          const terms = {
            penaltyMarkup: rate('0.5'),
            compoundInterest: true,
            graceDays: grace,
            graceMode: 'RETROACTIVE' as const,
          };
          const overdue = {
            dueDate,
            principalFen: fen(principal),
            interestFen: fen(interest),
            reductions: [],
            rates: [{ from: dueDate, annualRate: rate('0.12') }],
          };
          const at = (count: number, reductions: Parameters<typeof penaltyAccrued>[0]['reductions'] = []) =>
            penaltyAccrued({ ...overdue, reductions }, terms, addDays(dueDate, count)).penaltyFen;
          expect(at(days + more)).toBeGreaterThanOrEqual(at(days));
          const half = {
            date: addDays(dueDate, days),
            principalFen: fen(Math.floor(principal / 2)),
            interestFen: fen(0),
          };
          // Each of the two segments is rounded by itself.
          expect(at(days + more, [half])).toBeLessThanOrEqual(at(days + more) + 1);
        },
      ),
    );
  });
});

const loanArbitrary = fc
  .record({
    principalFen: fc.integer({ min: 1_000, max: 1_000_000_000 }).map(fen),
    annualRate: fc.constantFrom('0', '0.0001', '0.0345', '0.12', '0.24').map(rate),
    termMonths: fc.constantFrom(3, 6, 12),
    intervalMonths: fc.constantFrom(1 as const, 3 as const),
    method: fc.constantFrom(...(['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL', 'INTEREST_ONLY', 'BULLET'] as const)),
    dayCount: fc.constantFrom(...(['30/360', 'ACT/360', 'ACT/365'] as const)),
  })
  .map((changes) => ({ ...TERMS, ...changes }));

/**
 * The most that cutting the running period in two adds to its interest. Under 30/360 its parts count actual days
 * (events.json, prepayment), the first no more than the whole period: together up to so many days more.
 */
function cutInterestFen({ method, ...terms }: LoanTerms, state: LoanState, date: IsoDate): number {
  const running = state.instalments.find(({ dueDate }) => dueDate > date);
  if (running === undefined || terms.dayCount !== '30/360' || date === running.periodStart) return 0;
  const wholeDays = 30 * (method === 'BULLET' ? terms.termMonths : terms.intervalMonths);
  const daysBefore = Math.min(daysBetween(running.periodStart, date), wholeDays);
  const addedDays = daysBefore + daysBetween(date, running.dueDate) - wholeDays;
  return Math.max(0, Math.ceil((running.openingFen * Number(terms.annualRate) * addedDays) / 360));
}

describe('a loan', () => {
  it('is settled to the fen when everything due is paid, however late', () => {
    fc.assert(
      fc.property(loanArbitrary, fc.array(fc.nat(45), { minLength: 12, maxLength: 12 }), (terms, delays) => {
        const book = new LoanBook(terms).disburse();
        const dueDates = loanAt(terms, book.history.events, terms.startDate, CALENDAR).instalments;
        let today = terms.startDate;
        for (const [index, { dueDate }] of dueDates.entries()) {
          const payDay = addDays(dueDate, delays[index] ?? 0);
          if (payDay > today) today = payDay;
          const due = loanAt(terms, book.history.events, today, CALENDAR).totalDueFen;
          if (due > 0) book.receive(today, due);
        }
        const { after } = book.record(today, { kind: 'CLOSED' });
        expect(after.status).toBe('CLOSED');
        expect(new Set(Object.values(book.ledgerBooks()).map(Math.abs))).toEqual(new Set([0]));
      }),
      { numRuns: 30 },
    );
  });

  it('never costs more when it is prepaid', () => {
    fc.assert(
      fc.property(loanArbitrary, fc.nat(366), fc.integer({ min: 1, max: 1_000 }), (terms, days, share) => {
        const book = new LoanBook(terms).disburse();
        const date = addDays(terms.startDate, days);
        for (const { dueDate } of loanAt(terms, book.history.events, date, CALENDAR).instalments) {
          if (dueDate > date) continue;
          const due = loanAt(terms, book.history.events, dueDate, CALENDAR).totalDueFen;
          if (due > 0) book.receive(dueDate, due);
        }
        const state = loanAt(terms, book.history.events, date, CALENDAR);
        if (state.principalOutstandingFen === 0) return;
        const principalFen = fen(Math.max(1, Math.floor((state.principalOutstandingFen * share) / 1_000)));
        const options = prepaymentOptions(book.history, date, principalFen, CALENDAR);
        const payoff = payoffOn(book.history, date, CALENDAR);
        if (!options.ok || !payoff.ok) throw new Error('refused');
        const unpaid = state.instalments.reduce((sum, { unpaidFen }) => sum + unpaidFen, 0);
        expect(payoff.value.totalFen).toBeLessThanOrEqual(unpaid);
        // Each new row is rounded by itself.
        const addedFen = state.instalments.length + cutInterestFen(terms, state, date);
        for (const option of Object.values(options.value)) {
          expect(option.cashFen + option.remaining.totalPaymentFen).toBeLessThanOrEqual(unpaid + addedFen);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('conserves money in any order of the events of one day', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(loanArbitrary, fc.nat(200), amounts, fc.nat(4), (terms, days, received, place) => {
        const book = new LoanBook(terms).disburse();
        const date = addDays(terms.startDate, days);
        for (const [index, amountFen] of received.entries()) {
          if (index === place) book.record(date, { kind: 'RATE_CHANGED', annualRate: rate('0.05') });
          book.receive(date, amountFen);
        }
        const state = loanAt(terms, book.history.events, date, CALENDAR);
        const paid = state.instalments.flatMap((instalment) => FIELDS.map((field) => instalment.paid[field]));
        const total = paid.reduce<number>((sum, part) => sum + part, state.suspenseFen);
        expect(total).toBe(received.reduce((sum, amountFen) => sum + amountFen, 0));
      }),
      { numRuns: 50 },
    );
  });
});
