import { typedFen, wrongWithYuan } from '../../../web/kit/forms/typedFigures';

it('says what is wrong with an amount as it was typed', () => {
  expect(
    ['', 'x', '-1', '1.234', '0', '1.23'].map((typed) => wrongWithYuan(typed, { mayBeZero: false })),
  ).toEqual(['EMPTY', 'NOT_A_NUMBER', 'NEGATIVE', 'NOT_INTEGER', 'TOO_SMALL', null]);
});

it('takes what the field takes', () => {
  expect(wrongWithYuan('', { mayBeEmpty: true })).toBeNull();
  expect(wrongWithYuan('-5', { mayBeNegative: true })).toBeNull();
  expect(wrongWithYuan('0')).toBeNull();
  expect([typedFen('-5万'), typedFen('x')]).toEqual([-5_000_000, null]);
});
