import type { Payload } from '@temporalio/common';
import { type PayloadSeal, workflowIdOf } from './payloadSeal';

/** A payload as Temporal's remote codec protocol writes it: bytes in base64. */
export interface PayloadInJson {
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly data?: string | null | undefined;
}

/** One as it is answered with. */
export type WholePayload = { readonly [Part in keyof PayloadInJson]-?: NonNullable<PayloadInJson[Part]> };

/**
 * Opens a payload that the Temporal UI sends; one in clear stays as it is.
 * @throws SealError for forged bytes, or when its key is missing
 */
export function openPayload(seal: PayloadSeal, payload: Payload): WholePayload {
  return toJson(workflowIdOf(payload) === null ? payload : seal.open(payload));
}

/** A payload of the protocol as the SDK knows it. */
export function fromJson(payload: PayloadInJson): Payload {
  const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value, 'base64'),
  ]);
  return { metadata: Object.fromEntries(metadata), data: Buffer.from(payload.data ?? '', 'base64') };
}

/** The same the other way. */
export function toJson(payload: Payload): WholePayload {
  const metadata = Object.entries(payload.metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(metadata), data: base64(payload.data ?? new Uint8Array()) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
