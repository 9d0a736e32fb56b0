import { describe, expect, it } from '@jest/globals';
import { budgetLinesOf } from '../../../web/desk/features/ledgerChanges/budgetDraft';

const typed = { account: '6602', from: '2026-11', to: '2027-01', monthly: '2万' } as const;

describe('a budget as it is typed', () => {
  it('is the same amount in each month, over the end of a year too', () => {
    expect(budgetLinesOf(typed)).toEqual(
      ['2026-11', '2026-12', '2027-01'].map((month) => ({ month, account: '6602', amountFen: 2_000_000 })),
    );
    expect(budgetLinesOf({ ...typed, to: typed.from })).toHaveLength(1);
  });

  it.each([
    { from: '' },
    { to: '2026-10' },
    { to: '2026-13' },
    { to: '2056-01' },
    { monthly: '' },
    { monthly: '-1' },
  ])('is none yet with %j', (part) => {
    expect(budgetLinesOf({ ...typed, ...part })).toBeNull();
  });
});
