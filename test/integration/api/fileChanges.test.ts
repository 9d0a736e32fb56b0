import type { AnswerOf } from '../../../demo/client';
import { DEMO_PASSWORD, freshCompany, registrationOf, SOUND_CREDIT } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { createPool } from '../../../gateways/database/pool';
import { startTestPlatform } from '../../support/platform';
import { Api, expectProblem, freshKey, type RawAnswer, tokenOf } from './support';

/** What an enterprise was registered with changes; somebody who lost the mailbox comes in again. */

let api: Api;
let borrower: Borrower;
let own: string;
beforeAll(async () => {
  // An enterprise has three days to object: here eighteen seconds.
  api = Api.at(await startTestPlatform({ clockSpeed: 20_000, settings: { HUMAN_MINUTES_FLOOR: '0.3' } }));
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  own = await api.signIn(borrower.company.mail, DEMO_PASSWORD);
});
afterAll(() => api?.platform.release());

const PAPER = '%PDF-1.7 a licence %%EOF';
type Change = AnswerOf<'getFileChange'>;

async function putUp(token: string, content: string | Buffer = PAPER): Promise<RawAnswer> {
  return await api.ask('/api/file-change-papers?name=%E6%89%A7%E7%85%A7.pdf', {
    token,
    body: String(content),
    headers: { 'content-type': 'application/octet-stream' },
  });
}

async function papersOf(token: string): Promise<readonly string[]> {
  const { json, status } = await putUp(token);
  expect(status).toBe(201);
  return [(json as { id: string }).id];
}

const ask = (token: string, path: string, body: object) =>
  api.ask(path, { token, body, headers: freshKey() });
const changeOf = async (token: string, id: string): Promise<Change> =>
  (await api.ask(`/api/file-changes/${id}`, { token })).json as Change;
const reaches = (id: string, stage: Change['stage']) =>
  waitFor(`the change to be ${stage}`, async () => {
    const change = await changeOf(own, id);
    return change.stage === stage ? change : undefined;
  });

async function decide(role: string, kind: string, caseId: string, body: object): Promise<RawAnswer> {
  const token = await api.staff(role);
  const task = await waitFor(`the task ${kind}`, async () => {
    const { json } = await api.ask(`/api/tasks?kind=${kind}&caseId=${caseId}`, { token });
    return (json as { items: readonly { id: string; status: string }[] }).items.find(
      ({ status }) => status === 'OPEN',
    );
  });
  return await api.ask(`/api/tasks/${task.id}/decision`, { token, body });
}

const reason = 'the registry has had it since this month';

test('another name is proved, reviewed and on file; a stranger learns nothing of it', async () => {
  const name = `${borrower.company.name}集团`;
  const body = { kind: 'NAME', name, reason };
  expectProblem(await ask(own, '/api/file-changes', { ...body, papers: [] }), 422);
  const stranger = await api.staff('reviewer', 'BEICHEN');
  const foreign = await papersOf(stranger);
  expectProblem(await ask(own, '/api/file-changes', { ...body, papers: foreign }), 422, 'PAPER_MISSING');
  expectProblem(await putUp(own, '#!/bin/sh'), 422);

  const asked = await ask(own, '/api/file-changes', { ...body, papers: await papersOf(own) });
  expect([asked.status, asked.json]).toMatchObject([
    201,
    { stage: 'IN_REVIEW', wish: { name }, checks: null },
  ]);
  const { id, papers } = asked.json as Change;
  expectProblem(
    await ask(own, '/api/file-changes', { ...body, papers: await papersOf(own) }),
    409,
    'FILE_CHANGE_OPEN',
  );
  expectProblem(await api.ask(`/api/file-changes/${id}`, { token: stranger }), 404);
  const paper = `/api/file-changes/${id}/papers/${papers[0]?.id}`;
  expectProblem(await api.ask(paper, { token: stranger }), 404);
  const read = await api.ask(paper, { token: await api.staff('reviewer') });
  expect([read.status, read.text]).toEqual([200, PAPER]);

  expect((await decide('reviewer', 'REVIEW_FILE_CHANGE', id, { decision: 'APPROVE' })).status).toBe(200);
  await reaches(id, 'DONE');
  const { json } = await api.ask(`/api/enterprises/${borrower.enterpriseId}`, { token: own });
  expect(json).toMatchObject({ name });
});

