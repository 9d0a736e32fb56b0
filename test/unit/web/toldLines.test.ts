import { expect, it } from '@jest/globals';
import { lineName, toldLines } from '../../../web/apply/features/loans/toldLines';

const line = (kind: 'RECEIVED' | 'PROVISIONED' | 'WRITTEN_OFF' | 'RECOVERED' | 'CLOSED') => ({
  kind,
  text: kind,
});

it('shows a borrower what was paid and changed, and nothing of what the house books for itself', () => {
  const told = toldLines([
    line('RECEIVED'),
    line('PROVISIONED'),
    line('WRITTEN_OFF'),
    line('RECOVERED'),
    line('CLOSED'),
  ]);
  expect(told.map(({ kind }) => kind)).toEqual(['RECEIVED', 'RECOVERED', 'CLOSED']);
  expect(told.map(lineName)).toEqual([
    ['RECEIVED', 'RECEIVED'],
    ['还款', 'Received'],
    ['CLOSED', 'CLOSED'],
  ]);
});
