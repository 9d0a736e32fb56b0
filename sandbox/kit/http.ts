import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { logLine } from './lifecycle';

const BODY_LIMIT = '8mb';
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'";

/**
 * An express application as every sandbox process wants it: bodies as JSON or text, requests held back until
 * the state is read from the disk, one log line per request with the route's pattern (paths hold personal
 * data), and problems as `{code, message}`.
 */
export function sandboxApp(part: string, ready: Promise<unknown>, routes: (app: Express) => void): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(logRequests(part));
  app.use(async (_request, _response, next) => {
    await ready;
    next();
  });
  app.use(express.json({ limit: BODY_LIMIT }));
  app.use(express.text({ type: ['text/plain', 'text/csv'], limit: BODY_LIMIT }));
  routes(app);
  app.use((_request, response) => answerProblem(response, 404, 'NO_SUCH_ROUTE'));
  app.use(presentFault(part));
  return app;
}

/** Answers with a stable code. */
export function answerProblem(response: Response, status: number, code: string, message = code): void {
  response.status(status).json({ code, message });
}

/** Marks the request's log line with the business key it is about. */
export function logKey(response: Response, key: string): void {
  response.locals.key = key;
}

function logRequests(part: string): RequestHandler {
  return (request, response, next) => {
    const startedMs = performance.now();
    response.on('close', () => {
      const { key } = response.locals as { key?: string };
      logLine(part, 'request', {
        method: request.method,
        route: (request.route as { path?: string } | undefined)?.path ?? 'none',
        status: response.writableEnded ? response.statusCode : 'no answer',
        ms: Math.round(performance.now() - startedMs),
        ...(key === undefined ? {} : { key }),
      });
    });
    next();
  };
}

function presentFault(part: string): ErrorRequestHandler {
  return (fault: unknown, _request, response, next) => {
    if (response.headersSent) return next(fault);
    if (fault instanceof z.ZodError) {
      const message = fault.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      return answerProblem(response, 400, 'REQUEST_INVALID', message);
    }
    const status = (fault as { status?: unknown }).status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return answerProblem(response, status, 'REQUEST_INVALID', (fault as Error).message);
    }
    logLine(part, 'fault', { message: fault instanceof Error ? fault.message : String(fault) });
    return answerProblem(response, 500, 'FAULT');
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** A table for people; cells are escaped, except what {@link rawHtml} marked. */
export function htmlTable(headings: readonly string[], rows: readonly (readonly unknown[])[]): string {
  if (rows.length === 0) return '<p class="none">无 / none</p>';
  const head = headings.map((heading) => `<th>${escapeHtml(heading)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cellHtml(cell)}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** Markup made by our own code, to be shown as it is. */
export interface RawHtml {
  readonly html: string;
}

/** Marks markup made by our own code. */
export function rawHtml(html: string): RawHtml {
  return { html };
}

function cellHtml(cell: unknown): string {
  const isRaw = typeof cell === 'object' && cell !== null && 'html' in cell;
  return isRaw ? (cell as RawHtml).html : escapeHtml(cell ?? '');
}

/** Sends a page without scripts, under a policy that allows none. */
export function answerPage(response: Response, title: string, bodyHtml: string): void {
  response
    .set('content-security-policy', PAGE_POLICY)
    .set('x-content-type-options', 'nosniff')
    .set('referrer-policy', 'no-referrer')
    .type('html')
    .send(`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{font:15px/1.5 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1f2329}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #e5e6eb;vertical-align:top}
th{color:#646a73;font-weight:600}.none{color:#8f959e}code,pre{background:#f5f6f7;padding:.1rem .3rem;white-space:pre-wrap;overflow-wrap:anywhere}
iframe{width:100%;height:24rem;border:1px solid #e5e6eb}
@media (prefers-color-scheme:dark){body{background:#1b1c1f;color:#e8e9eb}th,td{border-color:#3a3c41}code,pre{background:#2a2b2f}a{color:#7fb2ff}iframe{background:#fff}}
</style></head><body>${bodyHtml}</body></html>`);
}

/** Refuses whoever does not show the API key, in the same time whatever was shown. */
export function requireApiKey(apiKey: string): RequestHandler {
  const expected = createHash('sha256').update(`Bearer ${apiKey}`).digest();
  return (request, response, next) => {
    const given = createHash('sha256')
      .update(request.get('authorization') ?? '')
      .digest();
    if (timingSafeEqual(given, expected)) return next();
    answerProblem(response, 401, 'API_KEY_WRONG', 'send the API key as a bearer token');
  };
}
