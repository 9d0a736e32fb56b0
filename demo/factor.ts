import { createHash, createPrivateKey, sign } from 'node:crypto';
import type { AnswerOf } from './client';

/** The secret of everybody's authenticator app in the demo; documented in the README, as the password is. */
export const DEMO_TOTP_SECRET = 'ABACUSHARBOURABACUSHARBOURABACUS';

/**
 * The key of everybody's passkey in the demo, published as well. Programs prove by it: a code of an app counts once in
 * thirty seconds, and they have no time for that.
 */
const KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: '0q-v_WiKJDX9QqdKBNstxY25WUh3QYUJHVxoRDhn9kc',
  y: 'TaDIgjpIkNdkitWl5qGU5PGZHOPc8Jfr42p6q7GHc4M',
  d: 'ZHi_b8MUnlF_W_FfLWOe2rcy8jBFDhQjFKab1A3GebA',
} as const;

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** How the passkey of somebody is named, and what verifies it. */
export function demoPasskey(mail: string): { readonly credentialId: string; readonly publicKey: string } {
  return { credentialId: sha256(`demo|${mail}`).toString('base64url'), publicKey: cose() };
}

/** The public key as COSE has it (RFC 9053, 7.1.1): kty EC2, alg ES256, crv P-256, x, y. */
function cose(): string {
  const coordinate = (label: number, value: string) =>
    Buffer.concat([Buffer.from([label, 0x58, 0x20]), Buffer.from(value, 'base64url')]);
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]);
  return Buffer.concat([head, coordinate(0x21, KEY.x), coordinate(0x22, KEY.y)]).toString('base64url');
}

const USER_PRESENT = 0x01;

/** What a browser would say after its person has touched the device (WebAuthn Level 3, 7.2). */
export function demoProof(mail: string, { options, origin }: AnswerOf<'askForPasskey'>) {
  const { credentialId: id } = demoPasskey(mail);
  const clientData = Buffer.from(
    JSON.stringify({ type: 'webauthn.get', challenge: options.challenge, origin, crossOrigin: false }),
  );
  const rpId = new URL(origin).hostname;
  const authenticatorData = Buffer.concat([sha256(rpId), Buffer.from([USER_PRESENT, 0, 0, 0, 0])]);
  const key = createPrivateKey({ key: { ...KEY }, format: 'jwk' });
  const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientData)]), key);
  return {
    kind: 'PASSKEY',
    credential: {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    },
  } as const;
}
