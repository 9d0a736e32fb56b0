import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { freshCompany } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { inProject } from '../../../dev/project';
import { codeAt } from '../../../gateways/auth/totp';
import { createPool } from '../../../gateways/database/pool';
import { Api, expectProblem, freshKey, type RawAnswer, tokenOf } from './support';

const run = promisify(execFile);
const PASSWORD = 'six-Ravens on a wire 77';

let api: Api;
/** Two who give rights, and one of risk. */
let [feng, chu, zheng] = ['', '', ''];

beforeAll(async () => {
  api = await Api.open();
  feng = await api.staff('admin');
  chu = await api.staff('admin2');
  zheng = await api.staff('risk');
});
afterAll(() => api?.platform.release());

const post = (path: string, token: string | undefined, body?: unknown) =>
  api.ask(path, { method: 'POST', token, headers: freshKey(), ...(body !== undefined && { body }) });

const ask = (body: Readonly<Record<string, unknown>>, token = feng) =>
  post('/api/staff/changes', token, { reason: 'because', ...body });

const decide = (id: string, token: string, decision = 'APPROVE') =>
  post(`/api/staff/changes/${id}/decision`, token, { decision, reason: 'so' });

const idOf = ({ json, text }: RawAnswer): string => {
  const { id } = json as { id?: string };
  if (id === undefined) throw new Error(text);
  return id;
};

/** Asked for by one admin and agreed by the other. */
async function agreed(body: Readonly<Record<string, unknown>>): Promise<string> {
  const id = idOf(await ask(body));
  const answer = await decide(id, chu);
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  return id;
}

interface Member {
  readonly id: string;
  readonly mail: string;
  readonly token: string;
}

async function tokenFrom(mail: string): Promise<string> {
  const link = await api.stage.mailbox.linkTo(mail, '/join#');
  return new URLSearchParams(link.hash.slice(1)).get('token') ?? '';
}

const accept = (token: string, password = PASSWORD) =>
  api.ask('/api/invitations/acceptance', { body: { token, password } });

const signIn = (email: string, password = PASSWORD) =>
  api.ask('/api/auth/sign-in', { body: { email, password, bearer: true } });

/** Somebody new, from the invitation to the first session. */
async function newStaff(role: string): Promise<Member> {
  const mail = `${role}-${randomUUID()}@jiangnan.example`;
  await agreed({ kind: 'INVITE', name: '钱新人 Qian', email: mail, role });
  expect((await accept(await tokenFrom(mail))).status).toBe(204);
  const session = await signIn(mail);
  const { token, user } = session.json as { token: string; user: { id: string } };
  // Before anything else, a second factor of one's own.
  expectProblem(await api.ask('/api/tasks', { token }), 403, 'FACTOR_NOT_SET_UP');
  const begun = await post('/api/me/factors/totp', token, { name: 'phone' });
  const { secret } = begun.json as { secret: string };
  const code = codeAt(secret, Date.now());
  const confirmed = await post('/api/me/factors/totp/confirmation', token, { code });
  expect(confirmed.status).toBe(200);
  return { id: user.id, mail, token: tokenOf(confirmed) };
}

async function rightsOf(id: string): Promise<readonly string[]> {
  const { json } = await api.ask('/api/staff?pageSize=200', { token: feng });
  const { items } = json as { items: { id: string; rights: { role: string }[] }[] };
  return items.find((member) => member.id === id)?.rights.map(({ role }) => role) ?? [];
}

