import { type createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '../../../demo/client';
import { freshCompany } from '../../../demo/people';
import { Borrower } from '../../../demo/story';
import { createPool } from '../../../gateways/database/pool';
import { Api, expectProblem, type RawAnswer, type RawRequest } from './support';

let api: Api;
let owner: Pool;
let admin: string;
beforeAll(async () => {
  api = await Api.open();
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 1 });
  admin = await api.staff('admin');
});
afterAll(async () => {
  await owner?.end();
  await api?.platform.release();
});

type Opened = AnswerOf<'addMachine'>;

async function machineWith(...scopes: string[]): Promise<Opened> {
  const answer = await api.ask('/api/machines', { token: admin, body: { name: 'Ledger export', scopes } });
  expect(answer.status).toBe(201);
  return answer.json as Opened;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

const askToken = (id: string, secret: string, scope?: string, request: RawRequest = {}): Promise<RawAnswer> =>
  api.ask('/api/oauth/token', {
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }).toString(),
    ...request,
    headers: { ...FORM, ...basic(id, secret), ...request.headers },
  });

async function tokenFor({ machine, secret }: Opened, scope?: string): Promise<string> {
  const answer = await askToken(machine.id, secret, scope);
  expect(answer.status).toBe(200);
  return (answer.json as AnswerOf<'getToken'>).access_token;
}

const part = (token: string, at: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString());

