import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '../../../demo/client';
import {
  type Company,
  DEMO_PASSWORD,
  freshCompany,
  registrationOf,
  SOUND_CREDIT,
  soundStatements,
} from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { Api, expectProblem, freshKey, type RawAnswer, tokenOf } from './support';

let api: Api;
/** Of one person: an enterprise at JIANGNAN, another one at BEICHEN. */
let borrower: Borrower;
let second: Company;
let [firstId, secondId, applicationId] = ['', '', ''];
/** The session that the tests go on with. */
let token = '';

beforeAll(async () => {
  api = await Api.openUnhurried();
  borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
  await borrower.passKyc();
  firstId = borrower.enterpriseId;
  applicationId = await borrower.apply({ amountFen: 30_000_000, termMonths: 12, purpose: 'stock' });
  token = await signIn(borrower.company.mail);
});

afterAll(() => api?.platform.release());

async function signIn(email: string): Promise<string> {
  const body = { email, password: DEMO_PASSWORD, bearer: true };
  return tokenOf(await api.ask('/api/auth/sign-in', { body }));
}

const get = (path: string, of = token) => api.ask(`/api${path}`, { token: of });
const post = (path: string, body: unknown, of = token) =>
  api.ask(`/api${path}`, { body, token: of, headers: freshKey() });

async function actFor(enterpriseId: string): Promise<RawAnswer> {
  const answer = await post('/me/enterprise', { enterpriseId });
  if (answer.status === 200) token = tokenOf(answer);
  return answer;
}

const own = async () => ((await get('/me/enterprises')).json as AnswerOf<'listOwnEnterprises'>).items;
const idsIn = ({ json }: RawAnswer) => (json as { items: { id: string }[] }).items.map(({ id }) => id);
const stageOf = async (enterpriseId: string, of: string) =>
  ((await get(`/enterprises/${enterpriseId}`, of)).json as AnswerOf<'getEnterprise'>).stage;

/** What somebody sends to register a further enterprise. */
function furtherOf(company: Company) {
  const { mail: _mail, password: _password, ...body } = registrationOf(company);
  return body;
}

/** The link in a mail to an address that has these words in it. */
async function linkTo(mail: string, words: string): Promise<URLSearchParams> {
  const link = await waitFor(`a mail to ${mail} with ${words}`, async () => {
    const texts = await api.stage.mailbox.texts(mail);
    return texts.flatMap((text) => text.match(/https?:\/\/\S+/g) ?? []).find((url) => url.includes(words));
  });
  return new URLSearchParams(new URL(link).hash.slice(1));
}

async function passKyc(enterpriseId: string, institutionCode: string): Promise<void> {
  const reviewer = await api.staff('reviewer', institutionCode);
  const id = await waitFor('the review of the enterprise', async () => {
    const tasks = await get(`/tasks?kind=REVIEW_ENTERPRISE&caseId=${enterpriseId}`, reviewer);
    return idsIn(tasks)[0];
  });
  await post(`/tasks/${id}/claim`, {}, reviewer);
  await post(`/tasks/${id}/decision`, { decision: 'APPROVE', reason: '' }, reviewer);
  await waitFor('the enterprise to be active', async () =>
    (await stageOf(enterpriseId, reviewer)) === 'ACTIVE' ? true : undefined,
  );
}

test('somebody registers a further enterprise with the own account; until its link is opened nothing tells of it', async () => {
  second = freshCompany('BEICHEN');
  await api.stage.services.layDown(second, SOUND_CREDIT);
  await api.stage.bank.openAccount(second.bankAccountNo, second.name);
  const registered = await post('/me/enterprises', furtherOf(second));
  expect(registered.status).toBe(201);
  secondId = (registered.json as AnswerOf<'registerOwnEnterprise'>).enterpriseId;
  expect((await own()).map(({ id }) => id)).toEqual([firstId]);
  expectProblem(await actFor(secondId), 404);
  const secret = await linkTo(borrower.company.mail, secondId);
  const body = { enterpriseId: secondId, token: secret.get('token') };
  expect((await api.ask('/api/activations', { body })).status).toBe(200);
  await passKyc(secondId, 'BEICHEN');
  expect((await own()).map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    [firstId, true],
    [secondId, false],
  ]);
});

