import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { signInName, signInNames } from '../../../gateways/auth/signInName';
import { createBlindIndex, createColumnCipher, SealError } from '../../../gateways/crypto';
import { listAudit } from '../../../gateways/database/audit';
import { type Database, databaseOn } from '../../../gateways/database/client';
import { writeRegistration } from '../../../gateways/database/enterprises';
import { openNotice, storeNotice } from '../../../gateways/database/notices';
import { findPerson, knownName, listStaffAccounts } from '../../../gateways/database/people';
import { sealPerson, sealPersonalData } from '../../../gateways/database/personalData';
import { readTimeline } from '../../../gateways/database/timeline';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId } from './support/cases';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const cipher = createColumnCipher(`k:${key(1)}`);
const blindIndex = createBlindIndex(key(2));

const PERSON = {
  mobile: '+8613812345678',
  mail: 'wang.xiaoming@company.example',
  legalPerson: { name: '王小明', residentId: '110101199003078515' },
  bankAccountNo: '6222020200112230',
};
const STAFF = { email: 'zhou.jun@lender.example', name: '周军' };
const PAYER = { payer: '陈大文', account: '6222020200119999', memo: 'rent from 陈大文' };

let database: TestDatabase;
let prisma: Database['prisma'];
const staffId = uuidv7();
const enterpriseId = uuidv7();
const personId = uuidv7();
const noticeId = uuidv7();

beforeAll(async () => {
  database = await startDatabase();
  prisma = databaseOn(database.api).prisma;
  const { mail, legalPerson } = PERSON;
  await writeRegistration(prisma, {
    ...sealPersonalData(cipher, enterpriseId, PERSON),
    ...{ id: enterpriseId, institutionId, uscc: '91310000MA1FL0000X', name: 'Wool Works', locale: 'en' },
    mobileIndex: blindIndex('mobile', PERSON.mobile),
    mailIndex: blindIndex('mail', mail),
    bankAccountIndex: blindIndex('bank_account', PERSON.bankAccountNo),
    at: '2026-01-05T00:00:00.000Z',
    consents: [],
    person: {
      id: personId,
      personCipher: sealPerson(cipher, personId, { name: legalPerson.name, mail }),
      signInName: signInName(blindIndex, mail),
      signInNames: signInNames(blindIndex, mail),
      passwordHash: 'x',
      accountId: uuidv7(),
      membershipId: uuidv7(),
    },
  });
  await database.owner.query('INSERT INTO "user" (id, person_cipher, email) VALUES ($1, $2, $3)', [
    staffId,
    sealPerson(cipher, staffId, { name: STAFF.name, mail: STAFF.email }),
    signInName(blindIndex, STAFF.email),
  ]);
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, 'admin', $3)`,
    [uuidv7(), staffId, institutionId],
  );
  await storeNotice(prisma, cipher, { id: noticeId, kind: 'INCOMING', key: null, payload: PAYER });
  await database.api.query(
    `INSERT INTO audit_record (actor_id, institution_id, action, case_type, case_id, outcome, detail)
       VALUES ($1, $2, 'enterprise.activate', 'ONBOARDING', $3, 'DONE', '{}')`,
    [staffId, institutionId, enterpriseId],
  );
});
afterAll(() => database.stop());

it('stands in no row of any table in the clear', async () => {
  const { rows: tables } = await database.owner.query<{ name: string }>(
    `SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const secrets = [
    ...[PERSON.mobile, PERSON.mail, PERSON.legalPerson.name, PERSON.legalPerson.residentId],
    ...[PERSON.bankAccountNo, STAFF.email, STAFF.name, ...Object.values(PAYER)],
  ];
  // As bytes too: a text that was only cast to bytes is no secret.
  const seen = secrets.flatMap((text) => [text, Buffer.from(text).toString('hex')]);
  for (const { name } of tables) {
    const { rows } = await database.owner.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    for (const { row } of rows) {
      expect([name, seen.filter((text) => row.includes(text))]).toEqual([name, []]);
    }
  }
});

it('can not be written in the clear either', async () => {
  const user = (columns: string, values: string) =>
    attempt(database.owner, `INSERT INTO "user" (id, person_cipher, ${columns}) VALUES ('x', '', ${values})`);
  expect(await user('email', `'zhou@lender.example'`)).toBe(CHECK);
  expect(await user('email, name', `repeat('0', 64) || '@index.invalid', 'Zhou'`)).toBe(CHECK);
});

it('opens in its own row alone', async () => {
  const copied = await prisma.bankNotice.findUniqueOrThrow({ where: { id: noticeId } });
  expect(openNotice(cipher, noticeId, copied.payloadCipher)).toEqual(PAYER);
  expect(() => openNotice(cipher, uuidv7(), copied.payloadCipher)).toThrow(SealError);
});

it('is read by who needs it: the API, and the worker who mails people what concerns them', async () => {
  expect(await attempt(database.auditor, 'SELECT person_cipher FROM "user"')).toBe(DENIED);
  expect(await attempt(database.auditor, 'SELECT id FROM "user"')).toBe(DENIED);
  expect(await attempt(database.worker, 'SELECT email FROM "user"')).toBe(DENIED);
});

it('is there for whoever has the key: signed in, in lists, in the trail and in a story', async () => {
  expect(await findPerson(prisma, cipher, personId, enterpriseId)).toMatchObject({
    name: '王小明',
    mail: PERSON.mail,
  });
  expect(await listStaffAccounts(prisma, cipher, '.example')).toMatchObject([
    { email: STAFF.email, name: STAFF.name, role: 'admin' },
  ]);
  expect(await listStaffAccounts(prisma, cipher, '.test')).toEqual([]);
  const { items } = await listAudit(prisma, cipher, { institutionId, actorId: staffId }, { pageSize: 5 });
  expect(items).toMatchObject([{ actor: { id: staffId, name: STAFF.name } }]);
  const story = await readTimeline(database.api, cipher, 'ONBOARDING', enterpriseId);
  expect(story).toMatchObject([{ kind: 'ACT', by: { id: staffId, name: STAFF.name } }]);
});

it('is found by the address that people type, in any spelling, and while the key of the index is rotated', async () => {
  const nameOf = (index: typeof blindIndex, mail: string) => knownName(prisma, signInNames(index, mail));
  const { email } = await prisma.user.findUniqueOrThrow({ where: { id: staffId } });
  expect(await nameOf(blindIndex, STAFF.email.toUpperCase())).toBe(email);
  expect(await nameOf(createBlindIndex(`${key(9)},${key(2)}`), STAFF.email)).toBe(email);
  expect(await nameOf(createBlindIndex(key(9)), STAFF.email)).not.toBe(email);
  expect(await nameOf(blindIndex, email)).not.toBe(email);
});
