import type { RequestHandler } from 'express';
import { CHALLENGE_HEADER, type OperationId, WORK_HEADER } from '../../../contracts/http';
import type { Parts } from '../parts';
import { ApiProblem } from '../problems/apiProblem';
import { securityRules } from './rules';

/** In a demo programs do in minutes what people do in months: it costs them so much less. */
const IN_A_DEMO = 100;

/**
 * Has whoever asks prove some work, where the installation wants it: refused with something to solve, the request comes
 * again with the solution. Each counts once; robots pay for each try, and a person waits for a moment.
 */
export function askForWork(
  operation: OperationId,
  parts: Pick<Parts, 'limits' | 'metrics' | 'settings' | 'work'>,
): RequestHandler {
  const { limits, metrics, work } = parts;
  return async (request, _response, next) => {
    const { asksForWork, isDemo } = parts.settings;
    if (!asksForWork) return next();
    const rules = securityRules().work;
    const nonce = await work.solvedNonce(request.get(WORK_HEADER) ?? '', operation);
    const once = [{ most: 1, seconds: rules.minutes * 60 }];
    if (nonce !== null && (await limits.take('work', nonce, once)) === null) return next();
    metrics.refusedByLimit('work');
    const cost = isDemo ? Math.ceil(rules.cost / IN_A_DEMO) : rules.cost;
    const challenge = await work.ask(operation, { ...rules, cost });
    throw new ApiProblem(403, 'WORK_NEEDED', { headers: { [CHALLENGE_HEADER]: challenge } });
  };
}
