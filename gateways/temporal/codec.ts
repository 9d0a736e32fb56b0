import {
  defaultPayloadConverter,
  type Payload,
  type PayloadCodec,
  type SerializationContext,
} from '@temporalio/common';
import type { PayloadRefusal, RefusedPayload } from '../../contracts/refusedPayload';
import { SealError } from '../crypto';
import { isSamePlace, isSealed, type PayloadSeal, placeOf, placeOfContext } from './payloadSeal';

const QUOTE = '"'.charCodeAt(0);

/**
 * What a client sends and reads: sealed for the process that it is about. Two things stay readable, so that the
 * Temporal UI reads like the file of a case without a key: bare texts (the summaries of workflows, timers and
 * activities) and what a workflow says about itself (its current details). No message is a bare text: a worker would
 * refuse it.
 */
export class ClientCodec implements PayloadCodec {
  constructor(
    private readonly seal: PayloadSeal,
    private readonly namespace: string,
  ) {}

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return payloads.map((payload) => (isForPeople(payload) ? payload : this.close(payload, context)));
  }

  /** @throws SealError for what was not sealed by this platform for this process, and is not for people to read */
  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return payloads.map((payload) => {
      if (!isSealed(payload) && isForPeople(payload)) return payload;
      const opened = this.openHere(payload, context);
      if (typeof opened === 'string') throw new SealError(opened);
      return opened;
    });
  }

  /** @returns why it is refused, or what it holds */
  protected openHere(payload: Payload, context?: SerializationContext): Payload | PayloadRefusal {
    if (!isSealed(payload)) return 'NOT_SEALED';
    const place = placeOfContext(this.namespace, context);
    if (place === null || !isSamePlace(place, placeOf(payload))) return 'SEALED_ELSEWHERE';
    try {
      return this.seal.open(payload);
    } catch (fault) {
      if (!(fault instanceof SealError)) throw fault;
      return 'NOT_SEALED';
    }
  }

  private close(payload: Payload, context?: SerializationContext): Payload {
    // What a worker says of a workflow task that it could not even begin has no place: nobody believes it either.
    const nowhere = { namespace: this.namespace, workflowId: '', activityId: null };
    return this.seal.seal(payload, placeOfContext(this.namespace, context) ?? nowhere);
  }
}

/**
 * The same for workers, where whatever comes was sent by nobody knows whom. What is refused is no exception, which
 * would keep the process from going on for ever: a mark stands in its place, the same at each replay, and the doors
 * (`workflows/interceptors/door`, `activityDoor`) refuse it. What holds a signature of the API or of the bank is
 * verified here, for a workflow has no means to.
 */
export class WorkerCodec extends ClientCodec {
  constructor(
    seal: PayloadSeal,
    namespace: string,
    private readonly claims: Claims,
  ) {
    super(seal, namespace);
  }

  override async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return payloads.map((payload) => {
      const opened = this.openHere(payload, context);
      if (typeof opened === 'string') return mark({ $refused: opened });
      return this.isTrue(opened) ? opened : mark({ $refused: 'NOT_PROVEN' });
    });
  }

  private isTrue({ data }: Payload): boolean {
    const text = Buffer.from(data ?? []);
    return Object.entries(this.claims).every(([claim, isTrue]) => {
      if (!text.includes(`"${claim}":`)) return true;
      const message: unknown = JSON.parse(text.toString());
      const isClaimed = typeof message === 'object' && message !== null && Object.hasOwn(message, claim);
      return !isClaimed || isTrue(message);
    });
  }
}

/** By the name under which a message holds a signature of somebody: whether it is theirs, over this message. */
export type Claims = Readonly<Record<string, (message: object) => boolean>>;

function mark(refused: RefusedPayload): Payload {
  return defaultPayloadConverter.toPayload(refused);
}

function isForPeople({ metadata, data }: Payload): boolean {
  if (Buffer.from(metadata?.encoding ?? []).toString() !== 'json/plain') return false;
  return data?.[0] === QUOTE || isSelfDescription(data);
}

/** The answer to `__temporal_workflow_metadata`, where the UI reads the current details. */
function isSelfDescription(data: Uint8Array | null | undefined): boolean {
  const text = Buffer.from(data ?? []).toString();
  if (!text.startsWith('{"definition":{"type":')) return false;
  const keys = Object.keys(JSON.parse(text) as object);
  return keys.every((key) => key === 'definition' || key === 'currentDetails');
}
