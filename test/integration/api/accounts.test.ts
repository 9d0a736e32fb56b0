import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { DEMO_PASSWORD, freshCompany, staffMail } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import { codeAt } from '../../../gateways/auth/totp';
import { createPool } from '../../../gateways/database/pool';
import { Api, expectProblem, type RawAnswer } from './support';

/** Behind a proxy that is trusted: addresses are what it says. */
const SETTINGS = { TRUSTED_PROXIES: 'loopback' };
const CHROME = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/131.0.0.0 Safari/537.36' };
const FIREFOX = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' };
const PASSWORDS = [
  'quay lantern moss fig',
  '灯塔旧船苔藓港湾夜雨听风眠',
  'ferry 83 cobalt thimble',
  'Nine gulls over slate',
] as const;

let api: Api;
let owner: Pool;
beforeAll(async () => {
  api = await Api.openUnhurried(SETTINGS);
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 2 });
});
afterAll(async () => {
  await owner?.end();
  await api?.platform.release();
});

const post = (path: string, body: unknown, more: Parameters<Api['ask']>[1] = {}) =>
  api.ask(`/api${path}`, { method: 'POST', body, ...more });

async function tokenOf(mail: string, password: string, headers: Readonly<Record<string, string>> = CHROME) {
  const answer = await post('/auth/sign-in', { email: mail, password, bearer: true }, { headers });
  if (answer.status !== 200) throw new Error(answer.text);
  return (answer.json as { token: string }).token;
}
const statusOf = async (token: string) => (await api.ask('/api/me', { token })).status;
const statusOfSignIn = async (email: string, password: string) =>
  (await post('/auth/sign-in', { email, password, bearer: true })).status;

/** An applicant whose account is active. */
async function applicant() {
  const { company } = await (await Borrower.register(api.stage, freshCompany())).activate();
  return { mail: company.mail, mobile: company.mobile, name: company.legalPerson.name };
}

const seen = new Set<string>();
/** The token of a link to a page of ours that came by mail and was not asked for before. */
async function newLink(mail: string, page: string): Promise<string> {
  return await waitFor(`a link to ${page} for ${mail}`, async () => {
    const texts = await api.stage.mailbox.texts(mail);
    const tokens = texts.flatMap((text) => [
      ...text.matchAll(new RegExp(`/${page}#token=([0-9a-f]{64})`, 'g')),
    ]);
    const fresh = tokens.map(([, token = '']) => token).find((token) => !seen.has(token));
    if (fresh !== undefined) seen.add(fresh);
    return fresh;
  });
}
const subjectsOf = (mail: string) => api.stage.mailbox.subjects(mail);
const subjectOf = (mail: string, words: string) =>
  waitFor(`${words} for ${mail}`, async () =>
    (await subjectsOf(mail)).some((subject) => subject.includes(words)) ? true : undefined,
  );

const askForReset = (email: string) => post('/auth/password-reset-requests', { email });
const reset = (token: string, password: string) => post('/auth/password-resets', { token, password });

