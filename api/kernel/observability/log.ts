import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Seen } from '../routing/routeRequest';

/** One line a request: who asked for which operation, how it ended, how long it took. No address, no body, no query. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('finish', () => {
      const { operation, seen } = response.locals as { operation?: string; seen?: Pick<Seen, 'caller'> };
      const level = response.statusCode >= 500 ? 'warn' : 'info';
      log[level](
        {
          requestId: request.id,
          method: request.method,
          operation: operation ?? 'none',
          userId: seen?.caller?.userId,
          status: response.statusCode,
          ms: Math.round(performance.now() - startedAt),
        },
        'request',
      );
    });
    next();
  };
}
