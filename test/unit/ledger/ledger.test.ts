import { isoDate } from '../../../domain/calendar/isoDate';
import { debitBalance, memoBalance, sumByAccount } from '../../../domain/ledger/balances';
import { CHART_OF_ACCOUNTS } from '../../../domain/ledger/chart';
import {
  assertBalanced,
  draft,
  type EntryDraft,
  entryDefect,
  keyed,
  memo,
  mirrorOf,
} from '../../../domain/ledger/draft';
import {
  accrualResumed,
  channelSettled,
  collateralTaken,
  disburse,
  feePaid,
  feePaidOver,
  feeRefunded,
  memoInterestWaived,
  nonAccrualEntry,
  nonAccrualInterestReceived,
  overdueRescheduled,
  penaltyReceived,
  provision,
  recoveryCash,
  repay,
  shortItem,
  unidentifiedReceipt,
  writeOff,
} from '../../../domain/ledger/entries';
import type { JournalEntry } from '../../../domain/ledger/entry';
import {
  claimRepaid,
  claimSetOff,
  claimWrittenOff,
  overpaymentRefunded,
} from '../../../domain/ledger/refunds';
import { restatement } from '../../../domain/ledger/restatement';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';

const VAT = rate('0.06');
const HEAD = { businessKey: 'loan/1/disburse', date: isoDate('2026-01-12') };
const [DISBURSED] = keyed([disburse(fen(100))], HEAD) as [JournalEntry];

const posting = (account: '1002' | '1132', debitFen: number, creditFen: number) => ({
  account,
  debitFen: fen(debitFen),
  creditFen: fen(creditFen),
});

describe('an entry', () => {
  it('has two sides that agree', () => {
    const defectOf = (...postings: ReturnType<typeof posting>[]) => entryDefect({ postings });
    expect(defectOf(posting('1002', 1, 0), posting('1132', 0, 1))).toBeNull();
    expect(defectOf()).toContain('at least two');
    expect(defectOf(posting('1002', 1, 0))).toContain('at least two');
    expect(defectOf(posting('1002', 2, 0), posting('1132', 0, 1))).toContain('differ by 1 fen');
    expect(defectOf(posting('1002', 1, 1), posting('1132', 1, 1))).toContain('one amount');
    expect(defectOf(posting('1002', 0, 0), posting('1132', 0, 0))).toContain('one amount');
    expect(defectOf(posting('1002', -1, 0), posting('1132', 0, -1))).toContain('one amount');
    const unbalanced = { event: 'DISBURSE' as const, postings: [posting('1002', 2, 0)], offBalance: [] };
    expect(() => assertBalanced(unbalanced)).toThrow('DISBURSE: an entry has at least two postings');
    expect(() => keyed([unbalanced], HEAD)).toThrow(RangeError);
    expect(() => assertBalanced(DISBURSED)).not.toThrow();
  });

  it('leaves out zeros', () => {
    const empty = draft(
      'REPAY_ON_TIME',
      [['1002', fen(0)]],
      [['1132', fen(0)]],
      [memo('OB.01', 'IN', fen(0))],
    );
    expect(empty).toEqual({ event: 'REPAY_ON_TIME', postings: [], offBalance: [] });
  });

  it('gets a key of its own, numbered when a name comes twice', () => {
    const entries = keyed([disburse(fen(1)), disburse(fen(2)), disburse(fen(3))], HEAD);
    expect(entries.map(({ businessKey }) => businessKey)).toEqual([
      'loan/1/disburse/DISBURSE',
      'loan/1/disburse/DISBURSE/2',
      'loan/1/disburse/DISBURSE/3',
    ]);
    expect(entries[0]?.date).toBe('2026-01-12');
  });

  it('is taken back by its mirror', () => {
    const [entry] = keyed([writeOff(fen(500))], HEAD) as [JournalEntry];
    const mirror = mirrorOf(entry, { businessKey: 'reversal/1', date: isoDate('2026-02-01') });
    expect(mirror).toEqual({
      businessKey: 'reversal/1',
      event: 'WRITE_OFF',
      date: '2026-02-01',
      postings: [
        { account: '1304', debitFen: 0, creditFen: 500 },
        { account: '1303.03', debitFen: 500, creditFen: 0 },
      ],
      offBalance: [{ account: 'OB.02', direction: 'OUT', amountFen: 500 }],
      reverses: 'loan/1/disburse/WRITE_OFF',
    });
    expect(mirrorOf(mirror, HEAD).offBalance).toEqual(entry.offBalance);
    const sums = sumByAccount([entry, mirror]);
    for (const account of Object.keys(sums) as (keyof typeof sums)[])
      expect(debitBalance(sums, account)).toBe(0);
    expect(memoBalance([entry, mirror], 'OB.02')).toBe(0);
  });
});