test('another legal person takes risk as well; its people may stop it', async () => {
  const { legalPerson } = freshCompany('JIANGNAN');
  const body = { kind: 'LEGAL_PERSON', ...legalPerson, reason, papers: await papersOf(own) };
  const asked = await ask(own, '/api/file-changes', body);
  const { id } = asked.json as Change;
  expect((await changeOf(await api.staff('reviewer'), id)).wish).toMatchObject(legalPerson);
  expect((await changeOf(await api.staff('risk'), id)).wish?.residentId).toContain('*');
  expect((await decide('reviewer', 'REVIEW_FILE_CHANGE', id, { decision: 'APPROVE' })).status).toBe(200);
  await reaches(id, 'IN_CONFIRMATION');
  const stopped = await api.ask(`/api/file-changes/${id}/stop`, { token: own, method: 'POST' });
  expect([stopped.status, stopped.json]).toMatchObject([200, { stage: 'STOPPED' }]);
  expectProblem(await api.ask(`/api/file-changes/${id}/stop`, { token: own, method: 'POST' }), 409);
});

test('whoever lost the mailbox comes in again by the new one: asked by staff, agreed by risk, told to all', async () => {
  const desk = await api.staff('reviewer');
  const path = `/api/enterprises/${borrower.enterpriseId}/recoveries`;
  const mail = `found-${borrower.enterpriseId.slice(0, 8)}@example.cn`;
  const papers = await papersOf(desk);
  expectProblem(await ask(own, path, { mail, reason, papers }), 403);
  expectProblem(await ask(desk, path, { mail: borrower.company.mail, reason, papers }), 409, 'MAIL_IN_USE');
  const asked = await ask(desk, path, { mail, reason, papers });
  const { id } = asked.json as Change;
  expect([asked.status, (await changeOf(own, id)).isByInstitution]).toEqual([201, true]);
  // Nobody agrees blind.
  const shown = await changeOf(await api.staff('risk'), id);
  const { person } = await changeOf(own, id);
  expect(person?.name).not.toContain('*');
  expect([shown.wish?.mail, shown.person]).toEqual([mail, person]);
  expect((await changeOf(await api.staff('finance'), id)).wish?.mail).toContain('*');
  expect((await decide('risk', 'CONFIRM_FILE_CHANGE', id, { decision: 'APPROVE' })).status).toBe(200);

  const link = String(await api.stage.mailbox.linkTo(mail, 'confirm'));
  // Until it is opened everything is as it was, and the old mailbox, whoever reads it, opens nothing.
  expect((await api.ask('/api/me', { token: own })).status).toBe(200);
  expectProblem(
    await api.ask('/api/me/mail-changes', {
      ...{ token: own, body: { mail: `thief-${mail}`, currentPassword: DEMO_PASSWORD } },
    }),
    409,
    'FILE_CHANGE_OPEN',
  );
  const resetAt = (email: string) => api.ask('/api/auth/password-reset-requests', { body: { email } });
  const even = await resetAt(borrower.company.mail);
  expect(even.status).toBe((await resetAt(`nobody-${mail}`)).status);
  const token = new URL(link).hash.replace('#token=', '');
  const confirmed = await api.ask('/api/auth/mail-confirmations', { body: { token } });
  expect([confirmed.status, confirmed.json]).toEqual([200, { isDone: true }]);
  expectProblem(await api.ask('/api/me', { token: own }), 401);
  const signIn = (email: string, password: string) =>
    api.ask('/api/auth/sign-in', { body: { email, password } });
  // The password is gone with the mailbox: another one is chosen at the new address.
  expectProblem(await signIn(mail, DEMO_PASSWORD), 401);
  expectProblem(await signIn(borrower.company.mail, DEMO_PASSWORD), 401);
  expect((await resetAt(mail)).status).toBe(even.status);
  const reset = new URL(String(await api.stage.mailbox.linkTo(mail, 'reset'))).hash.replace('#token=', '');
  const password = 'quay lantern moss fig 83';
  expect((await api.ask('/api/auth/password-resets', { body: { token: reset, password } })).status).toBe(204);
  own = await api.signIn(mail, password);
  const { json } = await api.ask('/api/messages', { token: own });
  const kinds = (json as AnswerOf<'listMessages'>).items.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['FILE_CHANGE_WAITS', 'FILE_CHANGE_DONE']));
  const { paragraphs } = (json as AnswerOf<'listMessages'>).items.find(
    ({ kind }) => kind === 'FILE_CHANGE_WAITS',
  ) ?? { paragraphs: [] };
  expect(paragraphs.join()).toContain(person?.name ?? 'nobody');
  expect(paragraphs.join()).not.toContain(mail);
});

