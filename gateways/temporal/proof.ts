import { createPrivateKey, createPublicKey, type KeyObject, randomUUID, sign, verify } from 'node:crypto';
import type { Proof, SignedAct } from '../../contracts/people';

/**
 * How long an act may be on its way, real time: longer than any request waits for its process, and shorter than what
 * is copied from one process could be of use in another life of it.
 */
export const PROOF_COUNTS_MS = 300_000;

/** Has the API prove an act of a person: what it says goes to the process as it is, or is refused there. */
export type Prover = <Act extends object>(act: Act, of: Omit<Proof, 'untilMs'>) => SignedAct<Act>;

/** Whether the API has proved what a message says. */
export type ProofCheck = (message: object) => boolean;

/**
 * Signs with Ed25519 over the whole message, as JSON: what a person decides can't be changed under their proof.
 * @param privateKey the setting PROOF_PRIVATE_KEY, `id:base64` of PKCS #8; the API alone has it
 * @param nowMs real time
 */
export function createProver(privateKey: string, nowMs: () => number = Date.now): Prover {
  const [id, key] = parsePrivateKey(privateKey);
  return (act, of) => {
    // Two acts in one millisecond are two: each counts once by its signature (workflows/interceptors/door).
    const message = { ...act, proof: { ...of, untilMs: nowMs() + PROOF_COUNTS_MS }, nonce: randomUUID() };
    const signature = sign(null, bytesOf(message), key).toString('base64url');
    return { ...message, signature: `${id}.${signature}` };
  };
}

/**
 * @param publicKeys the setting PROOF_PUBLIC_KEYS, `id:base64` pairs of SPKI split by commas. A key whose acts stand
 * in the history of an open process stays among them: each replay verifies them again.
 */
export function createProofCheck(publicKeys: string): ProofCheck {
  const keys = new Map(publicKeys.split(',').map(parsePublicKey));
  return (claimed) => {
    const { signature, ...message } = claimed as SignedAct<object>;
    if (typeof signature !== 'string') return false;
    const [id = '', signed = ''] = signature.split('.');
    const key = keys.get(id);
    return key !== undefined && verify(null, bytesOf(message), key, Buffer.from(signed, 'base64url'));
  };
}

/** @throws RangeError when it is no Ed25519 key, without telling it */
export function parsePrivateKey(setting: string): [string, KeyObject] {
  return parseKey(setting, (der) => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** @throws RangeError when it is no Ed25519 key */
export function parsePublicKey(setting: string): [string, KeyObject] {
  return parseKey(setting, (der) => createPublicKey({ key: der, format: 'der', type: 'spki' }));
}

function parseKey(setting: string, read: (der: Buffer) => KeyObject): [string, KeyObject] {
  const [id, base64, ...rest] = setting.trim().split(':');
  try {
    if (id === undefined || base64 === undefined || rest.length > 0 || !/^[\w-]{1,32}$/.test(id))
      throw new Error();
    const key = read(Buffer.from(base64, 'base64'));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error();
    return [id, key];
  } catch {
    throw new RangeError('not id:base64 of an Ed25519 key');
  }
}

/** Both ends write the same text: JSON keeps the order of names, and leaves out what is undefined. */
function bytesOf(message: object): Buffer {
  return Buffer.from(JSON.stringify(message), 'utf8');
}
