import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type Registration, writeRegistration } from '../../../gateways/database/enterprises';
import { findPerson } from '../../../gateways/database/people';
import { institutionId, otherInstitutionId } from './support/cases';

jest.setTimeout(120_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
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
    mobile_cipher: NOTHING,
    mail_cipher: NOTHING,
    legal_person_cipher: NOTHING,
    bank_account_cipher: NOTHING,
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

const write = (wanted: Registration) => writeRegistration(database.api, wanted);
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
  expect(await findPerson(database.api, first.person.id)).toBeNull();
  expect((await findPerson(database.api, again.person.id))?.enterprise?.id).toBe(again.id);
  expect(await write(registration({ uscc: first.uscc }))).toBe('USCC_TAKEN');
});
