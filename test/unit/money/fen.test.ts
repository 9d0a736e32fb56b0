import {
  addFen,
  fen,
  MAX_FEN,
  maxFen,
  minFen,
  parseFen,
  subtractFen,
  ZERO_FEN,
} from '../../../domain/money/fen';

describe('fen', () => {
  it('takes integers up to the limit on both sides', () => {
    expect(fen(MAX_FEN)).toBe(1_000_000_000_000_000);
    expect(fen(-MAX_FEN)).toBe(-1_000_000_000_000_000);
    expect(Object.is(fen(-0), 0)).toBe(true);
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_FEN + 1, -MAX_FEN - 1])(
    'throws for %p',
    (amount) => {
      expect(() => fen(amount)).toThrow(`not an amount in fen: ${amount}`);
    },
  );
});

describe('parseFen', () => {
  it.each([
    [0, 0],
    [7, 7],
    ['7', 7],
    ['0007', 7],
    [MAX_FEN, MAX_FEN],
    ['1000000000000000', MAX_FEN],
    ['-0', 0],
  ])('reads %p', (input, expected) => {
    const parsed = parseFen(input);
    expect(parsed).toEqual({ ok: true, value: expected });
  });

  it.each([
    [Number.NaN, 'NOT_A_NUMBER'],
    ['', 'NOT_A_NUMBER'],
    ['x1', 'NOT_A_NUMBER'],
    ['1x', 'NOT_A_NUMBER'],
    ['1e3', 'NOT_A_NUMBER'],
    [' 1', 'NOT_A_NUMBER'],
    ['1.', 'NOT_A_NUMBER'],
    ['1.x', 'NOT_A_NUMBER'],
    ['9'.repeat(25), 'NOT_A_NUMBER'],
    [null, 'NOT_A_NUMBER'],
    [undefined, 'NOT_A_NUMBER'],
    [5n, 'NOT_A_NUMBER'],
    [{}, 'NOT_A_NUMBER'],
    [-1, 'NEGATIVE'],
    ['-1', 'NEGATIVE'],
    [-0.5, 'NEGATIVE'],
    [Number.NEGATIVE_INFINITY, 'NEGATIVE'],
    [0.5, 'NOT_INTEGER'],
    ['1.0', 'NOT_INTEGER'],
    ['1.00000000000000000001', 'NOT_INTEGER'],
  ])('refuses %p as %s', (input, code) => {
    expect(parseFen(input)).toEqual({ ok: false, refusal: { code, field: 'amountFen' } });
  });

  it.each([MAX_FEN + 1, 2 ** 53 + 2, '9'.repeat(24), Number.POSITIVE_INFINITY])(
    'refuses %p as TOO_LARGE and names the limit',
    (input) => {
      expect(parseFen(input, 'principalFen')).toEqual({
        ok: false,
        refusal: { code: 'TOO_LARGE', field: 'principalFen', detail: { maximumFen: MAX_FEN } },
      });
    },
  );
});

describe('arithmetic', () => {
  it('adds, subtracts and compares', () => {
    expect(addFen()).toBe(0);
    expect(addFen(fen(1), fen(2), fen(-4))).toBe(-1);
    expect(subtractFen(fen(3), fen(5))).toBe(-2);
    expect(minFen(fen(3), fen(5))).toBe(3);
    expect(minFen(fen(5), fen(3))).toBe(3);
    expect(maxFen(fen(3), fen(5))).toBe(5);
    expect(maxFen(fen(5), fen(3))).toBe(5);
    expect(ZERO_FEN).toBe(0);
  });

  it('never leaves the range silently, not even on the way', () => {
    expect(() => addFen(fen(MAX_FEN), fen(1))).toThrow(RangeError);
    expect(() => addFen(fen(MAX_FEN), fen(1), fen(-1))).toThrow(RangeError);
    expect(() => subtractFen(fen(-MAX_FEN), fen(1))).toThrow(RangeError);
  });
});
