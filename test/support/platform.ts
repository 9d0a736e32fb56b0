import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Urls, Variables } from '../../dev/platform/environment';
import { type PlatformOptions, startPlatform } from '../../dev/platform/startPlatform';
import { processOf, runFolderOf } from '../../dev/processes/runFiles';

const BACK_WITHIN_MS = 60_000;

/** A whole platform for tests: every part real, on free ports, in a folder of its own. */
export interface TestPlatform {
  readonly urls: Urls;
  /** All settings, as `loadSettings` reads those of each process. */
  readonly env: Variables;
  /** Process number of a part now; undefined while it does not run. */
  pid(part: string): number | undefined;
  /** Kills a part without warning and resolves when another process has taken its place. */
  killAndAwait(part: string): Promise<void>;
  /** Stops the platform when this handle started it; the shared one is stopped when all tests are done. */
  release(): Promise<void>;
}

/** What the shared platform is called in the environment of the tests. */
export const SHARED_PLATFORM = 'TEST_PLATFORM';

interface Place {
  readonly urls: Urls;
  readonly env: Variables;
}

/** A fast clock: a month of business time takes about fifteen seconds. */
export const TEST_CLOCK_SPEED = 175_000;

/** Starts a platform for tests with people and the lenders' capital, no cases. Build `dist/` before. */
export async function startTestPlatform(changes: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
  // Below a folder that PostgreSQL's account can reach.
  const dataDir = mkdtempSync(join(tmpdir(), 'lending-test-'));
  const platform = await startPlatform({
    dataDir,
    ports: 'free',
    clockSpeed: TEST_CLOCK_SPEED,
    seed: 'people',
    quiet: true,
    workers: 1,
    withUi: false,
    isThrownAway: true,
    ...changes,
  });
  return handle({ urls: platform.urls, env: platform.env }, async () => {
    await platform.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
}

/** What people at screens work on: cases in every stage, and a clock by which nothing is over while they read. */
export const FOR_PEOPLE: Partial<PlatformOptions> = { clockSpeed: 600, seed: 'cases' };

/** The platform that `npm test` started for all files of a kind; a file run alone starts its own. */
export function testPlatform(changes: Partial<PlatformOptions> = {}): Promise<TestPlatform> {
  const shared = process.env[SHARED_PLATFORM];
  if (shared === undefined) return startTestPlatform(changes);
  return Promise.resolve(handle(JSON.parse(shared) as Place, async () => undefined));
}

function handle(place: Place, release: () => Promise<void>): TestPlatform {
  const run = runFolderOf(place.env.DATA_DIR ?? '');
  return {
    ...place,
    pid: (part) => processOf(run, part),
    killAndAwait: (part) => killAndAwait(run, part),
    release,
  };
}

async function killAndAwait(run: string, part: string): Promise<void> {
  const before = processOf(run, part);
  if (before === undefined) throw new Error(`${part} does not run`);
  process.kill(before, 'SIGKILL');
  const deadline = Date.now() + BACK_WITHIN_MS;
  for (;;) {
    const now = processOf(run, part);
    if (now !== undefined && now !== before) return;
    if (Date.now() > deadline) throw new Error(`${part} did not come back`);
    await sleep(50);
  }
}
