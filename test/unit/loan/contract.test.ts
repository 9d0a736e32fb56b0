import type { LoanEventBody } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { CALENDAR, day, LoanBook, TERMS } from '../../support/loans';

describe('changes of the contract', () => {
  it('prepays only when nothing is due, and exactly what was quoted', () => {
    const book = new LoanBook({ ...TERMS, prepaymentFeeRate: rate('0.01') }).disburse();
    const prepayment = (amountFen: number, into: 'BANK' | 'SUSPENSE' = 'BANK'): LoanEventBody => ({
      kind: 'PREPAID',
      principalFen: fen(2_000_000),
      mode: 'SHORTEN_TERM',
      amountFen: fen(amountFen),
      into,
    });
    expect(book.refusalOf('2026-02-12', prepayment(1))).toBe('AMOUNT_DUE_FIRST');
    book.receive('2026-02-12', 888_488);
    // Ten days of 9,211,512 at 12 %, the principal, 1 % of it.
    const cash = 30_705 + 2_000_000 + 20_000;
    expect(book.refusalOf('2026-02-22', prepayment(cash - 1))).toBe('AMOUNT_DIFFERS_FROM_QUOTE');
    expect(book.refusalOf('2026-02-22', prepayment(cash, 'SUSPENSE'))).toBe('AMOUNT_EXCEEDS_SUSPENSE');
    const { after, entries } = book.record('2026-02-22', prepayment(cash));
    expect(entries.map(({ event }) => event)).toEqual([
      'ACCRUE_INTEREST',
      'INTEREST_DUE',
      'REPAY_ON_TIME',
      'FEE_PREPAYMENT',
    ]);
    expect(after).toMatchObject({
      principalOutstandingFen: 7_211_512,
      interestAccruedFen: 0,
      totalDueFen: 0,
    });
    expect(after.instalments.length).toBeLessThan(12);
    expect(after.instalments[1]).toMatchObject({
      number: 2,
      periodStart: '2026-02-22',
      dueDate: '2026-03-12',
    });
    expect(after.prepayments).toEqual([
      {
        date: '2026-02-22',
        mode: 'SHORTEN_TERM',
        interestFen: 30_705,
        principalFen: 2_000_000,
        feeFen: 20_000,
      },
    ]);
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('prepays from suspense', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-01-12', 20_000_000);
    const { after, entries } = book.record('2026-01-12', {
      kind: 'PREPAID',
      principalFen: fen(10_000_000),
      mode: 'REDUCE_INSTALMENT',
      amountFen: fen(10_000_000),
      into: 'SUSPENSE',
    });
    expect(entries.map(({ event }) => event)).toEqual(['SUSPENSE_APPLIED']);
    expect(after).toMatchObject({ status: 'SETTLED', suspenseFen: 10_000_000 });
    expect(book.refusalOf('2026-01-12', { kind: 'CLOSED' })).toBe('SUSPENSE_HELD');
    expect(
      book.refusalOf('2026-01-12', {
        kind: 'FEE_CHARGED',
        feeKind: 'PERIODIC',
        amountFen: fen(1),
        settlement: 'BILLED',
      }),
    ).toBe('NOTHING_OUTSTANDING');
  });

  it('keeps fees billed with rows that a prepayment takes away, and settles them with the loan', () => {
    const book = new LoanBook({ ...TERMS, method: 'BULLET', termMonths: 1 }).disburse();
    book.record('2026-01-12', {
      kind: 'FEE_CHARGED',
      feeKind: 'PERIODIC',
      amountFen: fen(500),
      settlement: 'BILLED',
    });
    const { after, entries } = book.record('2026-01-12', {
      kind: 'PREPAID',
      principalFen: fen(10_000_000),
      mode: 'SHORTEN_TERM',
      amountFen: fen(10_000_500),
      into: 'BANK',
    });
    expect(entries.map(({ event }) => event)).toEqual(['REPAY_ON_TIME', 'FEE_PERIODIC_COLLECTED']);
    expect(after).toMatchObject({ status: 'SETTLED', instalments: [] });
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('changes the rate from a day on, with two segments in the running row', () => {
    const book = new LoanBook().disburse();
    const { after } = book.record('2026-01-22', { kind: 'RATE_CHANGED', annualRate: rate('0.18') });
    expect(after).toMatchObject({ annualRate: '0.18', penaltyRate: '0.27', interestAccruedFen: 32_258 });
    // The month keeps its twelfth of the year: 10/31 of it at 12 %, 21/31 at 18 %. The ten days had earned more.
    expect(after.instalments[0]?.scheduled.interestFen).toBe(133_871);
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('counts penalty at the rate of each day', () => {
    const book = new LoanBook({
      ...TERMS,
      method: 'BULLET',
      termMonths: 1,
      compoundInterest: false,
    }).disburse();
    book.record('2026-02-22', { kind: 'RATE_CHANGED', annualRate: rate('0.06') });
    const state = loanAt(book.history.terms, book.history.events, day('2026-03-04'), CALENDAR);
    // 10,000,000 at 18 % for ten days, then at 9 %.
    expect(state.penaltyFen).toBe(50_000 + 25_000);
  });

  it('extends, with another rate when agreed', () => {
    const book = new LoanBook().disburse();
    const { after } = book.record('2026-01-22', {
      kind: 'EXTENDED',
      extraMonths: 6,
      annualRate: rate('0.15'),
    });
    expect(after.instalments).toHaveLength(18);
    expect(after.annualRate).toBe('0.15');
    expect(book.refusalOf('2026-02-12', { kind: 'EXTENDED', extraMonths: 1 })).toBe('AMOUNT_DUE_FIRST');
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('reschedules overdue and future principal; interest up to the day is paid first or falls due on it', () => {
    const book = new LoanBook().disburse();
    const rescheduling: LoanEventBody = { kind: 'RESCHEDULED', termMonths: 24, annualRate: rate('0.10') };
    expect(book.refusalOf('2026-02-22', rescheduling)).toBe('INTEREST_DUE_FIRST');
    book.receive('2026-02-22', 104_442);
    const { after } = book.record('2026-02-22', rescheduling);
    expect(after).toMatchObject({
      principalOutstandingFen: 10_000_000,
      principalOverdueFen: 0,
      daysPastDue: 0,
      totalDueFen: 30_705,
      annualRate: '0.1',
    });
    expect(after.instalments[1]).toMatchObject({ number: 2, dueDate: '2026-02-22', status: 'DUE' });
    expect(after.instalments[2]).toMatchObject({
      number: 3,
      periodStart: '2026-02-22',
      dueDate: '2026-03-22',
    });
    expect(after.instalments).toHaveLength(26);
    expect(after.history).toMatchObject({
      reschedulings: 1,
      observation: { from: '2026-02-22', until: '2027-03-22', floor: 'SPECIAL_MENTION', isAgain: false },
    });
    expect(book.ledgerBooks()).toEqual(after.books);
    // The penalty of the ten days before was paid; none is counted on what has new due dates.
    const later = loanAt(TERMS, book.history.events, day('2026-03-22'), CALENDAR);
    expect(later.instalments[0]).toMatchObject({ unpaidFen: 0, status: 'PAID' });
    book.receive('2026-02-22', 30_705);
    const again = book.record('2026-03-01', { kind: 'RESCHEDULED', termMonths: 12, method: 'BULLET' });
    expect(again.after.history).toMatchObject({
      reschedulings: 2,
      observation: { from: '2026-03-01', floor: 'SUBSTANDARD', isAgain: true },
    });
  });

  it('is observed no more when it is rescheduled after the observation', () => {
    const book = new LoanBook({
      ...TERMS,
      method: 'BULLET',
      termMonths: 36,
      annualRate: rate('0'),
    }).disburse();
    book.record('2026-02-12', { kind: 'RESCHEDULED', termMonths: 1 });
    book.record('2027-03-13', { kind: 'RESCHEDULED', termMonths: 1 });
    const { after } = book.record('2027-03-13', { kind: 'ACCRUED' });
    expect(after.history).toMatchObject({ reschedulings: 2, observation: { isAgain: false } });
  });

  it('accelerates: all that is left falls due at once', () => {
    const book = new LoanBook().disburse();
    const { after } = book.record('2026-02-22', { kind: 'ACCELERATED' });
    expect(after.instalments).toHaveLength(2);
    expect(after.instalments[1]).toMatchObject({ dueDate: '2026-02-22', collectionDate: '2026-02-24' });
    expect(after.totalDueFen).toBe(10_000_000 + 100_000 + 30_705 + 3_942 + 500);
    expect(book.ledgerBooks()).toEqual(after.books);
    expect(book.refusalOf('2026-02-22', { kind: 'ACCELERATED' })).toBe('NOTHING_OUTSTANDING');
  });
});
