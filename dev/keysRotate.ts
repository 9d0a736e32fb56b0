/** `npm run keys:rotate` of the platform that runs here; with DATABASE_MIGRATION_URL, of another one. */
import { endWith } from '../gateways/lifecycle';
import { keysPrint } from './platform/claim';
import { beOwner } from './platform/owners';
import { Sentence } from './progress';

async function main(): Promise<void> {
  const here = beOwner();
  // What is sealed under a key that its processes lack, they can't open.
  if (here !== undefined && here.keys !== keysPrint(process.env)) {
    throw new Sentence(
      'The platform here was started with other keys: end it, start it, then run this again.',
    );
  }
  await import('../worker/commands/keysRotate.js');
}

main().catch(endWith);
