import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import type { Characteristic } from '../../../domain/parameters/scorecard';
import { type CharacteristicValue, type ScorecardInput, scoreOf } from '../../../domain/scoring/scorecard';

const parameters = parametersAt(PARAMETERS_BEGIN).scorecard;

const BEST: ScorecardInput = {
  yearsInOperation: 8,
  debtRatio: 0.38,
  currentRatio: 2.1,
  interestCover: 6,
  netMargin: 0.12,
  revenueGrowth: 0.2,
  dscr: 1.8,
  arDays: 45,
  maxDpd24m: 0,
  enquiries6m: 1,
  taxRating: 'A',
  litigation: 'NONE',
  zem: 7.2,
};

function pointsOf(characteristic: Characteristic, value: CharacteristicValue): number {
  return scoreOf({ ...BEST, [characteristic]: value }, parameters).points[characteristic];
}

describe('the scorecard', () => {
  it('gives 730 points at best, without a reason', () => {
    expect(scoreOf(BEST, parameters)).toMatchObject({ score: 730, reasons: [], knockOuts: [] });
  });

  it.each<[Characteristic, readonly (readonly [CharacteristicValue, number])[]]>([
    [
      'yearsInOperation',
      [
        [5, 45],
        [4.99, 30],
        [3, 30],
        [2.99, 15],
        [1, 15],
        [0.99, 0],
      ],
    ],
    [
      'debtRatio',
      [
        [0.4, 40],
        [0.401, 28],
        [0.6, 28],
        [0.7, 15],
        [0.85, 5],
        [0.851, 0],
        [null, 0],
      ],
    ],
    [
      'currentRatio',
      [
        [2, 25],
        [1.99, 20],
        [1.5, 20],
        [1, 10],
        [0.99, 0],
        [null, 20],
        ['WORST', 0],
      ],
    ],
    [
      'interestCover',
      [
        [5, 35],
        [2.5, 25],
        [1.5, 15],
        [1, 5],
        [0.99, 0],
        ['BEST', 35],
        ['WORST', 0],
        [null, 0],
      ],
    ],
    [
      'netMargin',
      [
        [0.1, 25],
        [0.05, 18],
        [0, 8],
        [-0.01, 0],
        [null, 0],
      ],
    ],
    [
      'revenueGrowth',
      [
        [0.15, 20],
        [0, 14],
        [-0.15, 6],
        [-0.151, 0],
        [null, 6],
      ],
    ],
    [
      'dscr',
      [
        [1.5, 35],
        [1.2, 25],
        [1, 12],
        [0.99, 0],
        [null, 12],
      ],
    ],
    [
      'arDays',
      [
        [60, 15],
        [61, 10],
        [90, 10],
        [180, 4],
        [181, 0],
        [null, 0],
      ],
    ],
    [
      'maxDpd24m',
      [
        [0, 50],
        [1, 25],
        [30, 25],
        [31, 8],
        [60, 8],
        [61, 0],
        [90, 0],
        [91, 0],
      ],
    ],
    [
      'enquiries6m',
      [
        [0, 15],
        [2, 15],
        [3, 8],
        [5, 8],
        [6, 0],
      ],
    ],
    [
      'taxRating',
      [
        ['A', 25],
        ['B', 18],
        ['M', 10],
        ['C', 0],
        ['D', 0],
        [null, 10],
      ],
    ],
    [
      'litigation',
      [
        ['NONE', 20],
        ['SETTLED', 8],
        ['OPEN', 0],
        ['DISHONEST_JUDGMENT_DEBTOR', 0],
      ],
    ],
    [
      'zem',
      [
        [5.86, 30],
        [5.85, 15],
        [4.35, 15],
        [4.34, 0],
        [null, 0],
      ],
    ],
  ])('has the bins of %s with their bounds', (characteristic, bins) => {
    const given = bins.map(([value]) => pointsOf(characteristic, value));
    expect(given).toEqual(bins.map(([, points]) => points));
  });

  it.each([
    ['maxDpd24m', 91, 'K01_DPD_GT_90_24M'],
    ['taxRating', 'D', 'K02_TAX_RATING_D'],
    ['litigation', 'DISHONEST_JUDGMENT_DEBTOR', 'K03_DISHONEST_JUDGMENT_DEBTOR'],
  ])('knocks out by %s %s', (characteristic, value, code) => {
    const { knockOuts } = scoreOf({ ...BEST, [characteristic]: value }, parameters);
    expect(knockOuts.map((knockOut) => knockOut.code)).toEqual([code]);
  });

  it.each([
    ['maxDpd24m', 90],
    ['taxRating', 'C'],
    ['litigation', 'OPEN'],
    ['debtRatio', 2],
  ])('does not knock out by %s %s', (characteristic, value) => {
    expect(scoreOf({ ...BEST, [characteristic]: value }, parameters).knockOuts).toEqual([]);
  });

  it('names where most was lost, in the order of the card where it was the same', () => {
    const { reasons } = scoreOf(
      { ...BEST, yearsInOperation: 4, debtRatio: 0.6, currentRatio: 1, zem: 5.85, netMargin: 0.05 },
      parameters,
    );
    expect(reasons.map(({ code, lostPoints }) => [code, lostPoints])).toEqual([
      ['R01', 15],
      ['R03', 15],
      ['R13', 15],
      ['R02', 12],
    ]);
    expect(reasons[0]).toMatchObject({
      characteristic: 'yearsInOperation',
      text: { zh: '经营年限较短', en: 'Short operating history' },
    });
  });

  it('names no reason where nothing was lost', () => {
    const { reasons } = scoreOf({ ...BEST, taxRating: 'M' }, parameters);
    expect(reasons.map(({ code }) => code)).toEqual(['R11']);
  });

  it('does not guess the points of a value that it does not know', () => {
    expect(() => scoreOf({ ...BEST, taxRating: 'E' }, parameters)).toThrow('no points for R11 E');
  });

  it('explains each characteristic in both languages with a code of its own', () => {
    const rules = Object.values(parameters.characteristics);
    expect(new Set(rules.map(({ reason }) => reason)).size).toBe(13);
    expect(rules.every(({ text }) => text.zh !== '' && text.en !== '')).toBe(true);
  });
});
