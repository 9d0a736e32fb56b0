import { fen } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { type AltmanFigures, altman } from '../../../domain/scoring/altman';
import { presentAltman } from '../../../domain/scoring/assess';

const parameters = parametersAt(PARAMETERS_BEGIN).altman;

function figures(changes: Partial<Record<keyof AltmanFigures, number>>): AltmanFigures {
  const amounts = {
    currentAssetsFen: 6_000_000,
    currentLiabilitiesFen: 3_000_000,
    totalAssetsFen: 10_000_000,
    totalLiabilitiesFen: 4_500_000,
    equityFen: 5_500_000,
    retainedEarningsFen: 2_500_000,
    ebitFen: 1_200_000,
    ...changes,
  };
  const entries = Object.entries(amounts).map(([name, amount]) => [name, fen(amount)]);
  return Object.fromEntries(entries) as unknown as AltmanFigures;
}

function shown(changes: Partial<Record<keyof AltmanFigures, number>>) {
  const score = altman(figures(changes), parameters);
  return score === null ? null : presentAltman(score);
}

describe('Z″', () => {
  it('weighs the four quotients', () => {
    expect(shown({})).toEqual({
      x1: '0.300000',
      x2: '0.250000',
      x3: '0.120000',
      x4: '1.222222',
      isX4Capped: false,
      z2: '4.8727',
      zem: '8.1227',
      zone: 'SAFE',
    });
  });

  it('finds distress in losses', () => {
    const score = shown({
      currentAssetsFen: 2_000_000,
      currentLiabilitiesFen: 4_500_000,
      totalAssetsFen: 8_000_000,
      totalLiabilitiesFen: 7_600_000,
      equityFen: 400_000,
      retainedEarningsFen: -1_500_000,
      ebitFen: -600_000,
    });
    expect(score).toMatchObject({ z2: '-3.1100', zem: '0.1400', zone: 'DISTRESS' });
  });

  it.each([
    [0, '10.000000', true],
    [1, '10.000000', true],
    [550_000, '10.000000', false],
    [549_999, '10.000000', true],
    [5_500_000, '1.000000', false],
  ])('cuts X4 at 10: liabilities %d', (totalLiabilitiesFen, x4, isX4Capped) => {
    expect(shown({ totalLiabilitiesFen })).toMatchObject({ x4, isX4Capped });
  });

  it('is capped without liabilities, whatever the equity', () => {
    for (const equityFen of [0, -1]) {
      expect(shown({ totalLiabilitiesFen: 0, equityFen })).toMatchObject({
        x4: '10.000000',
        isX4Capped: true,
      });
    }
  });

  it('is not there without assets', () => {
    expect(shown({ totalAssetsFen: 0 })).toBeNull();
  });

  it('draws the zones at 5.85 and 4.35 exactly', () => {
    const zoneAt = (ebitFen: number) =>
      shown({
        currentAssetsFen: 0,
        currentLiabilitiesFen: 0,
        totalAssetsFen: 672_000_000,
        totalLiabilitiesFen: 1_000,
        equityFen: 0,
        retainedEarningsFen: 0,
        ebitFen,
      })?.zone;
    // X3 · 6.72 = EBIT / 100,000,000, so Z″ = 3.25 + that.
    expect([zoneAt(260_000_001), zoneAt(260_000_000), zoneAt(110_000_000), zoneAt(109_999_999)]).toEqual([
      'SAFE',
      'GREY',
      'GREY',
      'DISTRESS',
    ]);
  });
});
