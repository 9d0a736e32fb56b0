import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './keyRing';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text was changed, belongs elsewhere, or its key is not on the ring. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * AES-256-GCM with a random nonce of 12 bytes. The result names its key, so that keys can be rotated:
 * `format (1) | length of key id (1) | key id | nonce (12) | tag (16) | text`.
 * @param boundTo what the text belongs to; opening it elsewhere fails
 */
export function seal(ring: KeyRing, text: Uint8Array, boundTo: string): Uint8Array<ArrayBuffer> {
  const id = Buffer.from(ring.current.id, 'utf8');
  const header = Buffer.concat([Buffer.from([FORMAT, id.length]), id]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, ring.current.key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.concat([header, Buffer.from(boundTo, 'utf8')]));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return new Uint8Array(Buffer.concat([header, nonce, cipher.getAuthTag(), sealed]));
}

/**
 * Opens what {@link seal} made.
 * @throws SealError when it was changed, belongs elsewhere, or its key is missing
 */
export function open(ring: KeyRing, sealed: Uint8Array, boundTo: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const headerBytes = 2 + (bytes[1] ?? 0);
  const textFrom = headerBytes + NONCE_BYTES + TAG_BYTES;
  if (bytes[0] !== FORMAT || bytes.length < textFrom) throw new SealError('not a sealed text');
  const nonce = bytes.subarray(headerBytes, headerBytes + NONCE_BYTES);
  try {
    const key = ring.byId(bytes.toString('utf8', 2, headerBytes));
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.concat([bytes.subarray(0, headerBytes), Buffer.from(boundTo, 'utf8')]));
    decipher.setAuthTag(bytes.subarray(headerBytes + NONCE_BYTES, textFrom));
    return Buffer.concat([decipher.update(bytes.subarray(textFrom)), decipher.final()]);
  } catch (cause) {
    throw new SealError('a sealed text does not open here', { cause });
  }
}

/** Under which key something was sealed. @throws SealError when it is nothing sealed */
export function keyIdOf(sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const end = 2 + (bytes[1] ?? 0);
  if (bytes[0] !== FORMAT || bytes.length < end) throw new SealError('not a sealed text');
  return bytes.toString('utf8', 2, end);
}
