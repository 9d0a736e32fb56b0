import express, { type RequestHandler, type Router } from 'express';
import { type OperationId, operationIds, type RouteContract, routes } from '../../../contracts/http';
import type { Parts } from '../parts';
import { limitRequests } from '../security/rateLimits';
import { askForWork } from '../security/work';
import { bodyOf } from './body';
import type { Operation, Operations } from './operation';
import { admit, methodNotAllowed, serve } from './routeRequest';

/** Every operation at the route of its contract: admitted by its policy, then parsed, then done. */
export function mountRoutes(operations: Operations, parts: Parts): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const id of operationIds) mount(router, id, operations, parts);
  const paths = [...new Set(operationIds.map((id) => routes[id].path))];
  // `/tasks/next` is no task: what is named goes before what an id may stand for.
  for (const path of paths.toSorted((one, other) => parametersIn(one) - parametersIn(other))) {
    router.all(path, methodNotAllowed(methodsOf(path)));
  }
  return router;
}

const parametersIn = (path: string): number => path.split('/:').length;

function mount<Id extends OperationId>(router: Router, id: Id, operations: Operations, parts: Parts): void {
  const contract: RouteContract = routes[id];
  const operation: Operation<Id> = operations[id];
  // Reading is only limited where it costs much.
  const usual = contract.method === 'get' ? null : 'act';
  const limit = operation.limit === undefined ? usual : operation.limit;
  router[contract.method](
    contract.path,
    nameOperation(id),
    admit(id, operation, parts),
    ...(contract.work ? [askForWork(id, parts)] : []),
    ...(limit === null ? [] : [limitRequests(limit, parts)]),
    ...bodyOf(contract),
    serve(id, operation, parts),
  );
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
