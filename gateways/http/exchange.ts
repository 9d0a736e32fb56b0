import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { SpanKind } from '@opentelemetry/api';
import { inSpan, traceHeaders } from '../telemetry/spans';

/** A request to a service outside. */
export interface OutsideRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** For connection and answer together. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes?: number;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/**
 * Whether the other side can have acted: `NOT_REACHED` means no connection was made, so it surely did not;
 * `NO_ANSWER` means the request may have arrived.
 */
export type FaultReach = 'NOT_REACHED' | 'NO_ANSWER';

/** The line to an outside service failed. The message carries no personal data and no path. */
export class OutsideFault extends Error {
  override readonly name = 'OutsideFault';

  constructor(
    readonly reach: FaultReach,
    readonly reason: string,
    origin: string,
  ) {
    super(`${origin}: ${reach} (${reason})`);
  }
}

const DEFAULT_MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * One exchange over a connection of its own. A pooled connection that the other side has closed looks like
 * an answer that got lost; with a fresh one "not reached" is certain.
 * @throws OutsideFault
 */
export function exchange(outside: OutsideRequest): Promise<OutsideAnswer> {
  const { host } = new URL(outside.url);
  const named = { kind: SpanKind.CLIENT, 'http.request.method': outside.method, 'server.address': host };
  return inSpan(`${outside.method} ${host}`, named, async (span) => {
    const answer = await exchangeOnce(outside);
    span.setAttribute('http.response.status_code', answer.status);
    return answer;
  });
}

function exchangeOnce(outside: OutsideRequest): Promise<OutsideAnswer> {
  const { origin, protocol } = new URL(outside.url);
  return new Promise((resolve, reject) => {
    let connected = false;
    const fail = (reason: string) =>
      reject(new OutsideFault(connected ? 'NO_ANSWER' : 'NOT_REACHED', reason, origin));
    const body = outside.body === undefined ? undefined : JSON.stringify(outside.body);
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const request: ClientRequest = send(outside.url, {
      method: outside.method,
      agent: false,
      headers: { ...traceHeaders(), ...outside.headers, ...(body === undefined ? {} : jsonHeaders(body)) },
      signal: AbortSignal.timeout(outside.timeoutMs),
    });
    request.on('socket', (socket) => {
      socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    request.on('error', (fault: NodeJS.ErrnoException) => fail(reasonOf(fault)));
    request.on('response', (response) => {
      readText(response, outside.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        (fault: unknown) => {
          request.destroy();
          fail(reasonOf(fault));
        },
      );
    });
    request.end(body);
  });
}

function jsonHeaders(body: string): Record<string, string> {
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
}

async function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error('ANSWER_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(fault: unknown): string {
  const { cause, code, message, name } = fault as NodeJS.ErrnoException & { cause?: { name?: string } };
  if (name === 'TimeoutError' || name === 'AbortError' || cause?.name === 'TimeoutError') return 'TIMEOUT';
  return code ?? message;
}