test('the activation letter comes once more, as it was, as long as somebody waits for it, and not without end', async () => {
  const registered = await Borrower.register(api.stage, freshCompany());
  const { mail } = registered.company;
  /** The link of each letter that has one; in both languages it is the same. */
  const links = async () => {
    const texts = await api.stage.mailbox.texts(mail);
    return texts.flatMap((text) => text.match(/\/activate#\S+/)?.slice(0, 1) ?? []);
  };
  await api.stage.mailbox.linkTo(mail, 'activate');
  const ask = (email = mail) => post('/activations/requests', { email });
  expect((await ask()).status).toBe(204);
  const sent = await waitFor('the second letter', async () => {
    const found = await links();
    return found.length === 2 ? found : undefined;
  });
  expect(new Set(sent).size).toBe(1);
  await registered.activate();
  expect([await ask(), await ask('nobody.waits@company.example')].map(({ status }) => status)).toEqual([
    204, 204,
  ]);
  expect((await ask()).status).toBe(204);
  expectProblem(await ask(), 429, 'TOO_MANY_REQUESTS');
  expect(await links()).toHaveLength(2);
});

describe('a forgotten password', () => {
  test('is replaced by a link from a mail, once, and ends all sessions', async () => {
    const { mail, name } = await applicant();
    const token = await tokenOf(mail, DEMO_PASSWORD);
    expect((await askForReset(mail)).status).toBe(204);
    const link = await newLink(mail, 'reset');
    // What is wrong with the password does not spend the link.
    expectProblem(await reset(link, 'short'), 422, 'PASSWORD_TOO_SHORT');
    expectProblem(await reset(link, `quay ${name} moss fig 83`), 422, 'PASSWORD_CONTAINS_NAME');
    expectProblem(await reset(link, DEMO_PASSWORD), 422, 'PASSWORD_HAD_BEFORE');
    expect(await statusOf(token)).toBe(200);
    expect((await reset(link, PASSWORDS[0])).status).toBe(204);
    expect([await statusOf(token), await statusOfSignIn(mail, DEMO_PASSWORD)]).toEqual([401, 401]);
    expect(await statusOfSignIn(mail, PASSWORDS[0])).toBe(200);
    expectProblem(await reset(link, PASSWORDS[1]), 409, 'LINK_NOT_VALID');
    await subjectOf(mail, 'Your password was changed');
  });

  test('two who press the same link at once choose one password', async () => {
    const { mail } = await applicant();
    await askForReset(mail);
    const link = await newLink(mail, 'reset');
    const answers = await Promise.all(PASSWORDS.map((password) => reset(link, password)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409, 409, 409]);
  });

  test('its link opens nothing after a newer one, nor after the password was changed otherwise', async () => {
    const { mail } = await applicant();
    await askForReset(mail);
    const older = await newLink(mail, 'reset');
    await askForReset(mail);
    const newer = await newLink(mail, 'reset');
    expectProblem(await reset(older, PASSWORDS[0]), 409, 'LINK_NOT_VALID');
    const token = await tokenOf(mail, DEMO_PASSWORD);
    const changed = { currentPassword: DEMO_PASSWORD, password: PASSWORDS[0] };
    expect((await post('/me/password', changed, { token })).status).toBe(204);
    expectProblem(await reset(newer, PASSWORDS[1]), 409, 'LINK_NOT_VALID');
    expect(await statusOfSignIn(mail, PASSWORDS[0])).toBe(200);
  });

  test('of nobody, or of who has not opened the activation link, is answered alike and writes to nobody', async () => {
    const nobody = 'nobody.at.all@company.example';
    const { company } = await Borrower.register(api.stage, freshCompany());
    await api.stage.mailbox.linkTo(company.mail, 'activate');
    const told = ({ headers, status, text }: RawAnswer) => [status, text, [...headers.keys()].toSorted()];
    const [one, two] = [await askForReset(nobody), await askForReset(company.mail)];
    expect(told(one)).toEqual(told(two));
    expect(told(one)).toEqual(told(await askForReset(staffMail('auditor', 'BEICHEN'))));
    await newLink(staffMail('auditor', 'BEICHEN'), 'reset');
    expect(await subjectsOf(nobody)).toEqual([]);
    expect(await subjectsOf(company.mail)).toHaveLength(1);
    // A right password does not tell either that the account is there and waits.
    const answers = [
      await post('/auth/sign-in', { email: company.mail, password: DEMO_PASSWORD }),
      await post('/auth/sign-in', { email: nobody, password: DEMO_PASSWORD }),
    ];
    for (const answer of answers) expectProblem(answer, 401, 'WRONG_CREDENTIALS');
  });
});

describe('a password', () => {
  test('is changed by who knows it, ends the other sessions and never comes back', async () => {
    const { mail } = await applicant();
    const [here, there] = [await tokenOf(mail, DEMO_PASSWORD), await tokenOf(mail, DEMO_PASSWORD, FIREFOX)];
    const change = (currentPassword: string, password: string) =>
      post('/me/password', { currentPassword, password }, { token: here });
    expectProblem(await change('Not-The-Password-1', PASSWORDS[0]), 422, 'PASSWORD_WRONG');
    expectProblem(await change(DEMO_PASSWORD, DEMO_PASSWORD), 422, 'PASSWORD_HAD_BEFORE');
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 200]);
    expect((await change(DEMO_PASSWORD, PASSWORDS[0])).status).toBe(204);
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 401]);
    expect((await change(PASSWORDS[0], PASSWORDS[1])).status).toBe(204);
    expectProblem(await change(PASSWORDS[1], DEMO_PASSWORD), 422, 'PASSWORD_HAD_BEFORE');
    expectProblem(await change(PASSWORDS[1], PASSWORDS[0]), 422, 'PASSWORD_HAD_BEFORE');
  });

  test('is not guessed by who has taken a session', async () => {
    const { mail } = await applicant();
    const token = await tokenOf(mail, DEMO_PASSWORD);
    const guess = () =>
      post('/me/password', { currentPassword: 'Wrong-One-12', password: PASSWORDS[0] }, { token });
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await guess()).status);
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  });
});

