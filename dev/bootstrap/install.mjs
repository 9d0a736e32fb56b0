import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { hashOf, readJson, writeWhole } from './files.mjs';
import { inRoot } from './paths.mjs';
import { execute, Sentence, step } from './progress.mjs';

const stampPath = inRoot('node_modules/.stamp');

/** Installs the locked packages when `package-lock.json` is not what `node_modules` was made from. */
export async function installPackages() {
  if (!existsSync(inRoot('package-lock.json'))) {
    throw new Sentence('package-lock.json is missing: get a complete checkout of the project.');
  }
  const wanted = hashOf(readFileSync(inRoot('package-lock.json')), process.platform, process.arch);
  if (readStamp() === wanted) return;
  if (!isInstalledAlready()) {
    await step('Install packages', 'npm ci, one to three minutes, only when package-lock.json changes', () =>
      // No package needs its install script, so none is run.
      execute(
        'npm',
        ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
        {
          failure: 'npm ci failed: check that the package registry can be reached, then run this again.',
        },
      ),
    );
  }
  writeWhole(stampPath, wanted);
}

const readStamp = () => (existsSync(stampPath) ? readFileSync(stampPath, 'utf8') : '');

/** True when somebody ran npm by hand: npm's own record of node_modules agrees with the lock. */
function isInstalledAlready() {
  const locked = readJson(inRoot('package-lock.json'), { packages: {} }).packages;
  const present = readJson(inRoot('node_modules/.package-lock.json'), { packages: {} }).packages;
  return Object.entries(locked).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
}