test('what somebody else registered before is answered alike, and is on nobody’s list', async () => {
  const others = await (await Borrower.register(api.stage, freshCompany('BEICHEN'))).activate();
  const answer = await post('/me/enterprises', furtherOf(others.company));
  expect(answer.status).toBe(201);
  expect((await own()).map(({ id }) => id)).toEqual([firstId, secondId]);
});

test('a session acts for one enterprise at a time, under another token each time, and for none that is a stranger’s', async () => {
  const before = token;
  expectProblem(await actFor(uuidv7()), 404);
  const acts = (await actFor(secondId)).json as AnswerOf<'actForEnterprise'>;
  expect(acts.enterprise?.id).toBe(secondId);
  expectProblem(await get('/me', before), 401, 'NOT_SIGNED_IN');
  expect(((await get('/me')).json as AnswerOf<'getMe'>).enterprise?.id).toBe(secondId);
});

test('what is of the other enterprise is not there: cases, messages, home, drafts, files, own data', async () => {
  for (const path of [`/enterprises/${firstId}`, `/applications/${applicationId}`])
    expectProblem(await get(path), 404);
  for (const path of ['/applications', '/loans', '/fees', '/payments', '/papers', '/file-changes'])
    expect([path, idsIn(await get(path))]).toEqual([path, []]);
  const { items } = (await get('/messages?pageSize=100')).json as AnswerOf<'listMessages'>;
  expect(items.filter(({ caseId }) => caseId === firstId || caseId === applicationId)).toEqual([]);
  const home = (await get('/home')).text;
  const data = (await get('/me/data')).json as AnswerOf<'exportOwnData'>;
  expect(data.enterprise.id).toBe(secondId);
  expect(data.applications).toEqual([]);
  expect(data.acts.filter(({ action }) => action === 'application.apply')).toEqual([]);
  for (const text of [home, (await get(`/search?q=${encodeURIComponent(borrower.company.name)}`)).text])
    expect(text).not.toContain(applicationId);
  expectProblem(await post(`/applications/${applicationId}/withdrawal`, {}), 404);
  for (const path of ['/tasks', '/exports', `/audit?caseId=${applicationId}`])
    expectProblem(await get(path), 403, 'NOT_YOUR_ROLE');
});

test('what changes of one enterprise is told to no session that acts for another, and a stream ends with its session', async () => {
  const here = await signIn(borrower.company.mail);
  const [first, other] = [await listen(here), await listen(token)];
  const elsewhere = await signIn(borrower.company.mail);
  const body = { amountFen: 20_000_000, termMonths: 12 };
  const { productId } = (await get(`/applications/${applicationId}`, elsewhere))
    .json as AnswerOf<'getApplication'>;
  const purpose = { productId, method: 'EQUAL_INSTALMENT', purpose: 'more stock' };
  const profile = { yearsInOperation: 8, taxRating: 'A', litigation: 'NONE' };
  const applied = await post(
    '/applications',
    { ...body, ...purpose, profile, statements: soundStatements() },
    elsewhere,
  );
  const { applicationId: another } = applied.json as AnswerOf<'apply'>;
  await waitFor('the change to be told', async () => (first.text().includes(another) ? true : undefined));
  expect(other.text()).not.toContain(another);
  expect(idsIn(await get('/applications'))).not.toContain(another);
  expectProblem(await get(`/applications/${another}`), 404);
  expect((await post('/me/enterprise', { enterpriseId: secondId }, here)).status).toBe(200);
  await post(`/applications/${another}/withdrawal`, {}, elsewhere);
  await waitFor('the stream to end', async () => (first.isOver() ? true : undefined));
  await other.end();
});

/** What a session is told of, as long as it is. */
async function listen(of: string) {
  const ending = new AbortController();
  const response = await fetch(`${api.platform.urls.api}/api/events`, {
    headers: { authorization: `Bearer ${of}` },
    signal: ending.signal,
  });
  const heard: string[] = [];
  let isOver = false;
  const reading = (async () => {
    for await (const part of response.body ?? []) heard.push(Buffer.from(part).toString('utf8'));
  })()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  return {
    text: () => heard.join(''),
    isOver: () => isOver,
    end: async () => {
      ending.abort();
      await reading;
    },
  };
}

