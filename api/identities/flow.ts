import { z } from 'zod';
import {
  type IdentityFlow,
  type IdentityProvider,
  newFlow,
  ProviderUnavailable,
} from '../../gateways/auth/providers/provider';
import { placeIn } from '../../gateways/database/sealedColumns';
import type { Parts } from '../kernel/parts';
import { ApiProblem, unavailable } from '../kernel/problems/apiProblem';
import type { Call } from '../kernel/routing/call';
import { found } from '../kernel/security/scope';

/** Somebody on the way to a provider, kept by the browser: to sign in, or in a session to link. */
const wayThere = z.object({
  provider: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** In which session an identity is linked; null: somebody signs in. */
  sessionId: z.string().nullable(),
  endsMs: z.number(),
});

const MINUTES = 10;

type Way = Pick<Call<'beginSignInByProvider'>, 'params' | 'headers' | 'reply'>;

/** Sends a browser to a provider, and has it keep what only it may come back with. */
export async function sendTo(
  parts: Parts,
  call: Way,
  sessionId: string | null,
): Promise<{ readonly url: string }> {
  const { provider: id } = call.params;
  const provider = found(parts.identityProviders.find(id));
  const flow = newFlow(id);
  const url = await asking(() => provider.begin({ flow, redirectUri: returnTo(parts, id) }));
  const kept = JSON.stringify({ ...flow, sessionId, endsMs: Date.now() + MINUTES * 60_000 });
  const sealed = parts.cipher.encrypt(kept, placeIn('cookie', 'identity', id));
  call.reply.cookies.push(cookie(parts, Buffer.from(sealed).toString('base64url'), MINUTES * 60));
  return { url };
}

/**
 * Who came back from a provider: in the browser that went there, in time, and for what it went.
 * @throws ApiProblem 401 IDENTITY_NOT_PROVED
 */
export async function whoCameBack(
  parts: Parts,
  call: Way & { readonly body: { readonly response: string } },
  sessionId: string | null,
): Promise<{ readonly provider: string; readonly subject: string }> {
  const { provider: id } = call.params;
  const provider = found(parts.identityProviders.find(id));
  const flow = keptBy(parts, call);
  // It counts once, whatever comes of it.
  call.reply.cookies.push(cookie(parts, '', 0));
  if (flow === null || flow.sessionId !== sessionId) throw notProved();
  const subject = await finish(provider, flow, { redirectUri: returnTo(parts, id), ...call.body });
  if (subject === null) throw notProved();
  return { provider: id, subject };
}

const notProved = (): ApiProblem => new ApiProblem(401, 'IDENTITY_NOT_PROVED');

const finish = (
  provider: IdentityProvider,
  flow: IdentityFlow,
  from: { readonly redirectUri: string; readonly response: string },
): Promise<string | null> => asking(() => provider.finish({ flow, ...from }));

async function asking<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProviderUnavailable) throw unavailable('IDENTITY_PROVIDER_UNAVAILABLE');
    throw error;
  }
}

/** Another address for each provider, so that what one says is never taken for what another one would (RFC 9700, 4.4). */
const returnTo = ({ settings }: Parts, provider: string): string =>
  `${settings.publicUrl.replace(/\/+$/, '')}/identity/${provider}`;

const isSecure = ({ settings }: Parts): boolean => settings.publicUrl.startsWith('https:');
const nameOf = (parts: Parts): string => `${isSecure(parts) ? '__Host-' : ''}lending.identity`;

function cookie(parts: Parts, value: string, seconds: number): string {
  const attributes = [`Max-Age=${seconds}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  return [`${nameOf(parts)}=${value}`, ...attributes, ...(isSecure(parts) ? ['Secure'] : [])].join('; ');
}

/** What the browser has kept of the way to this provider; null for nothing, for another one's, and after its time. */
function keptBy(parts: Parts, { headers, params }: Way): z.output<typeof wayThere> | null {
  const begin = `${nameOf(parts)}=`;
  const sent = typeof headers.cookie === 'string' ? headers.cookie.split(';').map((one) => one.trim()) : [];
  const value = sent.find((one) => one.startsWith(begin))?.slice(begin.length) ?? '';
  try {
    const place = placeIn('cookie', 'identity', params.provider);
    const flow = wayThere.parse(JSON.parse(parts.cipher.decrypt(Buffer.from(value, 'base64url'), place)));
    return flow.endsMs > Date.now() ? flow : null;
  } catch {
    return null;
  }
}
