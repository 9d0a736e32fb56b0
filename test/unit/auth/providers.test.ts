import { createVerify, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alipay } from '../../../gateways/auth/providers/alipay';
import { newFlow, ProviderUnavailable } from '../../../gateways/auth/providers/provider';
import { parseProviders, type SettingsOfKind } from '../../../gateways/auth/providers/settings';
import { weChat } from '../../../gateways/auth/providers/wechat';

/** WeChat and Alipay as their manuals have them, by sandboxes of ours: nothing here was tried with the real ones. */

type Answer = (url: URL, body: string) => { readonly status?: number; readonly text: string };

/** All that a test has opened: one that goes on listening would keep the run from its end. */
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function sandbox(answer: Answer): Promise<string> {
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { status = 200, text } = answer(
      new URL(request.url ?? '', 'http://sandbox'),
      Buffer.concat(chunks).toString(),
    );
    response.writeHead(status).end(text);
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const redirectUri = 'https://lending.example/identity/x';
const flow = newFlow('x');
const cameBack = (name = 'code', state = flow.state) =>
  new URLSearchParams({ [name]: 'CODE', state }).toString();

const settingsOf = (text: object) => parseProviders(JSON.stringify([text]))[0];

describe('the setting of providers', () => {
  test('is a list, empty by default; one id stands once', () => {
    expect(parseProviders('')).toEqual([]);
    const one = {
      kind: 'oidc',
      id: 'a',
      name: 'A',
      issuer: 'https://a.example',
      clientId: 'c',
      clientSecret: 's',
    };
    expect(parseProviders(JSON.stringify([one]))).toHaveLength(1);
    for (const wrong of [
      [one, one],
      [{ ...one, kind: 'saml' }],
      [{ ...one, id: 'A/B' }],
      [{ ...one, more: 1 }],
      {},
    ]) {
      expect(() => parseProviders(JSON.stringify(wrong))).toThrow();
    }
    expect(() => parseProviders('{')).toThrow();
  });
});

describe('WeChat', () => {
  const of = (apiUrl: string) =>
    weChat(
      settingsOf({
        kind: 'wechat',
        id: 'x',
        name: '微信',
        clientId: 'app',
        clientSecret: 'key',
        apiUrl,
      }) as SettingsOfKind<'wechat'>,
    );

  test('is gone to with the app, the page to come back to and the state', async () => {
    const url = new URL(await of('https://api.weixin.qq.com').begin({ flow, redirectUri }));
    expect(url.origin + url.pathname).toBe('https://open.weixin.qq.com/connect/qrconnect');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      ...{ appid: 'app', redirect_uri: redirectUri, response_type: 'code', scope: 'snsapi_login' },
      state: flow.state,
    });
    expect(url.hash).toBe('#wechat_redirect');
  });

  test('says who it is by the name for all apps of an owner, else for the one', async () => {
    const asked: Record<string, string>[] = [];
    const apiUrl = await sandbox((url) => {
      asked.push({ path: url.pathname, ...Object.fromEntries(url.searchParams) });
      return {
        text: JSON.stringify({
          access_token: 't',
          openid: 'OPEN',
          ...(asked.length > 1 && { unionid: 'UNION' }),
        }),
      };
    });
    const finish = () => of(apiUrl).finish({ flow, redirectUri, response: cameBack() });
    expect([await finish(), await finish()]).toEqual(['OPEN', 'UNION']);
    expect(asked[0]).toEqual({
      ...{ path: '/sns/oauth2/access_token', appid: 'app', secret: 'key', code: 'CODE' },
      grant_type: 'authorization_code',
    });
  });

  test('proves nobody by a refusal, by a code that is none, or by what answers another flow', async () => {
    let questions = 0;
    const apiUrl = await sandbox(() => {
      questions += 1;
      return { text: JSON.stringify({ errcode: 40029, errmsg: 'invalid code' }) };
    });
    const finish = (response: string) => of(apiUrl).finish({ flow, redirectUri, response });
    expect(await finish(cameBack('code', 'other'))).toBeNull();
    expect(await finish(`state=${flow.state}`)).toBeNull();
    expect(questions).toBe(0);
    expect(await finish(cameBack())).toBeNull();
  });

  test('that does not answer is unavailable', async () => {
    const apiUrl = await sandbox(() => ({ status: 502, text: 'bad gateway' }));
    const wish = of(apiUrl).finish({ flow, redirectUri, response: cameBack() });
    await expect(wish).rejects.toBeInstanceOf(ProviderUnavailable);
  });
});

describe('Alipay', () => {
  const [own, theirs, other] = [1, 2, 3].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  const base64 = (key: { export(options: object): unknown } | undefined, type: string) =>
    Buffer.from(key === undefined ? [] : (key.export({ format: 'der', type }) as Buffer)).toString('base64');
  const of = (apiUrl: string) =>
    alipay(
      settingsOf({
        ...{ kind: 'alipay', id: 'x', name: '支付宝', clientId: '2026', apiUrl },
        privateKey: base64(own?.privateKey, 'pkcs8'),
        alipayPublicKey: base64(theirs?.publicKey, 'spki'),
      }) as SettingsOfKind<'alipay'>,
    );
  const answered = (content: object, by = theirs) => {
    const text = JSON.stringify(content);
    const mark = by === undefined ? '' : sign('sha256', Buffer.from(text), by.privateKey).toString('base64');
    return `{"alipay_system_oauth_token_response":${text},"sign":"${mark}"}`;
  };
  const finishBy = async (text: string, response = cameBack('auth_code')) =>
    await of(await sandbox(() => ({ text }))).finish({ flow, redirectUri, response });

  test('is asked by what we sign, and believed by what it signs', async () => {
    let asked = new URLSearchParams();
    const apiUrl = await sandbox((_url, body) => {
      asked = new URLSearchParams(body);
      return { text: answered({ access_token: 't', open_id: 'OPEN' }) };
    });
    expect(await of(apiUrl).finish({ flow, redirectUri, response: cameBack('auth_code') })).toBe('OPEN');
    expect(Object.fromEntries(asked)).toMatchObject({
      ...{ app_id: '2026', method: 'alipay.system.oauth.token', code: 'CODE', sign_type: 'RSA2' },
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    });
    const mark = asked.get('sign') ?? '';
    asked.delete('sign');
    const signed = [...asked].sort(([one], [another]) => (one < another ? -1 : 1));
    const text = signed.map(([name, value]) => `${name}=${value}`).join('&');
    const verifier = createVerify('sha256').update(text);
    expect(own && verifier.verify(own.publicKey, mark, 'base64')).toBe(true);
    expect(await finishBy(answered({ user_id: '2088' }))).toBe('2088');
  });

  test('proves nobody by an answer that is unsigned, signed by others or changed, or by a refusal', async () => {
    for (const text of [
      answered({ open_id: 'OPEN' }, other),
      answered({ open_id: 'OPEN' }).replace('OPEN', 'ELSE'),
      '{"alipay_system_oauth_token_response":{"open_id":"OPEN"}}',
      answered({ code: '40002', sub_code: 'isv.code-invalid' }),
      '{"error_response":{"code":"40002"},"sign":""}',
    ]) {
      expect(await finishBy(text)).toBeNull();
    }
    expect(await finishBy('', cameBack('auth_code', 'other'))).toBeNull();
  });
});
