import { createHmac } from 'node:crypto';
import { parseKey } from './keyRing';
import { madeOf, type Secret, secretsIn } from './secret';

/** Finds equal values in encrypted columns without reading them. */
export interface BlindIndex {
  /** @returns 64 hex digits, the same for the same field and value */
  (field: string, value: string): string;
  /** The same under every key that is known, the current one first: finds what was written before a rotation. */
  all(field: string, value: string): readonly string[];
}

/**
 * HMAC-SHA-256 under a key of its own. The field is part of it, so that a phone number in two columns can't
 * be linked; values are compared without surrounding space, case and Unicode variants.
 * @param keys the setting BLIND_INDEX_KEY: keys of 32 bytes in base64, split by commas; the first writes, all find
 */
export function createBlindIndex(keys: Secret): BlindIndex {
  const known = madeOf(keys, (text) => {
    const [current, ...older] = secretsIn(text);
    return { current: parseKey(current), all: [current, ...older].map(parseKey) };
  });
  const under = (key: Buffer, field: string, value: string): string =>
    createHmac('sha256', key)
      .update(`${field}|${value.normalize('NFKC').trim().toLowerCase()}`)
      .digest('hex');
  const all = (field: string, value: string) => known().all.map((key) => under(key, field, value));
  return Object.assign((field: string, value: string) => under(known().current, field, value), { all });
}
