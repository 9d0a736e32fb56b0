import { describe, expect, it } from '@jest/globals';
import type { Answers } from '../../../web/client/client';
import { linesOf, stepOf } from '../../../web/desk/features/case/facts/whatIf';

const ASKED = {
  ...{ amountFen: 30_000_000, termMonths: 12, method: 'EQUAL_INSTALMENT', score: 640, grade: 'A' },
  decision: 'APPROVE_ELIGIBLE',
  price: {
    ...{ annualRate: '0.0533', capRate: '0.24', expectedLossFen: 90_000, items: [] },
    annualCost: { simpleRate: '0.0533', effectiveRate: '0.0546', totalCostFen: 870_000, isAboveCap: false },
    schedule: [{ paymentFen: 2_572_500 }],
  },
  authority: { level: 2, approvers: [], raisedBy: [], exposureFen: 30_000_000 },
  refusals: [],
} as unknown as Answers['WhatIf'];

describe('what other terms would come to', () => {
  it('shows each figure beside the one of what was asked, and marks what differs', () => {
    const lines = linesOf(ASKED, { ...ASKED, grade: 'BBB' });
    expect(lines.filter(({ differs }) => differs)).toEqual([
      { name: 'grade', asked: 'A', tried: 'BBB', differs: true },
    ]);
    expect(lines.find(({ name }) => name === 'firstPaymentFen')?.asked).toBe(2_572_500);
  });

  it('shows nothing where there is no price and nobody who may approve', () => {
    const lines = linesOf(ASKED, { ...ASKED, price: null, authority: null });
    expect(lines.find(({ name }) => name === 'annualRate')).toMatchObject({ tried: null, differs: true });
    expect(lines.find(({ name }) => name === 'exposureFen')?.tried).toBeNull();
  });

  it.each([
    [5_000_000, 500_000_000, 5_000_000],
    [100_000, 20_000_000, 200_000],
    [0, 100, 100],
  ])('moves from %d to %d fen by %d', (minimumFen, maximumFen, step) => {
    expect(stepOf({ minimumFen, maximumFen })).toBe(step);
  });
});
