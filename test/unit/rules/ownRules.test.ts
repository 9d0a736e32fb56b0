import { SOUND_CREDIT, soundStatements } from '../../../demo/people';
import { type IsoDate, isoDate } from '../../../domain/calendar/isoDate';
import { fen } from '../../../domain/money/fen';
import { caseRulesFrom } from '../../../domain/parameters/caseRules';
import { parametersAt } from '../../../domain/parameters/parametersAt';
import type { PricingParameters } from '../../../domain/parameters/pricing';
import { checkOwnRules, type OwnRules, type OwnVersion, withOwnRules } from '../../../domain/rules/ownRules';
import {
  type AssessedBefore,
  assessedOtherwise,
  lateOtherwise,
  type ReadBefore,
  type RoutedBefore,
  routedElsewhere,
  warnedOtherwise,
} from '../../../domain/rules/previewRules';
import { PRODUCTS } from '../../../gateways/database/baseData';

const DAY = isoDate('2026-03-02');
const house = parametersAt(DAY);
const [lowest, ...higher] = house.approval.matrix;
if (lowest === undefined) throw new Error('no matrix');

const own = <Subject extends OwnVersion['subject']>(subject: Subject, value: OwnRules[Subject]): OwnVersion =>
  ({ id: 'own/1', subject, value }) as OwnVersion;

describe('the rules of an institution', () => {
  it('are the house’s where it has none of its own', () => {
    expect(withOwnRules(house, [])).toEqual(house);
  });

  it('are its own where it has set them, and the house’s where it has not; decisions keep which', () => {
    const task = { reminder: 2, escalation: 5 };
    const laid = withOwnRules(house, [
      own('approval', { maximumDelegationDays: 7 }),
      own('deadlines', { taskOfKind: { REVIEW_APPLICATION: task } }),
    ]);
    expect(laid.approval).toEqual({ ...house.approval, maximumDelegationDays: 7 });
    expect(laid.deadlines.taskOfKind).toEqual({ ...house.deadlines.taskOfKind, REVIEW_APPLICATION: task });
    expect(laid.deadlines.task).toEqual(house.deadlines.task);
    expect(laid.versions).toEqual({ ...house.versions, approval: 'own/1', deadlines: 'own/1' });
    expect(caseRulesFrom(laid).taskOfKind.REVIEW_APPLICATION).toEqual(task);
  });
});

describe('a later version', () => {
  const laid = (...versions: readonly Pick<OwnVersion, 'subject' | 'value'>[]) =>
    withOwnRules(
      house,
      versions.map((version, index) => ({ ...version, id: `own/${index + 1}` }) as OwnVersion),
    );
  const [task, other] = [
    { reminder: 2, escalation: 5 },
    { reminder: 3, escalation: 6 },
  ];

  it('changes what it names: who approves, deadlines, thresholds, prices and decisions stay as they were set', () => {
    const matrix = [{ maximumExposureFen: null, minimumGrade: null, approvers: ['BOARD'] as const }];
    const set = laid(
      own('approval', { matrix }),
      own('approval', { maximumDelegationDays: 7 }),
      own('deadlines', { taskOfKind: { REVIEW_APPLICATION: task } }),
      own('deadlines', { taskOfKind: { DECIDE_APPEAL: other } }),
      own('postLoan', { thresholds: { DSCR: { yellow: '1.5', red: '1.25' } } }),
      own('postLoan', { thresholds: { ENQUIRIES_6M: { yellow: '2', red: '10' } } }),
      own('pricing', { opexRate: '0.02' }),
      own('pricing', { hurdleRate: '0.2' }),
      own('scorecard', { decisionOf: { CCC: 'DECLINE' } }),
      own('scorecard', { basePoints: 1 }),
    );
    expect(set.approval).toMatchObject({ matrix, maximumDelegationDays: 7 });
    expect(set.deadlines.taskOfKind).toMatchObject({ REVIEW_APPLICATION: task, DECIDE_APPEAL: other });
    const red = Object.fromEntries(set.postLoan.thresholds.map((each) => [each.code, each.red]));
    expect(red).toMatchObject({ DSCR: '1.25', ENQUIRIES_6M: '10' });
    expect(set.pricing).toMatchObject({ opexRate: '0.02', hurdleRate: '0.2' });
    expect(set.rating.grades.find(({ grade }) => grade === 'CCC')?.decision).toBe('DECLINE');
    expect(set.scorecard.basePoints).toBe(1);
    expect(set.versions).toMatchObject({ approval: 'own/2', scorecard: 'own/10', rating: 'own/9' });
  });

  it('is judged beside the earlier ones: no grade leads further than a better one does', () => {
    const before = laid(own('scorecard', { decisionOf: { BB: 'DECLINE', B: 'DECLINE', CCC: 'DECLINE' } }));
    const wanted = own('scorecard', { decisionOf: { B: 'REFER' } });
    expect(checkOwnRules(wanted, house, house).ok).toBe(true);
    expect(checkOwnRules(wanted, house, before)).toMatchObject({
      refusal: { code: 'DECISIONS_NOT_FALLING' },
    });
  });
});

