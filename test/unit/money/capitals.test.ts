import fc from 'fast-check';
import { yuanInCapitals } from '../../../domain/money/capitals';
import { fen } from '../../../domain/money/fen';

/** Examples of the rules themselves (《正确填写票据和结算凭证的基本规定》), and those that are easily got wrong. */
const EXAMPLES: readonly (readonly [fen: number, capitals: string])[] = [
  [0, '零元整'],
  [1, '壹分'],
  [10, '壹角'],
  [30_000_000, '叁拾万元整'],
  [140_950, '壹仟肆佰零玖元伍角'],
  [600_714, '陆仟零柒元壹角肆分'],
  [168_032, '壹仟陆佰捌拾元零叁角贰分'],
  [1_640_902, '壹万陆仟肆佰零玖元零贰分'],
  [32_504, '叁佰贰拾伍元零肆分'],
  [100_000, '壹仟元整'],
  [1_000_100, '壹万零壹元整'],
  [10_001_000, '壹拾万零壹拾元整'],
  [1_000_000_000_000, '壹佰亿元整'],
  [10_000_000_100, '壹亿零壹元整'],
  [100_100_000_000_000, '壹万零壹拾亿元整'],
  [1_000_000_000_000_000, '壹拾万亿元整'],
];

it.each(EXAMPLES)('says %d fen as %s', (amount, capitals) => {
  expect(yuanInCapitals(fen(amount))).toBe(capitals);
});

it('says each amount in a way of its own, never two noughts after one another', () => {
  const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(amounts, amounts, (one, other) => {
      const [first, second] = [yuanInCapitals(fen(one)), yuanInCapitals(fen(other))];
      expect(first === second).toBe(one === other);
      expect(first).not.toMatch(/零零|零[万亿]|亿万/);
    }),
  );
});

it('is for amounts that are paid', () => {
  expect(() => yuanInCapitals(fen(-1))).toThrow(RangeError);
});
