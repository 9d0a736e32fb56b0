import fc from 'fast-check';
import { MAX_FEN } from '../../../domain/money/fen';
import { yuanText } from '../../../domain/money/text';
import { parseTypedYuan } from '../../../domain/money/typed';

it.each([
  ['300000', 30_000_000],
  ['300,000.00', 30_000_000],
  ['300,000.00元', 30_000_000],
  ['３０万', 30_000_000],
  ['３０．５万元', 30_500_000],
  ['1.5亿', 15_000_000_000],
  ['¥1 234.5', 123_450],
  ['￥０．０１', 1],
  ['RMB 12', 1_200],
  ['.5', 50],
  ['5.', 500],
  ['1.2300', 123],
  ['叁', null],
  ['', null],
  ['.', null],
  ['1,00', null],
  ['1e3', null],
  ['12.345', null],
  ['-5', null],
])('reads %s', (typed, amountFen) => {
  const read = parseTypedYuan(typed);
  expect(read.ok ? read.value : null).toBe(amountFen);
});

it('says why', () => {
  const why = (typed: string) => {
    const read = parseTypedYuan(typed, 'amountFen');
    return read.ok ? null : read.refusal.code;
  };
  expect(['x', '-1', '0.001', '99999999999999'].map(why)).toEqual([
    'NOT_A_NUMBER',
    'NEGATIVE',
    'NOT_INTEGER',
    'TOO_LARGE',
  ]);
});

it('takes a loss where there may be one, also in brackets as accountants write it', () => {
  const read = (typed: string) => parseTypedYuan(typed, 'ebitFen', { mayBeNegative: true });
  expect(read('-12.5')).toMatchObject({ ok: true, value: -1_250 });
  expect(read('(12.50)')).toMatchObject({ ok: true, value: -1_250 });
});

it('reads back what we write, to the fen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_FEN }), (amount) => {
      expect(parseTypedYuan(yuanText(amount))).toEqual({ ok: true, value: amount });
    }),
  );
});
