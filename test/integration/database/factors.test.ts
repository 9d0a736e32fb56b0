import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import {
  addPasskeyFactor,
  beginTotpFactor,
  confirmTotpFactor,
  findTotpFactors,
  forgetFactors,
  keepChallenge,
  proveByRecoveryCode,
  proveFactor,
  removeFactor,
  replaceRecoveryCodes,
  takeChallenge,
} from '../../../gateways/database/factors';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId, makeCase, staffOf } from './support/cases';

const cipher = createColumnCipher(`k1:${Buffer.alloc(32, 1).toString('base64')}`);
const HASHES = ['a', 'b'].map((digit) => digit.repeat(64));

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await makeCase(database.owner);
});
afterAll(() => database.stop());

/** A member of staff with a session by the password alone. */
async function signedIn() {
  const userId = await staffOf(database.owner, institutionId, 'finance', uuidv7());
  const sessionId = uuidv7();
  await database.owner.query(
    `INSERT INTO session (id, expires_at, token, user_id) VALUES ($1, now() + interval '1 hour', $1, $2)`,
    [sessionId, userId],
  );
  return { userId, sessionId };
}

/** The same with a device that shows codes, last that of step 100. */
async function withDevice() {
  const person = await signedIn();
  const id = uuidv7();
  const { api } = database;
  await beginTotpFactor(api, cipher, { id, userId: person.userId, name: 'phone', secret: 'ABC' });
  const confirmed = await confirmTotpFactor(api, person, { id, step: 100, codeHashes: HASHES });
  expect(confirmed).toBe(true);
  return { ...person, id };
}

const provedAt = async ({ sessionId }: { sessionId: string }) => {
  const { rows } = await database.owner.query('SELECT factor_at FROM session WHERE id = $1', [sessionId]);
  return rows[0]?.factor_at ?? null;
};
const since = async ({ userId }: { userId: string }) => {
  const { rows } = await database.owner.query('SELECT factor_since FROM "user" WHERE id = $1', [userId]);
  return rows[0]?.factor_since ?? null;
};
const forget = ({ sessionId }: { sessionId: string }) =>
  database.owner.query('UPDATE session SET factor_at = NULL WHERE id = $1', [sessionId]);

describe('a device that shows codes', () => {
  test('counts from its first code on, and the person has a second factor from then on', async () => {
    const person = await signedIn();
    const { api } = database;
    const { prisma } = databaseOn(api);
    const begun = { userId: person.userId, name: 'phone', secret: 'ABC' };
    await beginTotpFactor(api, cipher, { ...begun, id: uuidv7() });
    const id = uuidv7();
    await beginTotpFactor(api, cipher, { ...begun, id, secret: 'DEF' });
    expect(await findTotpFactors(prisma, cipher, { userId: person.userId, isConfirmed: false })).toEqual([
      { id, secret: 'DEF' },
    ]);
    expect(await findTotpFactors(prisma, cipher, { userId: person.userId, isConfirmed: true })).toEqual([]);
    expect(await proveFactor(api, person, { id, counter: 7 })).toBe(false);
    expect([await since(person), await provedAt(person)]).toEqual([null, null]);
    expect(await confirmTotpFactor(api, person, { id, step: 7, codeHashes: [] })).toBe(true);
    expect([await since(person), await provedAt(person)]).toEqual([expect.any(String), expect.any(String)]);
    expect(await confirmTotpFactor(api, person, { id, step: 8, codeHashes: [] })).toBe(false);
  });

  test('proves by each code once, and by none that is older, however many come at once', async () => {
    const device = await withDevice();
    await forget(device);
    const prove = (counter: number) => proveFactor(database.api, device, { id: device.id, counter });
    expect([await prove(100), await prove(99)]).toEqual([false, false]);
    expect(await provedAt(device)).toBeNull();
    const many = await Promise.all(Array.from({ length: 8 }, () => prove(101)));
    expect(many.filter(Boolean)).toHaveLength(1);
    expect(await provedAt(device)).toEqual(expect.any(String));
  });

  test('proves nothing in the session of somebody else, nor for somebody else', async () => {
    const [device, other] = [await withDevice(), await signedIn()];
    const { api } = database;
    const proof = { id: device.id, counter: 200 };
    expect(await proveFactor(api, other, proof)).toBe(false);
    expect(await proveFactor(api, { userId: device.userId, sessionId: other.sessionId }, proof)).toBe(false);
    expect(await provedAt(other)).toBeNull();
  });
});

test('a session in which a factor is proved has another token, by a law and not by the program', async () => {
  const device = await withDevice();
  const { api, owner } = database;
  const token = async () =>
    (await owner.query('SELECT token FROM session WHERE id = $1', [device.sessionId])).rows[0]?.token;
  const first = await token();
  expect(first).not.toBe(device.sessionId);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  await owner.query(`UPDATE session SET factor_at = now() - interval '1 hour' WHERE id = $1`, [
    device.sessionId,
  ]);
  expect(await proveFactor(api, device, { id: device.id, counter: 100 })).toBe(false);
  expect(await token()).toBe(first);
  expect(await proveFactor(api, device, { id: device.id, counter: 101 })).toBe(true);
  expect(await token()).not.toBe(first);
  expect(await attempt(api, `UPDATE session SET token = 'chosen'`)).toBe(DENIED);
});

