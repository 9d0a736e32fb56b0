import type { LoanState } from './state';

/** A figure that an event changes. */
export interface LoanChange {
  /** Field of the loan's state; of an instalment as `instalments.3.unpaidFen`. */
  readonly figure: string;
  readonly before: number | string | null;
  readonly after: number | string | null;
}

const FIGURES = [
  'status',
  'accrual',
  'annualRate',
  'principalOutstandingFen',
  'principalNormalFen',
  'principalOverdueFen',
  'interestAccruedFen',
  'interestDueFen',
  'penaltyFen',
  'compoundFen',
  'feesFen',
  'suspenseFen',
  'totalDueFen',
  'daysPastDue',
  'writtenOffPrincipalFen',
  'recoveredFen',
] as const satisfies readonly (keyof LoanState)[];

/** The figures that differ between two states of a loan, instalments included. */
export function changesBetween(before: LoanState, after: LoanState): LoanChange[] {
  const figures = FIGURES.map((figure) => ({ figure, before: before[figure], after: after[figure] }));
  return [...figures, ...instalmentChanges(before, after)].filter((change) => change.before !== change.after);
}

function instalmentChanges(before: LoanState, after: LoanState): LoanChange[] {
  const unpaidOf = (state: LoanState) =>
    new Map(state.instalments.map(({ number, unpaidFen }): [number, number] => [number, unpaidFen]));
  const [old, now] = [unpaidOf(before), unpaidOf(after)];
  const numbers = [...new Set([...old.keys(), ...now.keys()])].sort((left, right) => left - right);
  return numbers.map((number) => ({
    figure: `instalments.${number}.unpaidFen`,
    before: old.get(number) ?? null,
    after: now.get(number) ?? null,
  }));
}
