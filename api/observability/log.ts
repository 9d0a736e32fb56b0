import type { RequestHandler } from 'express';
import pino, { type Logger } from 'pino';

/** Fields that never reach a log, should somebody log an object that has them. */
const REDACTED = [
  'password',
  'token',
  'authorization',
  'cookie',
  'mobile',
  'mail',
  'email',
  'residentId',
  'bankAccountNo',
  'legalPerson',
].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** The process's log: JSON lines on stdout. */
export function createLog(level: string): Logger {
  return pino({
    level,
    name: 'api',
    base: { pid: process.pid },
    redact: { paths: REDACTED, censor: '[redacted]' },
  });
}

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
