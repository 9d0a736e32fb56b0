import { decodePayloads, encodePayloads } from '../../gateways/temporal/codecEndpoint';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import type { Handlers } from '../kernel/routing/call';

/** Temporal's remote codec: an admin who is signed in reads payloads in the Temporal UI. Each use is audited. */
export function codecHandlers({ codec }: Parts): Pick<Handlers, 'encodePayloads' | 'decodePayloads'> {
  return {
    encodePayloads: async ({ body }) => ({ payloads: plain(await encodePayloads(codec, body.payloads)) }),
    decodePayloads: async ({ body }) => {
      try {
        return { payloads: plain(await decodePayloads(codec, body.payloads)) };
      } catch {
        // Forged bytes, or a key that was retired: which of them is nobody's business.
        throw new ApiProblem(422, 'PAYLOAD_NOT_READABLE');
      }
    },
  };
}

const plain = (payloads: readonly object[]): Record<string, unknown>[] =>
  payloads.map((payload) => ({ ...payload }));
