import { deadlinesOf, hoursOf, levelsOf, matrixOf, toggled } from '../../../web/desk/features/rules/draft';
import type { Rules } from '../../../web/desk/features/rules/rules';

const RULES = {
  approval: {
    matrix: [
      { maximumExposureFen: 50_000_000, minimumGrade: 'BB', approvers: ['RISK_REVIEWER', 'CREDIT_MANAGER'] },
      { maximumExposureFen: null, minimumGrade: null, approvers: ['COMMITTEE', 'BOARD'] },
    ],
    ...{ singleBorrowerShareOfNetAssets: '0.10', maximumDelegationDays: 30 },
  },
  deadlines: {
    ...{ workingHours: [['09:00', '18:00']], task: { reminder: 8, escalation: 16 }, taskOfKind: {} },
    ...{ digestAt: '08:30', accessReviewHours: 720, activationReminderHours: 24, activationHours: 72 },
    ...{ informationHours: 336, informationReminderHours: 168, appealDays: 30, appealAnswerHours: 360 },
  },
} as unknown as Rules;

test('the matrix in force is asked for again as it stands', () => {
  expect(matrixOf(levelsOf(RULES))).toEqual({ value: { matrix: RULES.approval.matrix } });
});

test('amounts are read as people type them, and one that can not be read is named by its level', () => {
  const [first, last] = levelsOf(RULES);
  if (first === undefined || last === undefined) throw new Error('two levels');
  expect(matrixOf([{ ...first, upTo: '８０万' }, last])).toMatchObject({
    value: { matrix: [{ maximumExposureFen: 80_000_000 }, { maximumExposureFen: null }] },
  });
  expect(matrixOf([first, { ...last, upTo: 'much' }])).toEqual({ unreadable: 1 });
});

test('approvers stand in the order in which they are asked', () => {
  const order = ['RISK_REVIEWER', 'CREDIT_MANAGER', 'COMMITTEE'] as const;
  expect(toggled(['COMMITTEE'], 'RISK_REVIEWER', order)).toEqual(['RISK_REVIEWER', 'COMMITTEE']);
  expect(toggled(['RISK_REVIEWER', 'COMMITTEE'], 'COMMITTEE', order)).toEqual(['RISK_REVIEWER']);
});

test('of the deadlines only what differs is asked for; nothing, or what is no number, is not', () => {
  const typed = hoursOf(RULES);
  expect(deadlinesOf(typed, RULES)).toBeNull();
  expect(deadlinesOf({ ...typed, appealDays: 'soon' }, RULES)).toBeNull();
  expect(deadlinesOf({ ...typed, appealDays: ' 15 ' }, RULES)).toEqual({ appealDays: 15 });
  expect(deadlinesOf({ ...typed, reminder: '4' }, RULES)).toEqual({ task: { reminder: 4, escalation: 16 } });
});
