import { duesOf, partsOf } from '../../../web/apply/features/loans/dues';

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

const OWED = {
  ...{ interestAccruedFen: 9_000, interestDueFen: 2_000, penaltyFen: 30, compoundFen: 4, feesFen: 500 },
  ...{ totalDueFen: 102_534, suspenseFen: 1_000 },
};

it('says what is due by its parts, which add up to the amount', () => {
  expect(partsOf(OWED)).toEqual([
    { part: 'principal', fen: 100_000 },
    { part: 'interest', fen: 2_000 },
    { part: 'penalty', fen: 30 },
    { part: 'compound', fen: 4 },
    { part: 'fees', fen: 500 },
    { part: 'ahead', fen: -1_000 },
  ]);
  const asked = duesOf({ ...loan([row(1, 'OVERDUE')]), balances: OWED });
  expect(partsOf(OWED).reduce((sum, { fen }) => sum + fen, 0)).toBe(asked?.amountFen);
});

it('leaves parts of nothing out', () => {
  const interestOnly = {
    ...OWED,
    penaltyFen: 0,
    compoundFen: 0,
    feesFen: 0,
    suspenseFen: 0,
    totalDueFen: 2_000,
  };
  expect(partsOf(interestOnly)).toEqual([{ part: 'interest', fen: 2_000 }]);
});
