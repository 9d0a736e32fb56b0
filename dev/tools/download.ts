import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execute } from '../progress';

/** How long an unreachable download may hold up a start. */
const REACH_TIMEOUT_MS = 4_000;
const DOWNLOAD_TIMEOUT_MS = 180_000;

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Tries Temporal's own download of one of its programs into a folder.
 * @returns the program's path inside the folder, or undefined where the download is out of reach
 */
export async function downloadTemporalProgram(
  program: 'cli' | 'temporal-test-server',
  version: string,
  folder: string,
): Promise<string | undefined> {
  const query = `platform=${process.platform}&arch=${architectures[process.arch] ?? process.arch}`;
  const found = await locate(`https://temporal.download/${program}/${version}?${query}`);
  if (found === undefined) return undefined;
  const archive = `${folder}/download`;
  try {
    await save(found.archiveUrl, archive);
    await execute('tar', ['-xf', archive, '-C', folder], 'The downloaded archive cannot be unpacked.');
    return `${folder}/${found.fileToExtract}`;
  } catch {
    return undefined;
  } finally {
    rmSync(archive, { force: true });
  }
}

async function locate(url: string): Promise<{ archiveUrl: string; fileToExtract: string } | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
    if (!answer.ok) return undefined;
    return (await answer.json()) as { archiveUrl: string; fileToExtract: string };
  } catch {
    return undefined;
  }
}

async function save(url: string, path: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
  if (!answer.ok || answer.body === null) throw new Error(`${url} answered ${answer.status}`);
  mkdirSync(dirname(path), { recursive: true });
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(path));
}
