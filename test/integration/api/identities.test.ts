import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { Pool } from 'pg';
import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '../../../demo/client';
import { DEMO_PASSWORD, staffMail } from '../../../demo/people';
import { waitFor } from '../../../demo/story';
import { createPool } from '../../../gateways/database/pool';
import { Api, cookieOf, expectProblem, type RawAnswer } from './support';

/** A real provider of OpenID Connect (npm `oidc-provider`) beside a platform of its own. */

let api: Api;
let owner: Pool;
let provider: ChildProcess;
beforeAll(async () => {
  provider = spawn(execPath, [join(__dirname, '../../support/oidcProvider.mjs')], { stdio: 'pipe' });
  const [said] = (await once(provider.stdout ?? provider, 'data')) as [Buffer];
  const common = { clientId: 'lending', clientSecret: 'a secret of the test provider alone', kind: 'oidc' };
  api = await Api.openUnhurried({
    IDENTITY_PROVIDERS: JSON.stringify([
      { ...common, id: 'acme', name: 'Acme ID', issuer: said.toString().trim() },
      { ...common, id: 'gone', name: 'Gone', issuer: 'http://127.0.0.1:9' },
    ]),
  });
  provider.stdin?.write(`${api.platform.env.PUBLIC_URL}/identity/acme\n`);
  owner = createPool(api.platform.env.DATABASE_MIGRATION_URL ?? '', { max: 1 });
});
afterAll(async () => {
  provider?.kill();
  await owner?.end();
  await api?.platform.release();
});

/** A browser: keeps cookies of the platform, goes where it is sent, and says yes at the provider. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async ask(path: string, body?: unknown): Promise<RawAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await api.ask(`/api${path}`, {
      method,
      headers: { cookie },
      ...(body !== undefined && { body }),
    });
    this.keep(answer.headers);
    return answer;
  }

  private keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** Signs in by mail and password, and proves the demo's passkey. */
  async signIn(email: string): Promise<this> {
    const answer = await this.ask('/auth/sign-in', { email, password: DEMO_PASSWORD });
    const session = { headers: { cookie: cookieOf(answer) } };
    const proved = await api.prove(email, answer, session);
    const [name = '', value = ''] = (proved.headers?.cookie ?? '').split(/=(.*)/s);
    this.cookies.set(name, value);
    return this;
  }

  /** Where the browser comes back to from a provider at which somebody is known by a name. */
  async comeBack(begun: RawAnswer, as: string): Promise<string> {
    expect(begun.status).toBe(200);
    const { url } = begun.json as AnswerOf<'beginSignInByProvider'>;
    return await throughProvider(`${url}&login_hint=${as}`);
  }

  async signInAs(as: string): Promise<RawAnswer> {
    const begun = await this.ask('/auth/providers/acme/begin', {});
    return await this.ask('/auth/providers/acme/sign-in', { response: await this.comeBack(begun, as) });
  }

  async link(as: string): Promise<RawAnswer> {
    const begun = await this.ask('/me/identities/acme/begin', { currentPassword: DEMO_PASSWORD });
    return await this.ask('/me/identities/acme', { response: await this.comeBack(begun, as) });
  }
}

/** Follows the provider until it sends the browser back; the query that it comes back with. */
async function throughProvider(url: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let at = new URL(url); ; ) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`the provider says ${response.status}: ${await response.text()}`);
    at = new URL(location, at);
    if (at.pathname.startsWith('/identity/')) return at.search.slice(1);
  }
}

const email = staffMail('admin', 'JIANGNAN');

test('an identity that nobody has linked opens no account, be its mail address the same', async () => {
  // The provider says of everybody that the address is admin@jiangnan.example, verified.
  expectProblem(await new Browser().signInAs(uuidv7()), 401, 'IDENTITY_NOT_LINKED');
  const { items } = (await api.ask('/api/auth/providers')).json as AnswerOf<'listProviders'>;
  expect(items).toEqual([
    { id: 'acme', name: 'Acme ID', kind: 'oidc' },
    { id: 'gone', name: 'Gone', kind: 'oidc' },
  ]);
});

