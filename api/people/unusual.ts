import { agentFamily } from '../../domain/accounts/agentFamily';
import { type SignInWarning, signInWarnings } from '../../domain/accounts/signInWarnings';
import { knownDevice } from '../../gateways/auth/device';
import { signInNames } from '../../gateways/auth/signInName';
import { findAccountOf } from '../../gateways/database/accounts';
import { signInsBefore } from '../../gateways/database/signIns';
import type { Parts } from '../kernel/parts';
import type { Call } from '../kernel/routing/call';
import type { Caller } from '../kernel/routing/caller';
import { networkOf } from '../kernel/security/address';
import { securityRules } from '../kernel/security/rules';
import { pageUrl, writeToAccount } from './letters';

/** Somebody who signs in, by whatever proves it. */
export interface SignInOf extends Pick<Call, 'headers' | 'ip' | 'locale' | 'requestId'> {
  /** The mail address of the account. */
  readonly email: string;
}

/** On what kind of device, and in which network, somebody signs in. */
export function originOf({ headers, ip }: Pick<SignInOf, 'headers' | 'ip'>): {
  readonly agent: string;
  readonly network: string;
} {
  const userAgent = headers['user-agent'];
  return {
    agent: agentFamily(typeof userAgent === 'string' ? userAgent : undefined),
    network: networkOf(ip),
  };
}

/** What of a sign-in is unlike those before. */
export async function warningsOf(
  { auth, prisma, settings }: Parts,
  call: SignInOf,
  { userId }: Caller,
): Promise<readonly SignInWarning[]> {
  const { email } = call;
  const isKnownDevice = knownDevice(call.headers.cookie, auth.accountKey(email), settings) !== null;
  const before = await signInsBefore(prisma, { userId, accountKeys: auth.accountKeys(email) });
  const now = { ...originOf(call), isKnownDevice, atMs: Date.now() };
  return signInWarnings(now, before, securityRules().signInWarnings);
}

/** Tells the owner of an account by mail what was unusual. */
export async function warnOwner(
  parts: Parts,
  call: SignInOf,
  what: { readonly isSignedIn: boolean; readonly warnings: readonly SignInWarning[] },
): Promise<void> {
  const account = await findAccountOf(parts.prisma, parts.cipher, signInNames(parts.blindIndex, call.email));
  if (account === null || !account.isActive) return;
  await writeToAccount(parts, account, {
    kind: 'SIGN_IN_WARNING',
    about: call.requestId,
    locale: call.locale,
    values: {
      ...what,
      ...originOf(call),
      at: new Date().toISOString(),
      resetUrl: pageUrl(parts, 'reset'),
    },
  });
}
