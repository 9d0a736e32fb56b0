import { uuidv7 } from 'uuidv7';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { hashPassword, isPassword } from '../../../gateways/auth/hash';
import { isBeingRecovered } from '../../../gateways/database/contactChanges';
import { heldByRecovery, isHeld } from '../../../gateways/database/fileChanges';
import { attempt, CHECK, DENIED, UNIQUE } from './support/attempt';
import {
  decide,
  institutionId,
  makeApplication,
  makeUser,
  otherInstitutionId,
  setClock,
  staffOf,
} from './support/cases';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
  await setClock(database.owner, '2026-03-02T01:00:00Z');
});
afterAll(() => database.stop());

type Kind = 'NAME' | 'LEGAL_PERSON' | 'MAIL';
interface Asked {
  readonly id: string;
  readonly enterpriseId: string;
  readonly person: string;
  readonly asker: string;
}

/** A customer with one person. */
async function customer(): Promise<Pick<Asked, 'enterpriseId' | 'person'>> {
  const { enterpriseId } = await makeApplication(database.owner);
  const person = `person of ${enterpriseId}`;
  await makeUser(database.owner, person);
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), person, enterpriseId],
  );
  return { enterpriseId, person };
}

const paperOf = (author: string, id = uuidv7()) =>
  `INSERT INTO file_change_paper (id, author_id, name, media_type, bytes, sha256, content_cipher)
     VALUES ('${id}', '${author}', 'licence.pdf', 'application/pdf', 1, repeat('a', 64), 'x')`;
const nameIn = (id: string, author: string) =>
  `UPDATE file_change_paper SET change_id = '${id}' WHERE author_id = '${author}' AND change_id IS NULL`;
const wishOf = (kind: Kind, { id, enterpriseId, person, asker }: Asked) =>
  `INSERT INTO file_change (id, institution_id, enterprise_id, kind, user_id, payload_cipher, reason, stage, stage_since,
       created_by)
     VALUES ('${id}', '${institutionId}', '${enterpriseId}', '${kind}', ${kind === 'MAIL' ? `'${person}'` : 'NULL'}, 'x',
       'why', '${kind === 'MAIL' ? 'IN_CONFIRMATION' : 'IN_REVIEW'}', now(), '${asker}')`;

/** A change that somebody has asked for with a paper. */
async function asked(kind: Kind): Promise<Asked> {
  const of = await customer();
  const asker =
    kind === 'MAIL' ? await staffOf(database.owner, institutionId, 'customer_service') : of.person;
  const at = { ...of, id: uuidv7(), asker };
  const told = await attempt(database.api, paperOf(asker), wishOf(kind, at), nameIn(at.id, asker));
  expect(told).toBe('accepted');
  return at;
}

const agree = (
  { id }: Asked,
  kind: 'REVIEW_FILE_CHANGE' | 'CONFIRM_FILE_CHANGE',
  actor?: string,
  round?: number,
) =>
  decide(database.owner, {
    ...(round !== undefined && { round }),
    ...{ caseType: 'FILE_CHANGE', caseId: id, institution: institutionId, kind, ...(actor && { actor }) },
    ...(kind === 'REVIEW_FILE_CHANGE'
      ? { step: 'REVIEW', role: 'reviewer' }
      : { step: 'APPROVE', role: 'risk' }),
  });

const apply = ({ id }: Asked) =>
  attempt(
    database.worker,
    `SELECT apply_file_change('${id}', 'New name', 'legal', 'mail', encode(sha256('${id}'), 'hex') || '@index.invalid', NULL, repeat('b', 64), 60)`,
  );
const waitFor = ({ id }: Asked, until: string) =>
  attempt(database.worker, `UPDATE file_change SET waits_until = ${until} WHERE id = '${id}'`);
/** As it stands when its days are over. */
const afterWait = async (of: Asked) => {
  expect(await waitFor(of, `business_now() + interval '3 days'`)).toBe('accepted');
  await setClock(database.owner, await hence('4 days'));
};
async function hence(interval: string): Promise<string> {
  const { rows } = await database.owner.query<{ at: string }>(
    `SELECT to_json(business_now() + interval '${interval}') #>> '{}' AS at`,
  );
  return rows[0]?.at ?? '';
}

