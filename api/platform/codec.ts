import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { doorText } from '../../contracts/texts/doorTexts';
import { fromJson, openPayload, toJson } from '../../gateways/temporal/codecEndpoint';
import { workflowIdOf } from '../../gateways/temporal/payloadSeal';
import type { Parts } from '../kernel/parts';
import { ApiProblem } from '../kernel/problems/apiProblem';
import { type AnswerOf, type Call, callerOf } from '../kernel/routing/call';
import { inScope, processScopeOf } from './processScope';

/**
 * Opens payloads as Temporal's remote codec: those of processes that the caller may look at. Others come back as a
 * sentence in their place, unopened. There is no other way round: a message is made by the API alone.
 */
export async function decode(
  parts: Parts,
  call: Call<'decodePayloads'>,
): Promise<AnswerOf<'decodePayloads'>> {
  const payloads = call.body.payloads.map(fromJson);
  const sealed = payloads.map(workflowIdOf).filter((workflowId) => workflowId !== null);
  const scope = processScopeOf(callerOf(call));
  const own = await inScope(parts, scope, sealed);
  await noteLooks(parts, call, sealed, own);
  return { payloads: payloads.map((payload) => openOwn(parts, payload, own)) };
}

/** Before anything is shown: which processes, how much; of what is withheld the first, for its ids are only said. */
async function noteLooks(
  { looks }: Parts,
  call: Call<'decodePayloads'>,
  sealed: readonly string[],
  own: ReadonlySet<string>,
): Promise<void> {
  const caller = callerOf(call);
  const by = { action: 'payloads.decode', actorId: caller.userId, ...processScopeOf(caller) } as const;
  for (const workflowId of own) {
    const count = sealed.filter((each) => each === workflowId).length;
    await looks.note({ ...by, workflowId, outcome: 'DONE', count });
  }
  const [first, ...others] = sealed.filter((workflowId) => !own.has(workflowId));
  if (first === undefined) return;
  await looks.note({ ...by, workflowId: printable(first), outcome: 'WITHHELD', count: 1 + others.length });
}

const MOST_SHOWN = 100;
const printable = (text: string): string => text.slice(0, MOST_SHOWN).replace(/[^ -~]/g, '?');

function openOwn({ payloadSeal }: Parts, payload: Payload, own: ReadonlySet<string>) {
  const workflowId = workflowIdOf(payload);
  if (workflowId !== null && !own.has(workflowId)) return toJson(WITHHELD);
  try {
    return openPayload(payloadSeal, payload);
  } catch {
    // Forged bytes, or a key that was retired: which of them is nobody's business.
    throw new ApiProblem(422, 'PAYLOAD_NOT_READABLE');
  }
}

/** What the Temporal UI shows instead. */
const WITHHELD = defaultPayloadConverter.toPayload({ withheld: doorText('WITHHELD') });