describe('an invitation', () => {
  test('needs two people, and its link opens one account once, with a password of one’s own', async () => {
    const mail = `new-${randomUUID()}@jiangnan.example`;
    const id = idOf(await ask({ kind: 'INVITE', name: '钱新人 Qian', email: mail, role: 'finance' }));
    expectProblem(await decide(id, feng), 409, 'SAME_PERSON_AS_REQUESTER');
    expectProblem(await decide(id, await api.staff('finance')), 403);
    expectProblem(await decide(id, await api.staff('admin', 'BEICHEN')), 404);
    expect(await decide(id, zheng)).toMatchObject({
      status: 200,
      json: { status: 'APPROVED', doneAt: null },
    });
    expectProblem(await decide(id, chu), 409, 'ALREADY_DECIDED');

    const token = await tokenFrom(mail);
    expectProblem(await accept('0'.repeat(64)), 409, 'LINK_NOT_VALID');
    // A password that is refused does not use the link up.
    expectProblem(await accept(token, 'short'), 422);
    const both = await Promise.all([accept(token), accept(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await signIn(mail)).toMatchObject({
      status: 200,
      json: { roles: ['finance'], institution: { code: 'JIANGNAN' } },
    });
    expectProblem(await post(`/api/staff/changes/${id}/invitation`, feng), 409, 'NOT_AN_OPEN_INVITATION');
  });

  test('that is sent again makes the link before worthless', async () => {
    const mail = `again-${randomUUID()}@jiangnan.example`;
    const id = await agreed({ kind: 'INVITE', name: 'Again', email: mail, role: 'reviewer' });
    const first = await tokenFrom(mail);
    expectProblem(
      await post(`/api/staff/changes/${id}/invitation`, await api.staff('admin', 'BEICHEN')),
      404,
    );
    expect((await post(`/api/staff/changes/${id}/invitation`, feng)).status).toBe(204);
    expectProblem(await accept(first), 409, 'LINK_NOT_VALID');
  });

  test('to an address that has an account tells nobody but who opens the link', async () => {
    const { mail } = await newStaff('reviewer');
    const id = await agreed({ kind: 'INVITE', name: 'Twice', email: mail, role: 'finance' });
    const links = async () => {
      const texts = await api.stage.mailbox.texts(mail);
      return texts.flatMap((text) => text.match(/[0-9a-f]{64}/g) ?? []);
    };
    const tokens = await waitFor('the second link', async () => {
      const found = [...new Set(await links())];
      return found.length === 2 ? found : undefined;
    });
    const answers = await Promise.all(tokens.map((token) => accept(token)));
    expect(answers.map(({ json }) => (json as { code: string }).code).sort()).toEqual([
      'LINK_NOT_VALID',
      'MAIL_HAS_ACCOUNT',
    ]);
    expect(id).toBeTruthy();
  });
});

describe('a right', () => {
  test('is not given by anybody to themselves, by any road', async () => {
    const me = ((await api.ask('/api/me', { token: feng })).json as { user: { id: string } }).user.id;
    expectProblem(await ask({ kind: 'GRANT', userId: me, role: 'approver' }), 409, 'OWN_RIGHTS');
    expectProblem(await ask({ kind: 'TAKE', userId: me, role: 'admin' }), 409, 'OWN_RIGHTS');
    // Asked for by a colleague, agreed by oneself.
    const risk = ((await api.ask('/api/me', { token: zheng })).json as { user: { id: string } }).user.id;
    const id = idOf(await ask({ kind: 'GRANT', userId: risk, role: 'approver' }));
    expectProblem(await decide(id, zheng), 409, 'OWN_RIGHTS');
    expect((await decide(id, chu, 'REJECT')).status).toBe(200);
    expectProblem(await ask({ kind: 'GRANT', userId: risk, role: 'admin' }), 409, 'ROLE_STANDS_ALONE');
    expectProblem(await ask({ kind: 'GRANT', userId: risk, role: 'approver' }, zheng), 403);
  });

  test('of the committee’s chair is one person’s, and any right is given once, whoever comes at the same moment', async () => {
    const [one, other] = [await newStaff('customer_service'), await newStaff('customer_service')];
    const chair = idOf(await ask({ kind: 'GRANT', userId: one.id, role: 'committee_chair' }));
    expectProblem(await decide(chair, chu), 409, 'CHAIR_TAKEN');
    expect(await rightsOf(one.id)).toEqual(['customer_service']);

    const wishes = [
      await ask({ kind: 'GRANT', userId: other.id, role: 'finance' }),
      await ask({ kind: 'GRANT', userId: other.id, role: 'finance' }),
    ];
    const answers = await Promise.all(wishes.map((wish) => decide(idOf(wish), chu)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    for (const refused of answers.filter(({ status }) => status === 409))
      expectProblem(refused, 409, 'RIGHT_HELD');
  });

  test('is of the own institution alone', async () => {
    const reviewer = await api.staff('reviewer', 'BEICHEN');
    const { json } = await api.ask('/api/me', { token: reviewer });
    const { id } = (json as { user: { id: string } }).user;
    expectProblem(await ask({ kind: 'GRANT', userId: id, role: 'approver' }), 404);
    expectProblem(await post(`/api/staff/${id}/suspension`, feng, { reason: 'not mine' }), 404);
    const foreign = await api.ask('/api/staff?pageSize=200', { token: feng });
    expect(foreign.text).not.toContain(id);
  });

  test('that is new doesn’t let somebody approve what they have reviewed', async () => {
    const member = await newStaff('reviewer');
    const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    await borrower.passKyc();
    const applicationId = await borrower.apply({ amountFen: 20_000_000, termMonths: 6, purpose: 'stock' });
    const review = await taskOf(applicationId, 'REVIEW_APPLICATION');
    const yes = { decision: 'APPROVE', reason: '' };
    expect((await post(`/api/tasks/${review}/decision`, member.token, yes)).status).toBe(200);
    await agreed({ kind: 'GRANT', userId: member.id, role: 'approver' });
    expect(await rightsOf(member.id)).toEqual(['approver', 'reviewer']);
    const { text: told } = await api.ask('/api/notices', { token: member.token });
    expect(told).toContain('ACCESS_CHANGED');
    const approval = await taskOf(applicationId, 'APPROVE_APPLICATION');
    expectProblem(
      await post(`/api/tasks/${approval}/decision`, member.token, yes),
      409,
      'SAME_PERSON_AS_REVIEWER',
    );
    await agreed({ kind: 'TAKE', userId: member.id, role: 'approver' });
    expectProblem(await post(`/api/tasks/${approval}/decision`, member.token, yes), 403, 'NOT_YOUR_ROLE');
  });
});

describe('what somebody asked for who may ask for it no more is not agreed to, and can be refused', () => {
  const suspend = async (member: Member) => {
    const gone = await post(`/api/staff/${member.id}/suspension`, zheng, { reason: 'lost the phone' });
    expect(gone.status).toBe(204);
  };
  const takeRole = async (member: Member, role: string) => {
    await agreed({ kind: 'TAKE', userId: member.id, role });
  };
  const rules = {
    ...{ subject: 'deadlines', value: { task: { reminder: 4, escalation: 12 } } },
    ...{ effectiveFrom: '2199-01-01', reason: 'sooner' },
  };
  const budget = {
    ...{ kind: 'SET_BUDGET', costCentre: 'LENDING', reason: 'plan' },
    lines: [{ month: '2199-01', account: '6602', amountFen: 100 }],
  };
  const invitation = () => ({
    ...{ kind: 'INVITE', name: 'New', email: `of-${randomUUID()}@jiangnan.example` },
    ...{ role: 'finance', reason: 'because' },
  });

  it.each<[string, string, string, () => object, string, (member: Member) => Promise<void>]>([
    ['rights', '/api/staff/changes', 'admin', invitation, 'admin2', suspend],
    ['rights', '/api/staff/changes', 'admin', invitation, 'admin2', (who) => takeRole(who, 'admin')],
    ['rules', '/api/rules/changes', 'risk', () => rules, 'admin2', suspend],
    ['rules', '/api/rules/changes', 'risk', () => rules, 'admin2', (who) => takeRole(who, 'risk')],
    ['the books', '/api/ledger-changes', 'finance', () => budget, 'finance', suspend],
    [
      'the books',
      '/api/ledger-changes',
      'finance',
      () => budget,
      'finance',
      (who) => takeRole(who, 'finance'),
    ],
  ])('of %s (%s)', async (_of, path, role, body, decider, loseIt) => {
    const asker = await newStaff(role);
    const id = idOf(await post(path, asker.token, body()));
    await loseIt(asker);
    const token = await api.staff(decider);
    const say = (decision: string) => post(`${path}/${id}/decision`, token, { decision, reason: 'so' });
    expectProblem(await say('APPROVE'), 409, 'ASKER_MAY_NOT_ASK');
    expect(await say('REJECT')).toMatchObject({ status: 200, json: { status: 'REJECTED' } });
  });
});

async function taskOf(caseId: string, kind: string): Promise<string> {
  return await waitFor(kind, async () => {
    const { json } = await api.ask(`/api/tasks?caseId=${caseId}`, { token: feng });
    const { items } = json as { items: { id: string; kind: string; status: string }[] };
    return items.find((task) => task.kind === kind && task.status !== 'DONE')?.id;
  });
}

const claimerOf = async (caseId: string) => {
  const { json } = await api.ask(`/api/tasks?caseId=${caseId}`, { token: feng });
  return (json as { items: { claimedBy: string | null }[] }).items[0]?.claimedBy;
};

describe('a suspension', () => {
  test('acts at once: the open tab is signed out, what was in hand is free, and signing in says why', async () => {
    const member = await newStaff('reviewer');
    const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    const task = await taskOf(borrower.enterpriseId, 'REVIEW_ENTERPRISE');
    expect((await post(`/api/tasks/${task}/claim`, member.token)).status).toBe(200);
    expect(await claimerOf(borrower.enterpriseId)).toBe(member.id);

    expectProblem(await post(`/api/staff/${member.id}/suspension`, member.token, { reason: 'me' }), 403);
    const body = { reason: 'left the phone in a taxi' };
    expect((await post(`/api/staff/${member.id}/suspension`, zheng, body)).status).toBe(204);
    expectProblem(await post(`/api/staff/${member.id}/suspension`, feng, body), 409, 'ALREADY_SUSPENDED');
    const yes = { decision: 'APPROVE', reason: '' };
    expectProblem(await post(`/api/tasks/${task}/decision`, member.token, yes), 401, 'NOT_SIGNED_IN');
    expectProblem(await signIn(member.mail), 403, 'ACCOUNT_SUSPENDED');
    await waitFor('the claim is free', async () =>
      (await claimerOf(borrower.enterpriseId)) === null ? true : undefined,
    );
    expectProblem(await post(`/api/tasks/${task}/assignment`, feng, { userId: member.id }), 404);

    const id = idOf(await ask({ kind: 'REINSTATE', userId: member.id }));
    expect((await decide(id, zheng)).status).toBe(200);
    expect((await signIn(member.mail)).status).toBe(200);
  });

  test('is not of oneself', async () => {
    const { json } = await api.ask('/api/me', { token: zheng });
    const { id } = (json as { user: { id: string } }).user;
    expectProblem(await post(`/api/staff/${id}/suspension`, zheng, { reason: 'me' }), 409, 'OWN_RIGHTS');
  });
});

test('whoever leaves keeps nothing, and all of it is in the trail', async () => {
  const member = await newStaff('customer_service');
  const id = await agreed({ kind: 'LEAVE', userId: member.id });
  expect(await rightsOf(member.id)).toEqual([]);
  expectProblem(await api.ask('/api/me', { token: member.token }), 401);
  expectProblem(await signIn(member.mail), 401, 'WRONG_CREDENTIALS');
  const { json } = await api.ask('/api/audit?action=staff.decideChange', {
    token: await api.staff('auditor'),
  });
  const { items } = json as { items: { detail: { changeId?: string }; outcome: string }[] };
  expect(items).toContainEqual(
    expect.objectContaining({
      outcome: 'DONE',
      detail: expect.objectContaining({ changeId: id, kind: 'LEAVE' }),
    }),
  );
});

test('whoever left and is invited again is the same person, by a new password, a new factor and this right alone', async () => {
  const member = await newStaff('customer_service');
  await agreed({ kind: 'GRANT', userId: member.id, role: 'finance' });
  await agreed({ kind: 'LEAVE', userId: member.id });
  const links = async () => {
    const texts = await api.stage.mailbox.texts(member.mail);
    return texts.flatMap((text) => text.match(/[0-9a-f]{64}/g) ?? []);
  };
  const before = await links();
  await agreed({ kind: 'INVITE', name: '钱新人 Qian', email: member.mail, role: 'reviewer' });
  const token = await waitFor('the second link', async () =>
    (await links()).find((link) => !before.includes(link)),
  );
  expectProblem(await accept(token), 422, 'PASSWORD_HAD_BEFORE');
  const password = 'eleven-Owls by the mill 4';
  expect((await accept(token, password)).status).toBe(204);
  expectProblem(await signIn(member.mail), 401, 'WRONG_CREDENTIALS');
  expect(await signIn(member.mail, password)).toMatchObject({
    status: 200,
    json: { user: { id: member.id }, roles: ['reviewer'], factor: { isSetUp: false } },
  });
  expectProblem(await accept(token, password), 409, 'LINK_NOT_VALID');
});

test('two people let somebody who lost device and codes set up another factor, who is told and signed out', async () => {
  const member = await newStaff('customer_service');
  const change = { kind: 'FORGET_FACTORS', userId: member.id };
  expectProblem(await ask(change, member.token), 403);
  const id = idOf(await ask(change));
  expectProblem(await decide(id, feng), 409, 'SAME_PERSON_AS_REQUESTER');
  expect((await api.ask('/api/me', { token: member.token })).status).toBe(200);
  expect((await decide(id, zheng)).status).toBe(200);
  expectProblem(await api.ask('/api/me', { token: member.token }), 401);
  expect(await signIn(member.mail)).toMatchObject({ status: 200, json: { factor: { isSetUp: false } } });
  expect(await rightsOf(member.id)).toEqual(['customer_service']);
  await waitFor('the letter', async () => {
    const subjects = await api.stage.mailbox.subjects(member.mail);
    return subjects.filter((subject) => /second factors were changed/.test(subject)).length === 2
      ? true
      : undefined;
  });
});

test('each quarter older rights are confirmed or taken away by others, and the record is signed', async () => {
  const [kept, gone] = [await newStaff('customer_service'), await newStaff('customer_service')];
  const [led, manager] = [await newStaff('customer_service'), await newStaff('reviewer')];
  await agreed({ kind: 'SET_MANAGER', userId: led.id, managerId: manager.id });
  const circle = { kind: 'SET_MANAGER', userId: manager.id, managerId: led.id };
  expectProblem(await ask(circle), 409, 'MANAGER_IN_TEAM');
  const sql = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 1 });
  await sql.query(`UPDATE membership SET created_at = now() - interval '200 days' WHERE user_id = ANY ($1)`, [
    [kept.id, gone.id, led.id],
  ]);
  await sql.end();
  const reviewTask = () =>
    waitFor('the review', async () => {
      const { json } = await api.ask('/api/tasks?kind=REVIEW_ACCESS', { token: feng });
      return (json as { items: { id: string }[] }).items[0]?.id;
    });
  const first = await reviewTask();
  const { json } = await api.ask('/api/access-reviews', { token: chu });
  const [review] = (json as { items: { id: string; closedAt: string | null }[] }).items;
  const path = `/api/access-reviews/${review?.id}`;
  expect(review?.closedAt).toBeNull();
  expectProblem(await api.ask(path, { token: await api.staff('admin', 'BEICHEN') }), 404);

  // Whoever signs before all is answered is asked again.
  const sign = (task: string) => post(`/api/tasks/${task}/decision`, feng, { decision: 'SIGN', reason: '' });
  expect((await sign(first)).status).toBe(200);
  const second = await waitFor('another task', async () => {
    const task = await reviewTask();
    return task === first ? undefined : task;
  });
  const role = 'customer_service';
  const answers = [
    { userId: kept.id, role, outcome: 'CONFIRMED' },
    { userId: gone.id, role, outcome: 'TAKEN' },
    { userId: kept.id, role: 'risk', outcome: 'CONFIRMED' },
  ];
  const results = (answer: RawAnswer) =>
    (answer.json as { results: { refusal: string | null }[] }).results.map(({ refusal }) => refusal);
  const answered = await post(`${path}/answers`, feng, { answers });
  expect(results(answered)).toEqual([null, 'REASON_REQUIRED', 'RIGHT_ANSWERED']);
  // Somebody has a manager: nobody else answers, and the manager sees no other.
  const ofLed = { answers: [{ userId: led.id, role, outcome: 'CONFIRMED' }] };
  expect(results(await post(`${path}/answers`, feng, ofLed))).toEqual(['NOT_THEIR_MANAGER']);
  const seen = (await api.ask(path, { token: manager.token })).json as {
    rights: { person: { id: string } }[];
  };
  expect(seen.rights.map(({ person }) => person.id)).toEqual([led.id]);
  const notYours = { answers: [{ userId: gone.id, role, outcome: 'TAKEN', reason: 'so' }] };
  expect(results(await post(`${path}/answers`, manager.token, notYours))).toEqual(['NOT_THEIR_MANAGER']);
  expect(results(await post(`${path}/answers`, manager.token, ofLed))).toEqual([null]);
  const staff = await api.ask('/api/staff?pageSize=200', { token: feng });
  const members = (staff.json as { items: { id: string; managerId: string | null; team: object | null }[] })
    .items;
  expect(members.find(({ id }) => id === led.id)).toMatchObject({ managerId: manager.id, team: null });
  expect(members.find(({ id }) => id === manager.id)?.team).toEqual({ people: 1, claimedTasks: 0 });
  const taken = [{ userId: gone.id, role, outcome: 'TAKEN', reason: 'moved to sales' }];
  expect(results(await post(`${path}/answers`, zheng, { answers: taken }))).toEqual([null]);
  expect(await rightsOf(gone.id)).toEqual([]);
  expectProblem(await api.ask('/api/tasks', { token: gone.token }), 401);

  expect((await sign(second)).status).toBe(200);
  const closed = await waitFor('the record', async () => {
    const answer = await api.ask(path, { token: await api.staff('auditor') });
    return (answer.json as { closedAt: string | null }).closedAt === null ? undefined : answer;
  });
  const { recordHash } = closed.json as { recordHash: string };
  expect(recordHash).toMatch(/^[0-9a-f]{64}$/);
  const trail = await api.ask('/api/audit?action=ACCESS_REVIEWED', { token: await api.staff('auditor') });
  expect(trail.text).toContain(recordHash);
});

describe('the owner of an installation', () => {
  const owner = (...words: readonly string[]) =>
    run(process.execPath, [inProject('dist/worker/commands/staff.js'), ...words], {
      env: { ...api.platform.env },
    });
  const tokenIn = (said: string) =>
    new URLSearchParams(new URL(said.match(/https?:\/\/\S+/)?.[0] ?? '').hash.slice(1)).get('token') ?? '';

  test('lets the first admins in by a link, and stops and starts people when nobody else can', async () => {
    const mail = `owner-${randomUUID()}@jiangnan.example`;
    const { stdout } = await owner('invite', 'JIANGNAN', 'admin', mail, '卫', '管理');
    expect((await accept(tokenIn(stdout))).status).toBe(204);
    expect(await signIn(mail)).toMatchObject({ status: 200, json: { roles: ['admin'] } });
    expectProblem(await accept(tokenIn(stdout)), 409, 'LINK_NOT_VALID');
    await owner('suspend', mail, 'phone', 'stolen');
    expectProblem(await signIn(mail), 403, 'ACCOUNT_SUSPENDED');
    await owner('reinstate', mail, 'phone', 'found');
    expect((await signIn(mail)).status).toBe(200);
    await owner('suspend', mail, 'left');
  });

  test('is told in a sentence what is wrong', async () => {
    for (const words of [
      [],
      ['invite', 'NOWHERE', 'admin', 'a@b.example', 'A'],
      ['invite', '-', 'admin', 'a@b.example', 'A'],
      ['invite', 'JIANGNAN', 'applicant', 'a@b.example', 'A'],
      ['invite', 'JIANGNAN', 'admin', 'no address', 'A'],
      ['suspend', `nobody-${randomUUID()}@b.example`, 'why'],
    ]) {
      const { stderr } = await owner(...words).then(
        () => ({ stderr: 'nothing was wrong' }),
        (error: { stderr: string }) => error,
      );
      expect(stderr).toMatch(/npm run staff|No member of staff/);
      expect(stderr).not.toMatch(/at .+:\d+/);
    }
  });
});
