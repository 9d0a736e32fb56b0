import { figuresIn } from '../../../web/desk/features/rules/changedFigures';

const before = {
  approval: { singleBorrowerShareOfNetAssets: '0.1', maximumDelegationDays: 30, assignment: 'OFF' },
  deadlines: { taskOfKind: { REVIEW_APPLICATION: { reminder: 4, escalation: 8 } }, digestAt: '08:30' },
  pricing: { opexRate: '0.015' },
  scorecard: { basePoints: 500, decisionOf: { CCC: 'REFER' } },
};

const text = (of: string) => ({ as: 'TEXT', text: of });

describe('what a change of rules sets, figure by figure', () => {
  it.each<[string, object, readonly object[]]>([
    [
      'a share beside what it was',
      { singleBorrowerShareOfNetAssets: '0.08' },
      [
        {
          name: { of: 'FIGURE', key: 'singleBorrowerShareOfNetAssets' },
          before: { as: 'SHARE', share: '0.1' },
          after: { as: 'SHARE', share: '0.08' },
        },
      ],
    ],
    [
      'what a grade leads to, by its grade',
      { decisionOf: { CCC: 'DECLINE', D: 'DECLINE' } },
      [
        {
          name: { of: 'GRADE', key: 'CCC' },
          before: { as: 'DECISION', decision: 'REFER' },
          after: { as: 'DECISION', decision: 'DECLINE' },
        },
        {
          name: { of: 'GRADE', key: 'D' },
          before: null,
          after: { as: 'DECISION', decision: 'DECLINE' },
        },
      ],
    ],
    [
      'hours of a kind of task, by the kind',
      { taskOfKind: { REVIEW_APPLICATION: { reminder: 2, escalation: 5 } } },
      [{ name: { of: 'TASK', key: 'REVIEW_APPLICATION' }, before: text('4 / 8'), after: text('2 / 5') }],
    ],
    [
      'parts of a day',
      {
        workingHours: [
          ['09:00', '12:00'],
          ['13:30', '18:00'],
        ],
      },
      [
        {
          name: { of: 'FIGURE', key: 'workingHours' },
          before: null,
          after: text('09:00–12:00 · 13:30–18:00'),
        },
      ],
    ],
    ['nothing of what has a part of its own', { matrix: [], thresholds: {}, rules: [] }, []],
  ])('%s', (_what, value, told) => {
    expect(figuresIn(value, before)).toEqual(told);
  });

  it('alone, while what it would replace is not known', () => {
    expect(figuresIn({ basePoints: 1 }, null)).toEqual([
      { name: { of: 'FIGURE', key: 'basePoints' }, before: null, after: text('1') },
    ]);
  });
});