/** Of one person, who has lost the mailbox: an enterprise at JIANGNAN, another one at BEICHEN. */
async function ofTwo() {
  const first = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await first.passKyc();
  const lost = first.company.mail;
  const other = freshCompany('BEICHEN');
  await api.stage.services.layDown(other, SOUND_CREDIT);
  const { mail: _mail, password: _password, ...further } = registrationOf(other);
  const mine = await api.signIn(lost, DEMO_PASSWORD);
  const registered = await ask(mine, '/api/me/enterprises', further);
  const secondId = (registered.json as { enterpriseId: string }).enterpriseId;
  const secret = await waitFor('the link of the second enterprise', async () => {
    const texts = await api.stage.mailbox.texts(lost);
    const links = texts.flatMap((text) => text.match(/https?:\/\/\S+/g) ?? []);
    return links.find((link) => link.includes(secondId) && link.includes('/activate'));
  });
  const token = new URLSearchParams(new URL(secret).hash.slice(1)).get('token');
  const activated = await api.ask('/api/activations', { body: { enterpriseId: secondId, token } });
  expect(activated.status).toBe(200);
  const review = await decideAt('BEICHEN', 'reviewer', 'REVIEW_ENTERPRISE', secondId, {
    decision: 'APPROVE',
  });
  expect(review.status).toBe(200);
  return {
    firstId: first.enterpriseId,
    secondId,
    other,
    lost,
    mail: `again-${secondId.slice(-12)}@example.cn`,
  };
}
let two: Awaited<ReturnType<typeof ofTwo>>;
const ownIds = async (token: string) => {
  const { json } = await api.ask('/api/me/enterprises', { token });
  return (json as AnswerOf<'listOwnEnterprises'>).items.map(({ id }) => id).toSorted();
};
/** The people of an enterprise as its institution sees them, the first first. */
const peopleAt = async (institution: string, enterpriseId: string) => {
  const token = await api.staff('reviewer', institution);
  const { json } = await api.ask(`/api/enterprises/${enterpriseId}/people`, { token });
  return (json as AnswerOf<'listEnterprisePeople'>).items;
};
const heldAt = async (institution: string, enterpriseId: string) =>
  (await peopleAt(institution, enterpriseId)).map(({ isHeld }) => isHeld);
const mailOfSecond = async () => {
  const token = await api.staff('reviewer', 'BEICHEN');
  const { json } = await api.ask(`/api/enterprises/${two.secondId}`, { token });
  return (json as AnswerOf<'getEnterprise'>).mail;
};

test('a recovery opens the enterprise for which it was asked; others of the person are held and told', async () => {
  two = await ofTwo();
  const { firstId, lost, mail, other, secondId } = two;
  await recover('JIANGNAN', firstId, mail);
  await open(mail, 1);
  const mine = await api.signIn(mail, await choosePassword(mail));
  expect(await ownIds(mine)).toEqual([firstId]);
  expectProblem(await ask(mine, '/api/me/enterprise', { enterpriseId: secondId }), 404);
  // The second one is told where it was reached, and nothing of it comes to the new mailbox.
  await waitFor('the second enterprise to be told', async () => {
    const texts = await api.stage.mailbox.texts(lost);
    return texts.some((text) => text.includes('暂不能代表贵企业')) ? true : undefined;
  });
  expect((await api.stage.mailbox.texts(mail)).some((text) => text.includes(other.name))).toBe(false);
  expect(await mailOfSecond()).toBe(lost);
  expect([await heldAt('JIANGNAN', firstId), await heldAt('BEICHEN', secondId)]).toEqual([
    ...[[false], [true]],
  ]);
  // A colleague there sees that the person is on hold, and no mailbox for which nobody there has vouched.
  const colleague = await (await Borrower.register(api.stage, freshCompany('BEICHEN'))).activate();
  const theirs = await api.signIn(colleague.company.mail, DEMO_PASSWORD);
  const { user } = (await api.ask('/api/me', { token: theirs })).json as AnswerOf<'getMe'>;
  const owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 1 });
  await owner.query(
    `INSERT INTO membership (id, user_id, role, enterprise_id) VALUES (gen_random_uuid(), $1, 'applicant', $2)`,
    [user.id, secondId],
  );
  await owner.end();
  const token = tokenOf(await ask(theirs, '/api/me/enterprise', { enterpriseId: secondId }));
  const seen = (await api.ask('/api/me/enterprise/people', { token })).json as AnswerOf<'listOwnPeople'>;
  expect(seen.items.map(({ isHeld, isMe, mail: shown }) => ({ isHeld, isMe, shown }))).toEqual([
    { isHeld: true, isMe: false, shown: null },
    { isHeld: false, isMe: true, shown: colleague.company.mail },
  ]);
});

