import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const ENCODING = 'binary/encrypted';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const QUOTE = '"'.charCodeAt(0);

const PayloadMessage = temporal.api.common.v1.Payload;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | null | undefined): string => new TextDecoder().decode(bytes ?? undefined);

/** A payload was encrypted under a key that this process was not given. */
export class UnknownDataKeyError extends Error {
  override readonly name = 'UnknownDataKeyError';

  constructor(readonly keyId: string) {
    super(`no key "${keyId}" among DATA_KEYS`);
  }
}

/**
 * Encrypts whatever workflows, activities, updates and signals carry, with AES-256-GCM under the current key;
 * the key's id stands in the payload's metadata and is authenticated, so keys can be rotated.
 *
 * Two things stay readable, so that the Temporal UI reads like the file of a case without a key: bare texts
 * (the summaries of workflows, timers and activities) and what a workflow says about itself (its current
 * details). Contracts hold up the other end: no message is a bare text, and no summary holds personal data.
 */
export class PersonalDataCodec implements PayloadCodec {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly currentId: string;

  /** @param dataKeys `id:base64` pairs split by commas; the first encrypts, all decrypt */
  constructor(dataKeys: string) {
    const entries = dataKeys.split(',').map(parseKey);
    const [current] = entries;
    if (current === undefined) throw new RangeError('DATA_KEYS is empty');
    this.keys = new Map(entries);
    this.currentId = current[0];
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (isForPeople(payload) ? payload : this.encrypt(payload)));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (encodingOf(payload) === ENCODING ? this.decrypt(payload) : payload));
  }

  private encrypt(payload: Payload): Payload {
    const key = this.keys.get(this.currentId);
    if (key === undefined) throw new UnknownDataKeyError(this.currentId);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce);
    cipher.setAAD(bytesOf(this.currentId));
    const clear = PayloadMessage.encode(payload).finish();
    const data = Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
    return {
      metadata: { encoding: bytesOf(ENCODING), 'encryption-key-id': bytesOf(this.currentId) },
      data,
    };
  }

  private decrypt(payload: Payload): Payload {
    const keyId = textOf(payload.metadata?.['encryption-key-id']);
    const key = this.keys.get(keyId);
    if (key === undefined) throw new UnknownDataKeyError(keyId);
    const sealed = Buffer.from(payload.data ?? []);
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(bytesOf(keyId));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const clear = Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
    return PayloadMessage.decode(clear) as Payload;
  }
}

function parseKey(entry: string): [string, Buffer] {
  const [id, base64] = entry.trim().split(':');
  const key = Buffer.from(base64 ?? '', 'base64');
  if (id === undefined || id === '' || key.length !== KEY_BYTES) {
    throw new RangeError('DATA_KEYS must be id:base64 pairs of 32 bytes');
  }
  return [id, key];
}

function encodingOf(payload: Payload): string {
  return textOf(payload.metadata?.encoding);
}

function isForPeople(payload: Payload): boolean {
  if (encodingOf(payload) !== 'json/plain') return false;
  return payload.data?.[0] === QUOTE || isSelfDescription(payload.data);
}

/** The answer to `__temporal_workflow_metadata`, where the UI reads the current details. */
function isSelfDescription(data: Uint8Array | null | undefined): boolean {
  const text = textOf(data);
  if (!text.startsWith('{"definition":{"type":')) return false;
  const keys = Object.keys(JSON.parse(text) as object);
  return keys.every((key) => key === 'definition' || key === 'currentDetails');
}
