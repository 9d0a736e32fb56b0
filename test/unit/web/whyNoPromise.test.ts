import { expect, it } from '@jest/globals';
import { whyNoPromise } from '../../../web/kit/collection/whyNoPromise';

const promise = (byDate: string, status: 'OPEN' | 'BROKEN') => ({
  ...{ id: byDate, amountFen: 1, byDate, status, madeBy: null, endedAt: null },
  madeAt: '2026-11-01T00:00:00Z',
});
const calendar = {
  episode: 2,
  episodes: [
    { number: 1, openedOn: '2026-05-02', curedAt: '2026-06-01T00:00:00Z', stage: 'M1' as const },
    { number: 2, openedOn: '2026-11-02', curedAt: null, stage: 'M1' as const },
  ],
  promises: [
    promise('2026-05-09', 'BROKEN'),
    promise('2026-11-09', 'BROKEN'),
    promise('2026-11-20', 'BROKEN'),
  ],
};

it('says why no promise is taken: of broken ones those of this default count', () => {
  expect(whyNoPromise({ ...calendar, mayPromise: null }, 'en')).toBeNull();
  expect(whyNoPromise({ ...calendar, mayPromise: 'PROMISE_LIMIT' }, 'en')).toBe(
    '2 promises were broken already: no other is taken.',
  );
  expect(whyNoPromise({ ...calendar, mayPromise: 'PROMISE_ALREADY_OPEN' }, 'zh-CN')).toContain('未到期');
});
