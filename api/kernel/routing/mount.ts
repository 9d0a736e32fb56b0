import express, { type RequestHandler, type Router } from 'express';
import { type OperationId, operationIds, routes } from '../../../contracts/http';
import { bodyOf } from './body';
import type { Handlers } from './call';
import type { RoutingParts } from './parts';
import { admit, methodNotAllowed, serve } from './routeRequest';

/**
 * Every route of the contract: admitted by its policy, then parsed, then handled.
 * @param before further handlers of single operations (rate limits, CORS)
 */
export function mountRoutes(
  parts: RoutingParts,
  handlers: Handlers,
  before: Readonly<Partial<Record<OperationId, readonly RequestHandler[]>>>,
): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const operation of operationIds) {
    const { method, path } = routes[operation];
    router[method](
      path,
      nameOperation(operation),
      ...(before[operation] ?? []),
      admit(operation, parts),
      ...bodyOf(path, routes[operation]),
      serve(operation, parts, handlers),
    );
  }
  for (const path of new Set(operationIds.map((operation) => routes[operation].path))) {
    router.all(path, methodNotAllowed(methodsOf(path)));
  }
  return router;
}

/** For logs and metrics: the operation names the route without ids or search words. */
function nameOperation(operation: OperationId): RequestHandler {
  return (_request, response, next) => {
    response.locals.operation = operation;
    next();
  };
}

function methodsOf(path: string): readonly string[] {
  const own = operationIds.filter((operation) => routes[operation].path === path);
  const methods = own.map((operation) => routes[operation].method.toUpperCase());
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}
