import { isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { rate } from '../../../domain/money/rate';
import {
  bucketOf,
  type ClassificationInput,
  classify,
  gradeAfter,
  isNonPerforming,
  observationEnd,
  upgradeObstacles,
  worseGrade,
} from '../../../domain/overdue/classification';
import { FIVE_TIER_GRADES } from '../../../domain/overdue/grades';
import { provisionFor, riskReserveOf } from '../../../domain/overdue/provision';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';

const graded = (input: Partial<ClassificationInput>) => {
  const { grade, reasons } = classify({ daysPastDue: 0, ...input });
  return [grade, ...reasons];
};

describe('classify', () => {
  it.each([
    [0, ['NORMAL']],
    [1, ['SPECIAL_MENTION', 'DPD_GT_0']],
    [90, ['SPECIAL_MENTION', 'DPD_GT_0']],
    [91, ['SUBSTANDARD', 'DPD_GT_90']],
    [270, ['SUBSTANDARD', 'DPD_GT_90']],
    [271, ['DOUBTFUL', 'DPD_GT_270']],
    [360, ['DOUBTFUL', 'DPD_GT_270']],
    [361, ['LOSS', 'DPD_GT_360']],
  ])('by %i days past due', (daysPastDue, expected) => {
    expect(graded({ daysPastDue })).toEqual(expected);
  });

  it('counts 90 days in for small-loan companies, or what local rules say', () => {
    expect(graded({ daysPastDue: 89, regime: 'MICRO' })).toEqual(['SPECIAL_MENTION', 'DPD_GT_0']);
    expect(graded({ daysPastDue: 90, regime: 'MICRO' })).toEqual(['SUBSTANDARD', 'DPD_GE_90']);
    expect(graded({ daysPastDue: 60, regime: 'MICRO', substandardFromDays: 61 })[0]).toBe('SPECIAL_MENTION');
    expect(graded({ daysPastDue: 61, regime: 'MICRO', substandardFromDays: 61 })[0]).toBe('SUBSTANDARD');
  });

  it('overlooks a technical delay of a week', () => {
    expect(graded({ daysPastDue: 7, technicalWaiver: true })).toEqual(['NORMAL']);
    expect(graded({ daysPastDue: 8, technicalWaiver: true })).toEqual(['SPECIAL_MENTION', 'DPD_GT_0']);
  });

  it.each([
    [{ creditImpaired: true }, ['SUBSTANDARD', 'CREDIT_IMPAIRED']],
    [{ creditImpaired: true, eclRatio: rate('0.4999') }, ['SUBSTANDARD', 'CREDIT_IMPAIRED']],
    [{ creditImpaired: true, eclRatio: rate('0.5') }, ['DOUBTFUL', 'ECL_GE_50']],
    [{ creditImpaired: true, eclRatio: rate('0.9') }, ['LOSS', 'ECL_GE_90']],
    [{ eclRatio: rate('0.9') }, ['NORMAL']],
    [{ evasion: true }, ['DOUBTFUL', 'EVASION']],
    [{ bankruptcyLiquidation: true }, ['LOSS', 'BANKRUPTCY']],
    [{ fundMisuse: true }, ['SPECIAL_MENTION', 'FUND_MISUSE']],
    [{ refinancedByNewDebt: true }, ['SPECIAL_MENTION', 'REFINANCED_BY_NEW_DEBT']],
    [{ otherDebtNonPerforming: true }, ['SPECIAL_MENTION', 'OTHER_DEBT_NPL']],
    [{ overdue90ShareAllBanks: rate('0.2') }, ['NORMAL']],
    [{ overdue90ShareAllBanks: rate('0.2001') }, ['SUBSTANDARD', 'OVERDUE90_SHARE_GT_20']],
    [{ nonPerformingShareHere: rate('0.1') }, ['NORMAL']],
    [{ nonPerformingShareHere: rate('0.1001') }, ['SUBSTANDARD', 'NPL_SHARE_GT_10']],
    [{ ratingSharpDown: true }, ['SUBSTANDARD', 'RATING_SHARP_DOWN']],
    [{ restructured: true }, ['SPECIAL_MENTION', 'RESTRUCTURED']],
    [{ restructured: true, restructuredAgain: true }, ['SUBSTANDARD', 'RESTRUCTURED_AGAIN']],
    [{ evasion: false, fundMisuse: false, creditImpaired: false }, ['NORMAL']],
  ] as const)('by what is known of the debtor: %j', (facts, expected) => {
    expect(graded(facts)).toEqual(expected);
  });

  it('takes the worst, and gives all reasons for it', () => {
    expect(graded({ daysPastDue: 100, evasion: true })).toEqual(['DOUBTFUL', 'EVASION']);
    expect(graded({ daysPastDue: 10, fundMisuse: true, restructured: true })).toEqual([
      'SPECIAL_MENTION',
      'DPD_GT_0',
      'FUND_MISUSE',
      'RESTRUCTURED',
    ]);
  });

  it('says whether it performs, accrues, and its bucket', () => {
    expect(classify({ daysPastDue: 90, regime: 'MICRO' })).toMatchObject({
      isNonPerforming: true,
      accrues: true,
      bucket: 'M3',
    });
    expect(classify({ daysPastDue: 91 })).toMatchObject({ accrues: false, bucket: 'M4' });
    expect(FIVE_TIER_GRADES.map(isNonPerforming)).toEqual([false, false, true, true, true]);
    expect(worseGrade('LOSS', 'NORMAL')).toBe('LOSS');
    expect(worseGrade('NORMAL', 'DOUBTFUL')).toBe('DOUBTFUL');
  });

  it.each([
    [-3, 'M0'],
    [0, 'M0'],
    [1, 'M1'],
    [30, 'M1'],
    [31, 'M2'],
    [180, 'M6'],
    [181, 'M7+'],
  ])('puts %i days into bucket %s', (days, bucket) => {
    expect(bucketOf(days)).toBe(bucket);
  });
});

describe('upgrades', () => {
  const served = {
    overdueFullyPaid: true,
    normalPeriods: 6,
    periodMonths: 1,
    ability: true,
    debtorHasImpaired: false,
  };

  it('needs two periods and six months, whichever is longer', () => {
    expect(upgradeObstacles(served)).toEqual([]);
    expect(upgradeObstacles({ ...served, normalPeriods: 5 })).toEqual(['LESS_THAN_SIX_MONTHS']);
    expect(upgradeObstacles({ ...served, normalPeriods: 2, periodMonths: 3 })).toEqual([]);
    expect(upgradeObstacles({ ...served, normalPeriods: 1, periodMonths: 12 })).toEqual([
      'FEWER_THAN_TWO_PERIODS',
    ]);
    expect(upgradeObstacles({ ...served, overdueFullyPaid: false })).toEqual(['OVERDUE_NOT_FULLY_PAID']);
    expect(upgradeObstacles({ ...served, ability: false, debtorHasImpaired: true })).toEqual([
      'NO_ABILITY',
      'DEBTOR_HAS_IMPAIRED_ASSET',
    ]);
  });

  it('holds back only from non-performing to performing', () => {
    expect(gradeAfter('DOUBTFUL', 'NORMAL', ['NO_ABILITY'])).toBe('SUBSTANDARD');
    expect(gradeAfter('DOUBTFUL', 'NORMAL', [])).toBe('NORMAL');
    expect(gradeAfter('DOUBTFUL', 'SUBSTANDARD', ['NO_ABILITY'])).toBe('SUBSTANDARD');
    expect(gradeAfter('SPECIAL_MENTION', 'NORMAL', ['NO_ABILITY'])).toBe('NORMAL');
    expect(gradeAfter('NORMAL', 'LOSS', ['NO_ABILITY'])).toBe('LOSS');
  });

  it('observes a rescheduled loan for a year and two instalments', () => {
    expect(observationEnd(isoDate('2026-03-31'), isoDate('2026-04-30'))).toBe('2027-03-31');
    expect(observationEnd(isoDate('2026-03-31'), isoDate('2027-06-30'))).toBe('2027-06-30');
  });
});

describe('provisions', () => {
  const { guideline2002, coefficients2012, generalReserveRate } = parametersAt(PARAMETERS_BEGIN).provisions;
  const balances = {
    NORMAL: fen(1_000_000),
    SPECIAL_MENTION: fen(100_000),
    SUBSTANDARD: fen(10_002),
    DOUBTFUL: fen(1_001),
    LOSS: fen(7),
  };

  it('rounds half up', () => {
    expect(provisionFor(fen(33_333_333), 'SUBSTANDARD', guideline2002)).toBe(8_333_333);
    expect(provisionFor(fen(1_001), 'DOUBTFUL', guideline2002)).toBe(501);
  });

  it('keep a general reserve for what the allowances do not cover, and at least a share of all loans', () => {
    const potential = 15_000 + 3_000 + 3_001 + 601 + 7;
    const reserve = (allowanceFen: number) =>
      riskReserveOf(balances, fen(allowanceFen), { coefficients2012, generalReserveRate });
    const least = { leastFen: 11_110 };
    expect(reserve(0)).toEqual({ ...least, potentialGapFen: potential, reserveFen: potential });
    expect(reserve(potential - 11_111)).toEqual({ ...least, potentialGapFen: 11_111, reserveFen: 11_111 });
    expect(reserve(potential - 1)).toEqual({ ...least, potentialGapFen: 1, reserveFen: 11_110 });
    expect(reserve(potential + 1)).toEqual({ ...least, potentialGapFen: 0, reserveFen: 11_110 });
  });
});
