/** `npm run deploy` of the platform that runs here; with DATABASE_MIGRATION_URL, of another one. */
import { endWith } from '../gateways/lifecycle';
import { beOwner } from './platform/owners';

async function main(): Promise<void> {
  beOwner();
  await import('../worker/commands/deploy.js');
}

main().catch(endWith);
