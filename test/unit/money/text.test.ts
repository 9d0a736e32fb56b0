import { yuanText } from '../../../domain/money/text';

it.each([
  [0, '0.00'],
  [5, '0.05'],
  [123, '1.23'],
  [123_450, '1,234.50'],
  [100_000_000_000_000, '1,000,000,000,000.00'],
  [-7, '-0.07'],
  [-123_456, '-1,234.56'],
])('%i fen are %s yuan', (amountFen, text) => {
  expect(yuanText(amountFen)).toBe(text);
});