describe('what an institution may set', () => {
  const judged = (version: OwnVersion) => {
    const verdict = checkOwnRules(version, house, house);
    return verdict.ok ? 'accepted' : verdict.refusal.code;
  };
  const open = { maximumExposureFen: null, minimumGrade: null, approvers: ['BOARD'] } as const;

  it.each([
    ['the matrix of the house', house.approval.matrix, 'accepted'],
    ['one level that has no limit', [open], 'accepted'],
    ['a last level with a limit', [lowest], 'MATRIX_NOT_OPEN'],
    ['a level that reaches no further', [lowest, lowest, open], 'MATRIX_NOT_RISING'],
    ['two levels without a limit', [open, open], 'MATRIX_NOT_RISING'],
    [
      'a level that the reviewer alone approves',
      [{ ...lowest, approvers: ['RISK_REVIEWER'] as const }, open],
      'MATRIX_APPROVED_BY_NOBODY',
    ],
  ] as const)('of the matrix: %s', (_what, matrix, expected) => {
    expect(judged(own('approval', { matrix }))).toBe(expected);
  });

  it('of the limit of one borrower: as much as the law allows, and less', () => {
    expect(judged(own('approval', { singleBorrowerShareOfNetAssets: '0.10' }))).toBe('accepted');
    expect(judged(own('approval', { singleBorrowerShareOfNetAssets: '0.1001' }))).toBe('LIMIT_ABOVE_LAW');
  });

  it.each([
    [{ task: { reminder: 4, escalation: 8 } }, 'accepted'],
    [{ task: { reminder: 8, escalation: 8 } }, 'ESCALATION_BEFORE_REMINDER'],
    [{ taskOfKind: { DECIDE_APPEAL: { reminder: 9, escalation: 8 } } }, 'ESCALATION_BEFORE_REMINDER'],
    [
      {
        workingHours: [
          ['08:30', '12:00'],
          ['13:00', '17:30'],
        ],
      },
      'accepted',
    ],
    [
      {
        workingHours: [
          ['13:00', '17:30'],
          ['08:30', '12:00'],
        ],
      },
      'WORKING_HOURS_BROKEN',
    ],
    [{ workingHours: [['17:30', '08:30']] }, 'WORKING_HOURS_BROKEN'],
  ] as const)('of deadlines: %j', (value, expected) => {
    expect(judged(own('deadlines', value as OwnRules['deadlines']))).toBe(expected);
  });
});

describe('what would have been decided differently', () => {
  const routed = (exposureFen: number, more: Partial<RoutedBefore> = {}): RoutedBefore => ({
    applicationId: `a${exposureFen}`,
    enterpriseName: 'E',
    exposureFen: fen(exposureFen),
    grade: 'A',
    productKind: 'LOAN',
    isRelatedParty: false,
    exceptionReason: null,
    approvers: lowest.approvers,
    ...more,
  });

  it('is nothing under the rules that were in force', () => {
    expect(routedElsewhere([routed(30_000_000)], house.approval)).toEqual([]);
  });

  it('is who is asked, where a level reaches less far', () => {
    const less = { ...house.approval, matrix: [{ ...lowest, maximumExposureFen: 20_000_000 }, ...higher] };
    const changed = routedElsewhere([routed(10_000_000), routed(30_000_000)], less);
    expect(changed).toMatchObject([{ applicationId: 'a30000000', wouldBe: higher[0]?.approvers }]);
  });

  it('keeps what raised it then: an exception is one level up in both', () => {
    const raised = routed(10_000_000, { exceptionReason: 'why', approvers: higher[0]?.approvers ?? [] });
    expect(routedElsewhere([raised], house.approval)).toEqual([]);
  });

  it('is which tasks came too late', () => {
    const at = (date: IsoDate, hour: number) =>
      Date.parse(`${date}T${String(hour).padStart(2, '0')}:00:00+08:00`);
    const tasks = [10, 16].map((hour) => ({
      ...{ kind: 'REVIEW_APPLICATION' as const, openedAtMs: at(DAY, 9), closedAtMs: at(DAY, hour) },
    }));
    const strict = withOwnRules(house, [own('deadlines', { task: { reminder: 1, escalation: 3 } })]);
    const [now, then] = [caseRulesFrom(house), caseRulesFrom(strict)];
    expect(lateOtherwise(tasks, now, now)).toEqual([]);
    expect(lateOtherwise(tasks, now, then)).toEqual([
      { kind: 'REVIEW_APPLICATION', tasks: 2, late: 0, wouldBeLate: 1 },
    ]);
  });
});

