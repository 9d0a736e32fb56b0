import { usedFor } from '../../../web/desk/parts/receipts';

const identified = { status: 'CLAIMED', feeId: null, repaidClaim: false } as const;

test('what a receipt was used for is named as what it is', () => {
  expect(usedFor(identified)).toBe('LOAN');
  expect(usedFor({ ...identified, feeId: 'a charge' })).toBe('FEE');
  expect(usedFor({ ...identified, repaidClaim: true })).toBe('CLAIM');
});

test.each(['OPEN', 'RETURNED', 'CAPITAL'] as const)('nothing of a receipt is booked that is %s', (status) => {
  expect(usedFor({ ...identified, status })).toBeNull();
});
