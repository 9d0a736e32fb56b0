import type { Payload } from '@temporalio/common';
import type { PersonalDataCodec } from './codec';

/** A payload as Temporal's remote codec protocol writes it: bytes in base64. */
export interface PayloadInJson {
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly data?: string | null | undefined;
}

/** One as it is answered with. */
type WholePayload = { readonly [Part in keyof PayloadInJson]-?: NonNullable<PayloadInJson[Part]> };

/** Decrypts payloads that the Temporal UI sends. @throws UnknownDataKeyError, or an error for forged bytes */
export async function decodePayloads(
  codec: PersonalDataCodec,
  payloads: readonly PayloadInJson[],
): Promise<WholePayload[]> {
  return (await codec.decode(payloads.map(fromJson))).map(toJson);
}

/** Encrypts payloads that a person typed into the Temporal UI. */
export async function encodePayloads(
  codec: PersonalDataCodec,
  payloads: readonly PayloadInJson[],
): Promise<WholePayload[]> {
  return (await codec.encode(payloads.map(fromJson))).map(toJson);
}

function fromJson(payload: PayloadInJson): Payload {
  const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value, 'base64'),
  ]);
  return { metadata: Object.fromEntries(metadata), data: Buffer.from(payload.data ?? '', 'base64') };
}

function toJson(payload: Payload): WholePayload {
  const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(metadata), data: base64(payload.data ?? new Uint8Array()) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
