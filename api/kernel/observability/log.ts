import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** One line a request: which operation, how it ended, how long it took. No address, no body, no query. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('finish', () => {
      const { operation } = response.locals;
      const level = response.statusCode >= 500 ? 'warn' : 'info';
      log[level](
        {
          requestId: request.id,
          method: request.method,
          operation: operation ?? 'none',
          status: response.statusCode,
          ms: Math.round(performance.now() - startedAt),
        },
        'request',
      );
    });
    next();
  };
}
