import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import type { MachineScope } from '../../../domain/machines/scopes';
import { createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import {
  endMachine,
  findMachine,
  machineBySecret,
  renewSecret,
  writeMachine,
} from '../../../gateways/database/machines';
import { forgetTokenKeys, listTokenKeys, writeTokenKey } from '../../../gateways/database/tokenKeys';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId, makeCase, otherInstitutionId, staffOf } from './support/cases';

let database: TestDatabase;
let admin: string;
beforeAll(async () => {
  database = await startDatabase();
  await makeCase(database.owner);
  admin = await staffOf(database.owner, institutionId, 'admin', uuidv7());
});
afterAll(() => database.stop());

const hash = (digit: string) => digit.repeat(64);
const secret = (of: string, by = admin) => ({ id: uuidv7(), hash: of, by, days: 365 });

async function machine(of: string, by = admin, scopes: readonly MachineScope[] = ['loans:read']) {
  const id = uuidv7();
  await writeMachine(database.api, { id, institutionId, name: 'export', scopes, secret: secret(of, by) });
  return id;
}

const opens = async (id: string, of: string) =>
  (await machineBySecret(database.api, { id, hash: of })) !== null;

describe('a machine', () => {
  test('is opened by its secret, and by no other’s', async () => {
    const [one, other] = [await machine(hash('1')), await machine(hash('2'))];
    expect(await machineBySecret(database.api, { id: one, hash: hash('1') })).toEqual({
      ...{ scopes: ['loans:read'], institutionId },
    });
    expect([
      await opens(one, hash('2')),
      await opens(other, hash('1')),
      await opens(uuidv7(), hash('1')),
    ]).toEqual([...[false, false, false]]);
  });

  test('is an admin’s to make: of this institution, and not suspended', async () => {
    const finance = await staffOf(database.owner, institutionId, 'finance', uuidv7());
    const stranger = await staffOf(database.owner, otherInstitutionId, 'admin', uuidv7());
    for (const by of [finance, stranger]) {
      await expect(machine(hash('3'), by)).rejects.toMatchObject({ code: CHECK });
    }
    const id = await machine(hash('4'));
    await expect(endMachine(database.api, { id, by: finance })).rejects.toMatchObject({ code: CHECK });
    const wish = renewSecret(database.api, id, { secret: secret(hash('5'), finance), overlapDays: 1 });
    await expect(wish).rejects.toMatchObject({ code: CHECK });
  });

  test('never gets a scope that there is not, nor another one later', async () => {
    const odd = ['loans:read', 'loans:write'] as unknown as MachineScope[];
    await expect(machine(hash('6'), admin, odd)).rejects.toMatchObject({ code: CHECK });
    const id = await machine(hash('7'));
    const more = `UPDATE machine SET scopes = '{books:read}' WHERE id = '${id}'`;
    expect(await attempt(database.api, more)).toBe(DENIED);
    expect(await attempt(database.owner, more)).toBe(CHECK);
    expect(await attempt(database.api, 'DELETE FROM machine')).toBe(DENIED);
  });

  test('has two secrets while one follows the other, never three, however many ask at once', async () => {
    const { api } = database;
    const id = await machine(hash('8'));
    await renewSecret(api, id, { secret: secret(hash('9')), overlapDays: 7 });
    expect([await opens(id, hash('8')), await opens(id, hash('9'))]).toEqual([true, true]);
    // The oldest goes: only the newest of before lives on.
    await renewSecret(api, id, { secret: secret(hash('a')), overlapDays: 7 });
    expect([await opens(id, hash('8')), await opens(id, hash('9')), await opens(id, hash('a'))]).toEqual([
      ...[false, true, true],
    ]);
    await renewSecret(api, id, { secret: secret(hash('b')), overlapDays: 0 });
    expect([await opens(id, hash('9')), await opens(id, hash('a')), await opens(id, hash('b'))]).toEqual([
      ...[false, false, true],
    ]);
    await Promise.all(
      ['c', 'd', 'e', 'f'].map((digit) =>
        renewSecret(api, id, { secret: secret(hash(digit)), overlapDays: 7 }),
      ),
    );
    const row = await findMachine(databaseOn(api).prisma, id);
    expect(row?.secrets.filter(({ endsAt }) => Date.parse(endsAt) > Date.now())).toHaveLength(2);
    const third = `INSERT INTO machine_secret (id, machine_id, secret_hash, created_by, ends_at)
      VALUES ('${uuidv7()}', '${id}', '${'0'.repeat(64)}', '${admin}', now() + interval '1 day')`;
    expect(await attempt(api, third)).toBe(CHECK);
  });

  test('opens nothing once it has ended, and gets no secret any more; a secret is never made to last longer', async () => {
    const { api } = database;
    const id = await machine('ab'.repeat(32));
    const longer = `UPDATE machine_secret SET ends_at = ends_at + interval '1 day' WHERE machine_id = '${id}'`;
    expect(await attempt(api, longer)).toBe(CHECK);
    expect([await endMachine(api, { id, by: admin }), await endMachine(api, { id, by: admin })]).toEqual([
      ...[true, false],
    ]);
    expect(await opens(id, 'ab'.repeat(32))).toBe(false);
    const wish = renewSecret(api, id, { secret: secret('cd'.repeat(32)), overlapDays: 1 });
    await expect(wish).rejects.toMatchObject({ code: CHECK });
    expect(await attempt(api, `UPDATE machine SET ended_at = NULL, ended_by = NULL WHERE id = '${id}'`)).toBe(
      CHECK,
    );
  });
});

test('keys of tokens are sealed in their rows, and go when nothing is signed by them', async () => {
  const { api, owner } = database;
  const { prisma } = databaseOn(api);
  const cipher = createColumnCipher(`k1:${Buffer.alloc(32, 1).toString('base64')}`);
  const [old, fresh] = [uuidv7(), uuidv7()];
  await writeTokenKey(api, cipher, { id: old, jwk: '{"d":"old"}', createdAt: '2026-01-01T00:00:00.000Z' });
  await writeTokenKey(api, cipher, { id: fresh, jwk: '{"d":"new"}', createdAt: new Date().toISOString() });
  expect((await listTokenKeys(prisma, cipher)).map(({ jwk }) => jwk)).toEqual(['{"d":"new"}', '{"d":"old"}']);
  const { rows } = await owner.query('SELECT key_cipher FROM token_key');
  expect(JSON.stringify(rows.map((row) => String(row.key_cipher)))).not.toContain('"d"');
  // Whoever only writes rows moves no key to another id, and changes none.
  expect(await attempt(api, 'UPDATE token_key SET key_cipher = key_cipher')).toBe(DENIED);
  await owner.query('UPDATE token_key SET id = $1 WHERE id = $2', [uuidv7(), fresh]);
  await expect(listTokenKeys(prisma, cipher)).rejects.toThrow();
  await owner.query('DELETE FROM token_key WHERE id <> $1', [old]);
  expect(await forgetTokenKeys(api, 30)).toBe(1);
});
