import { type Bounds, termsOf, typedMonths, wrongAmount, wrongTerm } from '../../../web/kit/loan/wantedTerms';

const BOUNDS: Bounds = {
  minimumFen: 1_000_000,
  maximumFen: 500_000_000,
  minimumTermMonths: 3,
  maximumTermMonths: 36,
  methods: ['EQUAL_INSTALMENT', 'EQUAL_PRINCIPAL'],
};

it('reads terms however they are typed', () => {
  expect(termsOf({ amount: '３０万', term: '１２', method: 'EQUAL_PRINCIPAL' }, BOUNDS)).toEqual({
    amountFen: 30_000_000,
    termMonths: 12,
    method: 'EQUAL_PRINCIPAL',
  });
});

it('takes terms only within the product', () => {
  const terms = { amount: '10000', term: '3', method: 'EQUAL_INSTALMENT' };
  expect(termsOf(terms, BOUNDS)).not.toBeNull();
  for (const wrong of [{ amount: '9999.99' }, { amount: '5000000.01' }, { amount: '' }, { amount: '三万' }]) {
    expect(termsOf({ ...terms, ...wrong }, BOUNDS)).toBeNull();
  }
  for (const wrong of [{ term: '2' }, { term: '37' }, { term: '6.5' }, { method: 'BULLET' }]) {
    expect(termsOf({ ...terms, ...wrong }, BOUNDS)).toBeNull();
  }
});

it('says the bound that is not kept, in yuan', () => {
  expect(wrongAmount('1', BOUNDS)?.[1]).toEqual({ least: '10,000.00' });
  expect(wrongAmount('1亿', BOUNDS)?.[1]).toEqual({ most: '5,000,000.00' });
  expect(wrongTerm('48', BOUNDS)?.[1]).toEqual({ least: 3, most: 36 });
});

it.each([
  ['12', 12],
  ['12个月', 12],
  [' 6 ', 6],
  ['1.5', null],
  ['-3', null],
  ['', null],
])('reads %s as months', (typed, months) => {
  expect(typedMonths(typed)).toBe(months);
});
