import fc from 'fast-check';
import { requiredApproval } from '../../domain/approval/matrix';
import { mayDecide } from '../../domain/approval/mayDecide';
import { isoDate } from '../../domain/calendar/isoDate';
import { sharesOfPersons } from '../../domain/kyc/beneficialOwners';
import { jaroWinkler } from '../../domain/kyc/similarity';
import { fen } from '../../domain/money/fen';
import { compareRates, type Rate, rate } from '../../domain/money/rate';
import { Exact } from '../../domain/parameters/decimal';
import { PARAMETERS_BEGIN, parametersAt } from '../../domain/parameters/parametersAt';
import { CAP_REGIMES, COLLATERAL_KINDS } from '../../domain/parameters/pricing';
import { CHARACTERISTICS, type Characteristic, GRADES } from '../../domain/parameters/scorecard';
import { lossGivenDefault } from '../../domain/pricing/lossGivenDefault';
import { type PriceInput, price } from '../../domain/pricing/price';
import { gradeOfScore, pdOfScore } from '../../domain/scoring/rating';
import { type ScorecardInput, scoreOf } from '../../domain/scoring/scorecard';

const parameters = parametersAt(PARAMETERS_BEGIN);

const anyRate = (maximum: number): fc.Arbitrary<Rate> =>
  fc
    .integer({ min: 0, max: maximum * 10_000 })
    .map((basisPoints) => rate(new Exact(basisPoints).div(10_000).toFixed()));
const anyCollateral = fc.array(
  fc.record({
    kind: fc.constantFrom(...COLLATERAL_KINDS),
    valueFen: fc.integer({ min: 0, max: 10 ** 12 }).map(fen),
  }),
  { maxLength: 4 },
);
const anyPriceInput: fc.Arbitrary<PriceInput> = fc.record({
  exposureFen: fc.integer({ min: 1, max: 10 ** 12 }).map(fen),
  pd: anyRate(1),
  collateral: anyCollateral,
  fundingRate: anyRate(0.1),
  opexRate: anyRate(0.1),
  capitalRatio: anyRate(0.2),
  hurdleRate: anyRate(0.3),
  discountRate: anyRate(0.05),
  lprOneYear: anyRate(0.1),
  capRegime: fc.constantFrom(...CAP_REGIMES),
});

describe('pricing', () => {
  it('never gives a price above the cap', () => {
    fc.assert(
      fc.property(anyPriceInput, (input) => {
        const priced = price(input, parameters);
        if (!priced.ok) return ['PRICE_ABOVE_CAP', 'PRICE_NOT_POSITIVE'].includes(priced.refusal.code);
        const { annualRate, capRate } = priced.value;
        return compareRates(annualRate, capRate) <= 0 && compareRates(annualRate, rate('0')) > 0;
      }),
    );
  });

  it('asks no less of a riskier borrower', () => {
    fc.assert(
      fc.property(anyPriceInput, anyRate(1), (input, otherPd) => {
        const [low, high] = [input.pd, otherPd].sort(compareRates) as [Rate, Rate];
        const [cheap, dear] = [low, high].map((pd) => price({ ...input, pd, capRegime: '24' }, parameters));
        if (!cheap?.ok || !dear?.ok) return true;
        return compareRates(cheap.value.annualRate, dear.value.annualRate) <= 0;
      }),
    );
  });

  it('loses between nothing and the unsecured share, less with more collateral', () => {
    fc.assert(
      fc.property(anyPriceInput, ({ exposureFen, collateral }) => {
        const lgd = lossGivenDefault(exposureFen, collateral, parameters.lgd);
        const more = [...collateral, { kind: 'FIN' as const, valueFen: fen(1_000) }];
        return (
          lgd.greaterThanOrEqualTo(0) &&
          lgd.lessThanOrEqualTo(parameters.lgd.unsecuredLgd) &&
          lossGivenDefault(exposureFen, more, parameters.lgd).lessThanOrEqualTo(lgd)
        );
      }),
    );
  });
});

const BETTER_WHEN_HIGHER: readonly Characteristic[] = [
  'yearsInOperation',
  'currentRatio',
  'interestCover',
  'netMargin',
  'revenueGrowth',
  'dscr',
  'zem',
];
const BETTER_WHEN_LOWER: readonly Characteristic[] = ['debtRatio', 'arDays', 'maxDpd24m', 'enquiries6m'];

const anyScorecardInput: fc.Arbitrary<ScorecardInput> = fc.record({
  ...(Object.fromEntries(
    CHARACTERISTICS.map((characteristic) => [
      characteristic,
      fc.integer({ min: -100, max: 40_000 }).map((n) => n / 100),
    ]),
  ) as Record<Characteristic, fc.Arbitrary<number>>),
  taxRating: fc.constantFrom('A', 'B', 'M', 'C', 'D', null),
  litigation: fc.constantFrom('NONE', 'SETTLED', 'OPEN', 'DISHONEST_JUDGMENT_DEBTOR'),
});

