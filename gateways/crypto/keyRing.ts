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
