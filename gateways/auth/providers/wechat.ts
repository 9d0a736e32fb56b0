import { z } from 'zod';
import { askProvider, codeOf, type IdentityProvider } from './provider';
import type { SettingsOfKind } from './settings';

/** Of `sns/oauth2/access_token`; an `errcode` instead where the code is none. */
const granted = z.object({ openid: z.string().min(1), unionid: z.string().min(1).optional() });

/**
 * WeChat's sign-in for websites: OAuth with names of its own, and no ID token. Who it is comes with the answer to the
 * code, over TLS; nothing more is asked for.
 */
export function weChat(settings: SettingsOfKind<'wechat'>): IdentityProvider {
  const { apiUrl, authorizeUrl, clientId: appid, clientSecret: secret } = settings;
  return {
    begin: async ({ flow: { state }, redirectUri }) => {
      const url = new URL(authorizeUrl);
      url.search = new URLSearchParams({
        ...{ appid, redirect_uri: redirectUri, response_type: 'code', scope: 'snsapi_login', state },
      }).toString();
      url.hash = 'wechat_redirect';
      return url.href;
    },
    finish: async ({ flow, response }) => {
      const code = codeOf(response, flow);
      if (code === null) return null;
      const url = new URL('/sns/oauth2/access_token', apiUrl);
      url.search = new URLSearchParams({ appid, secret, code, grant_type: 'authorization_code' }).toString();
      const { data } = granted.safeParse(await askProvider(url));
      // One person has a name for each of an owner's apps, and one for all of them where these are joined.
      return data === undefined ? null : (data.unionid ?? data.openid);
    },
  };
}
