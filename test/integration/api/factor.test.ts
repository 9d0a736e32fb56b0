import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '../../../demo/client';
import { DEMO_TOTP_SECRET, demoProof } from '../../../demo/factor';
import { DEMO_PASSWORD, freshCompany, staffMail } from '../../../demo/people';
import { Borrower, waitFor } from '../../../demo/story';
import type { Role } from '../../../domain/approval/roles';
import { hashPassword } from '../../../gateways/auth/hash';
import { addStaff } from '../../../gateways/auth/staff';
import { codeAt } from '../../../gateways/auth/totp';
import { createBlindIndex, createColumnCipher } from '../../../gateways/crypto';
import { INSTITUTIONS } from '../../../gateways/database/baseData';
import { createPool } from '../../../gateways/database/pool';
import { borrowerBeforeRelease } from '../../fault/support/stories';
import { Api, cookieOf, expectProblem, type RawAnswer, type RawRequest, tokenOf } from './support';

let api: Api;
let owner: Pool;
beforeAll(async () => {
  api = await Api.open();
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 2 });
});
afterAll(async () => {
  await owner?.end();
  await api?.platform.release();
});

type Session = AnswerOf<'signIn'>;

/** A session by the password alone. */
async function byPassword(
  email: string,
): Promise<{ readonly token: string; readonly factor: Session['factor'] }> {
  const answer = await api.ask('/api/auth/sign-in', {
    body: { email, password: DEMO_PASSWORD, bearer: true },
  });
  expect(answer.status).toBe(200);
  const { factor, token = '' } = answer.json as Session;
  return { token, factor };
}

const post = (path: string, token: string, body?: unknown): Promise<RawAnswer> =>
  api.ask(path, { method: 'POST', token, ...(body === undefined ? {} : { body }) });
const proveBy = (token: string, body: unknown) => post('/api/auth/factor', token, body);
const wrongField = (answer: RawAnswer) =>
  expectProblem(answer, 422, 'INVALID_INPUT').errors?.map(({ field, code }) => [field, code]);

/** Somebody of the staff who has no second factor yet. */
async function newcomer(role: Role): Promise<string> {
  const { BLIND_INDEX_KEY = '', DATA_KEYS = '' } = api.platform.env;
  const seal = { cipher: createColumnCipher(DATA_KEYS), blindIndex: createBlindIndex(BLIND_INDEX_KEY) };
  const email = `${uuidv7()}@jiangnan.example`;
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await addStaff(owner, seal, { email, name: '新人', passwordHash, role, institutionId: INSTITUTIONS[0].id });
  return email;
}

/** A newcomer with an app that shows codes; the last one that counted is of now. */
async function withApp() {
  const email = await newcomer('reviewer');
  const { token } = await byPassword(email);
  const begun = await post('/api/me/factors/totp', token, { name: '手机' });
  const { secret, uri } = begun.json as AnswerOf<'beginTotp'>;
  const code = (steps = 0) => codeAt(secret, Date.now() + steps * 30_000);
  return { email, token, uri, code };
}

/** So many minutes have gone by since the factor was proved in a session. */
const later = (token: string, minutes: number) =>
  owner.query('UPDATE session SET factor_at = now() - make_interval(mins => $2) WHERE token = $1', [
    ...[decodeURIComponent(token).split('.')[0], minutes],
  ]);

