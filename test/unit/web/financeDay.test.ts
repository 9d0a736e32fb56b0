import { expect, test } from '@jest/globals';
import { dayInOrder } from '../../../web/desk/features/finance/financeDay';

type Item = Parameters<typeof dayInOrder>[0][number];
const item = (work: Item['work'], count: number, overdue = 0, oldestAt: string | null = null): Item => ({
  ...{ work, count, overdue, oldestAt, amountFen: null, taskKinds: [], path: '' },
});

test('the day of finance begins with what is late, then with what waits longest; nothing is left out', () => {
  const items = [
    item('FEES', 0),
    item('RELEASES', 2, 0, '2026-11-27T03:00:00Z'),
    item('BREAKS', 1, 0, '2026-11-26T03:00:00Z'),
    item('DISPUTES', 1, 1, '2026-11-27T04:00:00Z'),
  ];
  expect(dayInOrder(items).map(({ work }) => work)).toEqual(['DISPUTES', 'BREAKS', 'RELEASES', 'FEES']);
});
