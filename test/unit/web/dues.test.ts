import { duesOf } from '../../../web/apply/features/loans/dues';

type Loan = Parameters<typeof duesOf>[0];
const row = (number: number, status: Loan['schedule'][number]['status']) => ({
  ...{ number, status, dueDate: `2026-1${number}-27`, remainingFen: 1_000 },
});
const loan = (schedule: readonly ReturnType<typeof row>[], totalDueFen = 0, suspenseFen = 0): Loan => ({
  ...{ status: 'REPAYING', daysPastDue: 0, balances: { totalDueFen, suspenseFen }, schedule: [...schedule] },
});

it('asks for what is due and not paid ahead, else shows what comes next', () => {
  const due = [row(1, 'DUE'), row(2, 'FUTURE')];
  expect(duesOf(loan(due, 1_000, 300))).toMatchObject({ kind: 'NOW', amountFen: 700, dueDate: '2026-11-27' });
  expect(duesOf(loan(due, 1_000, 1_200))).toMatchObject({ kind: 'NEXT', amountFen: 0, number: 2 });
  expect(duesOf(loan([row(1, 'PAID')]))).toBeNull();
  expect(duesOf({ ...loan(due, 1_000), status: 'CLOSED' })).toBeNull();
});
