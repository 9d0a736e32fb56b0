import { decodePayloads, encodePayloads } from '../../gateways/temporal/codecEndpoint';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import type { AnswerOf, Call } from '../kernel/routing/call';

/** Encrypts payloads as Temporal's remote codec. */
export async function encode(
  { codec }: Parts,
  { body }: Call<'encodePayloads'>,
): Promise<AnswerOf<'encodePayloads'>> {
  return { payloads: await encodePayloads(codec, body.payloads) };
}

/** Decrypts payloads as Temporal's remote codec. */
export async function decode(
  { codec }: Parts,
  { body }: Call<'decodePayloads'>,
): Promise<AnswerOf<'decodePayloads'>> {
  try {
    return { payloads: await decodePayloads(codec, body.payloads) };
  } catch {
    // Forged bytes, or a key that was retired: which of them is nobody's business.
    throw new ApiProblem(422, 'PAYLOAD_NOT_READABLE');
  }
}
