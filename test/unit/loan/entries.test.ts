import type { LoanEventBody } from '../../../domain/loan/events';
import { loanAt } from '../../../domain/loan/fold';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { CALENDAR, day, LoanBook, receipt, suspended, TERMS } from '../../support/loans';

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
    const first = book.record('2026-07-01', { kind: 'RECOVERED', amountFen: fen(1_000_000), into: 'BANK' });
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
    const { interestFen, penaltyFen, compoundFen } = first.after.claim;
    expect(first.after.books).toMatchObject({
      offBalanceInterestFen: interestFen,
      offBalancePenaltyFen: penaltyFen + compoundFen,
    });
    const last = book.record('2026-08-01', {
      kind: 'RECOVERED',
      amountFen: fen(9_000_000 + interestFen + penaltyFen + compoundFen + 7),
      into: 'BANK',
    });
    expect(
      posted(book)
        .slice(-6)
        .map(([event]) => event),
    ).toEqual([
      'RECOVERY_REINSTATE',
      'RECOVERY_CASH',
      'NON_ACCRUAL_RECEIPT_INTEREST',
      'PENALTY_RECEIVED',
      'PENALTY_RECEIVED',
      'OVERPAYMENT',
    ]);
    expect(last.after).toMatchObject({ writtenOffPrincipalFen: 0, suspenseFen: 7 });
    expect(last.after.books).toMatchObject({ offBalanceInterestFen: 0, allowanceFen: 10_000_000 });
    expect(book.ledgerBooks()).toEqual(last.after.books);
  });

  it('keeps no penalty of what was written off before it did', () => {
    const book = suspended();
    book.record('2026-05-14', { kind: 'WRITTEN_OFF', dropsPenalty: true });
    const paid = book.record('2026-05-20', {
      kind: 'RECOVERED',
      amountFen: fen(20_000_000),
      into: 'BANK',
    }).after;
    expect(paid.suspenseFen).toBe(20_000_000 - paid.recoveredFen);
    expect(posted(book).map(([event]) => event)).not.toContain('PENALTY_RECEIVED');
    expect(book.ledgerBooks()).toEqual(paid.books);
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
    expect(book.refusalOf('2026-02-11', waiver('interest', 1, 2))).toBe('INSTALMENT_NOT_DUE');
    expect(book.refusalOf('2026-02-11', waiver('penalty', 1))).toBe('INSTALMENT_NOT_DUE');
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

  it('gives up interest that is earned and not due with its deferred tax, whatever becomes of the row', () => {
    const early = { kind: 'WAIVED', instalment: 1, component: 'interest', amountFen: fen(20_000) } as const;
    const waived = () => {
      const book = new LoanBook().disburse();
      expect(book.refusalOf('2026-01-22', { ...early, amountFen: fen(33_334) })).toBe(
        'AMOUNT_EXCEEDS_UNPAID',
      );
      book.record('2026-01-22', early);
      expect(posted(book).at(-1)).toEqual([
        'INTEREST_WAIVED',
        '6011.01 18868',
        '2221.02 1132',
        '1132 -20000',
      ]);
      return book;
    };
    const due = waived().record('2026-02-12', { kind: 'ACCRUED' }).after;
    expect(due.totalDueFen).toBe(888_488 - 20_000);
    for (const change of [
      { kind: 'RATE_CHANGED', annualRate: rate('0.1') },
      { kind: 'EXTENDED', extraMonths: 6 },
      { kind: 'RESCHEDULED', termMonths: 24 },
    ] as const) {
      const book = waived();
      const { after } = book.record('2026-01-22', change);
      expect(after.instalments[0]?.waived.interestFen).toBe(20_000);
      expect(book.ledgerBooks()).toEqual(after.books);
    }
    // A prepayment asks for what is left of the running interest.
    const prepaid = waived();
    const cash = {
      kind: 'PREPAID',
      principalFen: fen(2_000_000),
      mode: 'SHORTEN_TERM',
      into: 'BANK',
    } as const;
    const { after } = prepaid.record('2026-01-22', { ...cash, amountFen: fen(2_000_000 + 33_333 - 20_000) });
    expect(prepaid.ledgerBooks()).toEqual(after.books);
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