test('who has a second factor proves it before the account changes, and is told by mail of another factor', async () => {
  const { mail } = await applicant();
  const here = await tokenOf(mail, DEMO_PASSWORD);
  const begun = await post('/me/factors/totp', { name: 'phone' }, { token: here });
  const { secret } = begun.json as { secret: string };
  const code = codeAt(secret, Date.now());
  const confirmed = await post('/me/factors/totp/confirmation', { code }, { token: here });
  expect(confirmed.status).toBe(200);
  // The token of before opens nothing any more.
  const { token: proved } = confirmed.json as { token: string };
  await subjectOf(mail, 'Your second factors were changed');
  const there = await tokenOf(mail, DEMO_PASSWORD);
  const changes = [
    ['/me/password', { currentPassword: DEMO_PASSWORD, password: PASSWORDS[0] }],
    ['/me/mail-changes', { currentPassword: DEMO_PASSWORD, mail: 'elsewhere@company.example' }],
    ['/me/phone-changes', { currentPassword: DEMO_PASSWORD, mobile: freshCompany().mobile }],
    ['/me/sessions/end-others', undefined],
  ] as const;
  for (const [path, body] of changes) {
    expectProblem(await post(path, body, { token: there }), 403, 'FACTOR_NEEDED');
  }
  expectProblem(await api.ask('/api/me/sessions', { token: there }), 403, 'FACTOR_NEEDED');
  // In the session that has proved it lately the password is enough.
  const [path, body] = changes[0];
  expect((await post(path, body, { token: proved })).status).toBe(204);
});

describe('sessions', () => {
  interface Session {
    readonly id: string;
    readonly agent: string;
    readonly network: string;
    readonly isCurrent: boolean;
  }
  const sessionsOf = async (token: string) =>
    ((await api.ask('/api/me/sessions', { token })).json as { items: Session[] }).items;

  test('are listed with what they were opened on, and ended one by one or all others', async () => {
    const { mail } = await applicant();
    const from = { 'x-forwarded-for': '203.0.113.7' };
    const here = await tokenOf(mail, DEMO_PASSWORD, { ...CHROME, ...from });
    const there = await tokenOf(mail, DEMO_PASSWORD, { ...FIREFOX, ...from });
    const known = await sessionsOf(here);
    expect(known.slice(0, 2)).toMatchObject([
      { agent: 'Firefox · Linux', network: '203.0.113.0/24', isCurrent: false },
      { agent: 'Chrome · Windows', network: '203.0.113.0/24', isCurrent: true },
    ]);
    expect((await post(`/me/sessions/${known[0]?.id}/end`, undefined, { token: here })).status).toBe(204);
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 401]);
    const again = await tokenOf(mail, DEMO_PASSWORD);
    expect((await post('/me/sessions/end-others', undefined, { token: here })).status).toBe(204);
    expect([await statusOf(here), await statusOf(again)]).toEqual([200, 401]);
    expect(await sessionsOf(here)).toHaveLength(1);
  });

  test('of somebody else are not there', async () => {
    const [mine, theirs] = [await applicant(), await applicant()];
    const [token, other] = [
      await tokenOf(mine.mail, DEMO_PASSWORD),
      await tokenOf(theirs.mail, DEMO_PASSWORD),
    ];
    const [session] = await sessionsOf(other);
    expectProblem(await post(`/me/sessions/${session?.id}/end`, undefined, { token }), 404, 'NOT_FOUND');
    expect(await statusOf(other)).toBe(200);
  });
});

