import { expect, test } from '@jest/globals';
import { behindAt } from '../../../web/desk/parts/books';
import { lastOf } from '../../../web/desk/parts/period';

test('books are behind when a night is late of a day that is over and shown', () => {
  const today = '2026-03-10';
  expect(behindAt({ today, booksThrough: '2026-03-09' })).toBeNull();
  expect(behindAt({ today, booksThrough: '2026-02-10' })).toBe('2026-02-10');
  // A month that its nights have closed is right, whatever comes after it.
  expect(behindAt({ today, booksThrough: '2026-03-01' }, lastOf('2026-02'))).toBeNull();
  expect(behindAt({ today, booksThrough: '2026-02-27' }, lastOf('2026-02'))).toBe('2026-02-27');
  expect(behindAt({ today, booksThrough: '2026-03-08' }, lastOf('2026-03'))).toBe('2026-03-08');
  // No book has begun: nothing is late.
  expect(behindAt({ today, booksThrough: null })).toBeNull();
});
