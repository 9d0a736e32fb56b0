import { forgetOldTokens } from '../../gateways/auth/oneTime';
import { forgetChanges } from '../../gateways/database/changeEvents';
import { forgetDrafts } from '../../gateways/database/drafts';
import { forgetExports } from '../../gateways/database/exports';
import { forgetLoosePapers } from '../../gateways/database/fileChanges';
import { forgetOldRequests } from '../../gateways/database/idempotency';
import { forgetRequestSources } from '../../gateways/database/requestSources';
import { forgetEndedSessions } from '../../gateways/database/sessions';
import { forgetTokenKeys } from '../../gateways/database/tokenKeys';
import type { Parts } from './parts';
import { securityRules } from './security/rules';

const EVERY_MS = 60 * 60 * 1000;

/** Removes what counts no more, every hour: ended sessions, old one-time secrets, keys of tokens and Idempotency-Keys, drafts, exported files, where old requests came from. Several processes do no harm. */
export function startHousekeeping(parts: Pick<Parts, 'prisma' | 'sql' | 'log'>): { stop(): void } {
  const timer = setInterval(() => {
    tidy(parts).catch((error: unknown) =>
      parts.log.warn({ err: error }, 'what counts no more stays for now'),
    );
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

async function tidy({ prisma, sql, log }: Pick<Parts, 'prisma' | 'sql' | 'log'>): Promise<void> {
  const sessions = await forgetEndedSessions(prisma);
  const { changes, drafts, exports, idempotencyDays, machines, networkLogMonths, oldTokenDays } =
    securityRules();
  const tokens = await forgetOldTokens(sql, oldTokenDays);
  const requests = await forgetOldRequests(prisma, idempotencyDays);
  const sources = await forgetRequestSources(prisma, networkLogMonths);
  await forgetTokenKeys(sql, machines.keyDays);
  await forgetChanges(sql, changes.keptHours);
  await forgetDrafts(sql, drafts.keptDays);
  await forgetLoosePapers(sql, drafts.keptDays);
  await forgetExports(sql, exports.keptHours);
  log.info({ sessions, tokens, requests, sources }, 'what counts no more is removed');
}
