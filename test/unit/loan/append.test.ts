import { appendLoanEvent, type LoanEventBody, type LoanTerms, loanAt } from '../../../domain/loan';
import { fen, rate } from '../../../domain/money';
import { CALENDAR, day, LoanBook, TERMS } from '../../support/loans';

const receipt = (amountFen: number): LoanEventBody => ({
  kind: 'RECEIVED',
  amountFen: fen(amountFen),
  into: 'BANK',
});

const prepaid = (amountFen: number, principalFen = 101_000): LoanEventBody => ({
  kind: 'PREPAID',
  principalFen: fen(principalFen),
  mode: 'SHORTEN_TERM',
  amountFen: fen(amountFen),
  into: 'BANK',
});

/** A loan that has paid nothing and is 91 days past due. */
function suspended(terms: LoanTerms = TERMS): LoanBook {
  const book = new LoanBook(terms).disburse();
  book.record('2026-05-14', { kind: 'NON_ACCRUAL_ENTERED' });
  return book;
}

describe('entries of events', () => {
  const posted = (book: LoanBook) =>
    book.entries.map(({ event, postings }) => [
      event,
      ...postings.map(({ account, debitFen, creditFen }) => `${account} ${debitFen || -creditFen}`),
    ]);

  it('pays out in full', () => {
    expect(posted(new LoanBook().disburse())).toEqual([['DISBURSE', '1303.01 10000000', '1002 -10000000']]);
  });

  it('brings accrual, tax and receipt in one go on a due date', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    expect(posted(book).slice(1)).toEqual([
      ['ACCRUE_INTEREST', '1132 100000', '6011.01 -94340', '2221.02 -5660'],
      ['INTEREST_DUE', '2221.02 5660', '2221.01 -5660'],
      ['REPAY_ON_TIME', '1002 888488', '1303.01 -788488', '1132 -100000'],
    ]);
    expect(book.entries.map(({ businessKey }) => businessKey.split('/').slice(2).join('/'))).toEqual([
      'test/1/DISBURSE',
      'test/2/ACCRUE_INTEREST',
      'test/2/INTEREST_DUE',
      'test/2/REPAY_ON_TIME',
    ]);
    expect(book.entries.every(({ date }) => date === '2026-02-12' || date === '2026-01-12')).toBe(true);
  });

  it('accrues by cumulative difference: daily postings come to the same as one', () => {
    const daily = new LoanBook().disburse();
    for (let date = 13; date <= 31; date += 1) daily.record(`2026-01-${date}`, { kind: 'ACCRUED' });
    const once = new LoanBook().disburse();
    once.record('2026-01-31', { kind: 'ACCRUED' });
    expect(daily.ledgerBooks()).toEqual(once.ledgerBooks());
    expect(once.ledgerBooks()).toMatchObject({ interestReceivableFen: 63_333, deferredVatFen: 3_585 });
    once.record('2026-01-31', { kind: 'ACCRUED' });
    expect(posted(once)).toHaveLength(2);
  });

  it('transfers overdue principal the day after the collection date, and takes it from there', () => {
    const book = new LoanBook().disburse();
    book.record('2026-02-12', { kind: 'ACCRUED' });
    expect(book.ledgerBooks().principalOverdueFen).toBe(0);
    book.record('2026-02-13', { kind: 'ACCRUED' });
    expect(posted(book).at(-2)).toEqual(['OVERDUE_TRANSFER', '1303.02 788488', '1303.01 -788488']);
    // 394 penalty, 50 compound, then interest and principal.
    book.receive('2026-02-13', 888_932);
    expect(posted(book).slice(-2)).toEqual([
      ['REPAY_ON_TIME', '1002 888488', '1303.02 -788488', '1132 -100000'],
      ['PENALTY_RECEIVED', '1002 444', '6011.02 -419', '2221.01 -25'],
    ]);
  });

  it('holds what is too much, uses it for the next instalment and gives it back', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 898_488);
    expect(posted(book).at(-1)).toEqual([
      'OVERPAYMENT',
      '1002 898488',
      '1303.01 -788488',
      '1132 -100000',
      '2241.01 -10000',
    ]);
    expect(book.refusalOf('2026-02-12', { kind: 'SUSPENSE_APPLIED', amountFen: fen(1) })).toBe(
      'AMOUNT_EXCEEDS_DUE',
    );
    expect(book.refusalOf('2026-03-12', { kind: 'SUSPENSE_APPLIED', amountFen: fen(10_001) })).toBe(
      'AMOUNT_EXCEEDS_SUSPENSE',
    );
    book.record('2026-03-12', { kind: 'SUSPENSE_APPLIED', amountFen: fen(4_000) });
    expect(posted(book).at(-1)).toEqual(['SUSPENSE_APPLIED', '2241.01 4000', '1132 -4000']);
    expect(book.refusalOf('2026-03-12', { kind: 'REFUNDED', amountFen: fen(1) })).toBe(
      'AMOUNT_EXCEEDS_SUSPENSE',
    );
    book.receive('2026-03-12', 884_488);
    expect(book.refusalOf('2026-03-12', { kind: 'REFUNDED', amountFen: fen(6_001) })).toBe(
      'AMOUNT_EXCEEDS_SUSPENSE',
    );
    book.record('2026-03-12', { kind: 'REFUNDED', amountFen: fen(6_000) });
    expect(posted(book).at(-1)).toEqual(['OVERPAYMENT_REFUND', '2241.01 6000', '1002 -6000']);
    expect(book.ledgerBooks().suspenseFen).toBe(0);
  });

  it('names receipts by where the money came in', () => {
    const book = new LoanBook().disburse();
    book.record('2026-02-12', { kind: 'RECEIVED', amountFen: fen(888_488), into: 'CHANNEL' });
    expect(posted(book).at(-1)?.slice(0, 2)).toEqual(['CHANNEL_COLLECTED', '1012 888488']);
    book.record('2026-03-12', { kind: 'RECEIVED', amountFen: fen(100), into: 'UNIDENTIFIED' });
    expect(posted(book).at(-1)).toEqual(['UNIDENTIFIED_APPLIED', '2241.02 100', '1132 -100']);
  });

  it('follows another order when it was fixed for the receipt', () => {
    const book = new LoanBook().disburse();
    const { after } = book.record('2026-03-12', {
      ...receipt(200_000),
      preset: 'NON_ACCRUAL',
    } as LoanEventBody);
    expect(after.instalments[0]?.paid).toMatchObject({ principalFen: 200_000, interestFen: 0 });
  });

  it('stops accruing, then takes principal first, then interest as income', () => {
    const book = suspended();
    // Four instalments' interest is due (100,000 + 92,115 + 84,151 + 76,108); the fifth period has earned two days.
    expect(posted(book).slice(-2)).toEqual([
      ['NON_ACCRUAL_ENTRY', '6011.01 336703', '1221 19946', '2221.02 257', '1132 -356906'],
      ['NON_ACCRUAL_PRINCIPAL', '1303.03 10000000', '1303.02 -3201578', '1303.01 -6798422'],
    ]);
    const { books } = loanAt(TERMS, book.history.events, day('2026-05-14'), CALENDAR);
    expect(books).toMatchObject({
      interestReceivableFen: 0,
      deferredVatFen: 0,
      principalNormalFen: 0,
      principalOverdueFen: 0,
      principalNonAccrualFen: 10_000_000,
    });
    expect(books.offBalanceInterestFen).toBe(356_906);
    const before = posted(book).length;
    book.record('2026-05-20', { kind: 'ACCRUED' });
    expect(posted(book)).toHaveLength(before);
    const { after } = book.receive('2026-05-20', 3_300_000);
    expect(posted(book).at(-2)?.[0]).toBe('NON_ACCRUAL_RECEIPT_PRINCIPAL');
    expect(posted(book).at(-1)?.[0]).toBe('NON_ACCRUAL_RECEIPT_INTEREST');
    expect(after.instalments[0]?.unpaid.principalFen).toBe(0);
    expect(book.ledgerBooks()).toEqual(after.books);
    expect(after.books.offBalanceInterestFen).toBe(after.interestAccruedFen);
  });

  it('accrues again after everything due is paid and the loan was upgraded', () => {
    const book = suspended();
    expect(book.refusalOf('2026-05-20', { kind: 'ACCRUAL_RESUMED' })).toBe('AMOUNT_DUE_FIRST');
    const due = loanAt(TERMS, book.history.events, day('2026-05-20'), CALENDAR).totalDueFen;
    book.receive('2026-05-20', due);
    book.record('2026-05-20', { kind: 'CLASSIFIED', grade: 'SUBSTANDARD', reasons: ['DPD_GT_90'] });
    expect(book.refusalOf('2026-05-20', { kind: 'ACCRUAL_RESUMED' })).toBe('GRADE_NON_PERFORMING');
    book.record('2026-05-20', { kind: 'CLASSIFIED', grade: 'SPECIAL_MENTION', reasons: [] });
    const { after } = book.record('2026-05-20', { kind: 'ACCRUAL_RESUMED' });
    expect(after.accrual).toBe('ACCRUAL');
    expect(after.books).toMatchObject({ principalNonAccrualFen: 0, offBalanceInterestFen: 0 });
    expect(after.books.principalNormalFen).toBe(after.principalOutstandingFen);
    expect(after.books.interestReceivableFen).toBe(after.interestAccruedFen);
    expect(book.ledgerBooks()).toEqual(after.books);
    expect(book.refusalOf('2026-05-20', { kind: 'ACCRUAL_RESUMED' })).toBe('NOT_NON_ACCRUAL');
  });

  it('writes off against the allowance and takes recoveries', () => {
    const book = suspended();
    book.record('2026-05-14', { kind: 'PROVISIONED', targetFen: fen(2_500_000) });
    book.record('2026-05-14', { kind: 'WRITTEN_OFF' });
    expect(posted(book).slice(-3)).toEqual([
      ['PROVISION', '6702 2500000', '1304 -2500000'],
      ['WRITE_OFF_TOPUP', '6702 7500000', '1304 -7500000'],
      ['WRITE_OFF', '1304 10000000', '1303.03 -10000000'],
    ]);
    expect(book.refusalOf('2026-05-15', receipt(1))).toBe('LOAN_WRITTEN_OFF');
    const first = book.record('2026-07-01', { kind: 'RECOVERED', amountFen: fen(1_000_000) });
    expect(posted(book).slice(-2)).toEqual([
      ['RECOVERY_REINSTATE', '1303.03 1000000', '1304 -1000000'],
      ['RECOVERY_CASH', '1002 1000000', '1303.03 -1000000'],
    ]);
    expect(first.after).toMatchObject({ recoveredFen: 1_000_000, writtenOffPrincipalFen: 9_000_000 });
    // Claims stop growing with the write-off.
    const claimed = loanAt(TERMS, book.history.events, day('2026-05-14'), CALENDAR).instalments;
    const later = loanAt(TERMS, book.history.events, day('2026-09-01'), CALENDAR).instalments;
    expect(later.slice(0, 4).map(({ unpaidFen, daysPastDue }) => [unpaidFen, daysPastDue])).toEqual(
      claimed.slice(0, 4).map(({ unpaidFen, daysPastDue }) => [unpaidFen, daysPastDue]),
    );
    const memorandum = first.after.books.offBalanceInterestFen;
    const last = book.record('2026-08-01', { kind: 'RECOVERED', amountFen: fen(9_000_000 + memorandum + 7) });
    expect(last.after).toMatchObject({ writtenOffPrincipalFen: 0, suspenseFen: 7 });
    expect(last.after.books).toMatchObject({ offBalanceInterestFen: 0, allowanceFen: 10_000_000 });
    expect(book.ledgerBooks()).toEqual(last.after.books);
  });

  it('releases an allowance that is too large before a write-off', () => {
    const book = suspended();
    book.record('2026-05-14', { kind: 'PROVISIONED', targetFen: fen(10_000_100) });
    book.record('2026-05-14', { kind: 'WRITTEN_OFF' });
    expect(posted(book).at(-2)).toEqual(['PROVISION_RELEASE', '1304 100', '6702 -100']);
  });

  it('bills, collects, waives, refunds and passes on fees', () => {
    const book = new LoanBook().disburse();
    const charge = (feeKind: 'PERIODIC' | 'CONSULTING' | 'APPRAISAL_AGENCY', settlement: 'PAID' | 'BILLED') =>
      ({ kind: 'FEE_CHARGED', feeKind, amountFen: fen(120_000), settlement }) as const;
    book.record('2026-01-20', charge('PERIODIC', 'BILLED'));
    expect(posted(book).at(-1)).toEqual([
      'FEE_PERIODIC_BILLED',
      '1124 120000',
      '6021 -113208',
      '2221.01 -6792',
    ]);
    expect(book.refusalOf('2026-01-20', charge('CONSULTING', 'BILLED'))).toBe('FEE_KIND_NOT_BILLABLE');
    book.record('2026-01-20', charge('CONSULTING', 'PAID'));
    expect(posted(book).at(-1)?.slice(0, 3)).toEqual(['FEE_CONSULTING', '1002 120000', '6051 -113208']);
    book.record('2026-01-20', charge('APPRAISAL_AGENCY', 'PAID'));
    expect(posted(book).at(-1)).toEqual(['FEE_APPRAISAL_AGENCY', '1002 120000', '2241.03 -120000']);
    const waiver = { kind: 'WAIVED', instalment: 1, component: 'fee' } as const;
    expect(book.refusalOf('2026-01-20', { ...waiver, amountFen: fen(120_001) })).toBe(
      'AMOUNT_EXCEEDS_UNPAID',
    );
    book.record('2026-01-20', { ...waiver, amountFen: fen(20_000) });
    expect(posted(book).at(-1)).toEqual(['FEE_WAIVED', '6021 18868', '2221.01 1132', '1124 -20000']);
    const { after } = book.receive('2026-02-12', 988_488);
    expect(posted(book).at(-1)).toEqual(['FEE_PERIODIC_COLLECTED', '1002 100000', '1124 -100000']);
    expect(after.totalDueFen).toBe(0);
    const refund = (feeKind: 'PERIODIC' | 'APPRAISAL_AGENCY' | 'TRANSACTION', amountFen: number) =>
      ({ kind: 'FEE_REFUNDED', feeKind, amountFen: fen(amountFen) }) as const;
    expect(book.refusalOf('2026-02-12', refund('TRANSACTION', 1))).toBe('AMOUNT_EXCEEDS_FEES_TAKEN');
    expect(book.refusalOf('2026-02-12', refund('PERIODIC', 100_001))).toBe('AMOUNT_EXCEEDS_FEES_TAKEN');
    book.record('2026-02-12', refund('PERIODIC', 30_000));
    expect(posted(book).at(-1)).toEqual(['FEE_REFUND', '6021 28302', '2221.01 1698', '1002 -30000']);
    book.record('2026-02-12', { kind: 'FEE_PAID_OVER', amountFen: fen(100_000) });
    expect(book.refusalOf('2026-02-12', { kind: 'FEE_PAID_OVER', amountFen: fen(20_001) })).toBe(
      'AMOUNT_EXCEEDS_AGENCY_PAYABLE',
    );
    expect(book.refusalOf('2026-02-12', refund('APPRAISAL_AGENCY', 20_001))).toBe(
      'AMOUNT_EXCEEDS_AGENCY_PAYABLE',
    );
    book.record('2026-02-12', refund('APPRAISAL_AGENCY', 20_000));
    expect(posted(book).at(-1)).toEqual(['FEE_REFUND', '2241.03 20000', '1002 -20000']);
  });

  it('owes no fee again that was waived before the rows changed', () => {
    const book = new LoanBook().disburse();
    book.record('2026-01-20', {
      kind: 'FEE_CHARGED',
      feeKind: 'PERIODIC',
      amountFen: fen(1_000),
      settlement: 'BILLED',
    });
    book.record('2026-01-20', { kind: 'WAIVED', instalment: 1, component: 'fee', amountFen: fen(400) });
    const { after } = book.record('2026-01-22', { kind: 'RATE_CHANGED', annualRate: rate('0.18') });
    expect(after.instalments[0]?.unpaid.feeFen).toBe(600);
    expect(book.ledgerBooks()).toEqual(after.books);
    const accelerated = book.record('2026-01-22', { kind: 'ACCELERATED' });
    expect(accelerated.after.feesFen).toBe(600);
    expect(book.ledgerBooks()).toEqual(accelerated.after.books);
  });

  it('gives up interest with its tax, and penalty without an entry', () => {
    const book = new LoanBook().disburse();
    const waiver = (component: 'interest' | 'penalty', amountFen: number, instalment = 1) =>
      ({ kind: 'WAIVED', instalment, component, amountFen: fen(amountFen) }) as const;
    expect(book.refusalOf('2026-02-11', waiver('interest', 1))).toBe('INSTALMENT_NOT_DUE');
    expect(book.refusalOf('2026-02-22', waiver('interest', 1, 13))).toBe('INSTALMENT_UNKNOWN');
    book.record('2026-02-22', waiver('interest', 40_000));
    expect(posted(book).at(-1)).toEqual(['INTEREST_WAIVED', '6011.01 37736', '2221.01 2264', '1132 -40000']);
    const entries = book.entries.length;
    const { after } = book.record('2026-02-22', waiver('penalty', 3_942));
    expect(book.entries).toHaveLength(entries);
    expect(after.penaltyFen).toBe(0);
    expect(after.instalments[0]?.unpaid.interestFen).toBe(60_000);
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('gives up interest of a suspended loan from the memorandum', () => {
    const book = suspended();
    const before = book.ledgerBooks().offBalanceInterestFen;
    const { after } = book.record('2026-05-14', {
      kind: 'WAIVED',
      instalment: 1,
      component: 'interest',
      amountFen: fen(40_000),
    });
    expect(book.ledgerBooks()).toEqual(after.books);
    expect(after.books.offBalanceInterestFen).toBe(before - 40_000);
  });
});

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
    expect(after).toMatchObject({ annualRate: '0.18', penaltyRate: '0.27', interestAccruedFen: 33_333 });
    // 10 days at 12 % and 21 at 18 %.
    expect(after.instalments[0]?.scheduled.interestFen).toBe(138_333);
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

  it('extends within the law, with another rate when agreed', () => {
    const book = new LoanBook().disburse();
    expect(book.refusalOf('2026-01-22', { kind: 'EXTENDED', extraMonths: 13 })).toBe('EXTENSION_TOO_LONG');
    const { after } = book.record('2026-01-22', {
      kind: 'EXTENDED',
      extraMonths: 6,
      annualRate: rate('0.15'),
    });
    expect(after.instalments).toHaveLength(18);
    expect(after.annualRate).toBe('0.15');
    expect(book.refusalOf('2026-01-22', { kind: 'EXTENDED', extraMonths: 7 })).toBe('EXTENSION_TOO_LONG');
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
      rescheduledOn: '2026-02-22',
      observedUntil: '2027-03-22',
      isRescheduledAgain: false,
    });
    expect(book.ledgerBooks()).toEqual(after.books);
    // The penalty of the ten days before was paid; none is counted on what has new due dates.
    const later = loanAt(TERMS, book.history.events, day('2026-03-22'), CALENDAR);
    expect(later.instalments[0]).toMatchObject({ unpaidFen: 0, status: 'PAID' });
    book.receive('2026-02-22', 30_705);
    const again = book.record('2026-03-01', { kind: 'RESCHEDULED', termMonths: 12, method: 'BULLET' });
    expect(again.after.history).toMatchObject({ reschedulings: 2, isRescheduledAgain: true });
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
    expect(after.history).toMatchObject({ reschedulings: 2, isRescheduledAgain: false });
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

