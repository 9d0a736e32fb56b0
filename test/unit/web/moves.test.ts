import { describe, expect, it } from '@jest/globals';
import { between, moved } from '../../../web/kit/list/moves';

const keys = ['a', 'b', 'c', 'd'];

describe('moves in a list', () => {
  it('go on from where one is and stop at both ends', () => {
    expect(moved(keys, 'b', 1)).toBe('c');
    expect(moved(keys, 'd', 1)).toBe('d');
    expect(moved(keys, 'a', -1)).toBe('a');
  });

  it('begin at the first row: from nowhere, and from a row that is gone', () => {
    expect(moved(keys, null, 1)).toBe('a');
    expect(moved(keys, 'x', -1)).toBe('a');
    expect(moved([], null, 1)).toBeNull();
  });

  it('take the rows between two, whichever comes first', () => {
    expect(between(keys, 'c', 'a')).toEqual(['a', 'b', 'c']);
    expect(between(keys, 'b', 'b')).toEqual(['b']);
    expect(between(keys, 'b', 'x')).toEqual([]);
  });
});
