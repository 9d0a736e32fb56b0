import { forgetOldRequests } from '../../gateways/database/idempotency';
import { forgetEndedSessions } from '../../gateways/database/sessions';
import type { Parts } from './parts';
import { securityRules } from './security/rules';

const EVERY_MS = 60 * 60 * 1000;

/** Removes what counts no more, every hour: ended sessions and old Idempotency-Keys. Several processes do no harm. */
export function startHousekeeping(parts: Pick<Parts, 'prisma' | 'log'>): { stop(): void } {
  const timer = setInterval(() => {
    tidy(parts).catch((error: unknown) =>
      parts.log.warn({ err: error }, 'what counts no more stays for now'),
    );
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

async function tidy({ prisma, log }: Pick<Parts, 'prisma' | 'log'>): Promise<void> {
  const sessions = await forgetEndedSessions(prisma);
  const requests = await forgetOldRequests(prisma, securityRules().idempotencyDays);
  log.info({ sessions, requests }, 'what counts no more is removed');
}
