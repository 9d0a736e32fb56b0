import { presentFee } from '../../../api/fees/present';
import { reliefOf } from '../../../api/fees/relief';
import { isoDate } from '../../../domain/calendar/isoDate';
import type { FeeFile } from '../../../gateways/database/feeFiles';

const request = (changes: object) => ({
  ...{
    id: 'q1',
    kind: 'DISPUTE',
    status: 'DONE',
    amountFen: null,
    grantedFen: 0,
    reason: 'not done',
    result: '',
  },
  ...{
    source: null,
    requestedBy: 'somebody',
    createdAt: '2026-03-01T00:00:00Z',
    decidedAt: null,
    ...changes,
  },
});

const fileOf = (changes: object = {}) =>
  ({
    ...{ id: 'f1', kind: 'CONSULTING', period: 'f1', status: 'PARTLY_COLLECTED', invoiceNo: 'F2026-000001' },
    ...{ priceFen: 500, pointsUsed: 0, outstandingFen: 300, collectedFen: 200, refundedFen: 50 },
    ...{ history: [], requests: [], shown: {}, ...changes },
  }) as unknown as FeeFile;

const asked = (changes: object) => {
  const file = fileOf({ requests: [request(changes)] });
  const prepaidOn = new Map([['loan/1/prepay/1', isoDate('2026-02-10')]]);
  const beside = {
    locale: 'en',
    pointsLimit: 0,
    tariffFrom: null,
    isTakenBackTooOften: false,
    prepaidOn,
  } as const;
  const [first] = presentFee(file, 'A', beside).requests;
  return [first?.askedBy, first?.reason, first?.prepaidOn];
};

describe('what is asked about a charge', () => {
  it.each([
    ['its payer', { kind: 'DISPUTE' }, ['PAYER', 'not done', null]],
    ['staff', { kind: 'WAIVE' }, ['STAFF', 'not done', null]],
    [
      'staff, of money that bounced',
      { kind: 'BOUNCE', source: 'fee/f1/collect/1' },
      ['STAFF', 'not done', null],
    ],
    [
      'the bank’s file',
      { kind: 'BOUNCE', requestedBy: null, reason: 'fee/f1/collect/1', source: 'fee/f1/collect/1' },
      ['BANK_FILE', '', null],
    ],
    [
      'its loan',
      { kind: 'PREPAYMENT', requestedBy: null, reason: 'loan/1/prepay/1', source: 'loan/1/prepay/1' },
      ['LOAN', '', '2026-02-10'],
    ],
    // Whoever writes a key for a reason has written it.
    ['staff, in the words of a key', { kind: 'BOUNCE', reason: 'fee/f1' }, ['STAFF', 'fee/f1', null]],
  ])('says that %s asked, and why', (_who, changes, told) => {
    expect(asked(changes)).toEqual(told);
  });
});

describe('what may be given up or back of a charge', () => {
  it('is what is owed, and what was paid', () => {
    expect(reliefOf(fileOf())).toEqual({ waivableFen: 300, refundableFen: 150 });
    // Money that was given back before its receipt bounced is owed, and no part of the price.
    expect(reliefOf(fileOf({ outstandingFen: 300, collectedFen: 0, refundedFen: 50 }))).toEqual({
      ...{ waivableFen: 250, refundableFen: 0 },
    });
  });

  it('is nothing before it is invoiced, and while something is asked', () => {
    const none = { waivableFen: 0, refundableFen: 0 };
    expect(reliefOf(fileOf({ invoiceNo: null }))).toEqual(none);
    for (const status of ['OPEN', 'APPROVED'])
      expect(reliefOf(fileOf({ requests: [request({ status })] }))).toEqual(none);
    for (const status of ['DONE', 'REJECTED', 'WITHDRAWN'])
      expect(reliefOf(fileOf({ requests: [request({ status })] }))).not.toEqual(none);
  });
});
