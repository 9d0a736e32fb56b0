/** `npm start`: the whole platform on this machine, until Ctrl-C. */
import { existsSync } from 'node:fs';
import { endWith } from '../gateways/lifecycle';
import { AlreadyRunning } from './platform/claim';
import type { Urls } from './platform/environment';
import { startPlatform } from './platform/startPlatform';
import { parentOf } from './processes/stamp';
import { endPrograms, sayAloud } from './progress';
import { inProject } from './project';

const PARENT_LOOKED_AT_EVERY_MS = 1_000;

async function start(): Promise<void> {
  if (existsSync(inProject('.env'))) process.loadEnvFile(inProject('.env'));
  const stopping = new AbortController();
  const asked = askedToStop(stopping);
  const startedAt = Date.now();
  const platform = await startPlatform({
    dataDir: process.env.DATA_DIR || '.data',
    ports: 'usual',
    seed: 'cases',
    quiet: false,
    withUi: true,
    workers: 1,
    signal: stopping.signal,
  });
  sayAloud(`\nThe platform is up (${((Date.now() - startedAt) / 1000).toFixed(1)} s). Ctrl-C stops it.`);
  tellAddresses(platform.urls);
  await asked;
  sayAloud('\n• Stopping everything');
  await platform.stop();
  sayAloud('  ✓ Stopped; the data is kept for the next start');
}

function tellAddresses(urls: Urls): void {
  sayAloud(`
  Platform and API   ${urls.api}
  Temporal UI        ${urls.temporalUi}
  Mail               ${urls.mail}
  Queues             ${urls.queues}
  For operators      ${urls.ops}/health, ${urls.ops}/metrics
`);
}

/** Resolves at the first signal to end, also when npm, which started us, is gone. A second one ends at once. */
function askedToStop(stopping: AbortController): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      if (stopping.signal.aborted) process.exit(1);
      stopping.abort();
      endPrograms();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    // npm runs us through a shell, which stays when npm is killed.
    const ancestors = (): string => `${process.ppid} ${parentOf(process.ppid)}`;
    const atStart = ancestors();
    const watching = setInterval(() => {
      if (ancestors() === atStart) return;
      clearInterval(watching);
      stop();
    }, PARENT_LOOKED_AT_EVERY_MS);
    if (process.env.npm_lifecycle_event === undefined) clearInterval(watching);
    watching.unref();
  });
}

function end(error: unknown): void {
  endWith(error);
  if (!(error instanceof AlreadyRunning)) return;
  if (error.claim.urls === undefined) sayAloud('It is still starting.');
  else tellAddresses(error.claim.urls);
}

start().then(
  () => process.exit(0),
  (error) => {
    end(error);
    process.exit(error instanceof AlreadyRunning ? 0 : 1);
  },
);
