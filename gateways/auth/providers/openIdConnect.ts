import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
} from 'openid-client';
import { type IdentityProvider, PATIENCE_MS, ProviderUnavailable } from './provider';
import type { SettingsOfKind } from './settings';

const MS = 1_000;

/** A provider of OpenID Connect: code flow with PKCE, state and nonce; who it is says the ID token's subject alone. */
export function openIdConnect(settings: SettingsOfKind<'oidc'>): IdentityProvider {
  let known: Promise<Configuration> | undefined;
  const configuration = async (): Promise<Configuration> => {
    known ??= discover(settings);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw new ProviderUnavailable(settings.id, { cause: error });
    }
  };
  return {
    begin: async ({ flow, redirectUri }) => {
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await calculatePKCECodeChallenge(flow.codeVerifier),
        code_challenge_method: 'S256',
      });
      return url.href;
    },
    finish: async ({ flow, redirectUri, response }) => {
      const returned = new URL(redirectUri);
      returned.search = response;
      const checks = {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.codeVerifier,
        idTokenExpected: true,
      };
      try {
        const tokens = await authorizationCodeGrant(await configuration(), returned, checks);
        return tokens.claims()?.sub ?? null;
      } catch (error) {
        if (error instanceof ProviderUnavailable) throw error;
        if (isUnreachable(error)) throw new ProviderUnavailable(settings.id, { cause: error });
        // Whatever else is wrong with a response, it proves nobody.
        return null;
      }
    },
  };
}

function discover({ clientId, clientSecret, issuer }: SettingsOfKind<'oidc'>): Promise<Configuration> {
  const server = new URL(issuer);
  // Without TLS only a provider on this machine: of a test.
  const execute = server.hostname === '127.0.0.1' ? [allowInsecureRequests] : [];
  return discovery(server, clientId, clientSecret, undefined, { execute, timeout: PATIENCE_MS / MS });
}

/** fetch says so by a TypeError of its own, and openid-client by a code. */
function isUnreachable(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return message === 'fetch failed' || code === 'OAUTH_TIMEOUT';
}
