import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { PROBLEM_MEDIA_TYPE } from '../../../contracts/http';
import { localeOf } from '../../../contracts/texts/texts';
import { ApiProblem } from './apiProblem';
import { problemOf } from './fromError';
import { presentProblem } from './present';

/** The one place where a failed request is answered. A fault of ours goes to the log, never to the client. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const known = problemOf(error);
    if (known === null) log.error({ err: error, requestId: request.id }, 'a fault that nobody foresaw');
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = known ?? new ApiProblem(500, 'FAULT');
    const document = presentProblem(problem, {
      locale: localeOf((...types) => request.acceptsLanguages(...types)),
      instance: request.originalUrl.split('?')[0] ?? '',
      requestId: request.id,
    });
    response.set(problem.more.headers ?? {}).vary('Accept-Language');
    response.status(problem.status).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(document));
  };
}