test('a change comes with a paper, from its own people, for a customer, one of a kind at a time', async () => {
  const at = { ...(await customer()), id: uuidv7() };
  const { person } = at;
  const stranger = (await customer()).person;
  const own = { ...at, asker: person };
  expect(await attempt(database.api, wishOf('NAME', own))).toBe(CHECK);
  const foreign = { ...at, asker: stranger };
  expect(
    await attempt(database.api, paperOf(stranger), wishOf('NAME', foreign), nameIn(at.id, stranger)),
  ).toBe(CHECK);
  // Papers of somebody else prove nothing.
  expect(await attempt(database.api, paperOf(stranger), wishOf('NAME', own), nameIn(at.id, stranger))).toBe(
    CHECK,
  );
  expect(await attempt(database.api, paperOf(person), wishOf('MAIL', own), nameIn(at.id, person))).toBe(
    CHECK,
  );
  expect(await attempt(database.api, paperOf(person), wishOf('NAME', own), nameIn(at.id, person))).toBe(
    'accepted',
  );
  expect(await attempt(database.api, wishOf('NAME', { ...own, id: uuidv7() }))).toBe(UNIQUE);
});

test('what was asked never changes, and its papers stay', async () => {
  const { id } = await asked('NAME');
  expect(await attempt(database.api, `UPDATE file_change SET payload_cipher = 'y' WHERE id = '${id}'`)).toBe(
    DENIED,
  );
  expect(
    await attempt(database.owner, `UPDATE file_change SET payload_cipher = 'y' WHERE id = '${id}'`),
  ).toBe(CHECK);
  expect(await attempt(database.api, `DELETE FROM file_change_paper WHERE change_id = '${id}'`)).toBe(CHECK);
  expect(await attempt(database.owner, `DELETE FROM file_change WHERE id = '${id}'`)).not.toBe('accepted');
});

test('a name is on file once a reviewer has agreed, and once', async () => {
  const at = await asked('NAME');
  expect(await apply(at)).toBe(CHECK);
  await agree(at, 'REVIEW_FILE_CHANGE');
  expect(
    await attempt(database.api, `SELECT apply_file_change('${at.id}', 'x', '', '', '', NULL, '', 1)`),
  ).toBe(DENIED);
  expect([await apply(at), await apply(at)]).toEqual(['accepted', 'accepted']);
  const { rows } = await database.owner.query('SELECT name FROM enterprise WHERE id = $1', [at.enterpriseId]);
  expect(rows[0].name).toBe('New name');
  expect(
    await attempt(database.worker, `UPDATE enterprise SET name = 'x' WHERE id = '${at.enterpriseId}'`),
  ).toBe(DENIED);
});

test('a legal person is on file when two have agreed and the enterprise had its days', async () => {
  const at = await asked('LEGAL_PERSON');
  await agree(at, 'REVIEW_FILE_CHANGE');
  expect(await apply(at)).toBe(CHECK);
  await agree(at, 'CONFIRM_FILE_CHANGE');
  expect(await apply(at)).toBe(CHECK);
  expect(await waitFor(at, `business_now() + interval '3 days'`)).toBe('accepted');
  expect(await apply(at)).toBe(CHECK);
  expect(await waitFor(at, 'business_now()')).toBe(CHECK);
  await setClock(database.owner, await hence('4 days'));
  expect(await apply(at)).toBe('accepted');
});

test('whatever it was told to wait, its people have a day since it was agreed', async () => {
  const at = await asked('LEGAL_PERSON');
  await agree(at, 'REVIEW_FILE_CHANGE');
  await agree(at, 'CONFIRM_FILE_CHANGE');
  expect(await waitFor(at, `business_now() + interval '2 hours'`)).toBe('accepted');
  await setClock(database.owner, await hence('4 days'));
  expect(await apply(at)).toBe(CHECK);
});

