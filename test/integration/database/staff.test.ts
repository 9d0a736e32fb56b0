import { randomUUID } from 'node:crypto';
import { STAFF_CHANGE_KINDS } from '../../../contracts/staff';
import { startDatabase, type TestDatabase } from '../../../dev/parts/temporaryPostgres';
import { issueToken, redeemToken } from '../../../gateways/auth/oneTime';
import { addStaff, takeBack } from '../../../gateways/auth/staff';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { databaseOn } from '../../../gateways/database/client';
import { findPerson } from '../../../gateways/database/people';
import {
  abandonedClaims,
  countAdmins,
  decideStaffChange,
  findStaff,
  findStaffChange,
  isSuspended,
  listStaff,
  listStaffChanges,
  lockInvitation,
  writeStaffChange,
  writeSuspension,
} from '../../../gateways/database/staff';
import { inTransaction } from '../../../gateways/database/transaction';
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
/** Two who give rights, one of risk who agrees too, and one whom it is about. */
let [feng, chu, zheng, li] = ['', '', '', ''];
let stranger = '';

beforeAll(async () => {
  database = await startDatabase();
  const of = (role: string, which?: string) => staffOf(database.owner, institutionId, role, which);
  feng = await of('admin');
  chu = await of('admin', 'second');
  zheng = await of('risk');
  li = await of('reviewer');
  stranger = await staffOf(database.owner, otherInstitutionId, 'admin');
});
afterAll(() => database.stop());

const text = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);

/** What an admin asks for; SQL under the API's role. */
function ask(
  of: Partial<Record<'id' | 'kind' | 'userId' | 'role' | 'requestedBy' | 'institution', string | null>>,
): string {
  const { id = randomUUID(), kind = 'GRANT', userId = li, role = 'approver', requestedBy = feng } = of;
  const person = kind === 'INVITE' ? "'\\x01'" : 'NULL';
  return `INSERT INTO staff_change (id, institution_id, kind, user_id, role, person_cipher, reason, status, requested_by)
    VALUES ('${id}', ${text(of.institution ?? institutionId)}, ${text(kind)}, ${text(userId)}, ${text(role)}, ${person},
      'because', 'REQUESTED', ${text(requestedBy)})`;
}

const decided = (id: string, by: string, status = 'APPROVED') =>
  `UPDATE staff_change SET status = '${status}', decided_by = '${by}', decided_at = now(), decision_reason = 'so'
     WHERE id = '${id}'`;

const rolesOf = async (userId: string) => {
  const { rows } = await database.owner.query<{ role: string }>(
    'SELECT role FROM membership WHERE user_id = $1 ORDER BY role',
    [userId],
  );
  return rows.map(({ role }) => role);
};

/** Asked for by Feng and agreed by Chu. */
async function agreed(of: Parameters<typeof ask>[0]): Promise<string> {
  const id = randomUUID();
  expect(await attempt(database.api, ask({ ...of, id }), decided(id, chu))).toBe('accepted');
  return id;
}

async function somebody(role = 'reviewer'): Promise<string> {
  return await staffOf(database.owner, institutionId, role, randomUUID());
}

