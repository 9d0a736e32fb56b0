import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { signInName, signInNames } from '../../../gateways/auth/signInName';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { type Database, databaseOn } from '../../../gateways/database/client';
import {
  listEnterprises,
  type Registration,
  writeRegistration,
} from '../../../gateways/database/enterprises';
import { findPerson } from '../../../gateways/database/people';
import { sealPerson } from '../../../gateways/database/personalData';
import { decide, institutionId, otherInstitutionId } from './support/cases';

let database: TestDatabase;
let prisma: Database['prisma'];
beforeAll(async () => {
  database = await startDatabase();
  prisma = databaseOn(database.api).prisma;
});
afterAll(() => database.stop());

const NOTHING = new Uint8Array(0);
const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const [older, newer] = [2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64'));
const blindIndex = createBlindIndex(`${older}`);

function registration(
  changes: Partial<Registration> & { readonly email?: string; readonly index?: typeof blindIndex } = {},
): Registration {
  const { email = `${uuidv7()}@company.example`, index = blindIndex, ...rest } = changes;
  const personId = uuidv7();
  return {
    id: uuidv7(),
    institutionId,
    uscc: uuidv7(),
    name: 'Test',
    mobileCipher: NOTHING,
    mailCipher: NOTHING,
    legalPersonCipher: NOTHING,
    bankAccountCipher: NOTHING,
    mobileIndex: '',
    mailIndex: '',
    bankAccountIndex: '',
    locale: 'en',
    at: '2026-01-05T00:00:00.000Z',
    consents: [],
    person: {
      id: personId,
      personCipher: sealPerson(cipher, personId, { name: 'Somebody', mail: email }),
      signInName: signInName(index, email),
      signInNames: signInNames(index, email),
      passwordHash: 'x',
      accountId: uuidv7(),
      membershipId: uuidv7(),
    },
    ...rest,
  };
}

const write = (wanted: Registration) => writeRegistration(prisma, wanted);
async function reach(stage: string, { id }: Registration): Promise<void> {
  if (stage === 'ACTIVE')
    await decide(database.owner, { ...REVIEWED, caseId: id, institution: institutionId });
  await database.owner.query('UPDATE enterprise SET stage = $1 WHERE id = $2', [stage, id]);
}
const REVIEWED = { caseType: 'ONBOARDING', step: 'REVIEW', kind: 'REVIEW_ENTERPRISE', role: 'reviewer' };

test.each(['AWAITING_ACTIVATION', 'IN_REVIEW', 'ACTIVE'])(
  'an enterprise that is %s is not registered again with its institution, nor its mail address anywhere',
  async (stage) => {
    const email = `${uuidv7()}@company.example`;
    const first = registration({ email });
    expect(await write(first)).toBe('WRITTEN');
    expect(await write(first)).toBe('REPEATED');
    await reach(stage, first);
    expect(await write(registration({ uscc: first.uscc }))).toBe('USCC_TAKEN');
    expect(await write(registration({ email }))).toBe('MAIL_TAKEN');
    // Nor while the keys of the index are rotated.
    const index = createBlindIndex(`${newer},${older}`);
    expect(await write(registration({ email: email.toUpperCase(), index }))).toBe('MAIL_TAKEN');
    const elsewhere = registration({ uscc: first.uscc, institutionId: otherInstitutionId });
    expect(await write(elsewhere)).toBe('WRITTEN');
  },
);

test('a registration that expired leaves its code and its mail address to the next one', async () => {
  const email = `${uuidv7()}@company.example`;
  const first = registration({ email });
  await write(first);
  await reach('EXPIRED', first);
  const again = registration({ uscc: first.uscc, email });
  expect(await write(again)).toBe('WRITTEN');
  expect(await findPerson(prisma, cipher, first.person.id, first.id)).toBeNull();
  expect((await findPerson(prisma, cipher, again.person.id, again.id))?.enterprise?.id).toBe(again.id);
  expect(await write(registration({ uscc: first.uscc }))).toBe('USCC_TAKEN');
});

test('a registration that was refused leaves its code to the company itself, and its mail address to whoever had it', async () => {
  const email = `${uuidv7()}@stranger.example`;
  const strangers = registration({ email });
  await write(strangers);
  await reach('REFUSED', strangers);
  const ours = registration({ uscc: strangers.uscc });
  expect(await write(ours)).toBe('WRITTEN');
  expect(await write(registration({ email }))).toBe('MAIL_TAKEN');
  // One of them counts, and a refused one never comes back in its place.
  expect(await write(registration({ uscc: strangers.uscc }))).toBe('USCC_TAKEN');
  await expect(reach('IN_REVIEW', strangers)).rejects.toMatchObject({ code: '23505' });
  expect((await findPerson(prisma, cipher, strangers.person.id, strangers.id))?.enterprise?.id).toBe(
    strangers.id,
  );
});

test('a search finds what a name has in it, whatever its letters mean elsewhere', async () => {
  const named = registration({ name: '50% Wool_Works' });
  await write(named);
  const found = async (search: string) => {
    const page = await listEnterprises(prisma, { institutionId }, { search }, { pageSize: 200 });
    return page.items.some(({ id }) => id === named.id);
  };
  expect(await Promise.all(['50% wool', 'L_W'].map(found))).toEqual([true, true]);
  expect(await Promise.all(['5%0', 'l%w', '_'.repeat(5)].map(found))).toEqual([false, false, false]);
});

test('a list goes on where the page before ended, and each row comes once', async () => {
  const scope = { institutionId };
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await listEnterprises(prisma, scope, {}, { pageSize: 2, after });
    expect(page.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after !== undefined);
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT id FROM enterprise WHERE institution_id = $1 ORDER BY created_at DESC, id DESC',
    [institutionId],
  );
  expect(seen).toEqual(rows.map(({ id }) => id));
});