describe('balances', () => {
  it('add up by account', () => {
    const entries = [DISBURSED, ...keyed([disburse(fen(50))], { ...HEAD, businessKey: 'other' })];
    const sums = sumByAccount(entries);
    expect(sums).toEqual({
      '1303.01': { debitFen: 150, creditFen: 0 },
      '1002': { debitFen: 0, creditFen: 150 },
    });
    expect(debitBalance(sums, '1002')).toBe(-150);
    expect(debitBalance(sums, '1132')).toBe(0);
  });

  it('have a name in both languages for every account', () => {
    for (const { nameZh, nameEn } of Object.values(CHART_OF_ACCOUNTS)) {
      expect(nameZh).not.toBe('');
      expect(nameEn).not.toBe('');
    }
  });
});

describe('restatement', () => {
  it('posts the difference of each account', () => {
    const entry = restatement([disburse(fen(100))], [disburse(fen(70)), writeOff(fen(5))]);
    expect(entry).toEqual({
      event: 'RESTATEMENT',
      postings: [
        { account: '1002', debitFen: 30, creditFen: 0 },
        { account: '1304', debitFen: 5, creditFen: 0 },
        { account: '1303.01', debitFen: 0, creditFen: 30 },
        { account: '1303.03', debitFen: 0, creditFen: 5 },
      ],
      offBalance: [{ account: 'OB.02', direction: 'IN', amountFen: 5 }],
    });
    assertBalanced(entry);
    const nothing = restatement([disburse(fen(100))], [disburse(fen(100))]);
    expect(nothing).toEqual({ event: 'RESTATEMENT', postings: [], offBalance: [] });
  });

  it('hangs a memorandum on a passing amount', () => {
    const memorandum = (direction: 'IN' | 'OUT') => ({
      ...disburse(fen(1)),
      offBalance: [memo('OB.01', direction, fen(9))],
    });
    expect(restatement([disburse(fen(1))], [memorandum('IN')])).toEqual({
      event: 'RESTATEMENT',
      postings: [
        { account: '1132', debitFen: 9, creditFen: 0 },
        { account: '1132', debitFen: 0, creditFen: 9 },
      ],
      offBalance: [{ account: 'OB.01', direction: 'IN', amountFen: 9 }],
    });
    expect(restatement([memorandum('IN')], [disburse(fen(1))]).offBalance).toEqual([
      { account: 'OB.01', direction: 'OUT', amountFen: 9 },
    ]);
  });
});

