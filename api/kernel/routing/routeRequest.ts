import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { uuidv7 } from 'uuidv7';
import { ACTING_FOR_HEADER, type OperationId, type RouteContract, routes } from '../../../contracts/http';
import { localeOf } from '../../../contracts/texts/texts';
import { type KeyedRequest, keepAnswer, keepRequest } from '../../../gateways/database/idempotency';
import type { Parts } from '../parts';
import { ApiProblem } from '../problems/apiProblem';
import { problemOf } from '../problems/fromError';
import { notAdmitted } from '../security/admission';
import { lookingInto } from '../security/emergency';
import { evenly } from '../security/evenly';
import { identify } from '../security/identify';
import { securityRules } from '../security/rules';
import type { Call, Reply } from './call';
import type { Caller } from './caller';
import { hashesOf, keyOf, sameRequest } from './idempotency';
import type { Operation } from './operation';
import { parse, parsePath } from './parse';
import { type About, record, recordRefusedRead } from './record';
import { inBusinessTime } from './recorded';

/** What earlier steps found out about a request. */
export interface Seen {
  caller: Caller | null;
  key: string | null;
  /** The operator reads what is an institution's, in an emergency. */
  isEmergency: boolean;
}

/** First step, before the body is read: who asks, and may they. */
export function admit<Id extends OperationId>(
  id: Id,
  operation: Operation<Id>,
  parts: Parts,
): RequestHandler {
  const contract: RouteContract = routes[id];
  return async (request, response, next) => {
    const caller = await identify(parts, request);
    const seen: Seen = { caller, key: null, isEmergency: false };
    response.locals.seen = seen;
    const looking = contract.method === 'get' ? lookingInto(caller) : null;
    if (!operation.who.judge(caller).ok && operation.who.judge(looking).ok) {
      seen.caller = looking;
      seen.isEmergency = true;
    }
    const problem = notAdmitted(operation.who, seen.caller) ?? meantForAnother(request, caller);
    if (problem !== null) {
      // Who has not signed in is in the log of the network; here it would say nothing about anybody.
      if (caller !== null) {
        const outcome = problem.code;
        const { audit = null, isApart } = operation;
        await record(parts, { audit, ...(isApart && { isApart }) }, request, { caller, outcome });
        if (contract.method === 'get')
          await recordRefusedRead(parts, request, { operation: id, caller, outcome });
      }
      throw problem;
    }
    seen.key = keyOf(request.headers['idempotency-key'], contract);
    next();
  };
}

/** What a tab sends that was opened for another enterprise than the session acts for by now. */
function meantForAnother({ headers }: Request, caller: Caller | null): ApiProblem | null {
  const meant = headers[ACTING_FOR_HEADER.toLowerCase()];
  if (meant === undefined || caller === null || meant === caller.enterprise?.id) return null;
  return new ApiProblem(409, 'ACTS_FOR_ANOTHER');
}

/** Second step, after the body is read: parse, do, answer. */
export function serve<Id extends OperationId>(
  id: Id,
  operation: Operation<Id>,
  parts: Parts,
): RequestHandler {
  return async (request, response) => {
    const seen = response.locals.seen as Seen;
    const work = () => perform(id, operation, parts, { request, seen });
    const { even } = operation;
    const { answer, reply } = await (even ? evenly(securityRules().evenAnswerMs[even], work) : work());
    send(request, response, routes[id], reply, answer);
  };
}

/** Does what a request asks for and records it, refused or done. */
async function perform<Id extends OperationId>(
  id: Id,
  operation: Operation<Id>,
  parts: Parts,
  { request, seen }: { readonly request: Request; readonly seen: Seen },
): Promise<{ readonly answer: unknown; readonly reply: Reply }> {
  const { caller, isEmergency, key } = seen;
  const about: About = {
    ...{ caseType: null, caseId: null, concerns: null, machineId: null },
    ...{ detail: {}, isPersonal: false },
  };
  const recorded = isEmergency ? EMERGENCY_LOOK : operation;
  try {
    const call = callFrom(id, request, { caller, key }, about);
    if (isEmergency) call.note({ operation: id, ...idsIn(call.params) });
    const answer = await answerOnce(call, operation, parts);
    const outcome = call.reply.isRepeated ? 'REPEATED' : 'DONE';
    await record(parts, recorded, request, { caller, ...about, outcome });
    if (about.isPersonal) await record(parts, PERSONAL_READ, request, { caller, ...about, outcome });
    return { answer, reply: call.reply };
  } catch (error) {
    const outcome = problemOf(error)?.code ?? 'FAULT';
    await record(parts, recorded, request, { caller, ...about, outcome });
    const isRead = routes[id].method === 'get' && !isEmergency;
    if (isRead && caller !== null)
      await recordRefusedRead(parts, request, { operation: id, caller, outcome });
    throw error;
  }
}