test('drafts are of the enterprise that they were typed for', async () => {
  const path = '/api/drafts/application/new';
  const save = (content: string) => api.ask(path, { method: 'PUT', body: { version: 0, content }, token });
  expect((await save('for the second')).status).toBe(200);
  await actFor(firstId);
  expect((await api.ask(path, { token })).json).toMatchObject({ content: null });
  expect((await save('for the first')).status).toBe(200);
  await actFor(secondId);
  expect((await api.ask(path, { token })).json).toMatchObject({ content: 'for the second' });
});

test('the same key, and a tab that was opened before, do nothing for another enterprise', async () => {
  await actFor(firstId);
  const headers = freshKey();
  const body = { purpose: 'MARKETING', version: 1 };
  const give = (more: Record<string, string> = {}) =>
    api.ask('/api/me/consents', { body, token, headers: { ...headers, ...more } });
  expect((await give()).status).toBe(200);
  await actFor(secondId);
  expectProblem(await give(), 422, 'IDEMPOTENCY_KEY_REUSED');
  expectProblem(
    await api.ask('/api/me/consents', { body, token, headers: { ...freshKey(), 'Acting-For': firstId } }),
    ...([409, 'ACTS_FOR_ANOTHER'] as const),
  );
  const { items } = (await get('/me/consents')).json as AnswerOf<'listConsents'>;
  expect(items.map(({ purpose }) => purpose)).not.toContain('MARKETING');
});

describe('one enterprise at two institutions', () => {
  let there = '';
  const consents = ['PRIVACY_POLICY', 'CREDIT_ENQUIRY', 'FILE_SHARING'].map((purpose) => ({
    purpose,
    version: 1,
  }));
  const take = (institutionCode: string, agreed = consents) =>
    post('/me/enterprise/file-shares', { institutionCode, consents: agreed });

  test('its people take its file there by consent, and by no less', async () => {
    await actFor(firstId);
    expectProblem(await take('BEICHEN', consents.slice(0, 2)), 422);
    expectProblem(await take('JIANGNAN'), 422);
    const taken = await take('BEICHEN');
    expect(taken.status).toBe(201);
    there = (taken.json as AnswerOf<'takeFileTo'>).enterpriseId;
    expectProblem(await take('BEICHEN'), 409, 'ENTERPRISE_KNOWN_THERE');
  });

  test('it is looked at there anew, and has its own cases there', async () => {
    await passKyc(there, 'BEICHEN');
    await actFor(there);
    const file = (await get(`/enterprises/${there}`)).json as AnswerOf<'getEnterprise'>;
    const { bankAccountNo, name, uscc } = borrower.company;
    expect(file).toMatchObject({ bankAccountNo, name, uscc, masked: false });
    expect(idsIn(await get('/applications'))).toEqual([]);
    expect((await own()).map(({ id, institution }) => [id, institution.code])).toEqual([
      [firstId, 'JIANGNAN'],
      [secondId, 'BEICHEN'],
      [there, 'BEICHEN'],
    ]);
  });

  test('neither institution learns of the other: not by cases, not by lists, not by its trail', async () => {
    const [jiangnan, beichen] = [await api.staff('reviewer'), await api.staff('reviewer', 'BEICHEN')];
    expectProblem(await get(`/enterprises/${there}`, jiangnan), 404);
    expectProblem(await get(`/enterprises/${firstId}`, beichen), 404);
    expectProblem(await get(`/applications/${applicationId}`, beichen), 404);
    const { uscc } = borrower.company;
    expect(idsIn(await get(`/enterprises?search=${uscc}`, jiangnan))).toEqual([firstId]);
    expect(idsIn(await get(`/enterprises?search=${uscc}`, beichen))).toEqual([there]);
    const trail = async (institutionCode: string) =>
      (await get('/audit?pageSize=200', await api.staff('auditor', institutionCode))).text;
    const [here, elsewhere] = [await trail('JIANGNAN'), await trail('BEICHEN')];
    for (const told of [
      there,
      secondId,
      'enterprise.takeFile',
      'enterprise.registerFurther',
      'session.actFor',
    ])
      expect(here).not.toContain(told);
    for (const told of [firstId, applicationId, 'session.actFor']) expect(elsewhere).not.toContain(told);
    expect(elsewhere).toContain('enterprise.takeFile');
  });

  test('the consent is taken back: an institution that has not decided stops', async () => {
    await actFor(secondId);
    const { enterpriseId } = (await take('JIANGNAN')).json as AnswerOf<'takeFileTo'>;
    const reviewer = await api.staff('reviewer');
    await waitFor('the review', async () =>
      (await stageOf(enterpriseId, reviewer)) === 'IN_REVIEW' ? true : undefined,
    );
    await actFor(enterpriseId);
    expect((await post('/me/consent-withdrawals', { purpose: 'FILE_SHARING' })).status).toBe(200);
    expect(await stageOf(enterpriseId, reviewer)).toBe('REFUSED');
    expectProblem(
      await post('/me/consents', { purpose: 'FILE_SHARING', version: 1 }),
      409,
      'CONSENT_WITH_FILE',
    );
  });
});

