import { randomBytes } from 'node:crypto';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

/** What the UI server is asked, and nothing besides: no cookie, no session, no header that it might hand on. */
export interface UiRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Of whoever asks; those that matter are picked. */
  readonly headers: IncomingHttpHeaders;
  readonly body?: string;
  /** Its answer is read here, so not compressed. */
  readonly isRead?: boolean;
}

const PASSED = ['accept', 'accept-language', 'if-none-match', 'if-modified-since', 'range', 'user-agent'];

/**
 * Asks the UI server and gives its answer.
 * @param signal ends the question with whoever asked it: some answers come only when something happens
 * @throws Error when it is not reached
 */
export function askUiServer(
  baseUrl: string,
  asked: UiRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { method, target, body } = asked;
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(baseUrl), { method, path: target, headers: headersOf(asked), signal });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function headersOf({ body, headers, isRead }: UiRequest): Record<string, string> {
  const picked = PASSED.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const encoding = isRead ? 'identity' : headers['accept-encoding'];
  return {
    ...Object.fromEntries(picked),
    ...(typeof encoding === 'string' && { 'accept-encoding': encoding }),
    ...(body !== undefined && bodyHeaders(body)),
  };
}

/** The UI server wants a cookie and a header that agree; against other sites' pages stands the door (Origin). */
function bodyHeaders(body: string): Record<string, string> {
  const token = randomBytes(16).toString('hex');
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    cookie: `_csrf=${token}`,
    'x-csrf-token': token,
  };
}
