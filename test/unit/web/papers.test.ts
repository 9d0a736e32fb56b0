import { expect, test } from '@jest/globals';
import type { Answers } from '../../../web/client/client';
import { lookForPapersIn, paperStanding } from '../../../web/desk/features/papers/papers';
import { receiptsOf } from '../../../web/kit/loan/receipts';

test('a paper is good once it is made, until it is withdrawn', () => {
  expect(paperStanding({ status: 'REQUESTED', withdrawnOn: null })).toBe('BEING_MADE');
  expect(paperStanding({ status: 'READY', withdrawnOn: null })).toBe('GOOD');
  expect(paperStanding({ status: 'READY', withdrawnOn: '2026-12-01' })).toBe('WITHDRAWN');
});

test('papers are looked at again while one is being made', () => {
  expect(lookForPapersIn([{ status: 'READY', withdrawnOn: null }])).toBe(false);
  expect(lookForPapersIn([{ status: 'REQUESTED', withdrawnOn: null }])).toBe(1_000);
  expect(lookForPapersIn(undefined)).toBe(false);
});

test('receipts can be had of money that came, the newest first', () => {
  const line = (sequence: number, kind: Answers['StatementLine']['kind']) => ({
    ...{
      sequence,
      kind,
      effectiveDate: '2026-11-27',
      text: '',
      explanation: '',
      amountFen: 1,
      businessKey: '',
    },
  });
  const lines = [line(1, 'DISBURSED'), line(2, 'RECEIVED'), line(3, 'PREPAID')];
  expect(receiptsOf(lines).map(({ sequence }) => sequence)).toEqual([3, 2]);
});
