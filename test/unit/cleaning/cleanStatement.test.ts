import { readCell, type UnitZeros, unitOf, YUAN } from '../../../domain/cleaning/cell';
import { cleanStatement, type RawRow } from '../../../domain/cleaning/cleanStatement';
import { figuresOf } from '../../../domain/cleaning/figures';
import { lineOf } from '../../../domain/cleaning/lines';

const TEN_THOUSANDS = 6;
const amountOf = (cell: string | number | null, unit: UnitZeros = YUAN) => {
  const read = readCell(cell, unit);
  return read.is === 'AMOUNT' ? read.amountFen : read.is;
};
const clean = (rows: readonly RawRow[], unit: string | null = '元') => {
  const cleaned = cleanStatement({ unit, rows });
  if (!cleaned.ok) throw new Error(cleaned.refusal.code);
  return cleaned.value;
};

test.each([
  ['1,234.56', 123_456],
  ['￥１，２３４．５６', 123_456],
  ['RMB 10', 1_000],
  ['人民币10元', 1_000],
  ['(10)', -1_000],
  ['（10）', -1_000],
  ['−10', -1_000],
  ['10-', -1_000],
  ['-10-', 'NOT_A_NUMBER'],
  ['.5', 50],
  ['5.', 500],
  ['.', 'NOT_A_NUMBER'],
  ['1.2.3', 'NOT_A_NUMBER'],
  ['12%', 'NOT_A_NUMBER'],
  ['元', 'NOT_A_NUMBER'],
  ['1.2亿元', 12_000_000_000],
  ['3千元', 300_000],
  ['99999999999999999999', 'NOT_A_NUMBER'],
  ['1e400', 'NOT_A_NUMBER'],
  ['N/A', 'BLANK'],
  ['——', 'BLANK'],
  [0.1, 10],
  [1e21, 'NOT_A_NUMBER'],
])('the cell %p is %p', (cell, expected) => {
  expect(amountOf(cell)).toBe(expected);
});

test('half a fen is rounded away from zero, and said', () => {
  expect(readCell('0.005', YUAN)).toMatchObject({ amountFen: 1, isRounded: true });
  expect(readCell('-0.005', YUAN)).toMatchObject({ amountFen: -1, isRounded: true });
  expect(readCell('0.004', YUAN)).toMatchObject({ amountFen: 0, isRounded: true });
  expect(readCell('1.23456789', TEN_THOUSANDS)).toMatchObject({ amountFen: 1_234_568, isRounded: true });
});

test('numbers in E notation count and are said', () => {
  const { values, warnings } = clean([['货币资金', '1.2E5']]);
  expect(values.cash).toBe(12_000_000);
  expect(warnings[0]).toEqual({ code: 'SCIENTIFIC', key: 'cash' });
});

test.each([
  ['单位：人民币万元', 6],
  ['千元', 5],
  ['亿元', 10],
  ['金额单位:元', 2],
  ['万美元', null],
  ['USD', null],
  ['', null],
])('the header %p', (header, zeros) => {
  expect(unitOf(header)).toBe(zeros);
});

test('another currency is refused', () => {
  expect(cleanStatement({ unit: '单位：美元', rows: [] })).toMatchObject({
    refusal: { code: 'UNIT_NOT_SUPPORTED' },
  });
});

test.each([
  ['一、营业收入', 'revenue'],
  ['减：1、营业成本：', 'costOfSales'],
  ['四、净利润（净亏损以（-）号填列）', 'netProfit'],
  ['减：营业成本', 'costOfSales'],
  ['　　其中：利息费用', 'interestExpense'],
  ['三、利润总额（亏损总额以“-”号填列）', 'profitBeforeTax'],
  ['实收资本（或股本）', 'capital'],
  ['（3）存货', 'inventory'],
  ['应收帐款：', 'receivables'],
  ['负债及所有者权益（或股东权益）合计', 'totalLiabilitiesAndEquity'],
  ['其中：原材料', 'OF_WHICH'],
  ['商誉', null],
])('the name %p', (name, key) => {
  expect(lineOf(name)).toBe(key);
});

test('a heading is left out, an unknown line with a value is named', () => {
  expect(clean([['流动资产：', '']]).warnings).toEqual([]);
  expect(clean([['商誉', '0']]).warnings).toEqual([{ code: 'UNKNOWN_LINE', name: '商誉' }]);
});

test('the first value of a line that stands there twice counts', () => {
  const { values, warnings } = clean([
    ['存货', 'x'],
    ['存货', '5'],
    ['存货', '6'],
  ]);
  expect(values.inventory).toBe(500);
  expect(warnings.slice(0, 2)).toEqual([
    { code: 'NOT_A_NUMBER', key: 'inventory' },
    { code: 'DUPLICATE_LINE', key: 'inventory' },
  ]);
});

test('a given total stays, and its difference is said beyond what rounding explains', () => {
  const sheet = (total: string): readonly RawRow[] => [
    ['货币资金', '1.1'],
    ['存货', '2.2'],
    ['流动资产合计', total],
  ];
  expect(clean(sheet('3.4'), '万元').warnings.map(({ code }) => code)).toEqual(['TOTAL_COMPUTED']);
  expect(clean(sheet('3.5'), '万元').warnings[0]).toEqual({
    ...{ code: 'SUBTOTAL_MISMATCH', key: 'currentAssets', differenceFen: 200_000 },
  });
  expect(clean(sheet('3.31')).warnings[0]).toMatchObject({ code: 'SUBTOTAL_MISMATCH', differenceFen: 1 });
});

test('an application finds its figures in them', () => {
  const { values } = clean([
    ['营业收入', '100'],
    ['利润总额', '20'],
    ['其中：利息费用', '5'],
    ['资产总计', '80'],
  ]);
  expect(figuresOf(values)).toEqual({
    ...{ revenueFen: 10_000, interestExpenseFen: 500, ebitFen: 2_500, totalAssetsFen: 8_000 },
    netProfitFen: 2_000,
  });
});

test('amounts of which the sum is none are cleaned all the same', () => {
  const { values, warnings } = clean(
    [
      ['货币资金', '90000亿元'],
      ['存货', '90000亿元'],
      ['资产总计', '100000亿元'],
      ['负债合计', '-100000亿元'],
      ['所有者权益合计', '0'],
    ],
    '亿元',
  );
  expect(values.currentAssets).toBeUndefined();
  expect(warnings).toContainEqual({ code: 'NOT_BALANCED', differenceFen: 1_000_000_000_000_000 });
});
