import { describe, expect, it } from '@jest/globals';
import { entryOf, isBalanced } from '../../../web/desk/features/ledgerChanges/entryDraft';

const salaries = { account: '6602', debit: '20,000', credit: '' } as const;
const payable = { account: '2211', debit: '', credit: '2万' } as const;

describe('an entry by hand as it is typed', () => {
  it('is read to the fen and balances', () => {
    const entry = entryOf([salaries, payable]);
    expect(entry).toMatchObject({ debitFen: 2_000_000, creditFen: 2_000_000 });
    expect(isBalanced(entry)).toBe(true);
  });

  it('does not balance while one side is more', () => {
    expect(isBalanced(entryOf([salaries, { ...payable, credit: '1' }]))).toBe(false);
    expect(isBalanced(entryOf([salaries]))).toBe(false);
  });

  it.each([
    { ...payable, credit: 'x' },
    { ...payable, credit: '-5' },
    { ...payable, credit: '' },
    { ...payable, debit: '1' },
  ])('is not read with a line that says nothing, or two things', (line) => {
    expect(entryOf([salaries, line])).toBeNull();
    expect(isBalanced(null)).toBe(false);
  });
});
