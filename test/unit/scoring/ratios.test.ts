import { fen } from '../../../domain/money/fen';
import { Exact } from '../../../domain/parameters/decimal';
import { loanToRevenue, type Ratio, ratiosOf } from '../../../domain/scoring/ratios';
import { statements } from './examples';

const shown = (ratio: Ratio) => (ratio instanceof Exact ? ratio.toFixed(6) : ratio);

describe('ratios', () => {
  it('are computed from the two years', () => {
    const ratios = ratiosOf(
      statements({}, { revenueFen: 16_000_000_00, receivablesFen: 1_000_000_00, inventoryFen: 1_000_000_00 }),
    );
    expect(Object.fromEntries(Object.entries(ratios).map(([name, ratio]) => [name, shown(ratio)]))).toEqual({
      debtRatio: '0.400000',
      currentRatio: '2.000000',
      quickRatio: '1.375000',
      interestCover: '8.000000',
      dscr: '1.923077', // (160 + 50 + 10 + 30) / (30 + 100)
      netMargin: '0.080000',
      roe: '0.177778',
      roa: '0.106667',
      revenueGrowth: '0.250000',
      arDays: '36.500000',
      inventoryDays: '39.107143',
      cashFlowToDebt: '0.300000',
    });
  });

  it('average the equity and the assets of both year ends', () => {
    const ratios = ratiosOf(
      statements(
        {},
        { totalAssetsFen: 9_000_000_00, equityFen: 3_000_000_00, currentAssetsFen: 8_000_000_00 },
      ),
    );
    expect([shown(ratios.roe), shown(ratios.roa)]).toEqual(['0.266667', '0.133333']);
  });

  it('take the one year end for both in a first year, without growth', () => {
    const ratios = ratiosOf(statements({}, null));
    expect([shown(ratios.roe), shown(ratios.arDays), ratios.revenueGrowth]).toEqual([
      '0.177778',
      '54.750000',
      null,
    ]);
  });

  it('have no value without assets, revenue or a year before', () => {
    const none = ratiosOf(
      statements(
        { totalAssetsFen: 0, revenueFen: 0, costOfGoodsSoldFen: 0 },
        { revenueFen: 0, totalAssetsFen: 0 },
      ),
    );
    const { debtRatio, netMargin, roa, revenueGrowth, arDays, inventoryDays } = none;
    expect([debtRatio, netMargin, roa, revenueGrowth, arDays, inventoryDays]).toEqual(Array(6).fill(null));
  });

  it.each([
    ['no current liabilities, but current assets', { currentLiabilitiesFen: 0 }, null],
    ['neither of them', { currentLiabilitiesFen: 0, currentAssetsFen: 0 }, 'WORST'],
  ])('judge the current ratio with %s', (_, current, expected) => {
    expect(ratiosOf(statements(current)).currentRatio).toBe(expected);
  });

  it('have a current ratio of nothing where liabilities meet no current assets', () => {
    const { currentRatio } = ratiosOf(statements({ currentAssetsFen: 0 }));
    expect(shown(currentRatio)).toBe('0.000000');
  });

  it('have no quick ratio without current liabilities', () => {
    expect(ratiosOf(statements({ currentLiabilitiesFen: 0 })).quickRatio).toBeNull();
  });

  it.each([
    [100, 0, 'BEST'],
    [0, 0, 'WORST'],
    [-1, 0, 'WORST'],
    [-1, 100, 'WORST'],
    [0, 100, '0.000000'],
    [250, 100, '2.500000'],
  ])('cover interest: EBIT %d, interest %d → %s', (ebitFen, interestExpenseFen, expected) => {
    expect(shown(ratiosOf(statements({ ebitFen, interestExpenseFen })).interestCover)).toBe(expected);
  });

  it('leave debt service cover open when nothing is to be served', () => {
    expect(ratiosOf(statements({ interestExpenseFen: 0 }, null, { dueFen: 0 })).dscr).toBeNull();
  });

  it('never show a good return on equity that is gone', () => {
    const gone = { equityFen: -100, totalAssetsFen: 5_999_999_00, netProfitFen: -50 };
    expect(ratiosOf(statements(gone, gone)).roe).toBeNull();
    expect(ratiosOf(statements(gone)).roe).toBeNull();
    expect(ratiosOf(statements({ equityFen: 100 }, { equityFen: -200 })).roe).toBeNull();
    expect(ratiosOf(statements({ equityFen: 0 })).roe).toBeNull();
  });

  it('show the best cash flow to debt without liabilities', () => {
    expect(ratiosOf(statements({ totalLiabilitiesFen: 0 })).cashFlowToDebt).toBe('BEST');
  });

  it('compare the debt after the request with revenue', () => {
    expect(shown(loanToRevenue(statements(), fen(8_000_000_00)))).toBe('0.500000');
    expect(loanToRevenue(statements({ revenueFen: 0 }), fen(1))).toBeNull();
  });
});
