import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { logRequests } from './kernel/observability/log';
import { traceRequests } from './kernel/observability/traces';
import type { Parts } from './kernel/parts';
import { ApiProblem } from './kernel/problems/apiProblem';
import { errorHandler } from './kernel/problems/errorHandler';
import { mountRoutes } from './kernel/routing/mount';
import { originCheck } from './kernel/routing/originCheck';
import { requestId } from './kernel/routing/requestId';
import { notAdmitted } from './kernel/security/admission';
import { codecCors } from './kernel/security/codecCors';
import { identify } from './kernel/security/identify';
import { OPERATOR } from './kernel/security/policy';
import { limitAnything } from './kernel/security/rateLimits';
import { operations } from './operations';
import { doors, strayed } from './pages/doors';
import { pages } from './pages/pages';

/** The API with its pages. @param queues the page of the queues, shown to the platform's operator */
export function createApp(parts: Parts, queues: RequestHandler): Express {
  const { log, metrics, settings } = parts;
  const app = express();
  const own = new URL(settings.publicUrl).origin;
  const ui = originsOf(settings.temporalUiUrl);

  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  // Without a proxy that is known, what a client says of its address is not believed.
  app.set('trust proxy', settings.trustedProxies);
  app.use(requestId, traceRequests, logRequests(log), metrics.observe);
  app.use(helmet({ contentSecurityPolicy: API_POLICY }));
  app.use(limitAnything(parts));
  app.use('/api/codec', codecCors(ui), originCheck([own, ...ui]));
  app.use(/^(?!\/api\/codec\/)/, originCheck([own, ...originsOf(settings.publicUrl)]));
  app.use('/api', noStore, mountRoutes(operations, parts));
  app.use('/queues', noStore, operatorOnly(parts), queues);
  app.use(doors(parts), pages(parts), strayed(parts));
  app.use((_request, _response, next) => next(new ApiProblem(404, 'NO_SUCH_ROUTE')));
  app.use(errorHandler(log));
  return app;
}

/** Answers of the API are data: a browser shall not run anything in them. */
const API_POLICY = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
};

/** What people see is theirs alone: no cache keeps it. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** An address and its other name on the same machine, as people type either. */
function originsOf(url: string): readonly string[] {
  const { origin } = new URL(url);
  return [origin, origin.replace('//localhost', '//127.0.0.1'), origin.replace('//127.0.0.1', '//localhost')];
}

function operatorOnly(parts: Parts): RequestHandler {
  return async (request, response, next) => {
    const caller = await identify(parts, request);
    const problem = notAdmitted(OPERATOR, caller);
    // A browser is led to where one signs in, with all that is asked for; a program is told.
    const isForRole = problem?.code === 'NOT_YOUR_ROLE';
    const isBrowser = request.method === 'GET' && request.accepts('html', 'json') === 'html';
    if (problem !== null && !isForRole && isBrowser) return response.redirect(303, '/desk');
    if (problem !== null) throw problem;
    next();
  };
}
