import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { type Database, databaseOn } from '../../../gateways/database/client';
import { listOwnEnterprises } from '../../../gateways/database/enterprises';
import { closeAccount, eraseKeptFiles, readKeptData } from '../../../gateways/database/ownData';
import { actFor } from '../../../gateways/database/sessions';
import { attempt, CHECK, DENIED, FOREIGN_KEY, UNIQUE } from './support/attempt';
import {
  institutionId,
  makeApplication,
  makeUser,
  otherInstitutionId,
  setClock,
  staffOf,
} from './support/cases';

const KEPT_UNTIL = '2036-01-05';

let database: TestDatabase;
let api: Database;
beforeAll(async () => {
  database = await startDatabase();
  api = databaseOn(database.api);
});
afterAll(() => database.stop());

async function person(): Promise<string> {
  const id = uuidv7();
  await makeUser(database.owner, id);
  await database.owner.query(`UPDATE "user" SET person_cipher = 'sealed' WHERE id = $1`, [id]);
  return id;
}

/** An enterprise that was admitted, with the application that is under way. */
async function enterprise(institution = institutionId, uscc?: string): Promise<string> {
  const { enterpriseId } = await makeApplication(database.owner, institution);
  if (uscc !== undefined)
    await database.owner.query('UPDATE enterprise SET uscc = $2 WHERE id = $1', [enterpriseId, uscc]);
  return enterpriseId;
}

