import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type Database, databaseOn } from '../../../gateways/database/client';
import {
  listEnterprises,
  type Registration,
  writeRegistration,
} from '../../../gateways/database/enterprises';
import { findPerson } from '../../../gateways/database/people';
import { institutionId, otherInstitutionId } from './support/cases';

jest.setTimeout(120_000);

let database: TestDatabase;
let prisma: Database['prisma'];
beforeAll(async () => {
  database = await startDatabase();
  prisma = databaseOn(database.api).prisma;
});
afterAll(() => database.stop());

const NOTHING = Buffer.alloc(0);

function registration(changes: Partial<Registration> & { readonly email?: string } = {}): Registration {
  const { email = `${uuidv7()}@company.example`, ...rest } = changes;
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
    person: {
      id: uuidv7(),
      name: 'Somebody',
      email,
      passwordHash: 'x',
      accountId: uuidv7(),
      membershipId: uuidv7(),
    },
    ...rest,
  };
}

const write = (wanted: Registration) => writeRegistration(prisma, wanted);
const reach = (stage: string, { id }: Registration) =>
  database.owner.query('UPDATE enterprise SET stage = $1 WHERE id = $2', [stage, id]);

test.each(['AWAITING_ACTIVATION', 'IN_REVIEW', 'ACTIVE', 'REFUSED'])(
  'an enterprise that is %s is not registered again with its institution, nor its mail address anywhere',
  async (stage) => {
    const first = registration();
    expect(await write(first)).toBe('WRITTEN');
    expect(await write(first)).toBe('REPEATED');
    await reach(stage, first);
    expect(await write(registration({ uscc: first.uscc }))).toBe('USCC_TAKEN');
    expect(await write(registration({ email: first.person.email }))).toBe('MAIL_TAKEN');
    const elsewhere = registration({ uscc: first.uscc, institutionId: otherInstitutionId });
    expect(await write(elsewhere)).toBe('WRITTEN');
  },
);

test('a registration that expired leaves its code and its mail address to the next one', async () => {
  const first = registration();
  await write(first);
  await reach('EXPIRED', first);
  const again = registration({ uscc: first.uscc, email: first.person.email });
  expect(await write(again)).toBe('WRITTEN');
  expect(await findPerson(prisma, first.person.id)).toBeNull();
  expect((await findPerson(prisma, again.person.id))?.enterprise?.id).toBe(again.id);
  expect(await write(registration({ uscc: first.uscc }))).toBe('USCC_TAKEN');
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
