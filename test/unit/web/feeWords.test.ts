import { expect, test } from '@jest/globals';
import { reliefOf } from '../../../web/desk/parts/feeWords';

test('what is owed may be given up, what was paid may be given back, and of a dispute people decide first', () => {
  const fee = {
    status: 'PARTLY_COLLECTED',
    outstandingFen: 300,
    collectedFen: 200,
    refundedFen: 50,
  } as const;
  expect(reliefOf(fee)).toEqual({ waivableFen: 300, refundableFen: 150 });
  expect(reliefOf({ ...fee, outstandingFen: 0, refundedFen: 200 })).toBeNull();
  expect(reliefOf({ ...fee, status: 'DISPUTED' })).toBeNull();
  expect(reliefOf({ ...fee, status: 'QUOTED' })).toBeNull();
});
