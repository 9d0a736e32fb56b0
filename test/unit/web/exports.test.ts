import { expect, test } from '@jest/globals';
import { isUnderWay, lookAgainIn } from '../../../web/desk/parts/exports';

test('files are looked at again while one of them is being made, and not a moment longer', () => {
  expect(lookAgainIn(undefined)).toBe(false);
  expect(lookAgainIn([{ status: 'DONE' }, { status: 'FAILED' }])).toBe(false);
  expect(lookAgainIn([{ status: 'DONE' }, { status: 'RUNNING' }])).toBe(1_000);
  expect(isUnderWay({ status: 'WAITING' })).toBe(true);
});
