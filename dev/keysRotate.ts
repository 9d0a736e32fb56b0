/** `npm run keys:rotate` of the platform that runs here; with DATABASE_MIGRATION_URL, of another one. */
import { endWith } from '../gateways/lifecycle';
import { runningPlatform } from './platform/claim';
import { secretsOf } from './platform/secrets';
import { Sentence } from './progress';
import { resolvePath } from './project';

async function main(): Promise<void> {
  if (!process.env.DATABASE_MIGRATION_URL) setUp(resolvePath(process.env.DATA_DIR || '.data'));
  await import('../worker/commands/keysRotate.js');
}

function setUp(dataFolder: string): void {
  const running = runningPlatform(dataFolder)?.urls;
  if (!running) throw new Sentence('No platform runs here: start it, or set DATABASE_MIGRATION_URL.');
  const { database, dataKeys, blindIndexKey } = secretsOf(dataFolder);
  process.env.DATABASE_MIGRATION_URL = `postgres://lending_owner:${database.owner}@${running.database}`;
  process.env.DATA_KEYS ||= dataKeys;
  process.env.BLIND_INDEX_KEY ||= blindIndexKey;
  process.env.TEMPORAL_ADDRESS ||= running.temporal;
  process.env.SERVICES_URL ||= running.services;
  process.env.BANK_URL ||= running.bank;
}

main().catch(endWith);
