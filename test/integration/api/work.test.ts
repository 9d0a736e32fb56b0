import { solved } from '../../../demo/client';
import { freshCompany, registrationOf } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { Api, expectProblem, freshKey, type RawAnswer } from './support';

/** A platform that has strangers work before it takes what they send. */

let api: Api;
beforeAll(async () => {
  api = await Api.openUnhurried({ PROOF_OF_WORK: '1' });
});
afterAll(() => api?.platform.release());

const register = (proof?: string): Promise<RawAnswer> =>
  api.ask('/api/enterprises', {
    body: registrationOf(freshCompany('JIANGNAN')),
    headers: { ...freshKey(), ...(proof !== undefined && { 'proof-of-work': proof }) },
  });
const challengeOf = (answer: RawAnswer): string => {
  expectProblem(answer, 403, 'WORK_NEEDED');
  return answer.headers.get('proof-of-work-challenge') ?? '';
};

test('a stranger registers with the work that was asked for, and with each once, however many at once', async () => {
  const asked = challengeOf(await register());
  const proof = await solved(asked);
  const many = await Promise.all(Array.from({ length: 6 }, () => register(proof)));
  expect(many.map(({ status }) => status).toSorted()).toEqual([201, ...Array(5).fill(403)]);
  challengeOf(await register(proof));
  // What asks is no answer, and what was asked for one thing opens no other.
  challengeOf(await register(asked));
  const body = { email: 'nobody@nowhere.invalid' };
  const another = await solved(challengeOf(await register()));
  const headers = { 'proof-of-work': another };
  const forReset = challengeOf(await api.ask('/api/auth/password-reset-requests', { body, headers }));
  const reset = { body, headers: { 'proof-of-work': await solved(forReset) } };
  expect((await api.ask('/api/auth/password-reset-requests', reset)).status).toBe(204);
});

test('the programs of the demo work by themselves, and signing in asks nobody to', async () => {
  const borrower = await Borrower.register(api.stage, freshCompany('JIANGNAN'));
  expect(borrower.enterpriseId).toEqual(expect.any(String));
  expect((await api.ask('/api/me', { token: await api.staff('reviewer') })).status).toBe(200);
});
