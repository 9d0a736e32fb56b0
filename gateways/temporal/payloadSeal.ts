import type { Payload, SerializationContext } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { type KeyRing, keysFor, madeOf, open, parseKeyRing, type Secret, seal } from '../crypto';

const ENCODING = 'binary/encrypted';
const PayloadMessage = temporal.api.common.v1.Payload;

/** Where a payload belongs; it opens nowhere else. */
export interface PayloadPlace {
  readonly namespace: string;
  readonly workflowId: string;
  /** The step whose input or result it is; null for what the process itself is told or says. */
  readonly activityId: string | null;
}

/**
 * Seals what goes through Temporal with AES-256-GCM, under sub-keys of DATA_KEYS for this purpose alone. Where a
 * payload belongs stands in its metadata, in clear and authenticated, so that it can be told whose it is.
 */
export class PayloadSeal {
  /** As it is now: keys may change while the process runs. */
  private readonly ring: () => KeyRing;

  /** @param dataKeys the setting DATA_KEYS, see `parseKeyRing`; the first seals, all open */
  constructor(dataKeys: Secret) {
    this.ring = madeOf(dataKeys, (text) => keysFor('temporal payloads', parseKeyRing(text)));
    this.ring();
  }

  seal(payload: Payload, place: PayloadPlace): Payload {
    const { namespace, workflowId, activityId } = place;
    const metadata = {
      encoding: bytesOf(ENCODING),
      namespace: bytesOf(namespace),
      'workflow-id': bytesOf(workflowId),
      ...(activityId !== null && { 'activity-id': bytesOf(activityId) }),
    };
    return { metadata, data: seal(this.ring(), PayloadMessage.encode(payload).finish(), boundTo(place)) };
  }

  /** @throws SealError when it is not sealed, was changed or moved, or its key is missing */
  open(payload: Payload): Payload {
    const clear = open(this.ring(), payload.data ?? new Uint8Array(), boundTo(placeOf(payload)));
    return PayloadMessage.decode(clear) as Payload;
  }
}

export function isSealed(payload: Payload): boolean {
  return textOf(payload.metadata?.encoding) === ENCODING;
}

/** Where a payload says that it belongs: the truth once it has opened. */
export function placeOf({ metadata }: Payload): PayloadPlace {
  const activityId = metadata?.['activity-id'];
  return {
    namespace: textOf(metadata?.namespace),
    workflowId: textOf(metadata?.['workflow-id']),
    activityId: activityId == null ? null : textOf(activityId),
  };
}

/** The workflow that a sealed payload says it belongs to: the truth once it has opened. Null for one in clear. */
export function workflowIdOf(payload: Payload): string | null {
  return isSealed(payload) ? placeOf(payload).workflowId : null;
}

/**
 * Where the SDK says that a payload comes from or goes to. Clients and workers give the same of the same payload: of
 * children and signals the target's, of a step its process's with the step's id.
 * @returns null for what belongs to no process
 */
export function placeOfContext(
  namespace: string,
  context: SerializationContext | undefined,
): PayloadPlace | null {
  if (context?.workflowId === undefined) return null;
  const { workflowId } = context;
  if (context.type === 'workflow') return { namespace, workflowId, activityId: null };
  return context.activityId === undefined ? null : { namespace, workflowId, activityId: context.activityId };
}

export function isSamePlace(one: PayloadPlace, other: PayloadPlace): boolean {
  return boundTo(one) === boundTo(other);
}

function boundTo({ namespace, workflowId, activityId }: PayloadPlace): string {
  return JSON.stringify([namespace, workflowId, activityId]);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return new TextDecoder().decode(bytes ?? undefined);
}
