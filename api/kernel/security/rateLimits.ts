import type { Request, RequestHandler, Response } from 'express';
import type { RequestLimit, RequestLimitName, Window } from '../../../domain/parameters/security';
import { type Exceeded, limitOfProcess } from '../../../gateways/limits';
import type { Parts } from '../parts';
import { tooMany } from '../problems/apiProblem';
import type { Seen } from '../routing/routeRequest';
import { clientAddress } from './address';
import { securityRules } from './rules';

/** In a demo people, stories and measurements all come from one machine: so many times as much is left. */
const IN_A_DEMO = 100;

type LimitParts = Pick<Parts, 'limits' | 'settings' | 'metrics' | 'log'>;

/** What one address may send to this process, whatever it asks for: refused before it costs anything. */
export function limitAnything({ settings, metrics }: Pick<Parts, 'settings' | 'metrics'>): RequestHandler {
  const take = limitOfProcess(windowFor(securityRules().anything, settings));
  return async (request, _response, next) => {
    refuse(await take(clientAddress(request.ip ?? '')), 'anything', metrics);
    next();
  };
}

/**
 * What one person, or one address where nobody is signed in, may ask of an operation; counted by all processes
 * together. Comes after the policy, which says who it is.
 */
export function limitRequests(name: RequestLimitName, parts: LimitParts): RequestHandler {
  const { limits, metrics, settings } = parts;
  return async (request, response, next) => {
    const { counts, per, windows } = securityRules().limits[name];
    const [whose, few] = [payerOf(per, request, response), windowsFor(windows, settings)];
    if (counts === 'ALL') await countRequest(name, whose, parts);
    else {
      refuse(await limits.exceeded(name, whose, few), name, metrics);
      response.once('finish', () => void takeIfRefused(parts, response, () => limits.take(name, whose, few)));
    }
    next();
  };
}

/** Counts a request against a limit of which every request counts. @throws ApiProblem 429 */
export async function countRequest(
  name: RequestLimitName,
  whose: string,
  { limits, metrics, settings }: Pick<LimitParts, 'limits' | 'metrics' | 'settings'>,
): Promise<void> {
  const few = windowsFor(securityRules().limits[name].windows, settings);
  refuse(await limits.take(name, whose, few), name, metrics);
}

function payerOf(per: RequestLimit['per'], request: Request, response: Response): string {
  const { caller } = response.locals.seen as Seen;
  return per === 'PERSON' && caller !== null ? caller.userId : clientAddress(request.ip ?? '');
}

async function takeIfRefused(
  { log }: LimitParts,
  { statusCode }: Response,
  take: () => Promise<unknown>,
): Promise<void> {
  if (statusCode < 400 || statusCode >= 500) return;
  await take().catch((error: unknown) => log.warn({ err: error }, 'a refused request was not counted'));
}

/** The windows of what is counted by address or person. */
export function windowsFor(windows: readonly Window[], settings: Parts['settings']): readonly Window[] {
  return windows.map((window) => windowFor(window, settings));
}

function windowFor({ most, seconds }: Window, { isDemo }: Parts['settings']): Window {
  return { most: isDemo ? most * IN_A_DEMO : most, seconds };
}

function refuse(exceeded: Exceeded | null, limit: string, metrics: Parts['metrics']): void {
  if (exceeded === null) return;
  metrics.refusedByLimit(limit);
  throw tooMany(exceeded.seconds);
}
