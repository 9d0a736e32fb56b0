import { loanAt } from '../../../domain/loan/fold';
import { payoffOn, prepaymentOptions, quoteRepayment } from '../../../domain/loan/quote';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { CALENDAR, day, LoanBook, TERMS } from '../../support/loans';

describe('quoteRepayment', () => {
  it('shows what a payment would pay without recording it', () => {
    const book = new LoanBook().disburse();
    const quote = quoteRepayment(book.history, day('2026-03-12'), fen(1_000_000), CALENDAR);
    if (!quote.ok) throw new Error('refused');
    expect(quote.value).toMatchObject({
      preset: 'ACCRUAL',
      suspenseFen: 0,
      allocations: [
        { number: 1, compoundFen: 1_400, penaltyFen: 11_039, interestFen: 100_000, principalFen: 788_488 },
        { number: 2, interestFen: 92_115, principalFen: 6_958 },
      ],
    });
    expect(quote.value.before.totalDueFen - quote.value.after.totalDueFen).toBe(1_000_000);
    expect(book.history.events).toHaveLength(1);
    const { after } = book.receive('2026-03-12', 1_000_000);
    expect(after).toEqual(quote.value.after);
  });

  it('quotes a suspended loan in its own order', () => {
    const book = new LoanBook().disburse();
    book.record('2026-05-14', { kind: 'NON_ACCRUAL_ENTERED' });
    const quote = quoteRepayment(book.history, day('2026-05-14'), fen(1_000), CALENDAR);
    expect(quote.ok && quote.value).toMatchObject({ preset: 'NON_ACCRUAL' });
    expect(quote.ok && quote.value.allocations[0]).toMatchObject({ principalFen: 1_000, feeFen: 0 });
  });

  it('refuses what can not be paid', () => {
    const quote = quoteRepayment(new LoanBook().disburse().history, day('2026-03-12'), fen(0), CALENDAR);
    expect(quote).toMatchObject({ ok: false, refusal: { code: 'AMOUNT_NOT_POSITIVE', field: 'amountFen' } });
    expect(quoteRepayment(new LoanBook().history, day('2026-03-12'), fen(1), CALENDAR).ok).toBe(false);
  });
});

describe('prepaymentOptions', () => {
  it('shows both ways side by side', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    const options = prepaymentOptions(book.history, day('2026-02-22'), fen(2_000_000), CALENDAR);
    if (!options.ok) throw new Error('refused');
    const { shortenTerm, reduceInstalment } = options.value;
    expect(shortenTerm.cashFen).toBe(2_030_705);
    expect(reduceInstalment.cashFen).toBe(2_030_705);
    expect(shortenTerm.remaining.rows.length).toBeLessThan(reduceInstalment.remaining.rows.length);
    expect(reduceInstalment.remaining.rows).toHaveLength(11);
    expect(shortenTerm.interestSavedFen).toBeGreaterThan(reduceInstalment.interestSavedFen);
  });

  it('says what is in the way', () => {
    const book = new LoanBook().disburse();
    const at = (date: string, principalFen = fen(1)) =>
      prepaymentOptions(book.history, day(date), principalFen, CALENDAR);
    expect(at('2026-02-12')).toMatchObject({
      refusal: { code: 'AMOUNT_DUE_FIRST', detail: { dueFen: 888_488 } },
    });
    expect(at('2026-01-20', fen(10_000_001))).toMatchObject({ refusal: { code: 'ABOVE_BALANCE' } });
    book.record('2026-05-14', { kind: 'NON_ACCRUAL_ENTERED' });
    expect(at('2026-05-14')).toMatchObject({ refusal: { code: 'LOAN_NON_ACCRUAL' } });
  });

  it('charges no more than the row for a long period', () => {
    const terms = { ...TERMS, intervalMonths: 3 as const, method: 'INTEREST_ONLY' as const };
    const book = new LoanBook(terms).disburse();
    book.receive('2026-04-12', 300_000);
    book.receive('2026-07-12', 300_000);
    // A row is 90 days of interest; 11 October is the 91st of a period of 92.
    const options = prepaymentOptions(book.history, day('2026-10-11'), 'ALL', CALENDAR);
    expect(options.ok && options.value.shortenTerm).toMatchObject({
      accruedInterestFen: 300_000,
      interestSavedFen: 300_000,
    });
    const row = loanAt(terms, book.history.events, day('2026-10-12'), CALENDAR).instalments[2];
    expect(row?.scheduled.interestFen).toBe(300_000);
  });
});

describe('payoffOn', () => {
  it('adds what is due, the rest with its interest and fee, and takes off what is held', () => {
    const book = new LoanBook({ ...TERMS, prepaymentFeeRate: rate('0.01') }).disburse();
    book.receive('2026-01-20', 1_000);
    const payoff = payoffOn(book.history, day('2026-02-22'), CALENDAR);
    // Due with penalty and compound; 9,211,512 + 1 % + ten days of interest.
    expect(payoff).toEqual({
      ok: true,
      value: {
        dueFen: 892_930,
        prepaymentFen: 9_211_512 + 92_115 + 30_705,
        suspenseFen: 1_000,
        totalFen: 892_930 + 9_211_512 + 92_115 + 30_705 - 1_000,
      },
    });
  });

  it('settles the loan when it is paid: nothing is left', () => {
    const book = new LoanBook().disburse();
    const payoff = payoffOn(book.history, day('2026-02-22'), CALENDAR);
    if (!payoff.ok) throw new Error('refused');
    book.receive('2026-02-22', payoff.value.dueFen);
    book.record('2026-02-22', {
      kind: 'PREPAID',
      principalFen: fen(9_211_512),
      mode: 'SHORTEN_TERM',
      amountFen: payoff.value.prepaymentFen,
      into: 'BANK',
    });
    const { after } = book.record('2026-02-22', { kind: 'CLOSED' });
    expect(after.status).toBe('CLOSED');
    expect(payoffOn(book.history, day('2026-02-22'), CALENDAR)).toMatchObject({ value: { totalFen: 0 } });
  });

  it('asks for nothing more than is due after maturity, and never for a negative amount', () => {
    const book = new LoanBook({ ...TERMS, method: 'BULLET', termMonths: 1 }).disburse();
    expect(payoffOn(book.history, day('2026-02-12'), CALENDAR)).toMatchObject({
      value: { dueFen: 10_100_000, prepaymentFen: 0, totalFen: 10_100_000 },
    });
    book.receive('2026-01-13', 20_000_000);
    expect(payoffOn(book.history, day('2026-02-12'), CALENDAR)).toMatchObject({ value: { totalFen: 0 } });
  });
});
