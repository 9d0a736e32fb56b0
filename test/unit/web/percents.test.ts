import { describe, expect, it } from '@jest/globals';
import { percentTyped, shareOf } from '../../../web/kit/forms/percents';

describe('a percentage', () => {
  it.each([
    ['0.035', '3.5'],
    ['0.1', '10'],
    ['0.00125', '0.125'],
    ['1.5', '150'],
    ['0', '0'],
  ])('is written as people say it and read back exactly: %s', (share, typed) => {
    expect(percentTyped(share)).toBe(typed);
    expect(shareOf(typed)).toBe(share);
  });

  it('is read in full width and with its sign', () => {
    expect(shareOf(' ３.５％ ')).toBe('0.035');
  });

  it.each(['', '-1', '3,5', 'abc', '1000', '3.12345'])('is not %j', (typed) => {
    expect(shareOf(typed)).toBeNull();
  });
});
