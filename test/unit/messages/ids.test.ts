import { type LoanId, moneyKeys, operationOf, processOf, workflowIds } from '../../../contracts/ids';

const KEY = '0198c1f0-0000-7000-8000-000000000001';

test.each(Object.entries(workflowIds))('%s: its id tells the process and the key', (process, idOf) => {
  const id = (idOf as (key: string, number: number) => string)(KEY, 2);
  expect(processOf(id)).toEqual({ process, key: KEY });
});

test.each([
  'endOfDay',
  'endOfDay-2026-11-26T19:00:00Z',
  '',
  'loan/',
  'loan/x',
  `strange/${KEY}`,
  `constructor/${KEY}`,
  `LOAN/${KEY}`,
  ` loan/${KEY}`,
  `loan/${KEY}'--`,
  `loan/${KEY}/x`,
  `loan/${KEY}\n`,
  `loan/${KEY}/1\u0000`,
])('%s carries no key of ours', (id) => expect(processOf(id)).toBeNull());

test('orders of one business operation share it, and others do not', () => {
  const loan = KEY as LoanId;
  expect(operationOf(moneyKeys.disburse(loan, 1))).toBe(operationOf(moneyKeys.disburse(loan, 12)));
  expect(operationOf(moneyKeys.collect(loan, 1, 1))).toBe(operationOf(moneyKeys.collect(loan, 1, 12)));
  expect(operationOf(moneyKeys.collect(loan, 1, 1))).not.toBe(operationOf(moneyKeys.collect(loan, 11, 1)));
  expect(operationOf(moneyKeys.repay(loan, '7'))).not.toBe(operationOf(moneyKeys.repay(loan, '8')));
});
