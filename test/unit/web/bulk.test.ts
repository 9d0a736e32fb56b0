import { describe, expect, it } from '@jest/globals';
import type { Answers } from '../../../web/client/client';
import { bulkPlan } from '../../../web/desk/features/inbox/bulk';

const row = (taskId: string, more: Partial<Answers['PreviewedTask']> = {}): Answers['PreviewedTask'] => ({
  ...{ taskId, version: 1, kind: 'REVIEW_APPLICATION', caseTitle: taskId, dueAt: '2026-12-01T00:00:00Z' },
  ...{ claimedBy: null, refused: null, ...more },
});
const rows = [
  row('a'),
  row('b', { claimedBy: 'u-2' }),
  row('c', { refused: { code: 'SAME_PERSON_AS_REVIEWER', reason: 'reviewed it' } }),
];

describe('a plan for many tasks', () => {
  it('counts what is possible, taken and barred before anything is done', () => {
    const { possible, barred, taken } = bulkPlan(rows, new Set());
    expect([possible.map(({ taskId }) => taskId), barred, taken]).toEqual([['a', 'b'], 1, 1]);
  });

  it('is about the chosen rows where some are chosen', () => {
    expect(bulkPlan(rows, new Set(['a', 'c'])).rows.map(({ taskId }) => taskId)).toEqual(['a', 'c']);
  });
});
