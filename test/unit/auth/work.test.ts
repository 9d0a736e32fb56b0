import { solved } from '../../../demo/client';
import { createWork } from '../../../gateways/auth/work';

const SECRET = 'a secret of at least thirty-two characters';
const rules = { cost: 20, least: 5, most: 20, minutes: 10 };
const work = createWork(SECRET);

type Proof = { challenge: { parameters: Record<string, unknown> }; solution: Record<string, unknown> };
const changed = (proof: string, change: (proof: Proof) => void): string => {
  const said = JSON.parse(Buffer.from(proof, 'base64').toString()) as Proof;
  change(said);
  return Buffer.from(JSON.stringify(said)).toString('base64');
};

afterEach(() => jest.useRealTimers());

test('a challenge that was solved counts for its operation, by the nonce that it is known by once', async () => {
  const proof = await solved(await work.ask('registerEnterprise', rules));
  const nonce = await work.solvedNonce(proof, 'registerEnterprise');
  expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  expect(await work.solvedNonce(proof, 'askForPasswordReset')).toBeNull();
  const other = await solved(await work.ask('registerEnterprise', rules));
  expect(await work.solvedNonce(other, 'registerEnterprise')).not.toBe(nonce);
});

test('so does one that was signed before the secret changed, and none of another secret', async () => {
  const proof = await solved(await work.ask('x', rules));
  const fresh = 'another secret of thirty-two characters';
  expect(await createWork(`${fresh},${SECRET}`).solvedNonce(proof, 'x')).not.toBeNull();
  expect(await createWork(fresh).solvedNonce(proof, 'x')).toBeNull();
});

test('nothing else counts: made easier, unsolved, guessed, of a cost that was not asked, or no proof at all', async () => {
  const proof = await solved(await work.ask('x', rules));
  const changes: ((proof: Proof) => void)[] = [
    ({ challenge }) => Object.assign(challenge.parameters, { cost: 1 }),
    ({ challenge }) => Object.assign(challenge.parameters, { keyPrefix: '' }),
    ({ challenge }) => Object.assign(challenge.parameters, { expiresAt: 4_000_000_000 }),
    ({ challenge }) => Object.assign(challenge.parameters, { data: { operation: 'y' } }),
    ({ challenge }) => Object.assign(challenge.parameters, { algorithm: 'SHA-256' }),
    ({ challenge }) => Object.assign(challenge.parameters, { nonce: '00'.repeat(16) }),
    ({ challenge }) => Reflect.deleteProperty(challenge.parameters, 'keySignature'),
    ({ solution }) => Object.assign(solution, { derivedKey: '00'.repeat(32) }),
    (said) => Reflect.deleteProperty(said, 'solution'),
  ];
  for (const change of changes) {
    for (const operation of ['x', 'y']) {
      expect(await work.solvedNonce(changed(proof, change), operation)).toBeNull();
    }
  }
  for (const none of ['', 'x', 'e30=', await work.ask('x', rules)]) {
    expect(await work.solvedNonce(none, 'x')).toBeNull();
  }
});

test('it is solved in time or not at all', async () => {
  const proof = await solved(await work.ask('x', rules));
  jest.useFakeTimers({ now: Date.now() + 11 * 60_000, doNotFake: ['nextTick', 'setImmediate'] });
  expect(await work.solvedNonce(proof, 'x')).toBeNull();
});
