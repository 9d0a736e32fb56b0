import rateLimit, { type RateLimitRequestHandler } from 'express-rate-limit';
import { ApiProblem } from '../problems/apiProblem';

const MINUTE_MS = 60_000;

/** How many requests a minute one address may send. Far above what people and demos need. */
const PER_MINUTE = { anything: 20_000, signIn: 600, registration: 600 } as const;

/** An operation that is asked for less often than the rest. */
export type LimitName = Exclude<keyof typeof PER_MINUTE, 'anything'>;
export type RateLimits = Readonly<Record<keyof typeof PER_MINUTE, RateLimitRequestHandler>>;

/** Limits by address; the lock of an account against guessing is another thing (see `signIn`). */
export function rateLimits(): RateLimits {
  return {
    anything: limit(PER_MINUTE.anything),
    signIn: limit(PER_MINUTE.signIn),
    registration: limit(PER_MINUTE.registration),
  };
}

function limit(perMinute: number): RateLimitRequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response) => {
      const seconds = Math.ceil(MINUTE_MS / 1000);
      throw new ApiProblem(429, 'TOO_MANY_REQUESTS', {
        headers: { 'Retry-After': response.getHeader('Retry-After')?.toString() ?? String(seconds) },
      });
    },
  });
}