describe('sign-ins', () => {
  const signInsOf = async (token: string) =>
    ((await api.ask('/api/me/sign-ins', { token })).json as { items: Record<string, unknown>[] }).items;

  test('are told of with what was unusual, in the product and by mail', async () => {
    const { mail } = await applicant();
    const [home, abroad] = [{ 'x-forwarded-for': '203.0.113.7' }, { 'x-forwarded-for': '198.51.100.9' }];
    await tokenOf(mail, DEMO_PASSWORD, { ...CHROME, ...home });
    await tokenOf(mail, DEMO_PASSWORD, { ...CHROME, ...home });
    for (let tries = 0; tries < 5; tries += 1) await statusOfSignIn(mail, 'Wrong-Password-1');
    await sleep(50);
    const token = await tokenOf(mail, DEMO_PASSWORD, { ...FIREFOX, ...abroad });
    const [last, ...before] = await signInsOf(token);
    expect(last).toMatchObject({
      outcome: 'DONE',
      agent: 'Firefox · Linux',
      network: '198.51.100.0/24',
      warnings: ['NEW_DEVICE', 'NEW_PLACE', 'MANY_FAILURES'],
    });
    expect(before.slice(0, 5).map(({ outcome }) => outcome)).toEqual(Array(5).fill('FAILED'));
    expect(before[5]).toMatchObject({ outcome: 'DONE', agent: 'Chrome · Windows', warnings: [] });
    await subjectOf(mail, 'An unusual sign-in to your account');
  });
});

describe('another mail address', () => {
  const wanted = () => `new.${Date.now()}@company.example`;
  const request = (token: string, mail: string, currentPassword = DEMO_PASSWORD) =>
    post('/me/mail-changes', { mail, currentPassword }, { token });
  const confirm = (token: string) => post('/auth/mail-confirmations', { token });

  test('counts once both the old and the new one confirmed it', async () => {
    const { mail } = await applicant();
    const token = await tokenOf(mail, DEMO_PASSWORD);
    const next = wanted();
    expectProblem(await request(token, next, 'Not-The-Password-1'), 422, 'PASSWORD_WRONG');
    await askForReset(mail);
    const resetLink = await newLink(mail, 'reset');
    expect((await request(token, next)).status).toBe(201);
    const [oldLink, nextLink] = [await newLink(mail, 'confirm'), await newLink(next, 'confirm')];
    expect((await confirm(nextLink)).json).toEqual({ isDone: false });
    expectProblem(await confirm(nextLink), 409, 'LINK_NOT_VALID');
    expect([await statusOfSignIn(next, DEMO_PASSWORD), await statusOf(token)]).toEqual([401, 200]);
    expect((await confirm(oldLink)).json).toEqual({ isDone: true });
    expect([await statusOfSignIn(mail, DEMO_PASSWORD), await statusOf(token)]).toEqual([401, 401]);
    const again = await tokenOf(next, DEMO_PASSWORD);
    const me = (await api.ask('/api/me', { token: again })).json as {
      user: { email: string };
      enterprise: { id: string };
    };
    expect(me.user.email).toBe(next);
    const file = (await api.ask(`/api/enterprises/${me.enterprise.id}`, { token: again })).json;
    expect(file).toMatchObject({ mail: next });
    // A link that was sent to the old address opens nothing any more.
    expectProblem(await reset(resetLink, PASSWORDS[0]), 409, 'LINK_NOT_VALID');
    await subjectOf(mail, 'The mail address of your account was changed');
    // What the account did before is still its own history.
    const { items } = (await api.ask('/api/me/sign-ins', { token: again })).json as { items: unknown[] };
    expect(items.length).toBeGreaterThan(1);
  });

  test('that has an account is answered alike; its owner is told and nothing comes of it', async () => {
    const [mine, theirs] = [await applicant(), await applicant()];
    const token = await tokenOf(mine.mail, DEMO_PASSWORD);
    expect((await request(token, theirs.mail)).status).toBe(201);
    const oldLink = await newLink(mine.mail, 'confirm');
    await subjectOf(theirs.mail, 'has an account already');
    expect((await confirm(oldLink)).json).toEqual({ isDone: false });
    expect(await statusOfSignIn(mine.mail, DEMO_PASSWORD)).toBe(200);
  });

  test('that was wanted before another one counts no more', async () => {
    const { mail } = await applicant();
    const token = await tokenOf(mail, DEMO_PASSWORD);
    const [first, second] = [`a.${wanted()}`, `b.${wanted()}`];
    await request(token, first);
    const link = await newLink(first, 'confirm');
    await request(token, second);
    expectProblem(await confirm(link), 409, 'LINK_NOT_VALID');
  });
});