describe('kinds of entries beyond the table', () => {
  it('reverses deferred tax with interest that is not due', () => {
    const entry = nonAccrualEntry({ dueFen: fen(106), notDueFen: fen(53), deferredVatFen: fen(3) }, VAT);
    expect(entry.postings).toEqual([
      { account: '6011.01', debitFen: 150, creditFen: 0 },
      { account: '1221', debitFen: 6, creditFen: 0 },
      { account: '2221.02', debitFen: 3, creditFen: 0 },
      { account: '1132', debitFen: 0, creditFen: 159 },
    ]);
    expect(entry.offBalance).toEqual([{ account: 'OB.01', direction: 'IN', amountFen: 159 }]);
  });

  it('names a receipt by its money, also when it only overpays', () => {
    const parts = {
      normalPrincipalFen: fen(0),
      overduePrincipalFen: fen(5),
      interestFen: fen(0),
      suspenseFen: fen(0),
    };
    expect(repay({ ...parts, cash: '1002' })).toMatchObject({
      event: 'REPAY_ON_TIME',
      postings: [
        { account: '1002', debitFen: 5 },
        { account: '1303.02', creditFen: 5 },
      ],
    });
    expect(repay({ ...parts, cash: '1012' }).event).toBe('CHANNEL_COLLECTED');
    expect(repay({ ...parts, cash: '1012', suspenseFen: fen(1) }).event).toBe('OVERPAYMENT');
    expect(repay({ ...parts, cash: '2241.01' }).event).toBe('SUSPENSE_APPLIED');
    expect(repay({ ...parts, cash: '2241.02', suspenseFen: fen(1) }).event).toBe('UNIDENTIFIED_APPLIED');
  });

  it('takes fees and penalty from any account of money', () => {
    expect(feePaid('PREPAYMENT', fen(106), VAT, '1012').postings).toEqual([
      { account: '1012', debitFen: 106, creditFen: 0 },
      { account: '6021', debitFen: 0, creditFen: 100 },
      { account: '2221.01', debitFen: 0, creditFen: 6 },
    ]);
    expect(feePaid('PREPAYMENT', fen(106), VAT).event).toBe('FEE_PREPAYMENT');
    expect(penaltyReceived(fen(106), VAT, '2241.01').postings[0]?.account).toBe('2241.01');
    expect(feeRefunded('APPRAISAL_AGENCY', fen(5), VAT).postings).toEqual([
      { account: '2241.03', debitFen: 5, creditFen: 0 },
      { account: '1002', debitFen: 0, creditFen: 5 },
    ]);
    expect(feeRefunded('CONSULTING', fen(106), VAT).postings[0]).toMatchObject({
      account: '6051',
      debitFen: 100,
    });
  });

  it('posts what reconciliation, channels and collateral bring', () => {
    const lines = ({ event, postings }: EntryDraft) => [
      event,
      ...postings.map(({ account, debitFen, creditFen }) => `${account} ${debitFen || -creditFen}`),
    ];
    expect(lines(unidentifiedReceipt(fen(5)))).toEqual(['UNIDENTIFIED_RECEIPT', '1002 5', '2241.02 -5']);
    expect(lines(overpaymentRefunded(fen(5), fen(3)))).toEqual([
      'OVERPAYMENT_REFUND',
      '2241.01 2',
      '1221.01 3',
      '1002 -5',
    ]);
    expect(lines(claimRepaid(fen(2)))).toEqual(['CLAIM_REPAID', '2241.02 2', '1221.01 -2']);
    expect(lines(claimSetOff(fen(3)))).toEqual(['CLAIM_SET_OFF', '2241.01 3', '1221.01 -3']);
    expect(lines(claimWrittenOff(fen(1)))).toEqual(['CLAIM_WRITTEN_OFF', '6702 1', '1221.01 -1']);
    expect(lines(shortItem(fen(5)))).toEqual(['SHORT_ITEM', '1221 5', '1002 -5']);
    expect(lines(channelSettled(fen(10_000), fen(106), VAT))).toEqual([
      'CHANNEL_SETTLED',
      '1002 9894',
      '6421 100',
      '2221.03 6',
      '1012 -10000',
    ]);
    expect(lines(collateralTaken(fen(100), fen(90)))).toEqual([
      'COLLATERAL_TAKEN',
      '1441 90',
      '1304 10',
      '1303.03 -100',
    ]);
    expect(lines(feePaidOver(fen(5)))).toEqual(['FEE_APPRAISAL_PAYOVER', '2241.03 5', '1002 -5']);
    expect(lines(overdueRescheduled(fen(5)))).toEqual(['OVERDUE_RESCHEDULED', '1303.01 5', '1303.02 -5']);
    expect(lines(accrualResumed(fen(5)))).toEqual(['ACCRUAL_RESUMED', '1303.01 5', '1303.03 -5']);
    expect(nonAccrualInterestReceived(fen(106), VAT)).toMatchObject({
      postings: [{ account: '1002' }, { account: '6011.01', creditFen: 100 }, { account: '2221.01' }],
      offBalance: [{ account: 'OB.01', direction: 'OUT', amountFen: 106 }],
    });
    expect(recoveryCash(fen(5)).offBalance).toEqual([{ account: 'OB.02', direction: 'OUT', amountFen: 5 }]);
    expect(memoInterestWaived(fen(5))).toEqual({
      event: 'INTEREST_WAIVED',
      postings: [
        { account: '1132', debitFen: 5, creditFen: 0 },
        { account: '1132', debitFen: 0, creditFen: 5 },
      ],
      offBalance: [{ account: 'OB.01', direction: 'OUT', amountFen: 5 }],
    });
  });

  it('posts nothing when the allowance is right', () => {
    expect(provision(fen(5), fen(5)).postings).toEqual([]);
    expect(provision(fen(5), fen(3)).event).toBe('PROVISION_RELEASE');
  });
});
