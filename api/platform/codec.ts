import { fromJson, openPayload } from '../../gateways/temporal/codecEndpoint';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import type { AnswerOf, Call } from '../kernel/routing/call';

/** Opens payloads as Temporal's remote codec. There is no other way round: a message is made by the API alone. */
export async function decode(
  { payloadSeal }: Parts,
  { body }: Call<'decodePayloads'>,
): Promise<AnswerOf<'decodePayloads'>> {
  try {
    return { payloads: body.payloads.map(fromJson).map((payload) => openPayload(payloadSeal, payload)) };
  } catch {
    // Forged bytes, or a key that was retired: which of them is nobody's business.
    throw new ApiProblem(422, 'PAYLOAD_NOT_READABLE');
  }
}
