import { Sentence } from '../progress';
import { resolvePath } from '../project';
import { type Claim, runningPlatform } from './claim';
import { secretsOf } from './secrets';

/**
 * Sets a command of the owner's up for the platform that runs here; with DATABASE_MIGRATION_URL, it is another one's.
 * @returns the platform here; undefined for another one
 */
export function beOwner(): Claim | undefined {
  if (process.env.DATABASE_MIGRATION_URL) return undefined;
  const dataFolder = resolvePath(process.env.DATA_DIR || '.data');
  const here = runningPlatform(dataFolder);
  const running = here?.urls;
  if (!running) throw new Sentence('No platform runs here: start it, or set DATABASE_MIGRATION_URL.');
  const { database, dataKeys, blindIndexKey } = secretsOf(dataFolder);
  const address = (role: string, password: string) => `postgres://${role}:${password}@${running.database}`;
  process.env.DATABASE_MIGRATION_URL = address('lending_owner', database.owner);
  process.env.DATABASE_URL ||= address('lending_api', database.api);
  process.env.DATABASE_WORKER_URL ||= address('lending_worker', database.worker);
  process.env.DATA_KEYS ||= dataKeys;
  process.env.BLIND_INDEX_KEY ||= blindIndexKey;
  process.env.TEMPORAL_ADDRESS ||= running.temporal;
  process.env.SERVICES_URL ||= running.services;
  process.env.BANK_URL ||= running.bank;
  process.env.PUBLIC_URL ||= running.api;
  return here;
}
