import {
  addBasisPoints,
  compareRates,
  parseRate,
  type Rate,
  rate,
  rateFraction,
} from '../../../domain/money/rate';

describe('parseRate', () => {
  it.each([
    ['0', '0'],
    ['0.0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['0.0345', '0.0345'],
    ['0.0450', '0.045'],
    ['00.12', '0.12'],
    ['1', '1'],
    ['1.000', '1'],
    ['0.1234567890', '0.123456789'],
    ['0.12345678900000000', '0.123456789'],
    [0.045, '0.045'],
    [0, '0'],
    [1, '1'],
  ])('reads %p as %s', (input, expected) => {
    expect(parseRate(input)).toEqual({ ok: true, value: expected });
  });

  it.each([
    [Number.NaN, 'NOT_A_NUMBER'],
    ['', 'NOT_A_NUMBER'],
    ['abc', 'NOT_A_NUMBER'],
    ['x0.1', 'NOT_A_NUMBER'],
    ['0.1x', 'NOT_A_NUMBER'],
    ['.5', 'NOT_A_NUMBER'],
    ['5.', 'NOT_A_NUMBER'],
    ['+0.1', 'NOT_A_NUMBER'],
    ['1e-7', 'NOT_A_NUMBER'],
    [1e-7, 'NOT_A_NUMBER'],
    [Number.POSITIVE_INFINITY, 'NOT_A_NUMBER'],
    [null, 'NOT_A_NUMBER'],
    [['0.1'], 'NOT_A_NUMBER'],
    ['-0.01', 'NEGATIVE'],
    ['-1', 'NEGATIVE'],
    [-0.01, 'NEGATIVE'],
  ])('refuses %p as %s', (input, code) => {
    expect(parseRate(input)).toEqual({ ok: false, refusal: { code, field: 'annualRate' } });
  });

  it('refuses more decimals than ten instead of cutting them', () => {
    expect(parseRate('0.12345678901', 'penaltyRate')).toEqual({
      ok: false,
      refusal: { code: 'SCALE_TOO_LARGE', field: 'penaltyRate', detail: { maximumDecimals: 10 } },
    });
    expect(parseRate(0.1 + 0.2)).toMatchObject({ refusal: { code: 'SCALE_TOO_LARGE' } });
  });

  it('refuses rates above the maximum and names it', () => {
    const refused = { code: 'RATE_ABOVE_MAXIMUM', field: 'annualRate', detail: { maximum: '1' } };
    expect(parseRate('1.0000000001')).toEqual({ ok: false, refusal: refused });
    expect(parseRate('999999999999')).toEqual({ ok: false, refusal: refused });
    expect(parseRate('0.2400000001', 'r', rate('0.24'))).toMatchObject({
      refusal: { detail: { maximum: '0.24' } },
    });
    expect(parseRate('0.24', 'r', rate('0.24'))).toEqual({ ok: true, value: '0.24' });
  });
});

describe('rate', () => {
  it('asserts', () => {
    expect(rate('0.10')).toBe('0.1');
    expect(() => rate('ten')).toThrow('not a rate: ten');
  });
});

describe('rateFraction', () => {
  it.each([
    ['0', 0, 0],
    ['1', 1, 0],
    ['0.0345', 345, 4],
    ['0.120000', 120000, 6],
  ])('%s is %i over ten to the %i', (value, numerator, scale) => {
    expect(rateFraction(value as Rate)).toEqual({ numerator, scale });
  });
});

describe('compareRates', () => {
  it.each([
    ['0.1', '0.10', 0],
    ['0.1', '0.1000000001', -1],
    ['0.11', '0.1', 1],
    ['1', '0.9999999999', 1],
    ['0', '0', 0],
  ])('%s against %s is %i', (left, right, expected) => {
    expect(compareRates(left as Rate, right as Rate)).toBe(expected);
  });
});

describe('addBasisPoints', () => {
  it.each([
    ['0.03', 150, '0.045'],
    ['0.03', -50, '0.025'],
    ['0.03', 0, '0.03'],
    ['0.03', -300, '0'],
    ['0.0000000001', 1, '0.0001000001'],
    ['0', 10_000, '1'],
  ])('%s with %i is %s', (base, basisPoints, expected) => {
    expect(addBasisPoints(rate(base), basisPoints)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['0.03', -301, 'NEGATIVE'],
    ['0.5', 5001, 'RATE_ABOVE_MAXIMUM'],
    ['0.03', 0.5, 'NOT_INTEGER'],
    ['0.03', Number.NaN, 'NOT_INTEGER'],
  ])('%s with %p is refused as %s', (base, basisPoints, code) => {
    expect(addBasisPoints(rate(base), basisPoints, 'spread')).toMatchObject({
      ok: false,
      refusal: { code, field: 'spread' },
    });
  });
});
