import { expect, test } from '@jest/globals';
import { basisTold } from '../../../web/desk/parts/priceBasis';

const percent = (share: string): string => `<${share}>`;
type Basis = Parameters<typeof basisTold>[0]['basis'];

test.each<readonly [Basis, object]>([
  [{ kind: 'FLAT', amountFen: 20_000 }, { price: '¥200.00' }],
  [{ kind: 'OF_AMOUNT', rate: '0.01' }, { price: '<0.01>' }],
  [{ kind: 'OF_AMOUNT_AND_TERM', annualRate: '0.02' }, { price: '<0.02>' }],
  [{ kind: 'TIERED', tiers: [{ upToFen: null, rate: '0.01' }] }, { count: 1 }],
])('what a line costs is said by its kind: %j', (basis, values) => {
  expect(basisTold({ basis }, percent)[1]).toEqual(values);
});
