import { uuidv7 } from 'uuidv7';
import { keptData } from '../../../contracts/http';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { createColumnCipher } from '../../../gateways/crypto';
import { type Database, databaseOn } from '../../../gateways/database/client';
import {
  hasConsent,
  type NewConsent,
  withdrawConsent,
  writeConsents,
} from '../../../gateways/database/consents';
import { readBorrower } from '../../../gateways/database/enterprises';
import {
  closeAccount,
  eraseKeptFiles,
  hasOpenBusiness,
  readKeptData,
} from '../../../gateways/database/ownData';
import { attempt, CHECK, DENIED } from './support/attempt';
import { institutionId, makeApplication, makeUser, setClock } from './support/cases';

const cipher = createColumnCipher(`test:${Buffer.alloc(32, 1).toString('base64')}`);
const purpose = 'CREDIT_ENQUIRY';

let database: TestDatabase;
let api: Database;
let enterpriseId: string;
beforeAll(async () => {
  database = await startDatabase();
  api = databaseOn(database.api);
  ({ enterpriseId } = await makeApplication(database.owner));
});
afterAll(() => database.stop());

const given = (): NewConsent => ({
  ...{ id: uuidv7(), enterpriseId, institutionId, purpose, textVersion: 1, locale: 'en' },
  ...{ textHash: 'a'.repeat(64), givenBy: 'somebody' },
});
const has = () => hasConsent(api.prisma, enterpriseId, purpose);

test('a consent counts until it is withdrawn, once, and can be given anew', async () => {
  expect(await has()).toBe(false);
  await writeConsents(api.prisma, [given()]);
  await writeConsents(api.prisma, [given()]);
  expect(await has()).toBe(true);
  const withdraw = () => withdrawConsent(api.sql, { enterpriseId, purpose, by: 'somebody' });
  expect(await withdraw()).toBe(1);
  expect(await withdraw()).toBe(0);
  expect(await has()).toBe(false);
  await writeConsents(api.prisma, [given()]);
  expect(await has()).toBe(true);
});

test('what was agreed to is never another text, and a withdrawal is not taken back', async () => {
  await withdrawConsent(api.sql, { enterpriseId, purpose, by: 'somebody' });
  const back = 'UPDATE consent SET withdrawn_at = NULL, withdrawn_by = NULL';
  expect(await attempt(database.owner, back)).toBe(CHECK);
  expect(await attempt(database.owner, "UPDATE consent SET text_hash = repeat('b', 64)")).toBe(CHECK);
  expect(await attempt(database.api, 'DELETE FROM consent')).toBe(DENIED);
});

test('what is kept is read in one round trip, and in the shape that is promised', async () => {
  const kept = await readKeptData(api.sql, { enterpriseId, userId: 'somebody' });
  expect(keptData.parse(kept).applications).toHaveLength(1);
});

test('nobody leaves while an application is open; then name, address and password are gone', async () => {
  const userId = uuidv7();
  await makeUser(database.owner, userId);
  await database.owner.query(
    `INSERT INTO auth_account (id, account_id, provider_id, user_id, password) VALUES ($1, $1, 'credential', $1, 'x')`,
    [userId],
  );
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), userId, enterpriseId],
  );
  const closing = { enterpriseId, closedBy: userId, keptUntil: '2036-01-05' };
  const close = () => closeAccount(api.sql, closing);
  expect(await hasOpenBusiness(api.sql, enterpriseId)).toBe(true);
  await expect(close()).rejects.toMatchObject({ code: CHECK });
  await database.owner.query("UPDATE application SET stage = 'WITHDRAWN' WHERE enterprise_id = $1", [
    enterpriseId,
  ]);
  await expect(closeAccount(api.sql, { ...closing, closedBy: 'a stranger' })).rejects.toMatchObject({
    code: CHECK,
  });
  await close();
  await close();
  const { rows } = await database.owner.query(
    `SELECT (SELECT count(*)::integer FROM auth_account WHERE user_id = $1) AS accounts,
       (SELECT count(*)::integer FROM account_closing WHERE enterprise_id = $2) AS closings,
       (SELECT count(*)::integer FROM consent WHERE enterprise_id = $2 AND withdrawn_at IS NULL) AS agreed`,
    [userId, enterpriseId],
  );
  expect(rows[0]).toEqual({ accounts: 0, closings: 1, agreed: 0 });
});

