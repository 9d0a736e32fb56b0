import { existsSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { generateHttpClient } from './client.mjs';
import { generateClient } from './generate.mjs';
import { installPackages } from './install.mjs';
import { oneAtATime } from './lock.mjs';
import { inRoot, root } from './paths.mjs';
import { Sentence } from './progress.mjs';
import { buildWeb } from './web.mjs';

/** What a developer runs is in dev/, what an installation runs too in worker/commands/; `test:quick` is `testQuick.ts`. */
function scriptOf(command) {
  const file = `${command.replace(/:(\w)/g, (_, letter) => letter.toUpperCase())}.js`;
  return ['dist/dev', 'dist/worker/commands'].map((folder) => inRoot(folder, file)).find(existsSync);
}

/** Makes the checkout ready (packages, database client, dist, client of the API, pages) and runs the command in this very process. */
export async function run([command = 'start', ...args]) {
  try {
    process.chdir(root);
    await oneAtATime(async () => {
      await installPackages();
      await generateClient();
      await build();
      await generateHttpClient();
      await buildWeb();
    });
    if (command === 'build') return;
    const script = scriptOf(command);
    if (script === undefined)
      throw new Sentence(`There is no command ${command}: see the scripts in package.json.`);
    process.argv = [process.argv[0], script, ...args];
    process.setSourceMapsEnabled(true);
    await import(pathToFileURL(script).href);
  } catch (error) {
    console.error(error instanceof Sentence ? error.message : error);
    process.exitCode = 1;
    if (command.split(':')[0] === 'test') console.log('\n0 passed, 1 failed');
  }
}