test('a recovery code proves once, and those of before count no more', async () => {
  const device = await withDevice();
  const { api } = database;
  const [first = '', second = ''] = HASHES;
  const many = await Promise.all(Array.from({ length: 8 }, () => proveByRecoveryCode(api, device, first)));
  expect(many.filter(Boolean)).toHaveLength(1);
  const fresh = 'c'.repeat(64);
  await Promise.all([1, 2].map(() => replaceRecoveryCodes(api, device.userId, [fresh])));
  expect(await proveByRecoveryCode(api, device, second)).toBe(false);
  expect(await proveByRecoveryCode(api, await signedIn(), fresh)).toBe(false);
  expect(await proveByRecoveryCode(api, device, fresh)).toBe(true);
});

test('a passkey that does not count proves as often as it is asked to, one that counts only forward', async () => {
  const person = await signedIn();
  const { api } = database;
  const known = (credentialId: string, counter: number) => ({
    ...{ id: uuidv7(), name: 'key', codeHashes: [] },
    passkey: { credentialId, publicKey: 'AQ', counter, transports: ['usb'] },
  });
  const [synced, counting] = [known(uuidv7(), 0), known(uuidv7(), 5)];
  expect(await addPasskeyFactor(api, person, synced)).toBe(true);
  expect(await addPasskeyFactor(api, person, counting)).toBe(true);
  expect(await addPasskeyFactor(api, person, { ...synced, id: uuidv7() })).toBe(false);
  const prove = (id: string, counter: number) => proveFactor(api, person, { id, counter });
  expect([await prove(synced.id, 0), await prove(synced.id, 0)]).toEqual([true, true]);
  expect([await prove(counting.id, 5), await prove(counting.id, 0), await prove(counting.id, 6)]).toEqual([
    ...[false, false, true],
  ]);
});

test('what a passkey is asked to sign counts once, in its session, in time', async () => {
  const [person, other] = [await signedIn(), await signedIn()];
  const { api } = database;
  const keep = (challenge: string, minutes: number) =>
    keepChallenge(api, { sessionId: person.sessionId, challenge, minutes });
  await keep('first', 5);
  await keep('second', 5);
  expect(await takeChallenge(api, other.sessionId)).toBeNull();
  expect(await takeChallenge(api, person.sessionId)).toBe('second');
  expect(await takeChallenge(api, person.sessionId)).toBeNull();
  await keep('late', 0);
  expect(await takeChallenge(api, person.sessionId)).toBeNull();
});

test('staff keep one factor, though two are taken away at one moment', async () => {
  const device = await withDevice();
  const passkey = { credentialId: uuidv7(), publicKey: 'AQ', counter: 0, transports: [] };
  const key = { id: uuidv7(), name: 'key', codeHashes: [], passkey };
  await addPasskeyFactor(database.api, device, key);
  const remove = (id: string, keepOne = true) =>
    removeFactor(database.api, { id, userId: device.userId, keepOne });
  expect(await removeFactor(database.api, { id: key.id, userId: 'another', keepOne: true })).toBe(
    'NOT_FOUND',
  );
  const both = await Promise.all([remove(device.id), remove(key.id)]);
  expect(both.toSorted()).toEqual(['LAST', 'REMOVED']);
  expect(await since(device)).toEqual(expect.any(String));
  const left = both[0] === 'LAST' ? device.id : key.id;
  expect(await remove(left, false)).toBe('REMOVED');
  expect(await since(device)).toBeNull();
  expect(await proveByRecoveryCode(database.api, device, HASHES[0] ?? '')).toBe(false);
});

test('whoever lost device and paper begins anew, signed out everywhere', async () => {
  const device = await withDevice();
  await forgetFactors(database.owner, device.userId);
  expect(await since(device)).toBeNull();
  expect(await proveByRecoveryCode(database.api, device, HASHES[0] ?? '')).toBe(false);
  const { rowCount } = await database.owner.query('SELECT FROM session WHERE user_id = $1', [device.userId]);
  expect(rowCount).toBe(0);
});

describe('SQL under the API’s role', () => {
  test('makes no code count twice', async () => {
    const device = await withDevice();
    await proveByRecoveryCode(database.api, device, HASHES[0] ?? '');
    const of = `WHERE user_id = '${device.userId}'`;
    for (const [statement, verdict] of [
      [`UPDATE second_factor SET counter = 99 ${of}`, CHECK],
      [`UPDATE second_factor SET confirmed_at = NULL ${of}`, CHECK],
      [`UPDATE recovery_code SET used_at = NULL ${of} AND used_at IS NOT NULL`, CHECK],
      [`UPDATE second_factor SET secret_cipher = '' ${of}`, DENIED],
      [`UPDATE second_factor SET user_id = 'x' ${of}`, DENIED],
      [`UPDATE recovery_code SET code_hash = code_hash ${of}`, DENIED],
      [`UPDATE "user" SET factor_since = NULL`, DENIED],
    ] as const) {
      expect([statement, await attempt(database.api, statement)]).toEqual([statement, verdict]);
    }
  });
});