describe('the score', () => {
  it.each([...BETTER_WHEN_HIGHER, ...BETTER_WHEN_LOWER])(
    'never falls when %s gets better',
    (characteristic) => {
      const figure = fc.integer({ min: -1_000, max: 20_000 }).map((n) => n / 100);
      fc.assert(
        fc.property(anyScorecardInput, figure, figure, (input, one, other) => {
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          const [worse, better] = BETTER_WHEN_HIGHER.includes(characteristic) ? [low, high] : [high, low];
          const score = (value: number) =>
            scoreOf({ ...input, [characteristic]: value }, parameters.scorecard).score;
          return score(better) >= score(worse);
        }),
        { numRuns: 50 },
      );
    },
  );

  it('is the base and the points, and explains at most four losses', () => {
    fc.assert(
      fc.property(anyScorecardInput, (input) => {
        const { points, score, reasons } = scoreOf(input, parameters.scorecard);
        const sum = Object.values(points).reduce((total, each) => total + each, 350);
        return score === sum && score >= 350 && score <= 730 && reasons.length <= 4;
      }),
    );
  });

  it('means a lower PD and no worse a grade when it is higher', () => {
    const score = fc.integer({ min: 350, max: 729 });
    fc.assert(
      fc.property(score, (lower) => {
        const [low, high] = [
          gradeOfScore(lower, parameters.rating),
          gradeOfScore(lower + 1, parameters.rating),
        ];
        const pdFalls = pdOfScore(lower + 1, parameters.rating).lessThan(pdOfScore(lower, parameters.rating));
        return pdFalls && GRADES.indexOf(high.grade) <= GRADES.indexOf(low.grade);
      }),
    );
  });
});

describe('approval', () => {
  it('asks no lower a level for more money or a worse grade', () => {
    const amount = fc.integer({ min: 0, max: 3_000_000_000 });
    // The last one is declined.
    const grade = fc.integer({ min: 0, max: GRADES.length - 2 });
    const levelOf = (amountFen: number, gradeIndex: number) => {
      const approval = requiredApproval(
        {
          groupExposureFen: fen(amountFen),
          grade: GRADES[gradeIndex] ?? 'D',
          productKind: 'LOAN',
          isRelatedParty: false,
          policyException: null,
        },
        parameters.approval,
      );
      return approval.ok ? approval.value.level : Number.NaN;
    };
    fc.assert(
      fc.property(amount, amount, grade, grade, (oneAmount, otherAmount, oneGrade, otherGrade) => {
        const low = levelOf(Math.min(oneAmount, otherAmount), Math.min(oneGrade, otherGrade));
        return low <= levelOf(Math.max(oneAmount, otherAmount), Math.max(oneGrade, otherGrade));
      }),
    );
  });

  it('is never given by somebody who reviewed the case', () => {
    const person = fc.constantFrom('amy', 'bob', 'cat');
    const act = fc.record({
      step: fc.constantFrom('APPLY', 'INVESTIGATE', 'REVIEW', 'APPROVE'),
      userId: person,
      round: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(act), person, (acts, userId) => {
        const allowed = mayDecide(
          {
            step: 'APPROVE',
            role: 'approver',
            institutionId: 'a',
            status: 'OPEN',
            claimedBy: null,
            round: 9,
            amountFen: null,
          },
          { userId, roles: ['approver'], institutionId: 'a' },
          { acts },
          isoDate('2026-03-05'),
        );
        return allowed.ok === !acts.some((done) => done.userId === userId && done.step !== 'APPROVE');
      }),
    );
  });
});

describe('ownership', () => {
  it('that is held in full adds up to all, through any tree of companies', () => {
    // Each company belongs to the next and to two persons, in parts that add up to one.
    const parts = fc
      .tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 98 }))
      .filter(([a, b]) => a + b < 100);
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 8 }), (levels) => {
        const holdings = levels.flatMap(([first, second], index) => {
          const isLast = index === levels.length - 1;
          const owners = [`p${index}`, `q${index}`, isLast ? 'last' : `C${index + 1}`];
          return owners.map((ownerId, position) => ({
            ownerId,
            ownedId: `C${index}`,
            share: (([first, second, 100 - first - second][position] ?? 0) / 100).toFixed(2),
          }));
        });
        const personIds = holdings.map(({ ownerId }) => ownerId).filter((id) => !id.startsWith('C'));
        const shares = sharesOfPersons({ enterpriseId: 'C0', holdings, personIds });
        if (!shares.ok) return false;
        const total = [...shares.value.values()].reduce((sum, share) => sum.plus(share), new Exact(0));
        return total.equals(1);
      }),
    );
  });
});

describe('similarity of names', () => {
  const name = fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { maxLength: 8 });

  it('is between nothing and one, and one only for the same', () => {
    fc.assert(
      fc.property(name, name, (left, right) => {
        const similarity = jaroWinkler(left, right);
        const isSame = left.join() === right.join();
        return similarity >= 0 && similarity <= 1 && (similarity === 1) === isSame;
      }),
    );
  });
});
