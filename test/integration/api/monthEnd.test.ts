import { monthEnd } from '../../../demo/monthEnd';
import { startTestPlatform } from '../../support/platform';
import { Api } from './support';

let api: Api;
beforeAll(async () => {
  // Of its own: another test's open difference would keep the month open.
  api = Api.at(await startTestPlatform());
});
afterAll(() => api?.platform.release());

test('the story of a month: costs by two people, closed, signed, late facts, opened and closed again', async () => {
  const { invariants } = await monthEnd(api.stage);
  expect(invariants.filter(({ holds }) => !holds)).toEqual([]);
  expect(invariants).toHaveLength(8);
});