test('a stopped change is never on file', async () => {
  const at = await asked('NAME');
  await agree(at, 'REVIEW_FILE_CHANGE');
  const to = (stage: string) =>
    attempt(database.worker, `UPDATE file_change SET stage = '${stage}' WHERE id = '${at.id}'`);
  expect(await to('DONE')).toBe(CHECK);
  expect(await to('STOPPED')).toBe('accepted');
  expect([await apply(at), await to('IN_REVIEW')]).toEqual([CHECK, CHECK]);
});

test('a case that was taken back and agreed to anew still counts when its days are over', async () => {
  const at = await asked('LEGAL_PERSON');
  await agree(at, 'REVIEW_FILE_CHANGE');
  await agree(at, 'CONFIRM_FILE_CHANGE');
  await afterWait(at);
  await agree(at, 'CONFIRM_FILE_CHANGE', undefined, 2);
  expect(await apply(at)).toBe('accepted');
});

/** What opens an account: a password, a factor, a code, an identity elsewhere, a session. */
async function openings({ enterpriseId, person }: Asked): Promise<void> {
  const put = (text: string) => database.owner.query(text, [uuidv7(), person]);
  await put(
    `INSERT INTO session (id, expires_at, token, user_id) VALUES ($1, now() + interval '1 day', $1, $2)`,
  );
  await put(`INSERT INTO second_factor (id, user_id, kind, name, secret_cipher, confirmed_at)
    VALUES ($1::uuid, $2, 'TOTP', 'phone', 'x', now())`);
  await put(`INSERT INTO recovery_code (user_id, code_hash)
    VALUES ($2, encode(sha256(convert_to($1, 'UTF8')), 'hex'))`);
  await put(`INSERT INTO identity_link (id, user_id, provider, subject_cipher, subject_index)
    VALUES ($1::uuid, $2, 'wecom', 'x', $1::text)`);
  await database.owner.query(
    `INSERT INTO auth_account (id, account_id, provider_id, user_id, password) VALUES ($1, $2, 'credential', $2, $3)`,
    [uuidv7(), person, await hashPassword(KNOWN)],
  );
  await database.owner.query('UPDATE enterprise SET mobile_confirmed_at = now() WHERE id = $1', [
    enterpriseId,
  ]);
}
const KNOWN = 'quay lantern moss fig';

async function opensBy({ enterpriseId, person }: Asked) {
  const { rows } = await database.owner.query<Record<string, number | boolean>>(
    `SELECT (SELECT count(*)::int FROM session WHERE user_id = $1) AS sessions,
            (SELECT count(*)::int FROM second_factor WHERE user_id = $1) AS factors,
            (SELECT count(*)::int FROM recovery_code WHERE user_id = $1) AS codes,
            (SELECT count(*)::int FROM identity_link WHERE user_id = $1) AS identities,
            (SELECT mobile_confirmed_at IS NOT NULL FROM enterprise WHERE id = $2) AS phone`,
    [person, enterpriseId],
  );
  const password = await database.owner.query<{ password: string }>(
    'SELECT password FROM auth_account WHERE user_id = $1',
    [person],
  );
  return { ...rows[0], password: await isPassword(KNOWN, password.rows[0]?.password ?? '') };
}

const resetOf = ({ person }: Asked) =>
  attempt(
    database.api,
    `INSERT INTO one_time_token (purpose, subject_id, secret_hash, expires_at)
       VALUES ('PASSWORD_RESET', '${person}', repeat('c', 64), now() + interval '30 minutes')`,
  );
const opened = ({ id }: Asked) =>
  attempt(
    database.api,
    `UPDATE contact_change SET new_confirmed_at = now() WHERE id = '${id}'`,
    `SELECT apply_contact_change('${id}', 'person', '{}', '{}', NULL, '{}')`,
  );
const wishAgain = ({ person }: Asked) =>
  attempt(
    database.api,
    `DELETE FROM contact_change WHERE user_id = '${person}' AND kind = 'MAIL' AND done_at IS NULL`,
  );

/** A recovery that was agreed on and waited for; its link is not opened. */
async function agreedRecovery(): Promise<Asked> {
  const at = await asked('MAIL');
  await openings(at);
  await agree(at, 'CONFIRM_FILE_CHANGE');
  await afterWait(at);
  return at;
}