/** Of what the operator reads each answer is in the institution's trail: which operation, of what. */
const EMERGENCY_LOOK = { audit: 'emergency.look' } as const;

/** Who saw personal data of others in full. */
const PERSONAL_READ = { audit: 'personalData.read' } as const;

const idsIn = (params: unknown): Readonly<Record<string, string>> => ({ ...(params ?? {}) });

function callFrom<Id extends OperationId>(
  id: Id,
  request: Request,
  { caller, key }: Pick<Seen, 'caller' | 'key'>,
  about: About,
): Call<Id> {
  const contract: RouteContract = routes[id];
  const reply: Reply = { cookies: [], headers: {}, isFinal: true, isRepeated: false };
  const parsed = {
    params: contract.params === undefined ? undefined : parsePath(contract.params, request.params),
    query: contract.query === undefined ? undefined : parse(contract.query, { ...request.query }),
    body: contract.body === undefined ? undefined : parse(contract.body, request.body),
  };
  return {
    ...(parsed as Pick<Call<Id>, 'params' | 'query' | 'body'>),
    operation: id,
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    headers: request.headers,
    caller,
    locale: localeOf((...types) => request.acceptsLanguages(...types)),
    requestId: request.id,
    ip: request.ip ?? '',
    key,
    subjectId: uuidv7(),
    reply,
    about: (caseType, caseId) => {
      about.caseType = caseType;
      about.caseId = caseId;
    },
    showsPersonalData: (caseType, caseId) => {
      Object.assign(about, { caseType, caseId, isPersonal: true });
    },
    concerns: (institutionId, enterpriseId) => {
      about.concerns = { institutionId, enterpriseId: enterpriseId ?? null };
    },
    actsAs: (machineId) => {
      about.machineId = machineId;
    },
    note: (detail) => {
      about.detail = { ...about.detail, ...detail };
    },
  };
}

/** Does what is asked, or gives the answer that the first request with this key got. */
async function answerOnce<Id extends OperationId>(
  call: Call<Id>,
  operation: Operation<Id>,
  parts: Parts,
): Promise<unknown> {
  const { answer: schema, status } = routes[call.operation] as RouteContract;
  const answered = async (subjectId: string): Promise<unknown> =>
    await inBusinessTime(parts, schema, await operation.do(parts, { ...call, subjectId }));
  if (call.key === null) return await answered(call.subjectId);
  // What was answered for one enterprise is no answer for another.
  const { enterprise = null } = call.caller ?? {};
  const asked = [call.params, call.body, ...(enterprise === null ? [] : [enterprise.id])];
  const hashes = hashesOf(asked, parts.settings.authSecret);
  const request: KeyedRequest = {
    actorId: call.caller?.userId ?? 'public',
    key: call.key,
    operation: call.operation,
    requestHash: hashes[0],
    subjectId: call.subjectId,
  };
  const kept = await keepRequest(parts.prisma, request);
  sameRequest(kept, request, hashes);
  call.reply.isRepeated = !kept.isFirst;
  if (kept.status !== null) {
    call.reply.status = kept.status;
    call.reply.headers['Idempotent-Replayed'] = 'true';
    return kept.answer;
  }
  const answer = await answered(kept.subjectId);
  if (call.reply.isFinal) {
    await keepAnswer(parts.prisma, request, call.reply.status ?? status, answer);
  }
  return answer;
}

function send(
  { method }: Pick<Request, 'method'>,
  response: Response,
  contract: RouteContract,
  reply: Reply,
  answer: unknown,
): void {
  for (const cookie of reply.cookies) response.append('Set-Cookie', cookie);
  response.set(reply.headers).status(reply.status ?? contract.status);
  if (answer instanceof Readable) {
    if (contract.produces !== undefined && !response.hasHeader('Content-Type'))
      response.set('Content-Type', contract.produces);
    // Who has gone while it was sent is not told that it went wrong.
    if (method === 'HEAD') answer.destroy();
    else return void pipeline(answer, response).catch(() => undefined);
  }
  if (contract.status === 204 || answer instanceof Readable) response.end();
  else response.json(answer);
}

/** The last handler of a path: the method is not one of those that it knows. */
export function methodNotAllowed(allowed: readonly string[]) {
  const allow = [...allowed, 'OPTIONS'].join(', ');
  return (request: Request, response: Response, _next: NextFunction): void => {
    response.set('Allow', allow);
    if (request.method !== 'OPTIONS') throw new ApiProblem(405, 'METHOD_NOT_ALLOWED', { detail: { allow } });
    response.status(204).end();
  };
}