describe('another phone', () => {
  const newMobile = () => freshCompany().mobile;
  /** The code in the newest of so many short messages that came to a phone. */
  const codeTo = (mobile: string, messages = 1) =>
    waitFor(`a code for ${mobile}`, async () => {
      const to = encodeURIComponent(`+86${mobile}`);
      const answer = await fetch(`${api.platform.urls.services}/sms/messages?to=${to}`);
      const came = ((await answer.json()) as { messages: { text: string }[] }).messages;
      const codes = came.flatMap(({ text }) => /\b\d{6}\b/.exec(text) ?? []);
      return codes.length < messages ? undefined : codes.at(-1);
    });
  const want = async (token: string, mobile: string) => {
    const asked = await post('/me/phone-changes', { mobile, currentPassword: DEMO_PASSWORD }, { token });
    expect(asked.status).toBe(201);
    return asked.json as { id: string; ends: string[] };
  };
  const typeCode = (token: string, id: string, end: string, code: string) =>
    post(`/me/phone-changes/${id}/codes`, { end, code }, { token });
  const fileOf = async (token: string) => {
    const me = (await api.ask('/api/me', { token })).json as { enterprise: { id: string } };
    return (await api.ask(`/api/enterprises/${me.enterprise.id}`, { token })).json;
  };

  test('counts once the codes to the old and the new one were typed, where the old one was confirmed', async () => {
    const { mail, mobile } = await applicant();
    const token = await tokenOf(mail, DEMO_PASSWORD);
    expect(await fileOf(token)).toMatchObject({ mobile: `+86${mobile}`, mobileConfirmedAt: null });
    const same = await want(token, mobile);
    expect(same.ends).toEqual(['NEW']);
    const first = await typeCode(token, same.id, 'NEW', await codeTo(mobile));
    expect(first.json).toEqual({ isDone: true });
    expect(await fileOf(token)).toMatchObject({ mobileConfirmedAt: expect.any(String) });

    const next = newMobile();
    const { ends, id } = await want(token, next);
    expect(ends).toEqual(['OLD', 'NEW']);
    const type = (end: string, code: string) => typeCode(token, id, end, code);
    const [newCode, oldCode] = [await codeTo(next), await codeTo(mobile, 2)];
    expectProblem(await type('NEW', newCode === '000000' ? '000001' : '000000'), 422, 'CODE_WRONG');
    expect((await type('NEW', newCode)).json).toEqual({ isDone: false });
    expectProblem(await type('NEW', newCode), 409, 'CODE_NOT_VALID');
    expect((await type('OLD', oldCode)).json).toEqual({ isDone: true });
    expect(await fileOf(token)).toMatchObject({ mobile: `+86${next}` });
    await subjectOf(mail, 'The phone number was changed');
  });

  test('corrects one that was mistyped and never confirmed, by the new one alone', async () => {
    const { mail } = await applicant();
    const token = await tokenOf(mail, DEMO_PASSWORD);
    const right = newMobile();
    const { ends, id } = await want(token, right);
    expect(ends).toEqual(['NEW']);
    expect((await typeCode(token, id, 'NEW', await codeTo(right))).json).toEqual({ isDone: true });
    expect(await fileOf(token)).toMatchObject({ mobile: `+86${right}` });
  });

  test('is nobody else’s to confirm', async () => {
    const [mine, theirs] = [await applicant(), await applicant()];
    const [token, other] = [
      await tokenOf(mine.mail, DEMO_PASSWORD),
      await tokenOf(theirs.mail, DEMO_PASSWORD),
    ];
    const mobile = newMobile();
    const { id } = await want(token, mobile);
    expectProblem(await typeCode(other, id, 'NEW', await codeTo(mobile)), 404, 'NOT_FOUND');
  });
});

test('no API takes a mail address or a phone number to its place without both ends', async () => {
  const { rows } = await owner.query<{ id: string }>(
    'SELECT id FROM contact_change WHERE done_at IS NULL LIMIT 1',
  );
  const sql = createPool(api.platform.env.DATABASE_URL ?? '', { max: 1 });
  try {
    await expect(
      sql.query(`SELECT apply_contact_change($1, '', '{}', '{}', '', '{}')`, [rows[0]?.id]),
    ).rejects.toMatchObject({ code: '23514' });
  } finally {
    await sql.end();
  }
});
