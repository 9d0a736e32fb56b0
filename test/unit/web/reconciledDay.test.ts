import { checkName } from '../../../web/desk/features/finance/checks';
import { RESOLUTIONS, resolutionOf, sidesOf } from '../../../web/desk/features/finance/differences';
import { inOrder, nextDay, previousDay, verdictOf } from '../../../web/desk/features/finance/reconciledDay';
import { sentence } from '../../../web/kit/words/words';

const item = (key: string, part: object) => ({
  ...{
    key,
    direction: 'IN' as const,
    outcome: 'MATCH' as const,
    bankFen: 1,
    booksFen: 1,
    bankReference: key,
  },
  ...{ carriedFrom: null, breakId: null, receiptId: null, resolvedAt: null, ...part },
});
const balance = { bankFen: 10, booksFen: 10, openFen: 0, differenceFen: 0 };

test('what is open comes first, the larger amount before the smaller', () => {
  const items = [
    item('agrees', { bankFen: 900 }),
    item('small', { outcome: 'LONG', bankFen: 5 }),
    item('settled', { outcome: 'LONG', bankFen: 800, resolvedAt: '2026-11-27T00:00:00Z' }),
    item('large', { outcome: 'SHORT', bankFen: null, booksFen: 70 }),
  ];
  expect(inOrder(items, undefined).map(({ key }) => key)).toEqual(['large', 'small', 'agrees', 'settled']);
  expect(inOrder(items, 'LONG').map(({ key }) => key)).toEqual(['small', 'settled']);
});

test.each([
  ['AGREES', { balance, items: [item('a', {})], blockedOn: null }],
  ['OPEN_ITEMS', { balance, items: [item('a', { outcome: 'LONG' })], blockedOn: null }],
  ['DIFFERS', { balance: { ...balance, differenceFen: 1 }, items: [], blockedOn: null }],
  ['NO_FILE', { balance: { ...balance, bankFen: null }, items: [], blockedOn: null }],
  ['BLOCKED', { balance: { ...balance, bankFen: null }, items: [], blockedOn: '2026-11-26' }],
] as const)('a day is %s', (verdict, day) =>
  expect(verdictOf({ ...day, items: [...day.items] })).toBe(verdict),
);

test('days follow each other over months and leap years', () => {
  expect(nextDay('2028-02-28')).toBe('2028-02-29');
  expect(previousDay('2027-01-01')).toBe('2026-12-31');
});

test.each([
  ['LONG', {}, { bankFen: 7, booksFen: null }],
  ['SHORT', {}, { bankFen: null, booksFen: 7 }],
  ['AMOUNT_DIFF', { bankFen: 5, booksFen: 6 }, { bankFen: 5, booksFen: 6 }],
  ['NOTICE_AMOUNT', { amountFen: 1, orderedFen: 9 }, { bankFen: 1, booksFen: 9 }],
  ['PAYER_CLAIM', { amountFen: 7 }, { bankFen: null, booksFen: 7 }],
  ['PAYER_CLAIM', { amountFen: 7, openFen: 3 }, { bankFen: null, booksFen: 3 }],
  ['CONDUCT', {}, null],
] as const)('of a break %s the bank and the books have what it tells', (kind, detail, sides) => {
  const found = { kind, detail, amountFen: 7 } as unknown as Parameters<typeof sidesOf>[0];
  expect(sidesOf(found)).toEqual(sides);
});

test('a check is told in both languages, and one that nobody knows by its name', () => {
  expect(checkName('loans = ledger 1132')).toEqual(['各贷款合计 = 总账 1132', 'All loans = ledger 1132']);
  expect(checkName('debits = credits')[0]).toBe('借方合计 = 贷方合计');
  expect(checkName('new')).toEqual(['new', 'new']);
});

test.each([
  ['CAME_RIGHT', '已自行一致'],
  ['FOUND_ON_2026-03-05', '2026-03-05 对账时已找到'],
  ['FEE_BOUNCED/0198c1f0-0000-7000-8000-000000000001', '费用扣款被银行退回，已冲回'],
])('what a program settled a break with is told in words: %s', (resolution, told) => {
  const known = resolutionOf(resolution);
  expect(known && sentence(RESOLUTIONS[known.key], 'zh-CN', { date: known.date })).toBe(told);
});

test.each(['已与银行核对 Checked with the bank', 'seen', 'DONE', '法院裁定 RULING_2026'])(
  'what a person wrote stands as it is: %s',
  (resolution) => expect(resolutionOf(resolution)).toBeNull(),
);