test('who agrees to a recovery is not who asked for it', async () => {
  const at = await asked('MAIL');
  // Two hats, one person: the first step was taken.
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, institution_id) VALUES ($1, $2, 'risk', $3)`,
    [uuidv7(), at.asker, institutionId],
  );
  await expect(agree(at, 'CONFIRM_FILE_CHANGE', at.asker)).rejects.toThrow();
  await agree(at, 'CONFIRM_FILE_CHANGE');
});

test('a recovery leaves everything as it was until its link is opened, and then nothing of it', async () => {
  const at = await agreedRecovery();
  expect(await apply(at)).toBe('accepted');
  const { rows } = await database.owner.query(
    `SELECT (SELECT old_confirmed_at IS NOT NULL FROM contact_change WHERE id = $1) AS is_vouched,
            (SELECT new_confirmed_at FROM contact_change WHERE id = $1) AS opened,
            (SELECT purpose FROM one_time_token WHERE subject_id = $1::text) AS link`,
    [at.id],
  );
  expect(rows[0]).toEqual({ is_vouched: true, opened: null, link: 'MAIL_NEW' });
  const one = { sessions: 1, factors: 1, codes: 1, identities: 1 };
  expect(await opensBy(at)).toEqual({ ...one, phone: true, password: true });
  expect(await opened(at)).toBe('accepted');
  const none = { sessions: 0, factors: 0, codes: 0, identities: 0 };
  expect(await opensBy(at)).toEqual({ ...none, phone: false, password: false });
  // It does not come back either.
  const { rows: had } = await database.owner.query<{ password: string }>(
    'SELECT password FROM password_history WHERE user_id = $1',
    [at.person],
  );
  expect(await isPassword(KNOWN, had[0]?.password ?? '')).toBe(true);
  expect(await resetOf(at)).toBe('accepted');
});

test('while the link of a recovery is not opened, the old mailbox opens nothing and nobody puts another wish in its place', async () => {
  const at = await agreedRecovery();
  expect(await resetOf(at)).toBe('accepted');
  expect(await isBeingRecovered(database.api, at.person)).toBe(false);
  expect(await apply(at)).toBe('accepted');
  expect(await isBeingRecovered(database.api, at.person)).toBe(true);
  // The link that went there before is void, and no other goes there.
  const { rows } = await database.owner.query(
    `SELECT FROM one_time_token WHERE purpose = 'PASSWORD_RESET' AND subject_id = $1`,
    [at.person],
  );
  expect(rows).toEqual([]);
  expect([await resetOf(at), await wishAgain(at)]).toEqual([CHECK, CHECK]);
  // A link that nobody opens in time leaves the account to whoever has it.
  await database.owner.query(
    "UPDATE contact_change SET expires_at = now() - interval '1 second' WHERE id = $1",
    [at.id],
  );
  expect([await resetOf(at), await wishAgain(at)]).toEqual(['accepted', 'accepted']);
});

test('a change of mail address that was no recovery takes nothing but the sessions', async () => {
  const of = await customer();
  const at = { ...of, id: uuidv7(), asker: of.person };
  await openings(at);
  await database.owner.query(
    `INSERT INTO contact_change (id, user_id, kind, value_cipher, value_index, expires_at, old_confirmed_at)
       VALUES ($1, $2, 'MAIL', 'x', encode(sha256($3), 'hex') || '@index.invalid', now() + interval '1 day', now())`,
    [at.id, at.person, Buffer.from(at.id)],
  );
  expect(await opened(at)).toBe('accepted');
  expect(await opensBy(at)).toEqual({
    ...{ sessions: 0, factors: 1, codes: 1, identities: 1 },
    ...{ phone: true, password: true },
  });
});

test('whoever is held lets nobody in, nor does whom the lost mailbox asked in while it was recovered, and does not stay on', async () => {
  const at = await agreedRecovery();
  const { person } = at;
  const elsewhere = (await makeApplication(database.owner, otherInstitutionId)).enterpriseId;
  const [guest, colleague] = [`guest of ${person}`, `colleague of ${person}`];
  const joins = (who: string, enterpriseId: string) =>
    database.owner.query(
      `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
      [uuidv7(), who, enterpriseId],
    );
  for (const who of [guest, colleague]) await makeUser(database.owner, who);
  await joins(person, elsewhere);
  await joins(colleague, elsewhere);
  const invite = (id: string, enterpriseId: string, by = person) =>
    attempt(
      database.api,
      `INSERT INTO enterprise_invitation (id, enterprise_id, person_cipher, invited_by, expires_at)
         VALUES ('${id}', '${enterpriseId}', 'sealed', '${by}', now() + interval '1 day')`,
    );
  const [held, meanwhile, others] = [uuidv7(), uuidv7(), uuidv7()];
  await database.owner.query(`UPDATE enterprise SET stage = 'ACTIVE' WHERE id = ANY ($1)`, [
    [at.enterpriseId, elsewhere],
  ]);
  expect(await invite(held, elsewhere)).toBe('accepted');
  expect(await invite(meanwhile, at.enterpriseId)).toBe('accepted');
  expect(await invite(others, elsewhere, colleague)).toBe('accepted');
  expect(await apply(at)).toBe('accepted');
  const reaching = `UPDATE contact_change SET new_confirmed_at = now() WHERE id = '${at.id}'`;
  const opening = `SELECT apply_contact_change('${at.id}', 'person', '{}', '{}', NULL, '{}')`;
  expect(await attempt(database.api, reaching, opening)).toBe('accepted');
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT id FROM enterprise_invitation WHERE id = ANY ($1) AND taken_back_at IS NULL',
    [[held, meanwhile, others]],
  );
  expect(rows).toEqual([{ id: others }]);
  expect(await invite(uuidv7(), elsewhere)).toBe(CHECK);
  const accepting = `INSERT INTO membership (id, user_id, role, enterprise_id, invitation_id)
    VALUES ('${uuidv7()}', '${guest}', 'applicant', '${elsewhere}', '${held}')`;
  expect(await attempt(database.api, accepting)).toBe(CHECK);
  // Nothing is owed: whoever leaves last of those who act for it closes it.
  await database.owner.query(`UPDATE application SET stage = 'WITHDRAWN' WHERE enterprise_id = $1`, [
    elsewhere,
  ]);
  const closed = await database.api.query(
    `SELECT is_enterprise_closed AS closed FROM close_account($1, $2, '2036-01-05')`,
    [elsewhere, colleague],
  );
  expect(closed.rows).toEqual([{ closed: true }]);
});

