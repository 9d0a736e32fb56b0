import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { leash } from '../../../dev/processes/leash';
import { inProject } from '../../../dev/project';
import type { TestPlatform } from '../../support/platform';

const READY_WITHIN_MS = 90_000;

/** A worker that the test itself deploys. */
export interface DeployedWorker {
  stop(): Promise<void>;
}

/** Starts a worker with these settings of a build (a folder like `dist/`) and waits until it works. */
export async function deployWorker(
  env: TestPlatform['env'],
  build: string = inProject('dist'),
): Promise<DeployedWorker> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(build, 'worker/main.js')], {
    env,
    stdio: 'ignore',
  });
  leash(child);
  const ended = once(child, 'exit');
  const until = Date.now() + READY_WITHIN_MS;
  while (!(await isHealthy(env.WORKER_PORT))) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error('the worker did not become ready');
    }
    await sleep(200);
  }
  return { stop: () => end(child, ended) };
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

async function isHealthy(port: string | undefined): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
  return answer?.ok === true;
}

/** A build of its own, beside the real one, with a mistake in its workflows. */
export function buildWithMistake(find: string, mistake: string): { folder: string; remove(): void } {
  // Inside the project, so that its packages are found.
  const place = mkdtempSync(inProject('.cache', 'bad-deploy-'));
  const folder = join(place, 'dist');
  cpSync(inProject('dist'), folder, { recursive: true });
  const bundle = join(folder, 'workflows/bundle.js');
  const sound = readFileSync(bundle, 'utf8');
  if (!sound.includes(find)) throw new Error(`the workflows have no ${find}`);
  writeFileSync(bundle, sound.replace(find, mistake));
  return { folder, remove: () => rmSync(place, { recursive: true, force: true }) };
}
