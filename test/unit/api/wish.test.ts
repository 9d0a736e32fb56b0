import { wishOf } from '../../../api/search/wish';

describe('what somebody may mean', () => {
  test.each([
    ['300000', 30_000_000],
    ['300,000.00', 30_000_000],
    ['３０万', 30_000_000],
    ['¥1.5万元', 1_500_000],
    ['0.01', 1],
    ['1.005', null],
    ['3,00', null],
    ['0', null],
    ['青禾', null],
    ['99999999999亿', null],
  ])('%s is an amount of %s fen', (typed, fen) => {
    expect(wishOf(typed).amountFen).toBe(fen);
  });

  test('an id is known by its beginning, with hyphens or without', () => {
    const range = ['0198c1f0-0000-0000-0000-000000000000', '0198c1f0-0fff-ffff-ffff-ffffffffffff'];
    expect(wishOf('0198c1f0-0').ids).toEqual(range);
    expect(wishOf('0198C1F00').ids).toEqual(range);
    expect(wishOf('0198c').ids).toBeNull();
    expect(wishOf('青禾食品').ids).toBeNull();
  });

  test('a code or a reference of the bank is known by its beginning', () => {
    expect(wishOf('91330106ma').uscc).toBe('91330106MA');
    expect(wishOf('91330106ma').reference).toBe('91330106ma');
    expect(wishOf('杭州 青禾')).toMatchObject({ words: '杭州 青禾', uscc: null, reference: null });
  });
});
