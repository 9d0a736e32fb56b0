import type { SecurityParameters, Window } from '../../domain/parameters/security';
import { deviceCookie, knownDevice } from '../../gateways/auth/device';
import type { Exceeded } from '../../gateways/limits';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import type { Call } from '../kernel/routing/call';
import { clientAddress } from '../kernel/security/address';
import { countRequest, windowsFor } from '../kernel/security/rateLimits';
import { securityRules } from '../kernel/security/rules';

/** Who tries to sign in to an account: a device that did so before, or a stranger from some address. */
interface Guesser {
  /** Keyed hash of the mail address: accounts that don't exist have one too. */
  readonly account: string;
  readonly address: string;
  readonly device: string | null;
}

/** An attempt to sign in that was let through. */
export interface Attempt {
  /** The password was right: nothing counts against whoever tried. @returns the cookie that makes the device known */
  succeeded(): Promise<string>;
  /** @returns true once a day at most, when so many have failed that somebody should look */
  failed(): Promise<boolean>;
}

/**
 * Lets an attempt through, or says how long to wait. Wrong passwords count against whoever tries them: an address
 * for this account, an address for any, a device that signed in before. So guessing is slow from wherever it comes,
 * and nobody can lock the owner out: a known device counts for itself, and a stranger's address from which nobody
 * guessed has a try even while the account is under attack. No answer says whether the account exists.
 * @throws ApiProblem 429
 */
export async function attemptBy(parts: Parts, call: Call<'signIn'>): Promise<Attempt> {
  const { guesses } = securityRules();
  const guesser = guesserOf(parts, call);
  // What strangers at its address try must not keep a device out on which somebody signed in before.
  if (guesser.device === null) await countRequest('signIn', guesser.address, parts);
  const windows = await triesOf(parts, guesser, guesses);
  const one = `${guesser.account}|${guesser.device ?? guesser.address}`;
  const { limits, metrics } = parts;
  const full =
    (await fullAddress(parts, guesser, guesses)) ??
    // Taken before the password is looked at, so that many at once can't slip through between two counts.
    (await limits.take('guess', one, windows));
  if (full !== null) {
    metrics.signIn('REFUSED');
    throw new ApiProblem(429, 'SIGN_IN_LOCKED', {
      detail: { minutes: Math.ceil(full.seconds / 60) },
      headers: { 'Retry-After': String(full.seconds) },
    });
  }
  return {
    succeeded: async () => {
      metrics.signIn('DONE');
      await limits.forget('guess', one, windows);
      return deviceCookie(guesser.account, guesses.knownDeviceDays, parts.settings);
    },
    failed: async () => {
      metrics.signIn('FAILED');
      return guesser.device === null && (await strangerFailed(parts, guesser, guesses));
    },
  };
}

function guesserOf({ auth, settings }: Parts, { body, headers, ip }: Call<'signIn'>): Guesser {
  const account = auth.accountKey(body.email);
  return { account, address: clientAddress(ip), device: knownDevice(headers.cookie, account, settings) };
}

/** An address that failed at too many accounts; a known device is no stranger, wherever it is. */
async function fullAddress(
  { limits, settings }: Parts,
  { address, device }: Guesser,
  { ofAddress }: SecurityParameters['guesses'],
): Promise<Exceeded | null> {
  if (device !== null) return null;
  return await limits.exceeded('guessOfAddress', address, windowsFor(ofAddress, settings));
}

async function triesOf(
  { limits }: Parts,
  { account, device }: Guesser,
  { ofAccount, ofOne, ofOneUnderAttack }: SecurityParameters['guesses'],
): Promise<readonly Window[]> {
  if (device !== null) return ofOne;
  return (await limits.exceeded('guessOfAccount', account, ofAccount)) === null ? ofOne : ofOneUnderAttack;
}

async function strangerFailed(
  { limits, metrics, settings }: Parts,
  { account, address }: Guesser,
  { ofAccount, ofAddress }: SecurityParameters['guesses'],
): Promise<boolean> {
  await limits.take('guessOfAddress', address, windowsFor(ofAddress, settings));
  const beyond = await limits.take('guessOfAccount', account, ofAccount);
  if (beyond?.isFirst) metrics.signIn('ATTACK');
  return beyond?.isFirst ?? false;
}