describe('the file of who has left', () => {
  const left = async () => {
    const { rows } = await database.owner.query(
      `SELECT (SELECT erased_at IS NOT NULL FROM account_closing WHERE enterprise_id = $1) AS erased,
         (SELECT length(legal_person_cipher) + length(mail_cipher) + length(mobile_cipher)
            + length(bank_account_cipher) FROM enterprise WHERE id = $1) AS sealed,
         (SELECT screening_result IS NOT NULL FROM enterprise WHERE id = $1) AS screened,
         (SELECT count(*)::integer FROM case_fact_change WHERE enterprise_id = $1 AND field LIKE 'screening%') AS found,
         (SELECT count(*)::integer FROM message WHERE case_id = $1::text) AS letters,
         (SELECT count(*)::integer FROM application WHERE enterprise_id = $1) AS applications`,
      [enterpriseId],
    );
    return rows[0];
  };
  beforeAll(async () => {
    const stage = (to: string) => `UPDATE enterprise SET stage = '${to}' WHERE id = '${enterpriseId}'`;
    const screened = `UPDATE enterprise SET screening_result = '{"entries": "X-1"}' WHERE id = '${enterpriseId}'`;
    for (const act of [stage('CHECKING'), screened, stage('REFUSED')]) await database.owner.query(act);
    await database.owner.query(
      `INSERT INTO message (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher, case_type,
           case_id, status)
         VALUES ($1, 'k', 'EMAIL', 'ACTIVATION', 'en', 'x', 'x', 'ONBOARDING', $2, 'SENT')`,
      [uuidv7(), enterpriseId],
    );
  });

  test('is kept until its day, whoever wants it gone', async () => {
    await setClock(database.owner, '2036-01-05');
    expect(await eraseKeptFiles(database.worker)).toBe(0);
    expect(await left()).toMatchObject({ erased: false, screened: true, found: 1, letters: 1 });
    const now = `UPDATE account_closing SET erased_at = now() WHERE enterprise_id = '${enterpriseId}'`;
    expect(await attempt(database.worker, now)).toBe(DENIED);
    expect(await attempt(database.owner, now)).toBe(CHECK);
    expect(await attempt(database.owner, "UPDATE account_closing SET kept_until = '2030-01-01'")).toBe(CHECK);
    expect(await attempt(database.owner, 'DELETE FROM account_closing')).toBe(CHECK);
    expect(await attempt(database.owner, 'DELETE FROM case_fact_change')).toBe(CHECK);
    expect(await attempt(database.api, 'SELECT erase_kept_files()')).toBe(DENIED);
  });

  test('is erased the day after; what was decided, the books and the trail stay, and say so', async () => {
    await setClock(database.owner, '2036-01-06');
    expect(await eraseKeptFiles(database.worker)).toBe(1);
    expect(await eraseKeptFiles(database.worker)).toBe(0);
    expect(await left()).toEqual({
      ...{ erased: true, sealed: 0, screened: false, found: 0, letters: 0, applications: 1 },
    });
    const borrower = await readBorrower(api.prisma, cipher, enterpriseId);
    expect(borrower).toMatchObject({ mail: '', mobile: '', legalPerson: { name: '' }, bankAccountNo: '' });
    const { rows } = await database.owner.query(
      `SELECT action, actor_id, detail FROM audit_record WHERE case_id = $1`,
      [enterpriseId],
    );
    expect(rows).toContainEqual({
      ...{ action: 'FILE_ERASED', actor_id: null, detail: { keptUntil: '2036-01-05' } },
    });
    const back = 'UPDATE account_closing SET erased_at = NULL';
    expect(await attempt(database.owner, back)).toBe(CHECK);
  });
});
