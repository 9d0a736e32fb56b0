import { fen, MAX_FEN, splitEvenly, splitFen } from '../../../domain/money';

describe('splitFen', () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [101, [1, 1, 1], [34, 34, 33]],
    [10, [1, 2, 7], [1, 2, 7]],
    [5, [1, 2], [2, 3]],
    [1, [1, 2], [0, 1]],
    [7, [0, 3, 0], [0, 7, 0]],
    [0, [1, 1], [0, 0]],
    // Fractions 2/6, 2/6, 2/6: equal fractions go by position.
    [8, [2, 2, 2], [3, 3, 2]],
    // 5 × 1/10 = 0.5, 5 × 3/10 = 1.5, 5 × 6/10 = 3.0: the first of the equal fractions gets the fen.
    [5, [1, 3, 6], [1, 1, 3]],
  ])('%i by %j is %j', (total, weights, expected) => {
    expect(splitFen(fen(total), weights)).toEqual(expected);
  });

  it('is exact for the largest amounts', () => {
    const parts = splitFen(fen(MAX_FEN), [1, Number.MAX_SAFE_INTEGER]);
    expect(parts).toEqual([0, MAX_FEN]);
  });

  it.each([
    [1, [0, 0]],
    [1, []],
    [-1, [1]],
  ])('throws for %i by %j', (total, weights) => {
    expect(() => splitFen(fen(total), weights)).toThrow('can only split an amount ≥ 0 over a weight above 0');
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('throws for the weight %p', (weight) => {
    expect(() => splitFen(fen(1), [1, weight])).toThrow(`not a weight: ${weight}`);
  });
});

describe('splitEvenly', () => {
  it('gives the first parts a fen more', () => {
    expect(splitEvenly(fen(11), 4)).toEqual([3, 3, 3, 2]);
  });
});
