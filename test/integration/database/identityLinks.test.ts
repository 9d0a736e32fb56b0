import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { linkIdentity, ownerOfIdentity, removeIdentity } from '../../../gateways/database/identityLinks';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId, makeCase, staffOf } from './support/cases';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const cipher = createColumnCipher(`k1:${key(1)}`);
const seal = { cipher, blindIndex: createBlindIndex(key(2)) };

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await makeCase(database.owner);
});
afterAll(() => database.stop());

const person = () => staffOf(database.owner, institutionId, 'finance', uuidv7());

test('an identity is one account’s, however many ask at once, under a key of before as well', async () => {
  const { api } = database;
  const identity = { provider: 'acme', subject: uuidv7() };
  const people = await Promise.all([person(), person(), person()]);
  const linked = await Promise.all(
    people.map((userId) => linkIdentity(api, seal, { id: uuidv7(), userId, ...identity })),
  );
  expect(linked.filter(Boolean)).toHaveLength(1);
  const owner = people[linked.indexOf(true)];
  expect(await ownerOfIdentity(api, seal.blindIndex, identity)).toBe(owner);
  expect(await ownerOfIdentity(api, seal.blindIndex, { ...identity, provider: 'other' })).toBeNull();
  const rotated = { cipher, blindIndex: createBlindIndex(`${key(3)},${key(2)}`) };
  expect(await ownerOfIdentity(api, rotated.blindIndex, identity)).toBe(owner);
  const again = { id: uuidv7(), userId: await person(), ...identity };
  expect(await linkIdentity(api, rotated, again)).toBe(false);
});

test('nobody turns a link to another account; whose it is takes it away', async () => {
  const { api, owner } = database;
  const [mine, other] = [await person(), await person()];
  const id = uuidv7();
  await linkIdentity(api, seal, { id, userId: mine, provider: 'acme', subject: uuidv7() });
  const turn = `UPDATE identity_link SET user_id = '${other}' WHERE id = '${id}'`;
  expect([await attempt(api, turn), await attempt(owner, turn)]).toEqual([DENIED, CHECK]);
  expect(await removeIdentity(api, { id, userId: other })).toBe(false);
  expect(await removeIdentity(api, { id, userId: mine })).toBe(true);
});
