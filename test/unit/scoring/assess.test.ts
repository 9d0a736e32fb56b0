import { type Fen, fen, MAX_FEN } from '../../../domain/money/fen';
import { PARAMETERS_BEGIN, parametersAt } from '../../../domain/parameters/parametersAt';
import { assess } from '../../../domain/scoring/assess';
import { checkProfile, type EnterpriseProfile } from '../../../domain/scoring/profile';
import { checkStatements, type FinancialStatements } from '../../../domain/scoring/statements';
import { profile, statements } from './examples';

const parameters = parametersAt(PARAMETERS_BEGIN);

function assessed(ofStatements: FinancialStatements, ofProfile: EnterpriseProfile = profile()) {
  const assessment = assess(ofStatements, ofProfile, parameters);
  if (!assessment.ok) throw new Error(assessment.refusal.code);
  return assessment.value;
}

describe('an assessment', () => {
  it('goes from statements to a decision', () => {
    expect(assessed(statements())).toMatchObject({
      score: 717, // 7 short in net margin, 6 in growth
      pd: '0.000289',
      grade: 'AAA',
      gradePd: '0.000736',
      decision: 'APPROVE_ELIGIBLE',
      knockOuts: [],
      altman: { x1: '0.266667', x4: '1.500000', isX4Capped: false, zone: 'SAFE' },
      ratios: { debtRatio: '0.400000', interestCover: '8.000000', revenueGrowth: '0.111111' },
      versions: { scorecard: 'scorecard/1', rating: 'rating/1', altman: 'altman/1' },
    });
  });

  it('names its reasons, worst first', () => {
    const { reasons } = assessed(statements(), profile({ taxRating: 'C', yearsInOperation: 2 }));
    expect(reasons.map(({ code, lostPoints }) => [code, lostPoints])).toEqual([
      ['R01', 30],
      ['R11', 25],
      ['R05', 7],
      ['R06', 6],
    ]);
  });

  it('takes what divides by zero as best, worst or open', () => {
    const { ratios, points } = assessed(
      statements({ interestExpenseFen: 0, currentLiabilitiesFen: 0 }, null, { dueFen: 0 }),
    );
    expect(ratios).toMatchObject({
      interestCover: 'BEST',
      currentRatio: null,
      dscr: null,
      revenueGrowth: null,
    });
    expect(points).toMatchObject({ interestCover: 35, currentRatio: 20, dscr: 12, revenueGrowth: 6 });
  });

  it('judges by the exact figure, not by the one it shows', () => {
    const nearly = { totalAssetsFen: 1_000_000_000_001, equityFen: 600_000_000_000 };
    const { ratios, points } = assessed(statements({ ...nearly, totalLiabilitiesFen: 400_000_000_001 }));
    expect([ratios.debtRatio, points.debtRatio]).toEqual(['0.400000', 28]);
  });

  it('stands without assets', () => {
    const nothing = {
      totalAssetsFen: 0,
      currentAssetsFen: 0,
      inventoryFen: 0,
      prepaymentsFen: 0,
      receivablesFen: 0,
      equityFen: -6_000_000_00,
    };
    const { altman, ratios, points, warnings } = assessed(statements(nothing));
    expect([altman, ratios.debtRatio, points.zem, points.debtRatio]).toEqual([null, null, 0, 0]);
    expect(warnings).toEqual(['NO_ASSETS']);
  });

  it.each([
    [{}, 8_000_000_00, '0.500000', []],
    [{}, 8_000_000_01, '0.500000', ['LOAN_TO_REVENUE_HIGH']],
    [{ revenueFen: 0 }, 0, null, ['LOAN_TO_REVENUE_HIGH']],
  ] as const)(
    'warns of debt above half of the revenue: %o, %d',
    (current, requestedFen, loanToRevenue, warnings) => {
      const assessment = assess(statements(current), profile(), parameters, fen(requestedFen));
      expect(assessment).toMatchObject({ ok: true, value: { loanToRevenue, warnings } });
      expect(assessed(statements()).loanToRevenue).toBe('0.100000');
    },
  );

  it('is plain data that survives a journey', () => {
    const assessment = assessed(statements());
    expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment);
  });

  it('is refused with its statements or its profile', () => {
    expect(assess(statements({ revenueFen: -1 }), profile(), parameters)).toMatchObject({
      ok: false,
      refusal: { code: 'NEGATIVE', field: 'statements.current.revenueFen' },
    });
    expect(assess(statements(), profile({ maxDpd24m: -1 }), parameters)).toMatchObject({
      ok: false,
      refusal: { code: 'NEGATIVE', field: 'profile.maxDpd24m' },
    });
  });

  it.each([
    [Number.NaN, 'NOT_A_NUMBER'],
    [-1, 'NEGATIVE'],
    [0.5, 'NOT_INTEGER'],
    [MAX_FEN + 1, 'TOO_LARGE'],
  ])('is refused for a request of %s fen: %s', (requestedFen, code) => {
    expect(assess(statements(), profile(), parameters, requestedFen as Fen)).toMatchObject({
      ok: false,
      refusal: { code, field: 'requestedFen' },
    });
  });
});

/** Statements with a figure that no typed code could make. */
function broken(path: 'current' | 'previous', figure: string, value: unknown): FinancialStatements {
  const sound = statements();
  return { ...sound, [path]: { ...sound[path], [figure]: value } };
}