describe('staff who signed in by the password alone', () => {
  test('can do nothing but prove the second factor', async () => {
    const { factor, token } = await byPassword(staffMail('finance', 'JIANGNAN'));
    expect(factor).toEqual({ isRequired: true, isSetUp: true, provedAt: null });
    for (const path of ['/api/tasks', '/api/loans', '/api/ledger/trial-balance', '/api/me/factors']) {
      expectProblem(await api.ask(path, { token }), 403, 'FACTOR_NEEDED');
    }
    expect((await api.ask('/api/health', { token })).json).not.toHaveProperty('parts');
    expectProblem(await post(`/api/tasks/${uuidv7()}/claim`, token), 403, 'FACTOR_NEEDED');
    const me = await api.ask('/api/me', { token });
    const proved = await api.prove(staffMail('finance', 'JIANGNAN'), me, { token });
    expect((await api.ask('/api/tasks', proved)).status).toBe(200);
    const { json } = await api.ask('/api/auth/session', proved);
    expect(json).toMatchObject({ factor: { provedAt: expect.any(String) } });
  });

  test('prove it by the app of the demo as well, and by each code once, in whichever session', async () => {
    const email = staffMail('customer_service', 'JIANGNAN');
    // Sessions of their own: the token of the one that proves it is another one from then on.
    const sessions = [await byPassword(email), await byPassword(email), await byPassword(email)];
    const code = codeAt(DEMO_TOTP_SECRET, Date.now());
    const tries = await Promise.all(sessions.map(({ token }) => proveBy(token, { kind: 'TOTP', code })));
    expect(tries.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
    const refused = tries.find(({ status }) => status === 422);
    expect(refused && wrongField(refused)).toEqual([['code', 'FACTOR_WRONG']]);
  });

  test('are told in their language what to do, and a page leads to where it is done', async () => {
    const { token } = await byPassword(staffMail('admin', 'BEICHEN'));
    const answer = await api.ask('/api/tasks', { token, headers: { 'accept-language': 'zh-CN' } });
    expect(expectProblem(answer, 403).detail).toContain('双重验证');
    const { status, headers } = await fetch(`${api.platform.urls.api}/queues`, {
      headers: {
        authorization: `Bearer ${(await byPassword('operator@platform.example')).token}`,
        accept: 'text/html',
      },
      redirect: 'manual',
    });
    expect([status, headers.get('location')]).toEqual([303, '/desk']);
  });
});

describe('a session in which a factor was proved', () => {
  const email = staffMail('risk', 'JIANGNAN');

  test('has another token, and that of before is dead at once, however the request came', async () => {
    const { token } = await byPassword(email);
    const proved = await api.prove(email, await api.ask('/api/me', { token }), { token });
    expect(proved.token).not.toBe(token);
    expectProblem(await api.ask('/api/me', { token }), 401, 'NOT_SIGNED_IN');
    expect((await api.ask('/api/tasks', proved)).status).toBe(200);
    // It is the same session, with its age.
    const sessions = await api.ask('/api/me/sessions', proved);
    expect(
      (sessions.json as { items: { isCurrent: boolean }[] }).items.filter((one) => one.isCurrent),
    ).toHaveLength(1);
  });

  test('has another cookie, which no script reads; a token besides a cookie gets no cookie, nor the other way round', async () => {
    const answer = await api.ask('/api/auth/sign-in', { body: { email, password: DEMO_PASSWORD } });
    const headers = { cookie: cookieOf(answer) };
    const asked = await api.ask('/api/auth/factor/passkey-options', { headers });
    const proved = await api.ask('/api/auth/factor', {
      headers,
      body: demoProof(email, asked.json as AnswerOf<'askForPasskey'>),
    });
    expect(proved.text).not.toContain('token');
    expect(proved.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    expectProblem(await api.ask('/api/tasks', { headers }), 401, 'NOT_SIGNED_IN');
    const renewed = { cookie: cookieOf(proved) };
    expect((await api.ask('/api/tasks', { headers: renewed })).status).toBe(200);
    // Whoever shows a token is judged by it, whatever cookies come along.
    expectProblem(await api.ask('/api/me', { headers: renewed, token: 'none.none' }), 401, 'NOT_SIGNED_IN');
  });

  test('is renewed by each proof, and by none that fails', async () => {
    const { token } = await byPassword(email);
    expect((await proveBy(token, { kind: 'RECOVERY_CODE', code: 'KZ3T' })).status).toBe(422);
    const first = await api.prove(email, await api.ask('/api/me', { token }), { token });
    const second = await api.prove(email, await api.ask('/api/me', first), first);
    expect(new Set([token, first.token, second.token]).size).toBe(3);
    expectProblem(await api.ask('/api/me', first), 401);
    expect((await api.ask('/api/me', second)).status).toBe(200);
  });
});

describe('setting up', () => {
  test('comes first for who has none: an app counts from its first code on, with codes for paper', async () => {
    const { code, email, token, uri } = await withApp();
    expect(uri).toContain(encodeURIComponent(email));
    expectProblem(await api.ask('/api/tasks', { token }), 403, 'FACTOR_NOT_SET_UP');
    const wrong = await post('/api/me/factors/totp/confirmation', token, { code: '000000' });
    expect(wrongField(wrong)).toEqual([['code', 'FACTOR_WRONG']]);
    const confirmed = await post('/api/me/factors/totp/confirmation', token, { code: code() });
    const { factor, recoveryCodes } = confirmed.json as AnswerOf<'confirmTotp'>;
    expect(factor).toMatchObject({ kind: 'TOTP', name: '手机' });
    expect(recoveryCodes).toHaveLength(10);
    expect((await api.ask('/api/tasks', { token: tokenOf(confirmed) })).status).toBe(200);
    expectProblem(await api.ask('/api/me', { token }), 401, 'NOT_SIGNED_IN');

    const next = await byPassword(email);
    expectProblem(await api.ask('/api/tasks', { token: next.token }), 403, 'FACTOR_NEEDED');
    // A thief of the password can't put an own device in its place.
    expectProblem(await post('/api/me/factors/totp', next.token, { name: 'x' }), 403, 'FACTOR_NEEDED');
    const [paper = ''] = recoveryCodes;
    const byPaper = { kind: 'RECOVERY_CODE', code: paper.toLowerCase() };
    const proved = tokenOf(await proveBy(next.token, byPaper));
    expect(wrongField(await proveBy(proved, byPaper))).toEqual([['code', 'FACTOR_WRONG']]);
    const { json } = await api.ask('/api/me/factors', { token: proved });
    expect(json).toMatchObject({ items: [{ kind: 'TOTP' }], recoveryCodesLeft: 9 });
    // Whose account it is learns of both by mail.
    const told = await waitFor('the letters', async () => {
      const subjects = await api.stage.mailbox.subjects(email);
      return subjects.length >= 2 ? subjects : undefined;
    });
    expect(told).toEqual(Array(2).fill(expect.stringContaining('双重验证')));
  });

  test('again asks for a factor that was proved lately; staff keep one, and new codes end the old ones', async () => {
    const { code, token: first } = await withApp();
    const confirmed = await post('/api/me/factors/totp/confirmation', first, { code: code() });
    const stale = tokenOf(confirmed);
    const { factor, recoveryCodes } = confirmed.json as AnswerOf<'confirmTotp'>;
    const removal = `/api/me/factors/${factor.id}/removal`;
    await later(stale, 16);
    for (const [path, body] of [
      ['/api/me/factors/totp', { name: 'x' }],
      ['/api/me/recovery-codes', undefined],
      [removal, undefined],
    ] as const) {
      expectProblem(await post(path, stale, body), 403, 'FACTOR_NEEDED');
    }
    const [one = '', another = ''] = recoveryCodes;
    const token = tokenOf(await proveBy(stale, { kind: 'RECOVERY_CODE', code: one }));
    expectProblem(await post(removal, token), 409, 'LAST_FACTOR');
    expectProblem(await post(`/api/me/factors/${uuidv7()}/removal`, token), 404);
    const renewed = (await post('/api/me/recovery-codes', token)).json as AnswerOf<'renewRecoveryCodes'>;
    expect(renewed.recoveryCodes).toHaveLength(10);
    expect((await proveBy(token, { kind: 'RECOVERY_CODE', code: another })).status).toBe(422);
  });

  test('is free for people of enterprises, whose sessions ask for it from then on', async () => {
    const { company } = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    const { factor, token: first } = await byPassword(company.mail);
    expect(factor).toEqual({ isRequired: false, isSetUp: false, provedAt: null });
    const { secret } = (await post('/api/me/factors/totp', first, { name: 'x' }))
      .json as AnswerOf<'beginTotp'>;
    const code = codeAt(secret, Date.now());
    const confirmed = await post('/api/me/factors/totp/confirmation', first, { code });
    const token = tokenOf(confirmed);
    const { factor: app } = confirmed.json as AnswerOf<'confirmTotp'>;
    const next = await byPassword(company.mail);
    expectProblem(await api.ask('/api/enterprises', { token: next.token }), 403, 'FACTOR_NEEDED');
    expect((await post(`/api/me/factors/${app.id}/removal`, token)).status).toBe(204);
    expect((await api.ask('/api/enterprises', { token: next.token })).status).toBe(200);
  });
});

describe('a passkey', () => {
  const email = staffMail('risk', 'BEICHEN');
  const askIn = async (session: RawRequest) =>
    (await api.ask('/api/auth/factor/passkey-options', session)).json as AnswerOf<'askForPasskey'>;

  test('proves what it was asked to sign, once, in the session that was asked', async () => {
    const [here, there] = [await byPassword(email), await byPassword(email)];
    const asked = await askIn(here);
    const proof = demoProof(email, asked);
    await askIn(there);
    expect(wrongField(await proveBy(there.token, proof))).toEqual([['credential', 'FACTOR_WRONG']]);
    const proved = tokenOf(await proveBy(here.token, proof));
    expect(wrongField(await proveBy(proved, proof))).toEqual([['credential', 'FACTOR_WRONG']]);
  });

  test('of somebody else, or of another site, proves nothing', async () => {
    const session = await byPassword(email);
    const foreign = demoProof(staffMail('finance', 'BEICHEN'), await askIn(session));
    expect((await proveBy(session.token, foreign)).status).toBe(422);
    const asked = await askIn(session);
    const phished = demoProof(email, { ...asked, origin: 'https://lending.example.evil' });
    expect((await proveBy(session.token, phished)).status).toBe(422);
  });
});

describe('where much is at stake', () => {
  test('money is let go by a factor that was proved lately: the refusal loses nothing, and is in the trail', async () => {
    const { applicationId } = await borrowerBeforeRelease(api.stage);
    const token = await api.staff('finance');
    const task = await openTask(token, applicationId);
    await later(token, 16);
    const decide = (by: string) => post(`/api/tasks/${task}/decision`, by, { decision: 'APPROVE' });
    expectProblem(await decide(token), 403, 'FACTOR_NEEDED');
    expect(await openTask(token, applicationId)).toBe(task);
    const trail = await api.ask('/api/audit?action=task.decide&pageSize=5', {
      token: await api.staff('auditor'),
    });
    expect((trail.json as { items: unknown[] }).items[0]).toMatchObject({
      ...{ outcome: 'FACTOR_NEEDED', caseId: applicationId },
    });
    const me = await api.ask('/api/me', { token });
    const { token: proved = '' } = await api.prove(staffMail('finance', 'JIANGNAN'), me, { token });
    expect((await decide(proved)).status).toBeLessThan(300);
  });

  test('a loan is approved, and a committee votes, so as well', async () => {
    const borrower = await (await Borrower.register(api.stage, freshCompany('JIANGNAN'))).activate();
    await borrower.passKyc();
    const applicationId = await borrower.apply({ amountFen: 20_000_000, termMonths: 6, purpose: 'stock' });
    await borrower.decide('reviewer', 'REVIEW_APPLICATION', applicationId, 'APPROVE');
    const { id } = await borrower.task('approver', 'APPROVE_APPLICATION', applicationId);
    const [approver, member] = [await api.staff('approver'), await api.staff('committee1')];
    await Promise.all([later(approver, 16), later(member, 16)]);
    // Taking the task in hand commits to nothing; one press more, and the proof counts for those that follow.
    expect((await post(`/api/tasks/${id}/claim`, approver)).status).toBe(200);
    const decide = (by: string) => post(`/api/tasks/${id}/decision`, by, { decision: 'APPROVE' });
    expectProblem(await decide(approver), 403, 'FACTOR_NEEDED');
    const me = await api.ask('/api/me', { token: approver });
    const { token: proved = '' } = await api.prove(staffMail('approver', 'JIANGNAN'), me, {
      token: approver,
    });
    expect((await decide(proved)).status).toBe(200);
    const vote = (token: string) => post(`/api/tasks/${id}/votes`, token, { ballot: 'YES' });
    expectProblem(await vote(member), 403, 'FACTOR_NEEDED');
    expectProblem(await vote(proved), 409, 'NOT_VOTED_ON');
  });

  test('personal data are shown in full, payloads opened and institutions looked into so as well', async () => {
    const { enterpriseId } = await Borrower.register(api.stage, freshCompany('JIANGNAN'));
    const [reviewer, admin] = [await api.staff('reviewer'), await api.staff('admin')];
    const operator = await api.operator();
    await Promise.all([later(reviewer, 61), later(admin, 61), later(operator, 16)]);
    const looks = [
      await api.ask(`/api/enterprises/${enterpriseId}`, { token: reviewer }),
      await post('/api/codec/decode', admin, { payloads: [] }),
      await api.ask('/api/emergency-accesses', {
        ...{ token: operator, headers: { 'Idempotency-Key': uuidv7() } },
        body: { institutionId: INSTITUTIONS[0].id, reason: 'a look', minutes: 1 },
      }),
    ];
    for (const look of looks) expectProblem(look, 403, 'FACTOR_NEEDED');
    // What is masked is read as before.
    const auditor = await api.staff('auditor');
    await later(auditor, 61);
    expect((await api.ask(`/api/enterprises/${enterpriseId}`, { token: auditor })).status).toBe(200);
  });

  test('the programs of the demo prove again by themselves', async () => {
    const client = await api.stage.platform.signedIn(staffMail('reviewer', 'BEICHEN'), DEMO_PASSWORD);
    await owner.query(
      `UPDATE session SET factor_at = NULL FROM membership m
         WHERE m.user_id = session.user_id AND m.role = 'reviewer' AND m.institution_id = $1`,
      [INSTITUTIONS[1].id],
    );
    const many = await Promise.all(Array.from({ length: 5 }, () => client.call('listTasks')));
    expect(many).toHaveLength(5);
    // The answer with the new token was lost, say: they sign in again.
    await owner.query(
      `DELETE FROM session USING membership m
         WHERE m.user_id = session.user_id AND m.role = 'reviewer' AND m.institution_id = $1`,
      [INSTITUTIONS[1].id],
    );
    const again = await Promise.all(Array.from({ length: 5 }, () => client.call('listTasks')));
    expect(again).toHaveLength(5);
  });

  async function openTask(token: string, applicationId: string): Promise<string | undefined> {
    const { json } = await api.ask(`/api/tasks?caseId=${applicationId}`, { token });
    const { items } = json as AnswerOf<'listTasks'>;
    return items.find(({ status }) => status === 'OPEN')?.id;
  }
});