describe('a machine', () => {
  test('reads what its scopes name, of its institution alone, and changes nothing', async () => {
    const { enterpriseId, company } = await (
      await Borrower.register(api.stage, freshCompany('JIANGNAN'))
    ).activate();
    const foreign = await Borrower.register(api.stage, freshCompany('BEICHEN'));
    const token = await tokenFor(await machineWith('enterprises:read', 'books:read'));
    const read = await api.ask(`/api/enterprises/${enterpriseId}`, { token });
    expect(read.status).toBe(200);
    // Personal data are masked.
    expect(read.text).not.toContain(company.mobile);
    expectProblem(await api.ask(`/api/enterprises/${foreign.enterpriseId}`, { token }), 404);
    expect((await api.ask('/api/ledger/trial-balance', { token })).status).toBe(200);
    for (const path of [
      '/api/loans',
      '/api/tasks',
      '/api/me',
      '/api/staff',
      '/api/machines',
      '/api/me/sessions',
      '/api/events',
    ]) {
      expectProblem(await api.ask(path, { token }), 403, 'NOT_YOUR_ROLE');
    }
    const acts = ['/api/auth/sign-out', '/api/me/sessions/end-others', `/api/tasks/${uuidv7()}/claim`];
    for (const path of acts)
      expectProblem(await api.ask(path, { method: 'POST', token }), 403, 'NOT_YOUR_ROLE');
    expect((await api.ask('/api/health', { token })).json).not.toHaveProperty('parts');
  });

  test('gets a token for less than it has, and none for more', async () => {
    const opened = await machineWith('loans:read', 'books:read');
    const less = await tokenFor(opened, 'loans:read');
    expect((await api.ask('/api/loans', { token: less })).status).toBe(200);
    expectProblem(await api.ask('/api/ledger/entries', { token: less }), 403);
    const more = await askToken(opened.machine.id, opened.secret, 'payments:read');
    expect(expectProblem(more, 422).errors).toMatchObject([{ field: 'scope', code: 'SCOPE_NOT_GRANTED' }]);
  });

  test('shows its secret by HTTP Basic or in the form; anything wrong is one answer', async () => {
    const { machine, secret } = await machineWith('loans:read');
    const form = (fields: Record<string, string>) =>
      api.ask('/api/oauth/token', {
        headers: FORM,
        body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }).toString(),
      });
    expect((await form({ client_id: machine.id, client_secret: secret })).status).toBe(200);
    const wrong = [
      await form({}),
      await form({ client_id: machine.id }),
      await form({ client_id: machine.id, client_secret: 'no' }),
      await form({ client_id: uuidv7(), client_secret: secret }),
      await askToken(machine.id, `${secret}x`),
      await askToken('admin', secret),
    ];
    for (const answer of wrong) {
      expectProblem(answer, 401, 'MACHINE_WRONG');
      expect(answer.headers.get('www-authenticate')).toContain('Basic');
    }
    expectProblem(await form({ grant_type: 'password' }), 422);
    expectProblem(await api.ask('/api/oauth/token', { body: { grant_type: 'client_credentials' } }), 415);
    // The secret is no token, and the token is no secret.
    expectProblem(await api.ask('/api/loans', { token: secret }), 401);
  });

  test('has two secrets for some days, or one at once; ended, it and its tokens open nothing', async () => {
    const first = await machineWith('loans:read');
    const { id } = first.machine;
    const renew = async (endsOthers: boolean) =>
      (await api.ask(`/api/machines/${id}/secrets`, { token: admin, body: { endsOthers } })).json as Opened;
    const second = await renew(false);
    expect(second.machine.secrets).toHaveLength(2);
    expect(Date.parse(second.machine.secrets[0]?.endsAt ?? '')).toBeLessThan(Date.now() + 8 * 86_400_000);
    for (const { secret } of [first, second]) expect((await askToken(id, secret)).status).toBe(200);
    const third = await renew(true);
    for (const { secret } of [first, second]) expectProblem(await askToken(id, secret), 401, 'MACHINE_WRONG');
    const token = await tokenFor({ machine: third.machine, secret: third.secret });
    expect((await api.ask('/api/loans', { token })).status).toBe(200);
    const end = () => api.ask(`/api/machines/${id}/end`, { method: 'POST', token: admin });
    expect((await end()).status).toBe(204);
    expectProblem(await end(), 409, 'MACHINE_ENDED');
    expectProblem(await api.ask('/api/loans', { token }), 401);
    expectProblem(await askToken(id, third.secret), 401);
    expectProblem(
      await api.ask(`/api/machines/${id}/secrets`, { token: admin, body: {} }),
      409,
      'MACHINE_ENDED',
    );
  });

  test('is made by an admin who proved a factor lately, and seen by no other institution', async () => {
    const { machine } = await machineWith('loans:read');
    const stranger = await api.staff('admin', 'BEICHEN');
    const elsewhere = await api.ask('/api/machines', { token: stranger });
    expect(elsewhere.text).not.toContain(machine.id);
    expectProblem(await api.ask(`/api/machines/${machine.id}/end`, { method: 'POST', token: stranger }), 404);
    const body = { name: 'x', scopes: ['loans:read'] };
    expectProblem(await api.ask('/api/machines', { token: await api.staff('finance'), body }), 403);
    expectProblem(
      await api.ask('/api/machines', { token: admin, body: { ...body, scopes: ['loans:write'] } }),
      422,
    );
    expectProblem(await api.ask('/api/machines', { token: admin, body: { ...body, scopes: [] } }), 422);
    await owner.query(`UPDATE session SET factor_at = now() - interval '16 minutes' WHERE token = $1`, [
      ...[decodeURIComponent(stranger).split('.')[0]],
    ]);
    expectProblem(await api.ask('/api/machines', { token: stranger, body }), 403, 'FACTOR_NEEDED');
  });

  test('stands in the audit trail as who did it, by its name; its secret nowhere', async () => {
    const opened = await machineWith('loans:read');
    const { id } = opened.machine;
    const token = await tokenFor(opened);
    expectProblem(await api.ask('/api/tasks', { token }), 403);
    const { json, text } = await api.ask(`/api/audit?actorId=${id}`, { token: await api.staff('auditor') });
    expect((json as AnswerOf<'listAudit'>).items).toMatchObject([
      { action: 'read.refused', outcome: 'NOT_YOUR_ROLE', actor: { id, name: 'Ledger export' } },
      { action: 'machine.getToken', outcome: 'DONE', actor: { id, name: 'Ledger export' } },
    ]);
    expect(text).not.toContain(opened.secret);
    const { rows } = await owner.query(`SELECT * FROM machine_secret WHERE machine_id = $1`, [id]);
    expect(JSON.stringify(rows)).not.toContain(opened.secret);
  });
});

