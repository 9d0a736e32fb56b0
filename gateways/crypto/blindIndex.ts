import { createHmac } from 'node:crypto';
import { parseKey } from './keyRing';

/**
 * Finds equal values in encrypted columns without reading them.
 * @returns 64 hex digits, the same for the same field and value
 */
export type BlindIndex = (field: string, value: string) => string;

/**
 * HMAC-SHA-256 under a key of its own. The field is part of it, so that a phone number in two columns can't
 * be linked; values are compared without surrounding space, case and Unicode variants.
 * @param key the setting BLIND_INDEX_KEY, 32 bytes in base64
 */
export function createBlindIndex(key: string): BlindIndex {
  const secret = parseKey(key);
  return (field, value) =>
    createHmac('sha256', secret)
      .update(`${field}|${value.normalize('NFKC').trim().toLowerCase()}`)
      .digest('hex');
}