describe('refusals', () => {
  it('knows when a loan may not take an event', () => {
    const book = new LoanBook();
    expect(book.refusalOf('2026-02-12', receipt(1))).toBe('LOAN_NOT_DISBURSED');
    expect(book.refusalOf('2026-01-11', receipt(1))).toBe('BACKDATED_BEFORE_DISBURSEMENT');
    expect(book.refusalOf('2026-01-12', { kind: 'DISBURSED', amountFen: fen(1) })).toBe(
      'AMOUNT_DIFFERS_FROM_TERMS',
    );
    book.disburse();
    expect(book.refusalOf('2026-01-11', receipt(1), '2026-02-01')).toBe('BACKDATED_BEFORE_DISBURSEMENT');
    expect(book.refusalOf('2026-01-12', { kind: 'DISBURSED', amountFen: fen(10_000_000) })).toBe(
      'LOAN_ALREADY_DISBURSED',
    );
    expect(book.refusalOf('2026-01-12', receipt(0))).toBe('AMOUNT_NOT_POSITIVE');
    expect(book.refusalOf('2026-01-12', receipt(-1))).toBe('AMOUNT_NOT_POSITIVE');
    expect(book.refusalOf('2026-01-14', receipt(1), '2026-01-13')).toBe('EFFECTIVE_IN_FUTURE');
    expect(book.refusalOf('2026-01-14', { kind: 'RECOVERED', amountFen: fen(1) })).toBe(
      'LOAN_NOT_WRITTEN_OFF',
    );
    expect(book.refusalOf('2026-01-14', { kind: 'WRITTEN_OFF' })).toBe('NOT_NON_ACCRUAL');
    expect(book.refusalOf('2026-01-14', { kind: 'CLOSED' })).toBe('AMOUNT_OUTSTANDING');
    expect(book.refusalOf('2026-01-14', { kind: 'PROVISIONED', targetFen: fen(-1) })).toBe('AMOUNT_NEGATIVE');
    const suspendedBook = suspended();
    expect(suspendedBook.refusalOf('2026-05-14', { kind: 'NON_ACCRUAL_ENTERED' })).toBe(
      'ALREADY_NON_ACCRUAL',
    );
    expect(suspendedBook.refusalOf('2026-05-14', { kind: 'EXTENDED', extraMonths: 1 })).toBe(
      'LOAN_NON_ACCRUAL',
    );
    suspendedBook.record('2026-05-14', {
      kind: 'FEE_CHARGED',
      feeKind: 'PERIODIC',
      amountFen: fen(5),
      settlement: 'BILLED',
    });
    expect(suspendedBook.refusalOf('2026-05-14', { kind: 'WRITTEN_OFF' })).toBe('FEES_RECEIVABLE');
  });

  it('names the field and the amounts that a person needs to know', () => {
    const book = new LoanBook({ ...TERMS, prepaymentFeeRate: rate('0.01') });
    expect(book.try('2026-01-11', receipt(1))).toEqual({
      code: 'BACKDATED_BEFORE_DISBURSEMENT',
      field: 'effectiveDate',
      detail: { startDate: '2026-01-12' },
    });
    expect(book.try('2026-01-12', { kind: 'DISBURSED', amountFen: fen(1) })).toMatchObject({
      field: 'amountFen',
      detail: { agreedFen: 10_000_000 },
    });
    book.disburse();
    expect(book.try('2026-01-14', receipt(1), '2026-01-13')).toMatchObject({
      field: 'effectiveDate',
      detail: { recordedOn: '2026-01-13' },
    });
    expect(book.try('2026-01-14', receipt(0))).toMatchObject({ field: 'amountFen' });
    expect(book.try('2026-01-14', { kind: 'REFUNDED', amountFen: fen(1) })).toMatchObject({
      field: 'amountFen',
      detail: { maximumFen: 0 },
    });
    expect(book.try('2026-01-14', { kind: 'PROVISIONED', targetFen: fen(-1) })).toMatchObject({
      field: 'targetFen',
    });
    const fee = { kind: 'FEE_CHARGED', amountFen: fen(7), settlement: 'BILLED' } as const;
    expect(book.try('2026-01-14', { ...fee, feeKind: 'CONSULTING' })).toMatchObject({
      field: 'feeKind',
      detail: { feeKind: 'CONSULTING' },
    });
    const waiver = { kind: 'WAIVED', component: 'interest', amountFen: fen(1) } as const;
    expect(book.try('2026-01-14', { ...waiver, instalment: 99 })).toMatchObject({
      field: 'instalment',
      detail: { instalment: 99 },
    });
    expect(book.try('2026-01-14', { ...waiver, instalment: 2 })).toMatchObject({
      field: 'instalment',
      detail: { dueDate: '2026-03-12' },
    });
    expect(book.try('2026-01-14', prepaid(5))).toMatchObject({
      field: 'amountFen',
      detail: { cashFen: 101_000 + 1_010 + 6_667 },
    });
    expect(book.try('2026-01-14', prepaid(5, 10_000_001))).toMatchObject({ code: 'ABOVE_BALANCE' });
    expect(book.try('2026-02-12', prepaid(5))).toMatchObject({
      field: 'effectiveDate',
      detail: { dueFen: 888_488 },
    });
    expect(book.try('2026-02-12', { kind: 'RESCHEDULED', termMonths: 12 })).toMatchObject({
      field: 'effectiveDate',
      detail: { dueFen: 100_000 },
    });
    const unknown = { kind: 'REVERSED', reason: 'no' } as const;
    expect(book.try('2026-02-12', { ...unknown, reverses: 9 })).toMatchObject({
      field: 'reverses',
      detail: { sequence: 9 },
    });
    expect(book.try('2026-02-12', { ...unknown, reverses: 1 })).toMatchObject({
      field: 'reverses',
      detail: { kind: 'DISBURSED' },
    });
    const suspendedBook = suspended();
    suspendedBook.receive('2026-05-14', 9_000_000);
    expect(suspendedBook.try('2026-05-14', { kind: 'WRITTEN_OFF' })).toMatchObject({
      code: 'SUSPENSE_HELD',
      detail: { suspenseFen: expect.any(Number) },
    });
    suspendedBook.record('2026-05-14', { kind: 'CLASSIFIED', grade: 'LOSS', reasons: [] });
    expect(suspendedBook.try('2026-05-14', { kind: 'ACCRUAL_RESUMED' })).toMatchObject({
      detail: { grade: 'LOSS' },
    });
  });

  it('closes only when nothing is held for the borrower or a third party', () => {
    const book = new LoanBook({ ...TERMS, method: 'BULLET', termMonths: 1 }).disburse();
    book.record('2026-01-13', {
      kind: 'FEE_CHARGED',
      feeKind: 'APPRAISAL_AGENCY',
      amountFen: fen(500),
      settlement: 'PAID',
    });
    book.receive('2026-02-12', 10_100_001);
    expect(book.try('2026-02-12', { kind: 'CLOSED' })).toMatchObject({
      code: 'SUSPENSE_HELD',
      detail: { suspenseFen: 1 },
    });
    book.record('2026-02-12', { kind: 'REFUNDED', amountFen: fen(1) });
    expect(book.try('2026-02-12', { kind: 'CLOSED' })).toMatchObject({
      code: 'AGENCY_PAYABLE_HELD',
      detail: { agencyPayableFen: 500 },
    });
    expect(book.refusalOf('2026-02-12', { kind: 'RESCHEDULED', termMonths: 1 })).toBe('NOTHING_OUTSTANDING');
    book.record('2026-02-12', { kind: 'FEE_PAID_OVER', amountFen: fen(500) });
    expect(book.record('2026-02-12', { kind: 'CLOSED' }).after.status).toBe('CLOSED');
  });

  it('refuses everything but a reversal once it is closed', () => {
    const book = new LoanBook({ ...TERMS, method: 'BULLET', termMonths: 1 }).disburse();
    book.record('2026-01-13', { kind: 'PROVISIONED', targetFen: fen(100_000) });
    book.receive('2026-02-12', 10_100_000);
    const { entries } = book.record('2026-02-12', { kind: 'CLOSED' });
    expect(entries.map(({ event }) => event)).toEqual(['PROVISION_RELEASE']);
    expect(book.refusalOf('2026-02-13', receipt(1))).toBe('LOAN_CLOSED');
    const { after } = book.record('2026-02-13', { kind: 'REVERSED', reverses: 3, reason: 'bounced' });
    expect(after.status).toBe('REPAYING');
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('records a business operation once', () => {
    const book = new LoanBook().disburse();
    const repeated = { ...book.newEvent('2026-01-12', { kind: 'ACCRUED' }), businessKey: 'loan/x/test/1' };
    const first = appendLoanEvent(book.history, repeated, CALENDAR);
    if (!first.ok) throw new Error('refused');
    const again = appendLoanEvent({ ...book.history, events: first.value.events }, repeated, CALENDAR);
    expect(again).toEqual({
      ok: false,
      refusal: { code: 'DUPLICATE_EVENT', field: 'businessKey', detail: { sequence: 2 } },
    });
  });
});

describe('replay', () => {
  it('restates what came after a backdated receipt, and says what changed', () => {
    const book = new LoanBook().disburse();
    book.record('2026-03-12', { kind: 'ACCRUED' });
    const late = book.record('2026-02-12', receipt(888_488), '2026-03-12');
    expect(late.isReplay).toBe(true);
    expect(late.entries.map(({ event, date }) => [event, date])).toEqual([
      ['REPAY_ON_TIME', '2026-03-12'],
      ['RESTATEMENT', '2026-03-12'],
    ]);
    expect(book.ledgerBooks()).toEqual(late.after.books);
    const changed = Object.fromEntries(
      late.changes.map(({ figure, before, after }) => [figure, [before, after]]),
    );
    expect(changed).toMatchObject({
      status: ['OVERDUE', 'REPAYING'],
      daysPastDue: [28, 0],
      penaltyFen: [11_039, 0],
      principalOutstandingFen: [10_000_000, 9_211_512],
      'instalments.1.unpaidFen': [888_488 + 11_039 + 1_400, 0],
    });
    expect(changed.annualRate).toBeUndefined();
    // The same loan as if it had been known in time.
    const inTime = new LoanBook().disburse();
    inTime.receive('2026-02-12', 888_488);
    inTime.record('2026-03-12', { kind: 'ACCRUED' });
    expect(inTime.ledgerBooks()).toEqual(book.ledgerBooks());
  });

  it('mirrors the entries of a reversed receipt and replays without it', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    book.record('2026-02-20', { kind: 'ACCRUED' });
    const reversal = book.record('2026-02-20', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    const [mirror, rest] = reversal.entries;
    expect(mirror).toMatchObject({
      event: 'REPAY_ON_TIME',
      reverses: `loan/${TERMS.loanId}/test/2/REPAY_ON_TIME`,
      businessKey: `loan/${TERMS.loanId}/test/4/REPAY_ON_TIME`,
      postings: [
        { account: '1002', debitFen: 0, creditFen: 888_488 },
        { account: '1303.01', debitFen: 788_488, creditFen: 0 },
        { account: '1132', debitFen: 100_000, creditFen: 0 },
      ],
    });
    expect(rest?.event).toBe('RESTATEMENT');
    expect(reversal.after).toMatchObject({ daysPastDue: 8, principalOverdueFen: 788_488 });
    expect(book.ledgerBooks()).toEqual(reversal.after.books);
    expect(book.refusalOf('2026-02-20', { kind: 'REVERSED', reverses: 2, reason: 'again' })).toBe(
      'ALREADY_REVERSED',
    );
    expect(book.refusalOf('2026-02-20', { kind: 'REVERSED', reverses: 1, reason: 'no' })).toBe(
      'NOT_REVERSIBLE',
    );
    expect(book.refusalOf('2026-02-20', { kind: 'REVERSED', reverses: 3, reason: 'no' })).toBe(
      'NOT_REVERSIBLE',
    );
    expect(book.refusalOf('2026-02-20', { kind: 'REVERSED', reverses: 4, reason: 'no' })).toBe(
      'NOT_REVERSIBLE',
    );
    expect(book.refusalOf('2026-02-20', { kind: 'REVERSED', reverses: 9, reason: 'no' })).toBe(
      'EVENT_UNKNOWN',
    );
  });

  it('does not take back money that was given away', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-01-20', 500);
    book.record('2026-01-21', { kind: 'REFUNDED', amountFen: fen(500) });
    expect(book.refusalOf('2026-01-22', { kind: 'REVERSED', reverses: 2, reason: 'bounced' })).toBe(
      'REPLAY_CONFLICT',
    );
    const agency = new LoanBook().disburse();
    agency.record('2026-01-20', {
      kind: 'FEE_CHARGED',
      feeKind: 'APPRAISAL_AGENCY',
      amountFen: fen(500),
      settlement: 'PAID',
    });
    agency.record('2026-01-21', { kind: 'FEE_PAID_OVER', amountFen: fen(500) });
    expect(agency.refusalOf('2026-01-22', { kind: 'REVERSED', reverses: 2, reason: 'bounced' })).toBe(
      'REPLAY_CONFLICT',
    );
  });

  it('does not write off before what was recorded since', () => {
    const book = suspended();
    book.receive('2026-05-20', 100);
    const outcome = book.try('2026-05-15', { kind: 'WRITTEN_OFF' }, '2026-05-21');
    expect(outcome).toMatchObject({ code: 'REPLAY_CONFLICT', detail: { because: 'LOAN_WRITTEN_OFF' } });
  });

  it('names the event that a backdated one makes impossible', () => {
    const book = new LoanBook({ ...TERMS, method: 'BULLET', termMonths: 1 }).disburse();
    book.record('2026-01-20', { kind: 'EXTENDED', extraMonths: 1 });
    const outcome = book.try(
      '2026-01-15',
      {
        kind: 'PREPAID',
        principalFen: fen(10_000_000),
        mode: 'SHORTEN_TERM',
        amountFen: fen(10_010_000),
        into: 'BANK',
      },
      '2026-01-21',
    );
    expect(outcome).toEqual({
      code: 'REPLAY_CONFLICT',
      detail: { sequence: 2, kind: 'EXTENDED', because: 'NOTHING_OUTSTANDING' },
    });
  });

  it('takes a prepayment that is not possible any more as a receipt', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-12', 888_488);
    book.record('2026-02-22', {
      kind: 'PREPAID',
      principalFen: fen(2_000_000),
      mode: 'SHORTEN_TERM',
      amountFen: fen(2_030_705),
      into: 'BANK',
    });
    const { after } = book.record('2026-02-23', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    expect(after).toMatchObject({ prepayments: [], totalDueFen: 0 });
    expect(after.suspenseFen).toBe(2_030_705 - 888_488 - 3_942 - 500);
    expect(book.ledgerBooks()).toEqual(after.books);
  });

  it('waives no more than a replay finds unpaid', () => {
    const book = new LoanBook().disburse();
    book.record('2026-03-04', { kind: 'WAIVED', instalment: 1, component: 'penalty', amountFen: fen(7_885) });
    const { after } = book.record('2026-02-22', receipt(700_000), '2026-03-04');
    expect(after.instalments[0]?.unpaid.penaltyFen).toBe(0);
    expect(after.instalments[0]?.waived.penaltyFen).toBeLessThan(7_885);
  });

  it('leaves the memorandum alone when a replay finds nothing to waive or to use', () => {
    const book = suspended();
    const waiver = { kind: 'WAIVED', instalment: 1, component: 'interest', amountFen: fen(100_000) } as const;
    book.record('2026-05-20', waiver);
    const { after } = book.record('2026-02-12', receipt(888_488), '2026-05-20');
    expect(after.instalments[0]).toMatchObject({ unpaidFen: 0, waived: { interestFen: 0 } });
    expect(book.ledgerBooks()).toEqual(after.books);
    const held = suspended();
    held.receive('2026-05-14', 5_000_000);
    const { suspenseFen } = loanAt(TERMS, held.history.events, day('2026-05-14'), CALENDAR);
    held.record('2026-06-12', { kind: 'SUSPENSE_APPLIED', amountFen: fen(Math.min(suspenseFen, 888_488)) });
    const replayed = held.record('2026-06-13', { kind: 'REVERSED', reverses: 3, reason: 'bounced' });
    expect(replayed.after.suspenseFen).toBe(0);
    expect(held.ledgerBooks()).toEqual(replayed.after.books);
  });

  it('does not write off or resume what a replay finds paid', () => {
    const book = suspended();
    book.record('2026-05-20', { kind: 'WRITTEN_OFF' });
    const paid = book.try(
      '2026-01-13',
      {
        kind: 'PREPAID',
        principalFen: fen(10_000_000),
        mode: 'SHORTEN_TERM',
        amountFen: fen(10_003_333),
        into: 'BANK',
      },
      '2026-05-20',
    );
    expect(paid).toMatchObject({ code: 'REPLAY_CONFLICT', detail: { because: 'NOTHING_OUTSTANDING' } });
  });

  it('takes the end of day for what it brought the books to', () => {
    const book = new LoanBook().disburse();
    const brought = new LoanBook().disburse();
    brought.record('2026-02-20', { kind: 'ACCRUED' });
    // The end of day posted the same as the event would, and keeps only the day.
    book.history = { ...book.history, accruedThrough: day('2026-02-20') };
    const receiptAfter = book.record('2026-02-22', receipt(888_488));
    expect(receiptAfter.isReplay).toBe(false);
    brought.record('2026-02-22', receipt(888_488));
    expect(receiptAfter.entries.map(({ event, postings }) => [event, postings])).toEqual(
      brought.entries.slice(-receiptAfter.entries.length).map(({ event, postings }) => [event, postings]),
    );
    const backdated = book.record('2026-02-12', receipt(100), '2026-02-22');
    expect(backdated.isReplay).toBe(true);
  });

  it('is a replay when the end of day has passed the day', () => {
    const book = new LoanBook().disburse();
    book.history = { ...book.history, accruedThrough: day('2026-02-20') };
    const recorded = book.record('2026-02-12', receipt(888_488), '2026-02-21');
    expect(recorded.isReplay).toBe(true);
    expect(recorded.entries.map(({ event }) => event)).toEqual(['REPAY_ON_TIME', 'RESTATEMENT']);
  });
});
