import { describe, expect, it } from '@jest/globals';
import { debitNow, isTold } from '../../../web/apply/features/loans/debits';

type Asked = Parameters<typeof debitNow>[0];
type Order = Parameters<typeof debitNow>[1][number];

const asked = (status: Asked['payment']['status']): Asked => ({
  ...{ loanId: 'loan', key: 'loan/1/repay/a', loan: null },
  payment: { status, code: null, bankReference: null },
});
const order = (change: Partial<Order>): Order => ({
  ...{ key: 'loan/1/repay/a', status: 'SUBMITTED', code: null, bankReference: null },
  ...change,
});

describe('a debit that the bank has not said anything of', () => {
  it('stands as its own order does once that is settled', () => {
    const others = [order({ key: 'loan/1/repay/b', status: 'SUCCEEDED' })];
    expect(debitNow(asked('PENDING'), others)).toEqual(asked('PENDING'));
    const declined = [...others, order({ status: 'FAILED', code: '51' })];
    expect(debitNow(asked('PENDING'), declined).payment).toMatchObject({ status: 'FAILED', code: '51' });
    const paid = [order({ status: 'SUCCEEDED', code: '00', bankReference: 'B1' })];
    expect(debitNow(asked('PENDING'), paid).payment).toEqual({
      ...{ status: 'SUCCEEDED', code: null, bankReference: 'B1' },
    });
  });

  it.each(['CREATED', 'SUBMITTED', 'UNKNOWN'] as const)('waits while its order is %s', (status) => {
    expect(debitNow(asked('PENDING'), [order({ status })])).toEqual(asked('PENDING'));
  });

  it('is followed only until it is answered', () => {
    expect(debitNow(asked('FAILED'), [order({ status: 'SUCCEEDED' })])).toEqual(asked('FAILED'));
  });
});

test('a refusal is told like an answer, so where it stands stays open', () => {
  const nothing = { isPending: false, moved: undefined, wrong: null };
  expect(isTold(nothing)).toBe(false);
  expect(isTold({ ...nothing, wrong: { code: 'MORE_THAN_OWED' } })).toBe(true);
  expect(isTold({ ...nothing, isPending: true })).toBe(true);
  expect(isTold({ ...nothing, moved: asked('FAILED') })).toBe(true);
});
