import type { z } from 'zod';
import { type Secret, textOf } from '../crypto';
import { exchange, type OutsideAnswer, OutsideFault, type OutsideRequest } from './exchange';

/** Where a service outside is, what it knows us by, and how long it may take. */
export interface ServiceAddress {
  readonly url: string;
  /** Sent as bearer token. */
  readonly apiKey: Secret;
  readonly timeoutMs?: number;
}

/** Why an outside service could not be used; worth another try later. */
export type ServiceFaultCode =
  | 'NOT_REACHED'
  | 'NO_ANSWER'
  | 'SERVER_FAULT'
  | 'ANSWER_INVALID'
  | 'REQUEST_REFUSED';

/** A technical fault of an outside service; never a business outcome. Carries no personal data. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault';

  constructor(
    readonly service: string,
    readonly code: ServiceFaultCode,
    detail: string,
  ) {
    super(`${service}: ${code} (${detail})`);
  }
}

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Asks a service and gives back any answer below 500.
 * @param ask its path holds no personal data: it stands in the logs of whoever is between
 * @throws ServiceFault NOT_REACHED, NO_ANSWER, SERVER_FAULT
 */
export async function askService(
  service: string,
  address: ServiceAddress,
  ask: { method: OutsideRequest['method']; path: string; body?: unknown },
): Promise<OutsideAnswer> {
  const answer = await exchange({
    method: ask.method,
    url: new URL(ask.path, address.url).href,
    timeoutMs: address.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    headers: { authorization: `Bearer ${textOf(address.apiKey)}` },
    ...(ask.body === undefined ? {} : { body: ask.body }),
  }).catch((fault: unknown) => {
    if (fault instanceof OutsideFault) throw new ServiceFault(service, fault.reach, fault.reason);
    throw fault;
  });
  if (answer.status >= 500) throw new ServiceFault(service, 'SERVER_FAULT', `HTTP ${answer.status}`);
  return answer;
}

/**
 * Reads an answer that should have worked.
 * @throws ServiceFault REQUEST_REFUSED when it is not 2xx, ANSWER_INVALID when it is not of the schema
 */
export function readAnswer<Schema extends z.ZodType>(
  service: string,
  answer: OutsideAnswer,
  schema: Schema,
): z.output<Schema> {
  if (answer.status < 200 || answer.status > 299) {
    throw new ServiceFault(service, 'REQUEST_REFUSED', `HTTP ${answer.status}`);
  }
  const parsed = schema.safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new ServiceFault(service, 'ANSWER_INVALID', `fields ${paths}`);
}

/** JSON, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
