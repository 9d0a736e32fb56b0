import type { SessionLimits } from '../../domain/parameters/security';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** When a session began and was used last; real milliseconds since 1970 UTC. */
export interface SessionAge {
  readonly beganMs: number;
  readonly usedMs: number;
}

/**
 * When a session ends by itself: so long after it was used, and in any case so long after signing in (ASVS 7.3.1,
 * 7.3.2). A copied token that is kept in use ends too.
 */
export function sessionEndMs({ beganMs, usedMs }: SessionAge, { hours, idleMinutes }: SessionLimits): number {
  return Math.min(beganMs + hours * HOUR_MS, usedMs + idleMinutes * MINUTE_MS);
}
