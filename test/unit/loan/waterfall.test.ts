import { allocate, type Due } from '../../../domain/loan/waterfall';
import { fen } from '../../../domain/money/fen';
import { day } from '../../support/loans';

const due = (
  number: number,
  dueDate: string,
  parts: readonly [number, number, number, number, number],
): Due => {
  const [feeFen, compoundFen, penaltyFen, interestFen, principalFen] = parts;
  return {
    number,
    dueDate: day(dueDate),
    feeFen: fen(feeFen),
    compoundFen: fen(compoundFen),
    penaltyFen: fen(penaltyFen),
    interestFen: fen(interestFen),
    principalFen: fen(principalFen),
  };
};

const DUES = [due(3, '2026-03-10', [1, 2, 3, 4, 5]), due(4, '2026-04-10', [10, 20, 30, 40, 50])];

const parts = (
  received: number,
  preset: 'LEGAL' | 'ACCRUAL' | 'NON_ACCRUAL',
  dues: readonly Due[] = DUES,
) => {
  const { allocations, suspenseFen } = allocate(fen(received), dues, preset);
  return [
    ...allocations.map((part) => [
      part.number,
      part.feeFen,
      part.compoundFen,
      part.penaltyFen,
      part.interestFen,
      part.principalFen,
    ]),
    suspenseFen,
  ];
};

describe('allocate', () => {
  it('pays costs before interest before principal over all instalments, by law', () => {
    expect(parts(115, 'LEGAL')).toEqual([[3, 1, 2, 3, 4, 5], [4, 10, 20, 30, 40, 0], 0]);
    expect(parts(12, 'LEGAL')).toEqual([[3, 1, 1, 0, 0, 0], [4, 10, 0, 0, 0, 0], 0]);
  });

  it('pays instalment by instalment, by contract', () => {
    expect(parts(26, 'ACCRUAL')).toEqual([[3, 1, 2, 3, 4, 5], [4, 10, 1, 0, 0, 0], 0]);
  });

  it('pays principal first when the loan does not accrue', () => {
    expect(parts(100, 'NON_ACCRUAL')).toEqual([[3, 0, 0, 1, 4, 5], [4, 0, 0, 0, 40, 50], 0]);
  });

  it('holds what nothing asks for', () => {
    expect(parts(200, 'ACCRUAL')).toEqual([[3, 1, 2, 3, 4, 5], [4, 10, 20, 30, 40, 50], 35]);
    expect(parts(7, 'LEGAL', [])).toEqual([7]);
  });

  it('begins with the oldest due date, then the lower number', () => {
    const reversed = [...DUES].reverse();
    expect(parts(16, 'ACCRUAL', reversed)).toEqual([[3, 1, 2, 3, 4, 5], [4, 1, 0, 0, 0, 0], 0]);
    const sameDay = [due(2, '2026-03-10', [0, 0, 0, 0, 9]), due(1, '2026-03-10', [0, 0, 0, 0, 9])];
    expect(parts(10, 'NON_ACCRUAL', sameDay)).toEqual([[1, 0, 0, 0, 0, 9], [2, 0, 0, 0, 0, 1], 0]);
  });
});