describe('statements', () => {
  it.each([
    ['current', 'revenueFen', Number.NaN, 'NOT_A_NUMBER'],
    ['current', 'revenueFen', '12', 'NOT_A_NUMBER'],
    ['current', 'ebitFen', undefined, 'NOT_A_NUMBER'],
    ['current', 'ebitFen', 0.5, 'NOT_INTEGER'],
    ['current', 'ebitFen', MAX_FEN + 1, 'TOO_LARGE'],
    ['current', 'ebitFen', -MAX_FEN - 1, 'TOO_LARGE'],
    ['current', 'ebitFen', Number.POSITIVE_INFINITY, 'TOO_LARGE'],
    ['previous', 'interestExpenseFen', -1, 'NEGATIVE'],
    ['current', 'currentAssetsFen', 15_000_000_01, 'PART_ABOVE_WHOLE'],
    ['current', 'inventoryFen', 8_000_000_01, 'PART_ABOVE_WHOLE'],
    ['current', 'prepaymentsFen', 8_000_000_01, 'PART_ABOVE_WHOLE'],
    ['current', 'receivablesFen', 8_000_000_01, 'PART_ABOVE_WHOLE'],
    ['previous', 'currentLiabilitiesFen', 6_000_000_01, 'PART_ABOVE_WHOLE'],
  ] as const)('are refused when %s.%s is %s: %s', (path, figure, value, code) => {
    const refusal = { code, field: `statements.${path}.${figure}` };
    expect(checkStatements(broken(path, figure, value))).toMatchObject({ ok: false, refusal });
  });

  it.each([
    'revenueFen',
    'costOfGoodsSoldFen',
    'interestExpenseFen',
    'depreciationFen',
    'amortisationFen',
    'currentAssetsFen',
    'inventoryFen',
    'prepaymentsFen',
    'receivablesFen',
    'totalAssetsFen',
    'currentLiabilitiesFen',
    'totalLiabilitiesFen',
  ])('have no negative %s', (figure) => {
    expect(checkStatements(broken('current', figure, -1))).toMatchObject({ refusal: { code: 'NEGATIVE' } });
  });

  it.each(['ebitFen', 'netProfitFen', 'operatingCashFlowFen', 'retainedEarningsFen'])(
    'may have a negative %s',
    (figure) => {
      expect(checkStatements(broken('current', figure, -MAX_FEN)).ok).toBe(true);
    },
  );

  it('balance, and say by how much they do not', () => {
    expect(checkStatements(broken('current', 'equityFen', 8_999_999_99))).toEqual({
      ok: false,
      refusal: {
        code: 'NOT_BALANCED',
        field: 'statements.current.totalAssetsFen',
        detail: { differenceFen: 1 },
      },
    });
    const loss = { equityFen: -1_000_000_00, totalAssetsFen: 5_000_000_00, currentAssetsFen: 5_000_000_00 };
    expect(checkStatements(statements(loss)).ok).toBe(true);
  });

  it('name the most that an amount may be', () => {
    expect(checkStatements(broken('current', 'ebitFen', MAX_FEN + 1))).toMatchObject({
      refusal: { detail: { maximumFen: MAX_FEN } },
    });
  });

  it('name the whole that a part exceeds', () => {
    expect(checkStatements(broken('current', 'inventoryFen', 8_000_000_01))).toMatchObject({
      refusal: { detail: { whole: 'currentAssetsFen' } },
    });
  });

  it.each(['principalDue12mFen', 'existingDebtFen'])('are refused with a negative %s', (field) => {
    expect(checkStatements({ ...statements(), [field]: -1 })).toMatchObject({
      refusal: { code: 'NEGATIVE', field: `statements.${field}` },
    });
  });

  it('need no year before', () => {
    expect(checkStatements(statements({}, null)).ok).toBe(true);
  });
});

describe('a profile', () => {
  const check = (changes: object) =>
    checkProfile({ ...profile(), ...changes } as EnterpriseProfile, parameters.scorecard);

  it.each([
    [{ yearsInOperation: Number.NaN }, 'NOT_A_NUMBER', 'profile.yearsInOperation'],
    [{ yearsInOperation: '3' }, 'NOT_A_NUMBER', 'profile.yearsInOperation'],
    [{ yearsInOperation: -0.1 }, 'NEGATIVE', 'profile.yearsInOperation'],
    [{ yearsInOperation: 1001 }, 'TOO_LARGE', 'profile.yearsInOperation'],
    [{ maxDpd24m: 0.5 }, 'NOT_INTEGER', 'profile.maxDpd24m'],
    [{ maxDpd24m: 100_001 }, 'TOO_LARGE', 'profile.maxDpd24m'],
    [{ enquiries6m: -1 }, 'NEGATIVE', 'profile.enquiries6m'],
    [{ taxRating: 'E' }, 'UNKNOWN_VALUE', 'profile.taxRating'],
    [{ taxRating: 'toString' }, 'UNKNOWN_VALUE', 'profile.taxRating'],
    [{ litigation: null }, 'UNKNOWN_VALUE', 'profile.litigation'],
  ])('is refused: %o', (changes, code, field) => {
    expect(check(changes)).toMatchObject({ ok: false, refusal: { code, field } });
  });

  it.each([{ taxRating: null }, { yearsInOperation: 0 }, { yearsInOperation: 1000 }, { maxDpd24m: 100_000 }])(
    'is accepted: %o',
    (changes) => {
      expect(check(changes).ok).toBe(true);
    },
  );

  it('names the limit', () => {
    expect(check({ yearsInOperation: 1001 })).toMatchObject({ refusal: { detail: { maximum: 1000 } } });
  });
});