async function member(userId: string, enterpriseId: string): Promise<void> {
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id, created_at)
       VALUES ($1, $2, 'applicant', $3, clock_timestamp())`,
    [uuidv7(), userId, enterpriseId],
  );
}

async function session(userId: string): Promise<{ readonly id: string; readonly token: string }> {
  const opened = { id: uuidv7(), token: uuidv7() };
  await database.api.query(
    `INSERT INTO session (id, expires_at, token, user_id) VALUES ($1, now() + interval '1 hour', $2, $3)`,
    [opened.id, opened.token, userId],
  );
  return opened;
}

async function one<Row>(text: string, ...values: unknown[]): Promise<Row | undefined> {
  return (await database.owner.query(text, values)).rows[0] as Row | undefined;
}

const actsFor = async (id: string) =>
  (await one<{ enterprise_id: string | null }>('SELECT enterprise_id FROM session WHERE id = $1', id))
    ?.enterprise_id;

/** Nothing is under way any more. */
const settle = (enterpriseId: string) =>
  database.owner.query(`UPDATE application SET stage = 'WITHDRAWN' WHERE enterprise_id = $1`, [enterpriseId]);

async function inTwo() {
  const [userId, first, second] = [await person(), await enterprise(), await enterprise(otherInstitutionId)];
  await member(userId, first);
  await member(userId, second);
  return { userId, first, second };
}

describe('a session', () => {
  test('acts for one enterprise of its person, and for another by another token', async () => {
    const { userId, first, second } = await inTwo();
    const { id, token } = await session(userId);
    expect(await actsFor(id)).toBe(first);
    expect(await actFor(database.api, { id, userId, enterpriseId: second })).toBe(true);
    expect(await actsFor(id)).toBe(second);
    expect(await one('SELECT FROM session WHERE token = $1', token)).toBeUndefined();
  });

  test('acts for no enterprise that its person is not of, whatever the program asks', async () => {
    const { userId } = await inTwo();
    const { id } = await session(userId);
    const strange = await enterprise();
    expect(await actFor(database.api, { id, userId, enterpriseId: strange })).toBe(false);
    const update = `UPDATE session SET enterprise_id = '${strange}' WHERE id = '${id}'`;
    expect(await attempt(database.api, update)).toBe(CHECK);
    expect(await attempt(database.owner, update)).toBe(CHECK);
    expect(await attempt(database.worker, update)).toBe(DENIED);
  });

  test('of staff acts for none', async () => {
    const { id } = await session(await staffOf(database.owner, institutionId, 'finance'));
    expect(await actsFor(id)).toBeNull();
  });

  test('does not act for a further enterprise whose mailbox nobody has confirmed: nor is that one listed', async () => {
    const { userId, first } = await inTwo();
    const waiting = uuidv7();
    await database.owner.query(
      `INSERT INTO enterprise SELECT (jsonb_populate_record(e, jsonb_build_object(
           'id', $2::text, 'uscc', $2::text, 'stage', 'AWAITING_ACTIVATION'))).* FROM enterprise e WHERE id = $1`,
      [first, waiting],
    );
    await member(userId, waiting);
    const { id } = await session(userId);
    expect(await actFor(database.api, { id, userId, enterpriseId: waiting })).toBe(false);
    const own = await listOwnEnterprises(database.api, userId);
    expect(own.map((each) => each.id)).not.toContain(waiting);
    expect(own).toHaveLength(2);
  });

  test('ends with the membership that it acted for, and no other one of the person', async () => {
    const { userId, first, second } = await inTwo();
    const [here, there] = [await session(userId), await session(userId)];
    await actFor(database.api, { id: there.id, userId, enterpriseId: second });
    await member(await person(), first);
    await closeAccount(database.api, { enterpriseId: first, closedBy: userId, keptUntil: KEPT_UNTIL });
    expect(await actsFor(here.id)).toBeUndefined();
    expect(await actsFor(there.id)).toBe(second);
  });
});

describe('an invitation', () => {
  const invite = (id: string, enterpriseId: string, by: string) =>
    `INSERT INTO enterprise_invitation (id, enterprise_id, person_cipher, invited_by, expires_at)
       VALUES ('${id}', '${enterpriseId}', 'sealed', '${by}', now() + interval '1 day')`;
  const joins = (userId: string, enterpriseId: string, invitationId: string | null) =>
    `INSERT INTO membership (id, user_id, role, enterprise_id, invitation_id) VALUES ('${uuidv7()}', '${userId}',
       'applicant', '${enterpriseId}', ${invitationId === null ? 'NULL' : `'${invitationId}'`})`;

  test('lets one person in, once, and nobody comes without', async () => {
    const { userId, first } = await inTwo();
    const [guest, another, id] = [await person(), await person(), uuidv7()];
    expect(await attempt(database.api, joins(guest, first, null))).toBe(CHECK);
    expect(await attempt(database.api, joins(guest, first, id))).toBe(CHECK);
    expect(await attempt(database.api, invite(id, first, userId))).toBe('accepted');
    expect(await attempt(database.api, joins(guest, await enterprise(), id))).toBe(CHECK);
    expect(await attempt(database.api, joins(guest, first, id))).toBe('accepted');
    expect(await attempt(database.api, joins(another, first, id))).toBe(CHECK);
    const again = `UPDATE enterprise_invitation SET accepted_at = NULL, accepted_by = NULL WHERE id = '${id}'`;
    expect(await attempt(database.api, again)).toBe(DENIED);
    expect(await attempt(database.owner, again)).toBe(CHECK);
    expect(await attempt(database.owner, 'DELETE FROM enterprise_invitation')).toBe(CHECK);
  });

  test('is by somebody of the enterprise, who still is when it is accepted, and not taken back', async () => {
    const { userId, first, second } = await inTwo();
    const [guest, stranger] = [await person(), await person()];
    expect(await attempt(database.api, invite(uuidv7(), first, stranger))).toBe(CHECK);
    const [taken, left] = [uuidv7(), uuidv7()];
    expect(await attempt(database.api, invite(taken, first, userId), invite(left, second, userId))).toBe(
      'accepted',
    );
    const back = `UPDATE enterprise_invitation SET taken_back_at = now() WHERE id = '${taken}'`;
    expect(await attempt(database.api, back)).toBe('accepted');
    expect(await attempt(database.api, joins(guest, first, taken))).toBe(CHECK);
    await member(await person(), second);
    await closeAccount(database.api, { enterpriseId: second, closedBy: userId, keptUntil: KEPT_UNTIL });
    expect(await attempt(database.api, joins(guest, second, left))).toBe(CHECK);
  });

  test('makes nobody of staff a person of an enterprise', async () => {
    const { userId, first } = await inTwo();
    const id = uuidv7();
    await attempt(database.api, invite(id, first, userId));
    const staff = await staffOf(database.owner, institutionId, 'finance');
    expect(await attempt(database.api, joins(staff, first, id))).toBe(CHECK);
  });
});

test('whoever was there before sends away who came after, and nobody the other way round', async () => {
  const { userId, first } = await inTwo();
  const later = await person();
  await member(later, first);
  const removes = (who: string, by: string) => `SELECT remove_colleague('${first}', '${who}', '${by}')`;
  expect(await attempt(database.api, removes(userId, later))).toBe(CHECK);
  expect(await attempt(database.api, removes(userId, userId))).toBe(CHECK);
  expect(await attempt(database.api, removes(later, await person()))).toBe(CHECK);
  expect(await attempt(database.api, 'DELETE FROM membership')).toBe(DENIED);
  const { id } = await session(later);
  expect(await attempt(database.api, removes(later, userId))).toBe('accepted');
  expect(await actsFor(id)).toBeUndefined();
  expect(await attempt(database.worker, removes(later, userId))).toBe(DENIED);
});

describe('leaving', () => {
  const close = (enterpriseId: string, closedBy: string) =>
    closeAccount(database.api, { enterpriseId, closedBy, keptUntil: KEPT_UNTIL });
  const isNamed = async (userId: string) =>
    (await one<{ named: boolean }>(`SELECT person_cipher <> '' AS named FROM "user" WHERE id = $1`, userId))
      ?.named;

  test('ends the own membership while others are there, whatever is owed', async () => {
    const { userId, first } = await inTwo();
    await member(await person(), first);
    expect(await close(first, userId)).toEqual({ isEnterpriseClosed: false, isPersonGone: false });
    expect(await close(first, userId)).toMatchObject({ isPersonGone: false });
    expect(await isNamed(userId)).toBe(true);
    expect(await one('SELECT FROM account_closing WHERE enterprise_id = $1', first)).toBeUndefined();
  });

  test('as the last one closes the enterprise, and the person goes on for the other', async () => {
    const { userId, first, second } = await inTwo();
    await expect(close(first, userId)).rejects.toMatchObject({ code: CHECK });
    await settle(first);
    expect(await close(first, userId)).toEqual({ isEnterpriseClosed: true, isPersonGone: false });
    expect(await isNamed(userId)).toBe(true);
    await settle(second);
    expect(await close(second, userId)).toEqual({ isEnterpriseClosed: true, isPersonGone: true });
    expect(await isNamed(userId)).toBe(false);
  });

  test('erases of letters about an account those of who has gone, with the last of the files', async () => {
    const { userId, first, second } = await inTwo();
    const letters = async () =>
      (await one<{ many: number }>('SELECT count(*)::int AS many FROM message WHERE case_id = $1', userId))
        ?.many;
    await database.owner.query(
      `INSERT INTO message (id, dedupe_key, channel, template, locale, recipient_cipher, values_cipher, case_type,
           case_id, status) VALUES ($1, gen_random_uuid()::text, 'EMAIL', 'PASSWORD_CHANGED', 'en', 'x', 'x', 'ACCOUNT', $2, 'SENT')`,
      [uuidv7(), userId],
    );
    await settle(first);
    await close(first, userId);
    await setClock(database.owner, '2036-01-06');
    await eraseKeptFiles(database.worker);
    expect(await letters()).toBe(1);
    await settle(second);
    await closeAccount(database.api, { enterpriseId: second, closedBy: userId, keptUntil: '2036-01-05' });
    await eraseKeptFiles(database.worker);
    expect(await letters()).toBe(0);
  });
});

test('own data are of one enterprise: what its person did for another is not in it', async () => {
  const { userId, first, second } = await inTwo();
  for (const [enterpriseId, action] of [
    [first, 'loan.repay'],
    [second, 'loan.prepay'],
  ])
    await database.api.query(
      `INSERT INTO audit_record (actor_id, enterprise_id, action, outcome, detail) VALUES ($1, $2, $3, 'DONE', '{}')`,
      [userId, enterpriseId, action],
    );
  const { acts } = await readKeptData(api.sql, { enterpriseId: first, userId });
  expect(acts.map(({ action }) => action)).toEqual(['loan.repay']);
});

describe('a file that is taken to another institution', () => {
  const USCC = '91330100MA2EXAMP5X';
  const consent = (id: string, enterpriseId: string, by: string, purpose = 'FILE_SHARING') =>
    `INSERT INTO consent (id, enterprise_id, institution_id, purpose, text_version, locale, text_hash, given_by)
       VALUES ('${id}', '${enterpriseId}', '${otherInstitutionId}', '${purpose}', 1, 'en', repeat('a', 64), '${by}')`;
  const share = (copy: string, from: string, consentId: string, by: string) =>
    `INSERT INTO file_share (enterprise_id, institution_id, from_enterprise_id, consent_id, given_by)
       VALUES ('${copy}', '${otherInstitutionId}', '${from}', '${consentId}', '${by}')`;
  const copy = (id: string, uscc: string) =>
    `INSERT INTO enterprise (id, institution_id, uscc, name, stage, mobile_cipher, mobile_index, mail_cipher,
         mail_index, legal_person_cipher, bank_account_cipher, bank_account_index, stage_since)
       VALUES ('${id}', '${otherInstitutionId}', '${uscc}', 'Test', 'AWAITING_ACTIVATION', '', '', '', '', '', '', '', now())`;
  const ofIt = (userId: string, id: string) =>
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ('${uuidv7()}', '${userId}', 'applicant', '${id}')`;

  test('is agreed to by its own people, is the same enterprise, and of another institution', async () => {
    const [userId, stranger, from] = [await person(), await person(), await enterprise(institutionId, USCC)];
    const [id, agreed, other] = [uuidv7(), uuidv7(), uuidv7()];
    await member(userId, from);
    const begun = [copy(id, USCC), ofIt(userId, id), consent(agreed, id, userId)];
    const tried = (...statements: string[]) => attempt(database.api, ...statements);
    expect(await tried(copy(other, 'ANOTHER'), share(other, from, agreed, userId))).toBe(CHECK);
    expect(await tried(...begun, share(id, from, agreed, stranger))).toBe(CHECK);
    expect(await tried(...begun, share(id, id, agreed, userId))).toBe(CHECK);
    expect(await tried(...begun, share(id, from, agreed, userId))).toBe('accepted');
    expect(await attempt(database.api, `UPDATE file_share SET given_by = given_by`)).toBe(DENIED);
    expect(await attempt(database.owner, 'DELETE FROM file_share')).toBe(CHECK);
    expect(await attempt(database.api, copy(uuidv7(), USCC))).toBe(UNIQUE);
  });

  test('is told to no process and no auditor: only that a file came from elsewhere', async () => {
    expect(await attempt(database.worker, 'SELECT FROM file_share')).toBe(DENIED);
    expect(await attempt(database.worker, `SELECT is_brought('${uuidv7()}')`)).toBe('accepted');
  });
});

test('a draft is of a person and an enterprise of that person', async () => {
  const { userId } = await inTwo();
  const strange = await enterprise();
  const draft = `INSERT INTO draft (user_id, enterprise_id, form, subject, version, content_cipher)
    VALUES ('${userId}', '${strange}', 'application', 'new', 1, 'x')`;
  expect(await attempt(database.api, draft)).toBe(FOREIGN_KEY);
});
