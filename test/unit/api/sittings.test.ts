import { presentSitting, stateOf } from '../../../api/sittings/present';
import type { SittingRow } from '../../../gateways/database/sittings';

const person = (id: string) => ({ id, name: id.toUpperCase() });
const at = '2026-03-05T02:00:00.000Z';

const sitting: SittingRow = {
  ...{ taskId: 'task', caseType: 'APPLICATION', caseId: 'case', caseTitle: 'Loan', isOver: true },
  ...{ chairId: 'chair', memberIds: ['ann', 'bob', 'cleo'], connectedIds: ['cleo'], makerIds: [] },
  ...{ quorum: 2, majorityNumerator: 2, majorityDenominator: 3, openedAt: at, closesAt: at },
  seats: ['chair', 'ann', 'bob', 'cleo'].map(person),
  casts: [
    { userId: 'ann', deputy: person('dan'), ballot: 'YES', reason: 'sound', at },
    { userId: 'bob', deputy: null, ballot: 'NO', reason: '', at },
  ],
};

test.each([
  ['en', 'ANN: yes, by DAN as deputy (sound)', 'BOB: no', 'CLEO: connected with the borrower, recused'],
  ['zh-CN', 'ANN:赞成（由DAN代为表决） (sound)', 'BOB:反对', 'CLEO:与借款人有关联,回避'],
] as const)('the minutes name who voted in whose place: %s', (locale, ...lines) => {
  const { minutes, seats } = presentSitting(sitting, stateOf(sitting, Date.parse(at)), locale);
  expect(minutes.split('\n')).toEqual(expect.arrayContaining(lines));
  expect(seats[1]?.cast).toMatchObject({ deputy: { id: 'dan', name: 'DAN' } });
});
