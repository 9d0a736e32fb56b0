import type { AnswerOf } from '../../../demo/client';
import { fees } from '../../../demo/fees';
import { startTestPlatform } from '../../support/platform';
import { Api } from './support';

const MINUTES = 60_000;

jest.setTimeout(8 * MINUTES);

let api: Api;
beforeAll(async () => {
  // Price lists of an institution are of the whole platform: another test has its own.
  api = Api.at(await startTestPlatform());
}, 3 * MINUTES);
afterAll(() => api?.platform.release());

test('a fee is charged as its offer shows it; one that was paid is disputed, given back and published by numbers', async () => {
  const { invariants } = await fees(api.stage);
  for (const each of invariants) expect(each).toMatchObject({ holds: true });
  const { json, text } = await api.ask('/api/fees/disputes/published');
  const { items } = json as AnswerOf<'listPublishedDisputes'>;
  expect(items).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'CONSULTING', outcome: 'UPHELD_IN_PART', reasonCode: 'D702' },
      outcomeWords: { zh: '异议部分成立', en: 'The dispute was upheld in part' },
      reasonWords: { zh: '服务仅部分提供', en: 'Only a part of the service was given' },
    }),
  );
  // What staff wrote is for the customer alone.
  expect(text).not.toMatch(/second session|第二次咨询/);
});
