import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { codeOf, type IdentityProvider, PATIENCE_MS, ProviderUnavailable } from './provider';
import type { SettingsOfKind } from './settings';

const METHOD = 'alipay.system.oauth.token';
const ANSWER = 'alipay_system_oauth_token_response';

/** `open_id` of newer apps, `user_id` of older ones; a `code` and `sub_code` instead where it proves nobody. */
const granted = z.union([
  z.object({ open_id: z.string().min(1) }).transform(({ open_id }) => open_id),
  z.object({ user_id: z.string().min(1) }).transform(({ user_id }) => user_id),
]);

/** Alipay's sign-in for websites: what we ask is signed by us, and what it answers by Alipay (RSA2: RSA with SHA-256). */
export function alipay(settings: SettingsOfKind<'alipay'>): IdentityProvider {
  const { apiUrl, authorizeUrl, clientId } = settings;
  const own = createPrivateKey({ key: der(settings.privateKey), format: 'der', type: 'pkcs8' });
  const theirs = createPublicKey({ key: der(settings.alipayPublicKey), format: 'der', type: 'spki' });
  const signed = (asked: Readonly<Record<string, string>>) => ({
    ...asked,
    sign: sign('sha256', Buffer.from(signedText(asked)), own).toString('base64'),
  });
  return {
    begin: async ({ flow: { state }, redirectUri }) => {
      const url = new URL(authorizeUrl);
      url.search = new URLSearchParams({
        ...{ app_id: clientId, scope: 'auth_base', redirect_uri: redirectUri, state },
      }).toString();
      return url.href;
    },
    finish: async ({ flow, response }) => {
      const code = codeOf(response, flow, 'auth_code');
      if (code === null) return null;
      const asked = { app_id: clientId, method: METHOD, format: 'JSON', charset: 'utf-8', sign_type: 'RSA2' };
      const timestamp = inChina(Date.now());
      const grant = { version: '1.0', timestamp, grant_type: 'authorization_code', code };
      const text = await askAlipay(apiUrl, signed({ ...asked, ...grant }));
      const { content, mark } = partsOf(text);
      if (content === null) return null;
      // Nobody between us and Alipay says who somebody is.
      if (!verify('sha256', Buffer.from(content), theirs, Buffer.from(mark, 'base64'))) return null;
      const { data } = granted.safeParse(JSON.parse(content));
      return data ?? null;
    },
  };
}

const der = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** What is signed: everything but empty values, in the order of names. */
function signedText(asked: Readonly<Record<string, string>>): string {
  const given = Object.entries(asked).filter(([, value]) => value !== '');
  const sorted = given.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([name, value]) => `${name}=${value}`).join('&');
}

const EIGHT_HOURS_MS = 8 * 3_600_000;
/** `2026-11-27 10:00:00`, the time in China. */
const inChina = (ms: number): string =>
  new Date(ms + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace('T', ' ');

async function askAlipay(apiUrl: string, asked: Readonly<Record<string, string>>): Promise<string> {
  try {
    const url = new URL(apiUrl);
    url.searchParams.set('charset', 'utf-8');
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(asked),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`${response.status}`);
    return await response.text();
  } catch (error) {
    throw new ProviderUnavailable(new URL(apiUrl).host, { cause: error });
  }
}

/** What Alipay signs is the text of the one member of its answer, byte by byte as it came. */
function partsOf(text: string): { readonly content: string | null; readonly mark: string } {
  const found = new RegExp(`"${ANSWER}"\\s*:\\s*(\\{[^{}]*\\})`).exec(text);
  const mark = /"sign"\s*:\s*"([\w+/=]+)"/.exec(text);
  return { content: found?.[1] ?? null, mark: mark?.[1] ?? '' };
}