test('its own institution lets the person in there too, by the mailbox that the account has by then', async () => {
  const { firstId, mail, secondId } = two;
  const [held] = await peopleAt('BEICHEN', secondId);
  await recover('BEICHEN', secondId, mail, held?.userId);
  await open(mail, 2);
  // A mailbox gets three letters an hour, so the password is not chosen anew here.
  const sql = createPool(api.platform.env.DATABASE_URL ?? '', { max: 1 });
  const { rows } = await sql.query<{ id: string }>(
    `SELECT enterprises_of(user_id)::text AS id FROM membership WHERE enterprise_id = $1`,
    [firstId],
  );
  await sql.end();
  expect(await heldAt('BEICHEN', secondId)).toEqual([false, false]);
  expect(rows.map(({ id }) => id).toSorted()).toEqual([firstId, secondId].toSorted());
  expect(await mailOfSecond()).toBe(mail);
});

const decideAt = async (institution: string, role: string, kind: string, caseId: string, body: object) => {
  const token = await api.staff(role, institution);
  const task = await waitFor(`the task ${kind}`, async () => {
    const { json } = await api.ask(`/api/tasks?kind=${kind}&caseId=${caseId}`, { token });
    return (json as { items: readonly { id: string; status: string }[] }).items.find(
      ({ status }) => status === 'OPEN',
    );
  });
  return await api.ask(`/api/tasks/${task.id}/decision`, { token, body });
};

/** Two people of an institution let somebody in by another mailbox. */
async function recover(
  institution: string,
  enterpriseId: string,
  mail: string,
  userId?: string,
): Promise<void> {
  const desk = await api.staff('reviewer', institution);
  const wish = { mail, reason, papers: await papersOf(desk), ...(userId && { userId }) };
  const asked = await ask(desk, `/api/enterprises/${enterpriseId}/recoveries`, wish);
  expect([asked.status, asked.text]).toEqual([201, expect.any(String)]);
  const { id } = asked.json as Change;
  const agreed = await decideAt(institution, 'risk', 'CONFIRM_FILE_CHANGE', id, { decision: 'APPROVE' });
  expect(agreed.status).toBe(200);
}

/** The nth link of a kind that came to an address. */
const nthLink = (mail: string, page: string, nth: number) =>
  waitFor(`link ${nth} to ${page}`, async () => {
    const texts = await api.stage.mailbox.texts(mail);
    const links = texts.flatMap((text) => text.match(/https?:\/\/\S+/g) ?? []);
    const found = [...new Set(links.filter((link) => link.includes(`/${page}#token=`)))];
    return found.length >= nth ? found : undefined;
  });
const used = new Set<string>();
async function newLink(mail: string, page: string, nth: number): Promise<string> {
  const link = (await nthLink(mail, page, nth)).find((each) => !used.has(each)) ?? '';
  used.add(link);
  return new URL(link).hash.replace('#token=', '');
}

async function open(mail: string, nth: number): Promise<void> {
  const confirmed = await api.ask('/api/auth/mail-confirmations', {
    body: { token: await newLink(mail, 'confirm', nth) },
  });
  expect([confirmed.status, confirmed.json]).toEqual([200, { isDone: true }]);
}

async function choosePassword(mail: string): Promise<string> {
  await api.ask('/api/auth/password-reset-requests', { body: { email: mail } });
  const token = await newLink(mail, 'reset', 1);
  const password = 'quay lantern moss fig 93';
  const reset = await api.ask('/api/auth/password-resets', { body: { token, password } });
  expect(reset.status).toBe(204);
  return password;
}
