import { hkdfSync } from 'node:crypto';

/** Bytes of an AES-256 or HMAC-SHA-256 key. */
const KEY_BYTES = 32;
const KEY_ID = /^[\w-]{1,32}$/;

/** Keys by id. New data is written under the current one; the others still open what they closed. */
export interface KeyRing {
  readonly current: { readonly id: string; readonly key: Buffer };
  /** @throws RangeError when the ring has no such key */
  byId(id: string): Buffer;
}

/**
 * Reads the setting DATA_KEYS: `id:base64` pairs split by commas, the first is current. Rotation: put a new
 * pair in front, keep the old ones until everything was written again.
 * @throws RangeError without telling any key
 */
export function parseKeyRing(setting: string): KeyRing {
  const pairs = setting.split(',').map((pair) => parsePair(pair.trim()));
  const keys = new Map(pairs);
  const [first] = pairs;
  if (first === undefined || keys.size !== pairs.length)
    throw new RangeError('data keys: an id is used twice');
  return {
    current: { id: first[0], key: first[1] },
    byId: (id) => {
      const key = keys.get(id);
      if (key === undefined) throw new RangeError(`data keys: no key ${id}`);
      return key;
    },
  };
}

/**
 * The same ring for one purpose alone: each key is a sub-key (HKDF-SHA-256, RFC 5869) under the same id, so that what
 * was sealed for one purpose opens for no other.
 */
export function keysFor(purpose: string, ring: KeyRing): KeyRing {
  const { id, key } = ring.current;
  return { current: { id, key: subKey(key, purpose) }, byId: (keyId) => subKey(ring.byId(keyId), purpose) };
}

function subKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `sme-lending/${purpose}`, KEY_BYTES));
}

/** Reads one key of 32 bytes in base64. */
export function parseKey(base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes, not ${key.length}`);
  return key;
}

function parsePair(pair: string): [string, Buffer] {
  const [id, base64, ...rest] = pair.split(':');
  if (id === undefined || base64 === undefined || rest.length > 0 || !KEY_ID.test(id)) {
    throw new RangeError('data keys: not id:base64');
  }
  return [id, parseKey(base64)];
}
