import { finalWordOf } from '../../../gateways/bank/notice';

const common = {
  kind: 'PAYMENT',
  noticeId: '0198c1f0-0000-4000-8000-000000000001',
  sequence: 3,
  amountFen: 12_345,
  valueDate: '2026-03-02',
  key: 'loan/1/repay/2',
};
const succeeded = { ...common, status: 'SUCCEEDED', code: '00', bankReference: 'ref-1' };
const failed = { ...common, status: 'FAILED', code: '51' };
const incoming = {
  ...{ kind: 'INCOMING', noticeId: common.noticeId, sequence: 1, amountFen: 5, valueDate: '2026-03-02' },
  ...{ bankReference: 'ref-2', account: '6222', memo: '', payer: 'A' },
};

test('money that moved: reference and the day on which the bank booked it', () => {
  expect(finalWordOf(succeeded)).toEqual({
    noticeId: common.noticeId,
    key: common.key,
    amountFen: 12_345,
    outcome: { status: 'SUCCEEDED', bankReference: 'ref-1', bankDate: '2026-03-02' },
  });
});

test('a declined order: its code', () => {
  expect(finalWordOf(failed)).toEqual({
    noticeId: common.noticeId,
    key: common.key,
    amountFen: 12_345,
    outcome: { status: 'FAILED', code: '51' },
  });
});

test('what was stored says the same as what came', () => {
  for (const notice of [succeeded, failed]) {
    expect(finalWordOf(JSON.parse(JSON.stringify(notice)))).toEqual(finalWordOf(notice));
  }
});

test.each([
  ['an order under way', { ...common, status: 'PROCESSING', code: '00' }],
  ['money that came by itself', incoming],
  ['a success without a reference', { ...succeeded, bankReference: undefined }],
  ['a success without a day', { ...succeeded, valueDate: 'soon' }],
  ['anything else', 'SUCCEEDED'],
])('no final word: %s', (_name, notice) => {
  expect(finalWordOf(notice)).toBeNull();
});