test('the kinds of change are those of the contract', async () => {
  const { rows } = await database.owner.query<{ definition: string }>(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = 'staff_change_kind'`,
  );
  const named = [...(rows[0]?.definition ?? '').matchAll(/'(\w+)'/g)].map(([, kind]) => kind);
  expect(named).toEqual([...STAFF_CHANGE_KINDS]);
});

describe('a right', () => {
  it('is given and taken by two people of the institution, at once', async () => {
    const person = await somebody();
    await agreed({ userId: person, role: 'approver' });
    expect(await rolesOf(person)).toEqual(['approver', 'reviewer']);
    await agreed({ userId: person, role: 'reviewer', kind: 'TAKE' });
    expect(await rolesOf(person)).toEqual(['approver']);
    await agreed({ userId: person, role: null, kind: 'LEAVE' });
    expect(await rolesOf(person)).toEqual([]);
  });

  it('is not given by anybody to themselves, nor by two of whom it is one’s own, nor by one alone', async () => {
    const id = randomUUID();
    expect(await attempt(database.api, ask({ userId: feng, role: 'approver' }))).toBe(CHECK);
    expect(await attempt(database.api, ask({ id }), decided(id, feng))).toBe(CHECK);
    expect(await attempt(database.api, ask({ id, userId: zheng }), decided(id, zheng))).toBe(CHECK);
    expect(await rolesOf(feng)).toEqual(['admin']);
  });

  it('is asked for by an admin of the institution, and agreed by another or by risk', async () => {
    const [person, id] = [await somebody(), randomUUID()];
    for (const requestedBy of [li, zheng, stranger]) {
      expect(await attempt(database.api, ask({ userId: person, requestedBy }))).toBe(CHECK);
    }
    expect(await attempt(database.api, ask({ userId: stranger, role: 'reviewer' }))).toBe(CHECK);
    for (const by of [li, stranger]) {
      expect(await attempt(database.api, ask({ id, userId: person }), decided(id, by))).toBe(CHECK);
    }
    expect(await attempt(database.api, ask({ id, userId: person }), decided(id, zheng))).toBe('accepted');
  });

  it('is not written behind the change, nor twice by the same one', async () => {
    const person = await somebody();
    const member = (changeId: string | null, role = 'finance') =>
      `INSERT INTO membership (id, user_id, role, institution_id, change_id)
         VALUES (gen_random_uuid(), '${person}', '${role}', '${institutionId}', ${text(changeId)})`;
    expect(await attempt(database.api, member(null))).toBe(CHECK);
    const asked = randomUUID();
    expect(await attempt(database.api, ask({ id: asked, userId: person, role: 'finance' }))).toBe('accepted');
    expect(await attempt(database.api, member(asked))).toBe(CHECK);
    const given = await agreed({ userId: person, role: 'approver' });
    expect(await attempt(database.api, member(given))).toBe(CHECK);
    await agreed({ userId: person, role: 'approver', kind: 'TAKE' });
    expect(await attempt(database.api, member(given, 'approver'))).toBe(CHECK);
    for (const statement of ['DELETE FROM membership', `UPDATE membership SET role = 'admin'`]) {
      expect(await attempt(database.api, statement)).toBe(DENIED);
    }
    expect(await attempt(database.api, `UPDATE staff_change SET done_at = NULL`)).toBe(DENIED);
    expect(await attempt(database.api, `UPDATE staff_change SET user_id = '${feng}'`)).toBe(DENIED);
    expect(await attempt(database.owner, 'DELETE FROM staff_change')).toBe(CHECK);
  });

  it('comes with an invitation that was agreed, once, and to nobody of those who agreed', async () => {
    const invitation = await agreed({ kind: 'INVITE', userId: null, role: 'finance' });
    const invited = randomUUID();
    await makeUser(database.owner, invited);
    const accept = (who: string, role = 'finance', institution = institutionId) =>
      attempt(
        database.api,
        `INSERT INTO membership (id, user_id, role, institution_id, change_id)
           VALUES (gen_random_uuid(), '${who}', '${role}', '${institution}', '${invitation}')`,
      );
    expect(await accept(invited, 'admin')).toBe(CHECK);
    expect(await accept(invited, 'finance', otherInstitutionId)).toBe(CHECK);
    for (const one of [feng, chu]) expect(await accept(one)).toBe(CHECK);
    expect(await accept(invited)).toBe('accepted');
    const another = randomUUID();
    await makeUser(database.owner, another);
    expect(await accept(another)).toBe(CHECK);
  });

  it('is not agreed when whoever asked has been suspended since', async () => {
    const [asker, person, id] = [await somebody('admin'), await somebody(), randomUUID()];
    expect(await attempt(database.api, ask({ id, userId: person, requestedBy: asker }))).toBe('accepted');
    expect(await attempt(database.api, suspend(asker))).toBe('accepted');
    expect(await attempt(database.api, decided(id, chu))).toBe(CHECK);
    expect(await attempt(database.api, decided(id, chu, 'REJECTED'))).toBe('accepted');
    expect(await attempt(database.api, ask({ userId: person, requestedBy: asker }))).toBe(CHECK);
  });
});

describe('a home', () => {
  const member = (userId: string, role: string, where: 'institution_id' | 'enterprise_id', id: string) =>
    attempt(
      database.owner,
      `INSERT INTO membership (id, user_id, role, ${where}) VALUES (gen_random_uuid(), '${userId}', '${role}', '${id}')`,
    );

  it('is one institution, or any number of enterprises, whoever writes it', async () => {
    const person = randomUUID();
    await makeUser(database.owner, person);
    const [first, second] = [await makeApplication(database.owner), await makeApplication(database.owner)];
    expect(await member(li, 'finance', 'institution_id', otherInstitutionId)).toBe(CHECK);
    expect(await member(li, 'applicant', 'enterprise_id', first.enterpriseId)).toBe(CHECK);
    expect(await member(person, 'applicant', 'enterprise_id', first.enterpriseId)).toBe('accepted');
    expect(await member(person, 'applicant', 'enterprise_id', second.enterpriseId)).toBe('accepted');
    expect(await member(person, 'applicant', 'enterprise_id', second.enterpriseId)).toBe(UNIQUE);
    expect(await member(person, 'reviewer', 'institution_id', institutionId)).toBe(CHECK);
    const operator = `INSERT INTO membership (id, user_id, role) VALUES (gen_random_uuid(), '${feng}', 'operator')`;
    expect(await attempt(database.owner, operator)).toBe(CHECK);
  });

  it('lets whoever gives rights, or audits, do nothing else', async () => {
    expect(await member(feng, 'finance', 'institution_id', institutionId)).toBe(CHECK);
    expect(await member(li, 'admin', 'institution_id', institutionId)).toBe(CHECK);
    expect(await member(li, 'auditor', 'institution_id', institutionId)).toBe(CHECK);
  });
});

const suspend = (who: string, by: string = feng, institution = institutionId) =>
  `INSERT INTO suspension (id, user_id, institution_id, reason, suspended_by)
     VALUES (gen_random_uuid(), '${who}', '${institution}', 'left the phone in a taxi', '${by}')`;

describe('a suspension', () => {
  it('acts by one person of admins or risk, never by oneself, and takes the sessions along', async () => {
    const person = await somebody();
    await database.owner.query(
      `INSERT INTO session (id, expires_at, token, user_id) VALUES ($1, now() + interval '1 hour', $1, $2)`,
      [randomUUID(), person],
    );
    expect(await attempt(database.api, suspend(feng))).toBe(CHECK);
    expect(await attempt(database.api, suspend(person, li))).toBe(CHECK);
    expect(await attempt(database.api, suspend(person, stranger))).toBe(CHECK);
    expect(await attempt(database.api, suspend(person, stranger, otherInstitutionId))).toBe(CHECK);
    expect(await attempt(database.api, suspend(person, zheng))).toBe('accepted');
    expect(await attempt(database.api, suspend(person))).toBe(UNIQUE);
    const { rows } = await database.owner.query('SELECT FROM session WHERE user_id = $1', [person]);
    expect(rows).toHaveLength(0);
  });

  it('and whatever else ends a right, ends what is lent by it and to whoever is gone', async () => {
    const [principal, deputy, another] = [await somebody('approver'), await somebody(), await somebody()];
    await setClock(database.owner, '2026-11-26T02:00:00Z');
    const lend = async (from: string, to: string, role: string) => {
      const id = randomUUID();
      await database.owner.query(
        `INSERT INTO delegation (id, institution_id, principal_id, deputy_id, roles, first_day, last_day, max_fen, reason)
           VALUES ($1, $2, $3, $4, $5, '2026-11-26', '2026-12-01', 100, 'away')`,
        [id, institutionId, from, to, [role]],
      );
      return async () => {
        const { rows } = await database.owner.query('SELECT revoked_at FROM delegation WHERE id = $1', [id]);
        return rows[0].revoked_at === null;
      };
    };
    const holds = [await lend(principal, deputy, 'approver'), await lend(another, deputy, 'reviewer')];
    const which = async () => await Promise.all(holds.map((each) => each()));
    expect(await which()).toEqual([true, true]);
    expect(await attempt(database.api, suspend(principal))).toBe('accepted');
    expect(await which()).toEqual([false, true]);
    await agreed({ kind: 'LEAVE', userId: deputy, role: null });
    expect(await which()).toEqual([false, false]);
    holds.push(await lend(another, li, 'reviewer'));
    await agreed({ kind: 'TAKE', userId: another, role: 'reviewer' });
    expect(await which()).toEqual([false, false, false]);
  });

  it('ends by what two people agree, and by nothing else', async () => {
    const person = await somebody();
    expect(await attempt(database.api, suspend(person))).toBe('accepted');
    expect(await attempt(database.api, 'UPDATE suspension SET ended_at = now()')).toBe(DENIED);
    expect(await attempt(database.api, 'DELETE FROM suspension')).toBe(DENIED);
    expect(
      await attempt(
        database.owner,
        `UPDATE suspension SET ended_at = now(), ended_by = gen_random_uuid() WHERE user_id = '${person}'`,
      ),
    ).toBe(CHECK);
    await agreed({ kind: 'REINSTATE', userId: person, role: null });
    expect(await mayActAs(person, 'reviewer')).toBe(true);
    expect(await attempt(database.api, suspend(person))).toBe('accepted');
    expect(await mayActAs(person, 'reviewer')).toBe(false);
  });

  it('lets nothing that the person decides count', async () => {
    const actor = await somebody('approver');
    const heldRole = async () => {
      const { loanId: caseId } = await makeApplication(database.owner);
      const of = { caseId, institution: institutionId, role: 'approver', actor };
      await decide(database.owner, { ...of, step: 'APPROVE', kind: 'APPROVE_APPLICATION' });
      const { rows } = await database.owner.query('SELECT held_role FROM decision WHERE case_id = $1', [
        caseId,
      ]);
      return rows[0].held_role;
    };
    expect(await heldRole()).toBe('approver');
    expect(await attempt(database.api, suspend(actor))).toBe('accepted');
    expect(await heldRole()).toBeNull();
  });
});

async function mayActAs(person: string, role: string): Promise<boolean> {
  const { rows } = await database.api.query<{ may: boolean }>('SELECT may_act_as($1, $2, $3) AS may', [
    person,
    institutionId,
    role,
  ]);
  return rows[0]?.may ?? false;
}

test('nobody is removed who has a right, but by the owner', async () => {
  expect(await attempt(database.api, `DELETE FROM "user" WHERE id = '${li}'`)).toBe(CHECK);
});

test('of what the owner does alone it is said that the owner did it', async () => {
  const by = `INSERT INTO staff_change (id, institution_id, kind, role, person_cipher, reason, status)
    VALUES (gen_random_uuid(), '${otherInstitutionId}', 'INVITE', 'admin', '\\x01', 'first admin', 'APPROVED')`;
  expect(await attempt(database.api, by)).toBe(CHECK);
  expect(await attempt(database.worker, by)).toBe(DENIED);
  expect(await attempt(database.owner, by)).toBe('accepted');
  expect(await attempt(database.owner, ask({ userId: 'nobody' }))).toBe(CHECK);
});

describe('over the API', () => {
  const cipher = createColumnCipher(`test:${Buffer.alloc(32, 5).toString('base64')}`);
  const blindIndex = createBlindIndex(Buffer.alloc(32, 6).toString('base64'));

  /** An invitation that two have agreed to, and the token of its link. */
  async function invited(mail: string) {
    const id = randomUUID();
    const change = {
      id,
      institutionId,
      kind: 'INVITE',
      userId: null,
      role: 'finance',
      reason: 'new',
    } as const;
    const by = { requestedBy: feng, status: 'REQUESTED', invited: { name: '钱新人', mail } } as const;
    await writeStaffChange(database.api, cipher, { ...change, ...by });
    const decision = { id, status: 'APPROVED', decidedBy: zheng, reason: '' } as const;
    expect(await decideStaffChange(database.api, decision)).toBe(true);
    expect(await decideStaffChange(database.api, decision)).toBe(false);
    const use = { purpose: 'INVITATION', subjectId: id, minutes: 5 } as const;
    return { id, token: await issueToken(database.api, blindIndex, use) };
  }

  /** What the API does with a link. @returns the new person, or null */
  const accept = (token: string, mail: string) =>
    inTransaction(database.api, async (tx) => {
      const redeemed = await redeemToken(tx, blindIndex, { purpose: 'INVITATION', token });
      if (!redeemed.ok) return null;
      const invitation = await lockInvitation(tx, cipher, redeemed.value.subjectId);
      expect(invitation).toMatchObject({ mail, role: 'finance', institutionId });
      const staff = {
        email: mail,
        name: '钱新人',
        institutionId,
        role: 'finance',
        passwordHash: 'h',
      } as const;
      const keys = { cipher, blindIndex };
      const invited = { ...staff, changeId: redeemed.value.subjectId };
      const person = await addStaff(tx, keys, invited);
      if (person.hasLeft) await takeBack(tx, { ...invited, userId: person.userId });
      return person;
    });

  it('a link makes one account, with the right that was agreed', async () => {
    const mail = `${randomUUID()}@lender.example`;
    const { id, token } = await invited(mail);
    const { prisma } = databaseOn(database.api);
    expect(await findStaffChange(prisma, cipher, { institutionId, id })).toMatchObject({
      ...{ userId: null, doneAt: null, person: { mail } },
    });
    const person = await accept(token, mail);
    expect(person?.isNew).toBe(true);
    expect(await accept(token, mail)).toBeNull();
    const userId = person?.userId ?? '';
    expect(await findPerson(prisma, cipher, userId)).toMatchObject({ roles: ['finance'], mail });
    expect(await findStaffChange(prisma, cipher, { institutionId, id })).toMatchObject({ userId });
    expect(await lockInvitation(database.api, cipher, id)).toBeNull();
    expect(await findStaffChange(prisma, cipher, { institutionId: otherInstitutionId, id })).toBeNull();
  });

  it('whoever left is the same person again, with what was agreed now alone; who is here is not', async () => {
    const mail = `${randomUUID()}@lender.example`;
    const { prisma } = databaseOn(database.api);
    const first = await accept((await invited(mail)).token, mail);
    const userId = first?.userId ?? '';
    expect(await accept((await invited(mail)).token, mail)).toEqual({ userId, isNew: false, hasLeft: false });
    await agreed({ kind: 'GRANT', userId, role: 'reviewer' });
    await agreed({ kind: 'LEAVE', userId, role: null });
    expect(await findPerson(prisma, cipher, userId)).toBeNull();
    expect(await accept((await invited(mail)).token, mail)).toEqual({ userId, isNew: false, hasLeft: true });
    expect(await findPerson(prisma, cipher, userId)).toMatchObject({ roles: ['finance'], mail });
  });

  it('factors are forgotten when two agree, and sessions end with them', async () => {
    const person = await somebody();
    await database.owner.query(
      `WITH factor AS (INSERT INTO second_factor (id, user_id, kind, name, secret_cipher, confirmed_at)
           VALUES (gen_random_uuid(), $1, 'TOTP', 'phone', 'x', now())),
         code AS (INSERT INTO recovery_code (user_id, code_hash) VALUES ($1, repeat('a', 64)))
       INSERT INTO session (id, token, user_id, expires_at) VALUES ($1, $1, $1, now() + interval '1 hour')`,
      [person],
    );
    const held = async () => {
      const { rows } = await database.owner.query(
        `SELECT (SELECT count(*)::integer FROM second_factor WHERE user_id = $1) AS factors,
           (SELECT count(*)::integer FROM recovery_code WHERE user_id = $1) AS codes,
           (SELECT count(*)::integer FROM session WHERE user_id = $1) AS sessions,
           (SELECT count(*)::integer FROM membership WHERE user_id = $1) AS rights`,
        [person],
      );
      return rows[0];
    };
    const alone = { id: randomUUID(), kind: 'FORGET_FACTORS', userId: person, role: null } as const;
    expect(await attempt(database.api, ask(alone), decided(alone.id, feng))).toBe(CHECK);
    expect(await held()).toEqual({ factors: 1, codes: 1, sessions: 1, rights: 1 });
    await agreed({ kind: 'FORGET_FACTORS', userId: person, role: null });
    expect(await held()).toEqual({ factors: 0, codes: 0, sessions: 0, rights: 1 });
  });

  it('one chair a committee, whoever is asked', async () => {
    const [one, other] = [await somebody(), await somebody()];
    await agreed({ kind: 'GRANT', userId: one, role: 'committee_chair' });
    const id = randomUUID();
    const second = ask({ kind: 'GRANT', userId: other, role: 'committee_chair', id });
    expect(await attempt(database.api, second, decided(id, chu))).toBe(UNIQUE);
  });

  it('somebody who is suspended is nobody, and what they have in hand is found', async () => {
    const { prisma } = databaseOn(database.api);
    const person = await somebody();
    const { loanId } = await makeApplication(database.owner);
    const workflowId = `application/${loanId}`;
    await database.owner.query(
      `INSERT INTO human_task (id, institution_id, kind, case_type, case_id, workflow_id, role, status, reason, due_at,
           claimed_by)
         VALUES (gen_random_uuid(), $1, 'REVIEW_APPLICATION', 'APPLICATION', $2, $3, 'reviewer', 'CLAIMED', '{}', now(), $4)`,
      [institutionId, loanId, workflowId, person],
    );
    expect(await abandonedClaims(database.api, person)).toEqual([]);
    expect(await findStaff(prisma, cipher, { institutionId, userId: person })).toMatchObject({
      ...{ claimedTasks: 1, isSuspended: false, roles: ['reviewer'] },
    });
    const suspended = { id: randomUUID(), userId: person, institutionId, reason: 'gone', suspendedBy: zheng };
    await writeSuspension(database.api, suspended);
    await writeSuspension(database.api, suspended);
    expect(await findPerson(prisma, cipher, person)).toBeNull();
    expect(await isSuspended(prisma, person)).toBe(true);
    expect(await abandonedClaims(database.api, person)).toEqual([workflowId]);
    expect(await abandonedClaims(database.worker)).toContain(workflowId);
    const { items } = await listStaff(prisma, cipher, institutionId, { pageSize: 200 });
    expect(items.find(({ userId }) => userId === person)).toMatchObject({ suspended: { reason: 'gone' } });
    const changes = await listStaffChanges(
      prisma,
      cipher,
      { institutionId, status: 'APPROVED' },
      { pageSize: 1 },
    );
    expect(changes.items).not.toEqual([]);
    expect(await countAdmins(prisma, institutionId, feng)).toBeGreaterThan(0);
  });
});
