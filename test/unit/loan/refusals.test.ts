import type { IsoDate } from '../../../domain/calendar/isoDate';
import { appendLoanEvent } from '../../../domain/loan/append';
import type { NewLoanEvent } from '../../../domain/loan/events';
import { payoffOn, prepaymentOptions } from '../../../domain/loan/quote';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import { CALENDAR, LoanBook, prepaid, receipt, suspended, TERMS } from '../../support/loans';

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
    expect(book.refusalOf('2026-01-14', { kind: 'RECOVERED', amountFen: fen(1), into: 'BANK' })).toBe(
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

  it.each<[object, string, string]>([
    [{ ...receipt(1), amountFen: Number.NaN }, 'NOT_A_NUMBER', 'amountFen'],
    [{ ...receipt(1), amountFen: '1' }, 'NOT_A_NUMBER', 'amountFen'],
    [{ ...receipt(1), amountFen: undefined }, 'NOT_A_NUMBER', 'amountFen'],
    [{ ...receipt(1), amountFen: 0.5 }, 'NOT_INTEGER', 'amountFen'],
    [{ ...receipt(1), amountFen: 2 ** 53 }, 'TOO_LARGE', 'amountFen'],
    [{ ...receipt(1), into: 'POCKET' }, 'UNKNOWN_VALUE', 'into'],
    [{ ...receipt(1), preset: 'RANDOM' }, 'UNKNOWN_VALUE', 'preset'],
    [{ ...receipt(1), effectiveDate: '2026-02-30' }, 'NOT_A_DATE', 'effectiveDate'],
    [{ ...receipt(1), recordedOn: 'today' }, 'NOT_A_DATE', 'recordedOn'],
    [{ kind: 'RATE_CHANGED', annualRate: '-0.1' }, 'NEGATIVE', 'annualRate'],
    [{ kind: 'RATE_CHANGED', annualRate: 0.1 }, 'NOT_A_NUMBER', 'annualRate'],
    [{ kind: 'RATE_CHANGED', annualRate: '1.5' }, 'RATE_ABOVE_MAXIMUM', 'annualRate'],
    [{ kind: 'EXTENDED', extraMonths: 1.5 }, 'NOT_INTEGER', 'extraMonths'],
    [{ kind: 'CLASSIFIED', grade: 'FINE', reasons: [] }, 'UNKNOWN_VALUE', 'grade'],
    [{ kind: 'FEE_CHARGED', feeKind: 'TIP', amountFen: 1, settlement: 'PAID' }, 'UNKNOWN_VALUE', 'feeKind'],
    [{ kind: 'FORGOTTEN' }, 'UNKNOWN_VALUE', 'kind'],
  ])('refuses %j, which a cast let through, as %s of %s', (changes, code, field) => {
    const book = new LoanBook().disburse();
    const event = { ...book.newEvent('2026-02-11', receipt(1)), ...changes };
    expect(appendLoanEvent(book.history, event as NewLoanEvent, CALENDAR)).toMatchObject({
      ok: false,
      refusal: { code, field },
    });
  });

  it('lets no rate above the cap of the contract', () => {
    const book = new LoanBook({ ...TERMS, capRate: rate('0.24') }).disburse();
    const change = (annualRate: string) => ({ kind: 'RATE_CHANGED', annualRate: rate(annualRate) }) as const;
    expect(book.try('2026-02-11', change('0.2401'))).toEqual({
      code: 'RATE_ABOVE_CAP',
      field: 'annualRate',
      detail: { capRate: '0.24' },
    });
    expect(book.record('2026-02-11', change('0.24')).after.annualRate).toBe('0.24');
  });

  it('quotes for days that exist only', () => {
    const { history } = new LoanBook().disburse();
    const noDay = '2026-02-30' as IsoDate;
    const refusal = { code: 'NOT_A_DATE', field: 'date' };
    expect(payoffOn(history, noDay, CALENDAR)).toEqual({ ok: false, refusal });
    expect(prepaymentOptions(history, noDay, 'ALL', CALENDAR)).toEqual({ ok: false, refusal });
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
  });

  it('names what stands in the way of writing off and of recognising interest again', () => {
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
