/** Brings `dist/` in line with the sources: compiles, copies, removes, and bundles the workflows. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import process from 'node:process';
import { listSources, manifestPath, readManifest } from './build.mjs';
import { hashOf, writeWhole } from './files.mjs';
import { bundleOptionsFile, inBundle, inRoot, root, workflowBundle } from './paths.mjs';

const require = createRequire(inRoot('package.json'));

const isTypeScript = (path) => path.endsWith('.ts');
const targetOf = (path) => inRoot('dist', isTypeScript(path) ? path.replace(/\.ts$/, '.js') : path);

async function compile(path) {
  const { transformFile } = require('@swc/core');
  const target = targetOf(path);
  const { code, map } = await transformFile(inRoot(path), { cwd: root, configFile: inRoot('.swcrc') });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.map`, map ?? '{}');
  writeFileSync(target, `${code}\n//# sourceMappingURL=${basename(target)}.map\n`);
}

function copy(path) {
  mkdirSync(dirname(targetOf(path)), { recursive: true });
  copyFileSync(inRoot(path), targetOf(path));
}

/** With the folders that it leaves empty: an empty one among the migrations would be a migration without SQL. */
function remove(path) {
  rmSync(targetOf(path), { force: true });
  rmSync(`${targetOf(path)}.map`, { force: true });
  for (let folder = dirname(targetOf(path)); isEmpty(folder); folder = dirname(folder)) rmdirSync(folder);
}

const isEmpty = (folder) => existsSync(folder) && readdirSync(folder).length === 0;

/** Webpack takes seconds, so the bundle is made only when something that it holds changed. */
async function bundleWorkflows(hash, before) {
  if (hash === before && existsSync(inRoot(workflowBundle))) return hash;
  rmSync(inRoot(workflowBundle), { force: true });
  const { bundleWorkflowCode } = require('@temporalio/worker');
  const { bundleOptions } = require(inRoot(bundleOptionsFile));
  const logger = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error };
  const { code } = await bundleWorkflowCode({ ...bundleOptions, logger });
  writeWhole(inRoot(workflowBundle), code);
  return hash;
}

async function main() {
  const wanted = listSources();
  const before = readManifest();
  const stale = Object.keys(before.files).filter((path) => !(path in wanted));
  for (const path of stale) remove(path);
  const changed = Object.keys(wanted).filter(
    (path) => wanted[path] !== before.files[path] || !existsSync(targetOf(path)),
  );
  await Promise.all(changed.map((path) => (isTypeScript(path) ? compile(path) : copy(path))));
  const bundled = Object.entries(wanted).filter(([path]) => inBundle.test(path));
  const workflows = await bundleWorkflows(hashOf(JSON.stringify(bundled)), before.workflows);
  writeWhole(manifestPath, JSON.stringify({ files: wanted, workflows }));
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