describe('prices and scorecards of an institution', () => {
  const verdictOf = (decisionOf: OwnRules['scorecard']['decisionOf']) => {
    const verdict = checkOwnRules(own('scorecard', { ...(decisionOf && { decisionOf }) }), house, house);
    return verdict.ok ? 'accepted' : verdict.refusal.code;
  };

  it('are laid over the house’s, and each decision keeps whose it used', () => {
    const laid = withOwnRules(house, [
      own('pricing', { hurdleRate: '0.2' as PricingParameters['hurdleRate'] }),
      own('scorecard', { basePoints: 1, decisionOf: { CCC: 'DECLINE' } }),
    ]);
    expect(laid.pricing).toEqual({ ...house.pricing, hurdleRate: '0.2' });
    expect(laid.scorecard).toEqual({ ...house.scorecard, basePoints: 1 });
    const decision = (set: typeof house) => set.rating.grades.map((rule) => rule.decision).join();
    expect(decision(laid)).toBe(decision(house).replace('REFER,DECLINE', 'DECLINE,DECLINE'));
    const versions = { pricing: 'own/1', scorecard: 'own/1', rating: 'own/1' };
    expect(laid.versions).toEqual({ ...house.versions, ...versions });
    expect(withOwnRules(house, [own('scorecard', { basePoints: 1 })]).versions.rating).toBe(
      house.versions.rating,
    );
  });

  it.each<[string, OwnRules['scorecard']['decisionOf'], string]>([
    ['nothing', undefined, 'accepted'],
    ['stricter', { BB: 'REFER', CCC: 'DECLINE' }, 'accepted'],
    ['a worse grade that leads further', { BBB: 'REFER' }, 'DECISIONS_NOT_FALLING'],
    ['the worst one let through', { D: 'REFER' }, 'DECISIONS_NOT_FALLING'],
  ])('decide %s', (_, decisionOf, expected) => expect(verdictOf(decisionOf)).toBe(expected));

  const [product] = PRODUCTS;
  if (product === undefined) throw new Error('no product');
  const application: AssessedBefore = {
    ...{ applicationId: 'a', enterpriseName: 'Yunfan', amountFen: fen(20_000_000), termMonths: 6 },
    terms: product.terms,
    statements: soundStatements(),
    profile: { yearsInOperation: 8, ...SOUND_CREDIT },
  };

  it('show what would have been found otherwise, and nothing else', () => {
    const dearer = withOwnRules(house, [
      own('pricing', { opexRate: '0.04' as PricingParameters['opexRate'] }),
    ]);
    const [found] = assessedOtherwise([application], house, dearer);
    expect(found).toMatchObject({ applicationId: 'a', was: { decision: 'APPROVE_ELIGIBLE' } });
    expect(Number(found?.wouldBe.annualRate)).toBeGreaterThan(Number(found?.was.annualRate));
    expect(found?.wouldBe.grade).toBe(found?.was.grade);
    const poorer = withOwnRules(house, [own('scorecard', { basePoints: 0 })]);
    expect(assessedOtherwise([application], house, poorer)).toMatchObject([
      { wouldBe: { decision: 'DECLINE' } },
    ]);
    expect(assessedOtherwise([application], house, house)).toEqual([]);
    expect(assessedOtherwise([{ ...application, statements: {} }], house, dearer)).toEqual([]);
  });
});