test('whom a lost mailbox let in while it was recovered is out with it, and whom they asked in; who was there stays', async () => {
  const at = await agreedRecovery();
  const { person, enterpriseId } = at;
  await database.owner.query(`UPDATE enterprise SET stage = 'ACTIVE' WHERE id = $1`, [enterpriseId]);
  const [before, meanwhile, next, asked] = [
    `before ${person}`,
    `meanwhile ${person}`,
    `next ${person}`,
    `asked ${person}`,
  ];
  for (const who of [before, meanwhile, next, asked]) await makeUser(database.owner, who);
  const invite = (id: string, by: string) =>
    `INSERT INTO enterprise_invitation (id, enterprise_id, person_cipher, invited_by, expires_at)
       VALUES ('${id}', '${enterpriseId}', 'sealed', '${by}', now() + interval '1 day')`;
  const comes = (who: string, invitationId: string) =>
    `INSERT INTO membership (id, user_id, role, enterprise_id, invitation_id)
       VALUES ('${uuidv7()}', '${who}', 'applicant', '${enterpriseId}', '${invitationId}')`;
  const [early, late, onward, open] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  await database.owner.query(
    `INSERT INTO enterprise_invitation (id, enterprise_id, person_cipher, invited_by, created_at, expires_at)
       VALUES ($1, $2, 'sealed', $3, now() - interval '1 day', now() + interval '1 day')`,
    [early, enterpriseId, person],
  );
  expect(await attempt(database.api, comes(before, early))).toBe('accepted');
  expect(await attempt(database.api, invite(late, person), comes(meanwhile, late))).toBe('accepted');
  expect(await attempt(database.api, invite(onward, meanwhile), comes(next, onward))).toBe('accepted');
  expect(await attempt(database.api, invite(open, next))).toBe('accepted');
  expect(await apply(at)).toBe('accepted');
  const reaching = `UPDATE contact_change SET new_confirmed_at = now() WHERE id = '${at.id}'`;
  const opening = `SELECT apply_contact_change('${at.id}', 'person', '{}', '{}', NULL, '{}')`;
  expect(await attempt(database.api, reaching, opening)).toBe('accepted');
  const { rows } = await database.owner.query<{ who: string }>(
    'SELECT user_id AS who FROM membership WHERE enterprise_id = $1 ORDER BY created_at',
    [enterpriseId],
  );
  expect(rows.map(({ who }) => who)).toEqual([person, before]);
  expect(await attempt(database.api, comes(asked, open))).toBe(CHECK);
});

