import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { lastLines, type Say, Sentence } from '../progress';
import { inProject } from '../project';
import type { Variables } from './environment';

/**
 * Runs one of our one-shot scripts from `dist/` and passes on the lines it says.
 * @throws Sentence when it fails, with what it complained about
 */
export function runScript(
  entry: string,
  env: Variables,
  failure: string,
  say: Say,
  signal?: AbortSignal,
  args: readonly string[] = [],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', inProject('dist', entry), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    let complaint = '';
    createInterface({ input: child.stdout }).on('line', (line) => say(`  ${line}`));
    child.stderr.on('data', (chunk) => {
      complaint += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      reject(new Sentence(`${lastLines(complaint)}\n${failure}`));
    });
  });
}
