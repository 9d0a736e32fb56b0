import type { RequestHandler } from 'express';
import { ApiProblem } from '../problems/apiProblem';

/**
 * Against requests that another site makes a browser send with our cookie. A browser names the origin of
 * every POST; programs that send none carry a bearer token and no cookie.
 * @param origins those of the platform's own pages
 */
export function originCheck(origins: readonly string[]): RequestHandler {
  return (request, _response, next) => {
    const { origin } = request.headers;
    const isSafe = request.method === 'GET' || request.method === 'HEAD';
    if (!isSafe && origin !== undefined && !origins.includes(origin)) {
      throw new ApiProblem(403, 'ORIGIN_NOT_ALLOWED');
    }
    next();
  };
}
