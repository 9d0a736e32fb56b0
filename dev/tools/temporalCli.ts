import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execute, type Say, Sentence, step } from '../progress';
import { cacheFolder } from '../project';
import { downloadTemporalProgram } from './download';
import { findProgram, isExecutable } from './programs';

/** Newer ones cannot be built by a plain `go install` (their go.mod has a `replace`). */
const VERSION = 'v1.5.1';

/**
 * Provides the `temporal` program: from PATH, from the cache, by Temporal's download, or built with Go.
 * @throws Sentence when there is no way to get it
 */
export async function temporalCli(say: Say): Promise<string> {
  const onPath = findProgram('temporal');
  if (onPath !== undefined) return onPath;
  const folder = join(cacheFolder(), `temporal-${VERSION}`);
  const cached = join(folder, 'temporal');
  if (isExecutable(cached)) return cached;
  mkdirSync(folder, { recursive: true });
  return (await download(say, folder)) ?? (await buildWithGo(say, folder));
}

async function download(say: Say, folder: string): Promise<string | undefined> {
  const program = await step(
    say,
    'Look for the Temporal server at temporal.download',
    () => downloadTemporalProgram('cli', VERSION, folder),
    'about 60 MB, only once',
  );
  if (program !== undefined) chmodSync(program, 0o755);
  return program;
}

async function buildWithGo(say: Say, folder: string): Promise<string> {
  const go = findProgram('go');
  if (go === undefined) {
    throw new Sentence(
      'There is no Temporal server: temporal.download cannot be reached and Go is not installed; ' +
        'install Go (https://go.dev/dl) or put the `temporal` program on PATH, or set TEMPORAL_ADDRESS.',
    );
  }
  await step(
    say,
    'Build the Temporal server with Go',
    () =>
      execute(
        go,
        ['install', `github.com/temporalio/cli/cmd/temporal@${VERSION}`],
        'The Temporal server cannot be built: check that the Go module proxy can be reached, then run this again.',
        { env: { ...process.env, GOBIN: folder } },
      ),
    'the download is out of reach; about three minutes, only once, kept in the cache folder',
  );
  return join(folder, 'temporal');
}