describe('an identity that its person has linked', () => {
  const subject = uuidv7();

  test('signs in from then on, in any browser, and staff prove their factor as after a password', async () => {
    const linked = await (await new Browser().signIn(email)).link(subject);
    expect(linked.status).toBe(201);
    const browser = new Browser();
    const session = await browser.signInAs(subject);
    expect(session.json).toMatchObject({ user: { email }, factor: { isSetUp: true, provedAt: null } });
    expect(session.text).not.toContain('token');
    expectProblem(await browser.ask('/staff'), 403, 'FACTOR_NEEDED');
    expect((await browser.ask('/me')).status).toBe(200);
    // Nothing of what the provider said is kept in the clear, and no token of its.
    const { rows } = await owner.query('SELECT * FROM identity_link');
    expect(rows).toHaveLength(1);
    expect(
      JSON.stringify(rows.map((row) => ({ ...row, subject_cipher: String(row.subject_cipher) }))),
    ).not.toContain(subject);
    await waitFor('the letter about it', async () => {
      const letters = await api.stage.mailbox.texts(email);
      return letters.find((text) => text.includes('can be signed in to by another provider'));
    });
    // It stands among the sign-ins.
    const proved = await new Browser().signIn(email);
    const { items } = (await proved.ask('/me/sign-ins?pageSize=10')).json as AnswerOf<'listSignIns'>;
    expect(items.filter(({ outcome }) => outcome === 'DONE').length).toBeGreaterThanOrEqual(3);
  });

  test('belongs to nobody else, and each account has one of a provider', async () => {
    const other = await new Browser().signIn(staffMail('finance', 'JIANGNAN'));
    expectProblem(await other.link(subject), 409, 'IDENTITY_TAKEN');
    const same = await new Browser().signIn(email);
    expectProblem(await same.link(uuidv7()), 409, 'IDENTITY_TAKEN');
  });

  test('is taken away by its person, and signs in no more', async () => {
    const browser = await new Browser().signIn(email);
    const { items } = (await browser.ask('/me/identities')).json as AnswerOf<'listIdentities'>;
    const [link] = items;
    const stranger = await new Browser().signIn(staffMail('risk', 'JIANGNAN'));
    expectProblem(await stranger.ask(`/me/identities/${link?.id}/removal`, {}), 404);
    expect((await browser.ask(`/me/identities/${link?.id}/removal`, {})).status).toBe(204);
    expectProblem(await new Browser().signInAs(subject), 401, 'IDENTITY_NOT_LINKED');
  });
});

describe('what a provider said', () => {
  test('counts in the browser that went there, for what it went, and once', async () => {
    const subject = uuidv7();
    const browser = new Browser();
    const sent = () => browser.ask('/auth/providers/acme/begin', {});
    const response = await browser.comeBack(await sent(), subject);
    const signIn = (by: Browser, what: string) => by.ask('/auth/providers/acme/sign-in', { response: what });
    // Another browser, with none of the cookies, or with those of another way there.
    expectProblem(await signIn(new Browser(), response), 401, 'IDENTITY_NOT_PROVED');
    const elsewhere = new Browser();
    await elsewhere.ask('/auth/providers/acme/begin', {});
    expectProblem(await signIn(elsewhere, response), 401, 'IDENTITY_NOT_PROVED');
    expectProblem(await signIn(browser, response), 401, 'IDENTITY_NOT_LINKED');
    expectProblem(await signIn(browser, response), 401, 'IDENTITY_NOT_PROVED');
    // A code that was used, or never was, in the right browser.
    const changed = async (change: (query: URLSearchParams) => void) => {
      const query = new URLSearchParams(await browser.comeBack(await sent(), subject));
      change(query);
      return await signIn(browser, query.toString());
    };
    const used = new URLSearchParams(response).get('code') ?? '';
    for (const change of [
      (query: URLSearchParams) => query.set('code', used),
      (query: URLSearchParams) => query.set('state', 'x'),
      (query: URLSearchParams) => query.set('iss', 'https://other.example'),
      (query: URLSearchParams) => query.delete('code'),
    ]) {
      expectProblem(await changed(change), 401, 'IDENTITY_NOT_PROVED');
    }
    await sent();
    expectProblem(await signIn(browser, 'error=access_denied'), 401, 'IDENTITY_NOT_PROVED');
  });

  test('links nothing in another session than that which began it, nor without password and factor', async () => {
    const [mine, other] = [await new Browser().signIn(email), await new Browser().signIn(email)];
    const subject = uuidv7();
    expectProblem(await mine.ask('/me/identities/acme/begin', { currentPassword: 'not-the-password' }), 422);
    const begun = await mine.ask('/me/identities/acme/begin', { currentPassword: DEMO_PASSWORD });
    const response = await mine.comeBack(begun, subject);
    expectProblem(await other.ask('/me/identities/acme', { response }), 401, 'IDENTITY_NOT_PROVED');
    // What was begun to link signs nobody in, and what was begun to sign in links nothing.
    expectProblem(await mine.ask('/auth/providers/acme/sign-in', { response }), 401, 'IDENTITY_NOT_PROVED');
    const toSignIn = await mine.ask('/auth/providers/acme/begin', {});
    const signing = await mine.comeBack(toSignIn, subject);
    expectProblem(await mine.ask('/me/identities/acme', { response: signing }), 401, 'IDENTITY_NOT_PROVED');
    const stale = await new Browser().signIn(staffMail('reviewer', 'JIANGNAN'));
    await owner.query(`UPDATE session SET factor_at = now() - interval '16 minutes'`);
    expectProblem(
      await stale.ask('/me/identities/acme/begin', { currentPassword: DEMO_PASSWORD }),
      403,
      'FACTOR_NEEDED',
    );
    const { rows } = await owner.query('SELECT count(*)::int AS links FROM identity_link');
    expect(rows[0]?.links).toBe(0);
  });

  test('is not waited for: a provider that does not answer is told, and one that there isn’t is unknown', async () => {
    const browser = new Browser();
    expectProblem(await browser.ask('/auth/providers/gone/begin', {}), 503, 'IDENTITY_PROVIDER_UNAVAILABLE');
    expectProblem(await browser.ask('/auth/providers/none/begin', {}), 404);
  });
});