describe('a token', () => {
  test('lasts ten minutes, and the published keys verify it', async () => {
    const token = await tokenFor(await machineWith('loans:read'));
    const { keys } = (await api.ask('/api/oauth/keys')).json as AnswerOf<'listTokenKeys'>;
    const { alg, kid, typ } = part(token, 0);
    expect([alg, typ]).toEqual(['ES256', 'at+jwt']);
    const jwk = keys.find((key) => key.kid === kid);
    expect(jwk).not.toHaveProperty('d');
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const [head, body, signature = ''] = token.split('.');
    const signed = Buffer.from(`${head}.${body}`);
    const mark = Buffer.from(signature, 'base64url');
    expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, mark)).toBe(true);
    const { aud, exp, iat, iss, scope } = part(token, 1);
    expect(Number(exp) - Number(iat)).toBe(600);
    expect({ aud, iss, scope }).toEqual({
      aud: `${api.platform.env.PUBLIC_URL}/api`,
      iss: api.platform.env.PUBLIC_URL,
      scope: 'loans:read',
    });
    const { text } = await api.ask('/.well-known/oauth-authorization-server');
    expect(JSON.parse(text)).toMatchObject({
      issuer: iss,
      token_endpoint: `${aud}/oauth/token`,
      jwks_uri: `${aud}/oauth/keys`,
      grant_types_supported: ['client_credentials'],
    });
  });

  test('that is forged, changed or of another time opens nothing', async () => {
    const opened = await machineWith('loans:read');
    const token = await tokenFor(opened);
    const [head = '', body = '', signature = ''] = token.split('.');
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signedBy = (key: ReturnType<typeof createPrivateKey>, header: object, claims: object) => {
      const text = `${encoded(header)}.${encoded(claims)}`;
      const mark = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
      return `${text}.${mark.toString('base64url')}`;
    };
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const [header, claims] = [part(token, 0), part(token, 1)];
    const forged = [
      `${head}.${encoded({ ...claims, scope: 'books:read' })}.${signature}`,
      `${encoded({ ...header, alg: 'none' })}.${body}.x`,
      signedBy(own.privateKey, header, claims),
      signedBy(own.privateKey, { ...header, kid: uuidv7() }, claims),
      signedBy(
        own.privateKey,
        { ...header, kid: undefined, jwk: own.publicKey.export({ format: 'jwk' }) },
        claims,
      ),
      `${head}.${body}.`,
      `${head}.${body}.${signature.slice(0, -6)}AAAAAA`,
    ];
    for (const one of forged) expectProblem(await api.ask('/api/loans', { token: one }), 401);
    expect((await api.ask('/api/loans', { token })).status).toBe(200);
    // A token is judged by itself: whose cookie comes along counts nothing.
    const headers = { cookie: await api.cookie('admin@jiangnan.example') };
    expectProblem(await api.ask('/api/staff', { token, headers }), 403);
  });

  test('is signed by another key every month; the one of before still verifies what it signed', async () => {
    const opened = await machineWith('loans:read');
    const before = await tokenFor(opened);
    await owner.query(`UPDATE token_key SET created_at = created_at - interval '30 days 1 hour'`);
    const after = await tokenFor(opened);
    expect(part(after, 0).kid).not.toBe(part(before, 0).kid);
    for (const token of [before, after]) expect((await api.ask('/api/loans', { token })).status).toBe(200);
    await owner.query('DELETE FROM token_key WHERE id = $1', [part(before, 0).kid]);
    expectProblem(await api.ask('/api/loans', { token: before }), 401);
  });
});
