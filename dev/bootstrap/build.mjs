import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { filesBelow, hashOf, hashOfFiles, readJson } from './files.mjs';
import { assetExtensions, inRoot, sourceFolders } from './paths.mjs';
import { execute, step } from './progress.mjs';

export const manifestPath = inRoot('dist/.manifest.json');

const isSource = (path) => /\.ts$/.test(path) && !/(\.d|\.test)\.ts$/.test(path);
const isAsset = (path) => assetExtensions.some((extension) => path.endsWith(extension));

/** What `dist/` is made from: path → hash of its content. */
export function listSources() {
  const tools = hashOf(
    readFileSync(inRoot('.swcrc')),
    readJson(inRoot('node_modules/@swc/core/package.json'), {}).version ?? '',
  );
  const paths = sourceFolders.flatMap(filesBelow);
  return Object.fromEntries(
    paths
      .filter((path) => isSource(path) || isAsset(path))
      .map((path) => [path, hashOf(hashOfFiles([path]), tools)]),
  );
}

export const readManifest = () => readJson(manifestPath, { files: {}, workflows: '' });

/** Compiles what changed since the last time; the compiler runs apart so that its memory goes away with it. */
export async function build() {
  const before = JSON.stringify(readManifest().files);
  if (existsSync(manifestPath) && before === JSON.stringify(listSources())) return;
  const why = before === '{}' ? 'the first time, some seconds' : 'sources changed';
  await step('Compile to dist/', why, () =>
    execute(process.execPath, [inRoot('dev/bootstrap/compile.mjs')], {
      failure: 'The sources do not compile: correct what the lines above point at.',
    }),
  );
}
