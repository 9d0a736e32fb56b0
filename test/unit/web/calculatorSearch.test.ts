import { readSearch, wantedAtFirst } from '../../../web/apply/features/calculator/calculatorSearch';
import type { Bounds } from '../../../web/kit/loan/wantedTerms';

it('reads an address, and leaves out what is of no use', () => {
  expect(readSearch({ amount: 300000, term: '12', method: 'BULLET', other: 'x', product: null })).toEqual({
    amount: '300000',
    term: '12',
    method: 'BULLET',
  });
  expect(readSearch({ amount: 'x'.repeat(41), term: ['12'], product: '' })).toEqual({});
});

it('begins with what the address says, else with what is usual within the product', () => {
  const product: Bounds = {
    minimumFen: 100_000,
    maximumFen: 20_000_000,
    minimumTermMonths: 1,
    maximumTermMonths: 6,
    methods: ['INTEREST_ONLY', 'BULLET'],
  };
  expect(wantedAtFirst(product, {})).toEqual({ amount: '200000', term: '6', method: 'INTEREST_ONLY' });
  const link = { amount: '5万', term: '3', method: 'BULLET' };
  expect(wantedAtFirst(product, link)).toEqual(link);
  expect(wantedAtFirst(product, { method: 'EQUAL_PRINCIPAL' }).method).toBe('INTEREST_ONLY');
});
