import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { bundleOptions } from '../../worker/workflowBundle';

const ROOT = join(__dirname, '../..');
/** What webpack reads; what it is itself is in the lock file. */
const SOURCES = [
  'workflows',
  'contracts',
  'domain',
  'gateways/temporal',
  'worker/workflowBundle.ts',
  'package-lock.json',
];
const CACHE = join(ROOT, '.cache/test');

/** Workflows as a worker takes them. */
export interface WorkflowProgram {
  readonly code: string;
}

/** The workflows of these sources as one program. Bundling takes seconds: one that was made of the same is taken. */
export async function workflowProgram(): Promise<WorkflowProgram> {
  const name = `workflows-${hashOfSources()}.js`;
  const path = join(CACHE, name);
  if (existsSync(path)) return { code: readFileSync(path, 'utf8') };
  const { code } = await bundleWorkflowCode({ ...bundleOptions, logger: new DefaultLogger('ERROR') });
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE).filter((each) => /^workflows-\w+\.js$/.test(each) && each !== name)) {
    rmSync(join(CACHE, old), { force: true });
  }
  // Aside and moved: files that are run beside each other make it at the same time.
  writeFileSync(`${path}.${process.pid}`, code);
  renameSync(`${path}.${process.pid}`, path);
  return { code };
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesAt))
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/** Files at or below a path, in a stable order. */
function filesAt(path: string): readonly string[] {
  if (path.includes('.')) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .toSorted();
}
