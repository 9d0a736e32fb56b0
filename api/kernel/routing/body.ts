import express, { type RequestHandler } from 'express';
import { mayBeLeftOut, type RouteContract } from '../../../contracts/http';
import { ApiProblem } from '../problems/apiProblem';

/** Statements of several years fit; nothing of ours is larger. */
const BODY_LIMIT = '100kb';
/** A page of histories in the Temporal UI. */
const PAYLOADS_LIMIT = '8mb';

/** Reads the body of a route as its contract says, and refuses other kinds. */
export function bodyOf(contract: RouteContract): RequestHandler[] {
  if (contract.rawBody) return [express.raw({ type: () => true, limit: contract.mostBytes ?? BODY_LIMIT })];
  if (contract.method === 'get') return [];
  if (contract.form) return [onlyForm, express.urlencoded({ extended: false, limit: BODY_LIMIT })];
  const limit = contract.path.startsWith('/codec/') ? PAYLOADS_LIMIT : BODY_LIMIT;
  const needsBody = contract.body !== undefined && !mayBeLeftOut(contract.body);
  return [onlyJson(needsBody), express.json({ limit, strict: false, type: () => true })];
}

const FORM = 'application/x-www-form-urlencoded';

const onlyForm: RequestHandler = (request, _response, next) => {
  if (request.is(FORM) === false) {
    throw new ApiProblem(415, 'FORM_EXPECTED', { headers: { 'Accept-Post': FORM } });
  }
  next();
};

function onlyJson(hasBody: boolean): RequestHandler {
  return (request, _response, next) => {
    const isEmpty =
      request.headers['transfer-encoding'] === undefined &&
      Number(request.headers['content-length'] ?? 0) === 0;
    if (isEmpty && hasBody) throw new ApiProblem(400, 'BODY_MISSING');
    if (!isEmpty && request.is(['application/json', 'application/*+json']) === false) {
      throw new ApiProblem(415, 'JSON_EXPECTED', { headers: { 'Accept-Post': 'application/json' } });
    }
    next();
  };
}
