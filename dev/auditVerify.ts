/** `npm run audit:verify` of the platform that runs here; with DATABASE_AUDITOR_URL, of another one. */
import { endWith } from '../gateways/lifecycle';
import { runningPlatform } from './platform/claim';
import { secretsOf } from './platform/secrets';
import { Sentence } from './progress';
import { resolvePath } from './project';

async function main(): Promise<void> {
  process.env.DATA_DIR = resolvePath(process.env.DATA_DIR || '.data');
  process.env.DATABASE_AUDITOR_URL ||= addressHere(process.env.DATA_DIR);
  await import('../worker/commands/auditVerify.js');
}

function addressHere(dataFolder: string): string {
  const host = runningPlatform(dataFolder)?.urls?.database;
  if (!host) throw new Sentence('No platform runs here: start it, or set DATABASE_AUDITOR_URL.');
  return `postgres://lending_auditor:${secretsOf(dataFolder).database.auditor}@${host}`;
}

main().catch(endWith);