describe('several people of one enterprise', () => {
  const people = async (of = token) =>
    (await get('/me/enterprise/people', of)).json as AnswerOf<'listOwnPeople'>;
  const invite = async (mail: string) => {
    const invited = await post('/me/enterprise/invitations', { name: '王五', mail });
    expect(invited.status).toBe(201);
    return (await linkTo(mail, '/invitation')).get('token') ?? '';
  };
  const join = (secret: string, more: { readonly of?: string; readonly password?: string } = {}) => {
    const { of, password } = more;
    const body = { token: secret, ...(password !== undefined && { password }) };
    return api.ask('/api/enterprise-invitations/acceptance', { body, token: of });
  };
  let colleague = '';
  let mail = '';

  test('somebody without an account comes by a link, with a password of their own, once', async () => {
    await actFor(firstId);
    mail = `colleague.${uuidv7()}@company.example`;
    const secret = await invite(mail);
    expectProblem(await join(secret), 422);
    expectProblem(await join(secret, { of: token }), 409, 'NOT_THE_INVITED');
    expect((await join(secret, { password: DEMO_PASSWORD })).status).toBe(200);
    expectProblem(await join(secret, { password: DEMO_PASSWORD }), 409, 'LINK_NOT_VALID');
    colleague = await signIn(mail);
    expect(idsIn(await get('/applications', colleague))).toContain(applicationId);
    expect((await people(colleague)).items.map(({ isMe, mayRemove }) => [isMe, mayRemove])).toEqual([
      [false, false],
      [true, false],
    ]);
  });

  test('somebody with an account comes by it alone, and keeps what there was', async () => {
    const other = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    const secret = await invite(other.company.mail);
    expectProblem(await join(secret, { password: DEMO_PASSWORD }), 409, 'SIGN_IN_TO_JOIN');
    const theirs = await signIn(other.company.mail);
    expect((await join(secret, { of: theirs })).status).toBe(200);
    const { items } = (await get('/me/enterprises', theirs)).json as AnswerOf<'listOwnEnterprises'>;
    expect(items.map(({ id }) => id).sort()).toEqual([firstId, other.enterpriseId].sort());
    expectProblem(await get(`/applications/${applicationId}`, theirs), 404);
  });

  test('an invitation that was taken back opens nothing', async () => {
    const secret = await invite(`nobody.${uuidv7()}@company.example`);
    const [open] = (await people()).invitations;
    expect((await post(`/me/enterprise/invitations/${open?.id}/removal`, {})).status).toBe(204);
    expectProblem(await join(secret, { password: DEMO_PASSWORD }), 409, 'LINK_NOT_VALID');
  });

  test('whoever came later is removed by who was there, and is signed in no more', async () => {
    const { items } = await people();
    const [me, them] = items;
    expectProblem(await post(`/me/enterprise/people/${me?.userId}/removal`, {}, colleague), 404);
    expect((await post(`/me/enterprise/people/${them?.userId}/removal`, {})).status).toBe(204);
    expectProblem(await get('/me', colleague), 401, 'NOT_SIGNED_IN');
  });

  test('whoever leaves while others are there ends nothing but the own membership', async () => {
    const close = () => post('/me/closing', { confirm: 'CLOSE' });
    expect((await close()).json).toEqual({ keptUntil: null, isPersonGone: false });
    expectProblem(await get('/me'), 401, 'NOT_SIGNED_IN');
    token = await signIn(borrower.company.mail);
    expect((await own()).map(({ id }) => id)).not.toContain(firstId);
    expectProblem(await get(`/applications/${applicationId}`), 404);
  });
});
