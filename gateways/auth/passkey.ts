import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { z } from 'zod';
import { passkeyCreation, passkeyRequest } from '../../contracts/http';

type Added = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type Proved = Parameters<typeof verifyAuthenticationResponse>[0]['response'];

/** A passkey that is known: how its device names it, and what verifies its signatures. */
export interface KnownPasskey {
  readonly credentialId: string;
  /** COSE in base64url. */
  readonly publicKey: string;
  /** How often it has signed; 0 for one that does not count. */
  readonly counter: number;
  /** How a browser reaches its device: `internal`, `usb`, `hybrid`… */
  readonly transports: readonly string[];
}

/** Under which name people reach the platform: passkeys are made for it, and for no other site that asks. */
export interface Site {
  /** The setting PUBLIC_URL. */
  readonly publicUrl: string;
}

const rpIdOf = ({ publicUrl }: Site): string => new URL(publicUrl).hostname;
const originOf = ({ publicUrl }: Site): string => new URL(publicUrl).origin;
const named = ({ credentialId, transports }: Pick<KnownPasskey, 'credentialId' | 'transports'>) => ({
  id: credentialId,
  transports: [...transports],
});

/** What a browser needs to make a passkey for a person, on a device that has none of theirs yet. */
export async function optionsToAdd(
  site: Site,
  person: { readonly userId: string; readonly mail: string; readonly known: readonly KnownPasskey[] },
): Promise<z.output<typeof passkeyCreation>> {
  const options = await generateRegistrationOptions({
    rpName: 'SME lending',
    rpID: rpIdOf(site),
    userID: new Uint8Array(Buffer.from(person.userId)),
    userName: person.mail,
    excludeCredentials: person.known.map(named),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    // Which make a device is of is nobody's business here.
    attestationType: 'none',
  });
  return passkeyCreation.strip().parse(options);
}

/** What a browser needs to prove one of these passkeys. */
export async function optionsToProve(
  site: Site,
  known: readonly KnownPasskey[],
): Promise<z.output<typeof passkeyRequest>> {
  const options = await generateAuthenticationOptions({
    rpID: rpIdOf(site),
    allowCredentials: known.map(named),
    userVerification: 'preferred',
  });
  return passkeyRequest.strip().parse(options);
}

/** The passkey that was made on being asked so, on this site. @returns null for anything else */
export async function addedPasskey(
  site: Site,
  challenge: string,
  response: Added,
): Promise<KnownPasskey | null> {
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    ...expected(site),
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
  return { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports };
}

/** What a passkey counts now that it has signed what it was asked to, on this site. @returns null when it has not */
export async function provedPasskey(
  site: Site,
  challenge: string,
  response: Proved,
  { credentialId, publicKey, counter }: KnownPasskey,
): Promise<number | null> {
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    ...expected(site),
    credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

/** The password is the other factor: that somebody touched the device is enough (WebAuthn, user presence). */
const expected = (site: Site) => ({
  expectedOrigin: originOf(site),
  expectedRPID: rpIdOf(site),
  requireUserVerification: false,
});
