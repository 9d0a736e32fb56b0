import { existsSync, readdirSync, rmSync } from 'node:fs';
import process from 'node:process';
import { filesBelow, hashOf, hashOfFiles, readJson, writeWhole } from './files.mjs';
import { inRoot } from './paths.mjs';
import { execute, step } from './progress.mjs';

const stampPath = inRoot('.cache/web.stamp.json');
const assets = inRoot('dist/web/assets');
/** What the pages are made from, beside the packages. */
const sources = ['web', 'contracts/texts', 'domain/money', 'domain/identifiers', 'domain/calendar'];

/** Builds the two doors to `dist/web`, when what they are made from changed. */
export async function buildWeb() {
  const version = readJson(inRoot('node_modules/vite/package.json'), {}).version ?? '';
  const wanted = hashOf(hashOfFiles(sources.flatMap(filesBelow)), version);
  const stamp = readJson(stampPath, { hash: '', files: [] });
  if (existsSync(inRoot('dist/web/server/firstView.cjs')) && stamp.hash === wanted) return;
  await step('Build the pages', 'when web/ changes', async () => {
    await vite();
    await vite('--ssr');
  });
  const files = builtFiles();
  clearOlder([...files, ...stamp.files]);
  writeWhole(stampPath, JSON.stringify({ hash: wanted, files }));
}

const vite = (...args) =>
  execute(
    process.execPath,
    [inRoot('node_modules/vite/bin/vite.js'), 'build', '--config', inRoot('web/vite.config.mjs'), ...args],
    { failure: 'The pages do not build: correct what the lines above point at.' },
  );

/** The files of this build, by the manifest that it wrote. */
function builtFiles() {
  const manifest = readJson(inRoot('dist/web/.vite/manifest.json'), {});
  return Object.values(manifest).flatMap(({ file, css = [], assets: others = [] }) => [
    file,
    ...css,
    ...others,
  ]);
}

/** A tab that was opened before still asks for the files of the build before; for older ones nobody does. */
function clearOlder(kept) {
  const isKept = new Set(kept);
  for (const name of existsSync(assets) ? readdirSync(assets) : []) {
    if (!isKept.has(`assets/${name}`)) rmSync(inRoot('dist/web/assets', name));
  }
}
