import { debitBalance, sumByAccount } from '../../../domain/ledger/balances';
import { loanAt } from '../../../domain/loan/fold';
import { setOffUse } from '../../../domain/loan/heldMoney';
import { fen } from '../../../domain/money/fen';
import { CALENDAR, day, LoanBook, receipt, suspended, TERMS } from '../../support/loans';

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

  it('claims back what was refunded of a receipt that is taken back, and no more than is lacking', () => {
    const book = new LoanBook().disburse();
    const claimed = () => debitBalance(sumByAccount(book.entries), '1221.01');
    book.receive('2026-01-20', 500);
    book.record('2026-01-21', { kind: 'REFUNDED', amountFen: fen(300) });
    book.receive('2026-01-22', 40);
    const reversal = book.record('2026-01-23', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    // 300 went out, and the 40 that came since are held: they are set off at once.
    expect(reversal.event).toMatchObject({ claims: { 3: 260 } });
    expect(reversal.after.suspenseFen).toBe(0);
    expect(claimed()).toBe(260);
    expect(book.ledgerBooks()).toEqual(reversal.after.books);
    // What stays claimed is the refund that it stands by; it is not taken back in turn.
    expect(book.refusalOf('2026-01-23', { kind: 'REVERSED', reverses: 3, reason: 'no' })).toBe(
      'NOT_REVERSIBLE',
    );
    // Later money, even of an earlier day, is held: a claim that was told once stays as it was told.
    const late = book.record('2026-01-20', receipt(70), '2026-01-24');
    expect(late.after.suspenseFen).toBe(70);
    expect(claimed()).toBe(260);
    expect(book.ledgerBooks()).toEqual(late.after.books);
    // The second receipt bounces too: it had been set off.
    const second = book.record('2026-01-24', { kind: 'REVERSED', reverses: 4, reason: 'bounced' });
    expect(second.event).not.toHaveProperty('claims');
    expect(second.after.suspenseFen).toBe(30);
    expect(claimed()).toBe(260);
  });

  it('claims from each refund what went out by it, the first ones first', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-01-20', 500);
    book.record('2026-01-21', { kind: 'REFUNDED', amountFen: fen(200) });
    book.record('2026-01-22', { kind: 'REFUNDED', amountFen: fen(300) });
    const reversal = book.record('2026-01-23', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    expect(reversal.event).toMatchObject({ claims: { 3: 200, 4: 300 } });
    // On no day between was less than nothing held.
    for (const on of ['2026-01-21', '2026-01-22', '2026-01-23'])
      expect(loanAt(TERMS, book.history.events, day(on), CALENDAR).suspenseFen).toBe(0);
  });

  it('takes nothing out of money that is held when more went back than came', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-02-10', 1_000);
    book.record('2026-02-10', { kind: 'REFUNDED', amountFen: fen(1_000) });
    book.receive('2026-02-11', 400);
    book.record('2026-02-12', { kind: 'SUSPENSE_APPLIED', amountFen: fen(400) });
    const reversal = book.record('2026-02-13', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    expect(book.ledgerBooks()).toEqual(reversal.after.books);
    expect(reversal.after.suspenseFen).toBe(0);
    for (const { unpaid } of reversal.after.instalments)
      for (const amount of Object.values(unpaid)) expect(amount).toBeGreaterThanOrEqual(0);
  });

  it('sets off what is held once nothing is owed, and claims it again where its money is taken back', () => {
    const terms = { ...TERMS, termMonths: 1, principalFen: fen(100_000) };
    const book = new LoanBook(terms).disburse();
    const claimed = () => debitBalance(sumByAccount(book.entries), '1221.01');
    const setOff = (amountFen: number) => ({ kind: 'SET_OFF', amountFen: fen(amountFen) }) as const;
    // 101,000 is owed, and 4,000 is too much.
    book.receive('2026-02-12', 105_000);
    expect(book.refusalOf('2026-02-12', setOff(1))).toBe('NO_CLAIM_OPEN');
    book.record('2026-02-12', { kind: 'REFUNDED', amountFen: fen(4_000) });
    book.record('2026-02-12', { kind: 'REVERSED', reverses: 2, reason: 'bounced' });
    expect(claimed()).toBe(4_000);
    expect(book.refusalOf('2026-02-12', setOff(1))).toBe('AMOUNT_OUTSTANDING');
    // It was there after all.
    book.receive('2026-02-12', 105_000);
    const { history } = book;
    expect(setOffUse(history, day('2026-02-12'), fen(9_000), CALENDAR)?.amountFen).toBe(4_000);
    expect(setOffUse(history, day('2026-02-12'), fen(2_500), CALENDAR)?.amountFen).toBe(2_500);
    expect(setOffUse(history, day('2026-02-12'), fen(0), CALENDAR)).toBeNull();
    expect(book.refusalOf('2026-02-12', setOff(4_001))).toBe('NO_CLAIM_OPEN');
    const done = book.record('2026-02-12', setOff(4_000));
    expect([claimed(), done.after.suspenseFen]).toEqual([0, 0]);
    expect(book.refusalOf('2026-02-12', { kind: 'REVERSED', reverses: 6, reason: 'no' })).toBe(
      'NOT_REVERSIBLE',
    );
    book.record('2026-02-12', { kind: 'CLOSED' });
    const bounced = book.record('2026-02-14', { kind: 'REVERSED', reverses: 5, reason: 'bounced' });
    expect(bounced.event).toMatchObject({ claims: { 6: 4_000 } });
    expect([claimed(), bounced.after.suspenseFen]).toEqual([4_000, 0]);
    expect(book.ledgerBooks()).toEqual(bounced.after.books);
  });

  it('records no claim that somebody else says', () => {
    const book = new LoanBook().disburse();
    book.receive('2026-01-20', 500);
    expect(book.refusalOf('2026-01-21', { kind: 'REFUNDED', amountFen: fen(5), claimedFen: fen(5) })).toBe(
      'UNKNOWN_VALUE',
    );
  });

  it('does not take back money that was given away', () => {
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