describe('thresholds of an institution', () => {
  const thresholds = (value: OwnRules['postLoan']['thresholds']) =>
    own('postLoan', { ...(value && { thresholds: value }) });
  const laidOver = (value: OwnRules['postLoan']['thresholds']) => withOwnRules(house, [thresholds(value)]);

  it('are laid over the house’s, one by one', () => {
    const { postLoan, versions } = laidOver({ DSCR: { yellow: '1.5', red: '1.25' } });
    const [before, after] = [house.postLoan, postLoan].map((set) =>
      Object.fromEntries(set.thresholds.map((each) => [each.code, each])),
    );
    expect(after).toEqual({ ...before, DSCR: { ...before?.DSCR, yellow: '1.5', red: '1.25' } });
    expect(postLoan.checkEveryDays).toEqual(house.postLoan.checkEveryDays);
    expect(versions).toEqual({ ...house.versions, postLoan: 'own/1' });
  });

  it.each<[string, OwnRules['postLoan']['thresholds'], string]>([
    ['nothing', undefined, 'accepted'],
    [
      'red beyond yellow',
      { DSCR: { yellow: '1.3', red: '1.1' }, DPD_ELSEWHERE: { yellow: '5', red: '10' } },
      'accepted',
    ],
    [
      'red before yellow, of what warns below',
      { DSCR: { yellow: '1.0', red: '1.2' } },
      'THRESHOLDS_NOT_IN_ORDER',
    ],
    [
      'red before yellow, of what warns above',
      { DEBT_RATIO: { yellow: '0.9', red: '0.8' } },
      'THRESHOLDS_NOT_IN_ORDER',
    ],
    ['red at yellow', { ENQUIRIES_6M: { yellow: '5', red: '5' } }, 'THRESHOLDS_NOT_IN_ORDER'],
    ['a figure with one level', { ENQUIRIES_6M: { yellow: '5', red: null } }, 'THRESHOLDS_NOT_IN_ORDER'],
    ['a figure as a flag', { ENQUIRIES_6M: { yellow: 'true', red: '5' } }, 'THRESHOLDS_NOT_IN_ORDER'],
    ['another level of a flag', { OPEN_LITIGATION: { yellow: null, red: 'true' } }, 'accepted'],
    ['a flag that never warns', { OPEN_LITIGATION: { yellow: null, red: null } }, 'THRESHOLDS_NOT_IN_ORDER'],
    [
      'a flag of both levels',
      { OPEN_LITIGATION: { yellow: 'true', red: 'true' } },
      'THRESHOLDS_NOT_IN_ORDER',
    ],
    ['a flag with a figure', { OPEN_LITIGATION: { yellow: '1', red: null } }, 'THRESHOLDS_NOT_IN_ORDER'],
    ['concentration up to the law', { CONCENTRATION: { yellow: '0.05', red: '0.1' } }, 'accepted'],
    ['concentration above the law', { CONCENTRATION: { yellow: '0.05', red: '0.11' } }, 'LIMIT_ABOVE_LAW'],
  ])('set %s', (_what, value, expected) => {
    const verdict = checkOwnRules(thresholds(value), house, house);
    expect(verdict.ok ? 'accepted' : verdict.refusal.code).toBe(expected);
  });

  it('show about whom would have been warned otherwise, by the worst of the quarter', () => {
    const reading = (enterpriseId: string, value: string, more: Partial<ReadBefore> = {}): ReadBefore => ({
      ...{
        enterpriseId,
        enterpriseName: enterpriseId,
        indicator: 'DPD_ELSEWHERE',
        value,
        asOf: DAY,
        lookedOn: DAY,
      },
      ...more,
    });
    const strict = laidOver({
      DPD_ELSEWHERE: { yellow: '3', red: '10' },
      DSCR: { yellow: '1.5', red: '1.25' },
    });
    const before = [
      reading('good', '0'),
      reading('calmer', '2'),
      reading('as-before', '31'),
      reading('worse', '4'),
      reading('worse', '11'),
      reading('worse', '0'),
      reading('weak', '1.4', { indicator: 'DSCR' }),
      reading('too-old', '1.4', { indicator: 'DSCR', asOf: isoDate('2025-01-01') }),
    ];
    expect(warnedOtherwise(before, house.postLoan, house.postLoan)).toEqual([]);
    const told = warnedOtherwise(before, house.postLoan, strict.postLoan);
    expect(
      told.map(({ enterpriseId, indicator, was, wouldBe }) => [enterpriseId, indicator, was, wouldBe]),
    ).toEqual([
      ['calmer', 'DPD_ELSEWHERE', 'YELLOW', null],
      ['worse', 'DPD_ELSEWHERE', 'YELLOW', 'RED'],
      ['weak', 'DSCR', null, 'YELLOW'],
    ]);
  });
});