test('a recovery opens the enterprise for which it was asked, and holds the others until they are asked for', async () => {
  const at = await agreedRecovery();
  const { person } = at;
  const elsewhere = (await makeApplication(database.owner, otherInstitutionId)).enterpriseId;
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), person, elsewhere],
  );
  const own = async () => {
    const { rows } = await database.api.query<{ id: string }>('SELECT enterprises_of($1) AS id', [person]);
    return rows.map(({ id }) => id).toSorted();
  };
  const session = (enterpriseId: string) =>
    attempt(
      database.api,
      `INSERT INTO session (id, expires_at, token, user_id, enterprise_id)
         VALUES ('${uuidv7()}', now() + interval '1 hour', '${uuidv7()}', '${person}', '${enterpriseId}')`,
    );
  expect(await own()).toEqual([at.enterpriseId, elsewhere].toSorted());
  expect(await apply(at)).toBe('accepted');
  const reaching = `UPDATE contact_change SET new_confirmed_at = now() WHERE id = '${at.id}'`;
  const takingAlong = `SELECT apply_contact_change('${at.id}', 'person', ARRAY['${elsewhere}'::uuid], ARRAY['x'::bytea], 'm', '{}')`;
  expect(await attempt(database.api, reaching, takingAlong)).toBe(CHECK);
  const { rows: before } = await database.owner.query('SELECT mail_index FROM enterprise WHERE id = $1', [
    elsewhere,
  ]);
  const opening = `SELECT apply_contact_change('${at.id}', 'person', '{}', '{}', NULL, ARRAY['${elsewhere}'::uuid])`;
  expect(await attempt(database.api, reaching, opening)).toBe('accepted');
  expect(await own()).toEqual([at.enterpriseId]);
  expect([await session(elsewhere), await session(at.enterpriseId)]).toEqual([CHECK, 'accepted']);
  const { rows } = await database.owner.query(
    `SELECT held_by, held_address, mail_index FROM membership m JOIN enterprise e ON e.id = m.enterprise_id
       WHERE user_id = $1 AND enterprise_id = $2`,
    [person, elsewhere],
  );
  expect(rows).toEqual([{ held_by: at.id, held_address: true, ...before[0] }]);
  const held = (enterpriseId: string, userId = person) => isHeld(database.api, { enterpriseId, userId });
  expect([await held(elsewhere), await held(at.enterpriseId), await held(elsewhere, 'nobody')]).toEqual([
    ...[true, false, false],
  ]);
  expect(await heldByRecovery(database.api, at.id)).toEqual([elsewhere]);
  for (const role of [database.api, database.worker]) {
    expect(await attempt(role, `UPDATE membership SET held_by = NULL WHERE user_id = '${person}'`)).toBe(
      DENIED,
    );
  }
  // Whoever leaves the one that is open is still of the other.
  await makeUser(database.owner, `colleague of ${person}`);
  await database.owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES ($1, $2, 'applicant', $3)`,
    [uuidv7(), `colleague of ${person}`, at.enterpriseId],
  );
  const { rows: left } = await database.api.query(
    `SELECT is_person_gone FROM close_account($1, $2, current_date)`,
    [at.enterpriseId, person],
  );
  expect(left).toEqual([{ is_person_gone: false }]);
});
