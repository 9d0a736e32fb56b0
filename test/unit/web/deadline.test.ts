import { describe, expect, it } from '@jest/globals';
import { deadlineTold } from '../../../web/kit/live/deadline';
import { sentence } from '../../../web/kit/words/words';

const now = Date.parse('2026-11-27T02:00:00Z');
const told = (dueAt: string) => {
  const { state, text, values } = deadlineTold(dueAt, now);
  return [state, sentence(text, 'zh-CN', values)];
};

describe('a deadline', () => {
  it.each([
    ['2026-11-29T05:30:00Z', 'LATER', '剩 2 天 3 小时'],
    ['2026-11-27T05:20:59Z', 'SOON', '剩 3 小时 20 分'],
    ['2026-11-27T02:00:59Z', 'SOON', '剩 0 分'],
    ['2026-11-27T01:59:59Z', 'OVERDUE', '超时 1 分'],
    ['2026-11-25T01:00:00Z', 'OVERDUE', '超时 2 天 1 小时'],
  ])('at %s is %s: %s', (dueAt, state, text) => expect(told(dueAt)).toEqual([state, text]));
});
