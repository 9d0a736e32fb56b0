import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

/** What a process tells whoever operates it, on a port that only operators reach. */
export interface OpsPage {
  /** The truth about each part; `DOWN` when one is that nothing works without. */
  readonly health: () => Promise<{ readonly status: 'UP' | 'DEGRADED' | 'DOWN' }>;
  /** The figures for Prometheus. */
  readonly figures: Pick<Registry, 'contentType' | 'metrics'>;
}

/**
 * Serves `/health` (503 when it is down) and `/metrics`. Apart from the port for people: what a process is made of,
 * and how much business it does, is nobody's outside (ASVS 13.4.5).
 */
export function serveOpsPage(
  page: OpsPage,
  { host, port, log }: { readonly host: string; readonly port: number; readonly log: Logger },
): Server {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://ops').pathname;
    void answer(page, path, response).catch((error: unknown) => {
      log.warn({ err: error, path }, 'an operator was not answered');
      response.writeHead(500).end();
    });
  });
  server.on('error', (error) => {
    log.fatal({ err: error }, 'the page for operators cannot listen');
    process.exit(1);
  });
  return server.listen(port, host);
}

async function answer(page: OpsPage, path: string, response: ServerResponse): Promise<void> {
  if (path === '/metrics') {
    const figures = await page.figures.metrics();
    response.writeHead(200, { 'content-type': page.figures.contentType }).end(figures);
  } else if (path === '/health') {
    const health = await page.health();
    const status = health.status === 'DOWN' ? 503 : 200;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(health));
  } else response.writeHead(404).end();
}
