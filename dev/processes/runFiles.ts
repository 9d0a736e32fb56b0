import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ending, endProcess } from './ending';
import { isAlive, type KnownProcess } from './stamp';

/** What `.data/run/<part>.json` says about a running part. */
export interface RunFile extends KnownProcess {
  readonly name: string;
  /** Parts of a higher stage need those of the lower ones, so they end first. */
  readonly stage: number;
  readonly ending: Ending;
  /** Number of the supervisor that started it. */
  readonly owner: number;
}

export const runFolderOf = (dataFolder: string): string => join(dataFolder, 'run');
const pathOf = (folder: string, name: string): string => join(folder, `${name}.json`);

/** Writes down a running part, so that it can be found when its supervisor is gone. */
export function writeRunFile(folder: string, file: RunFile): void {
  mkdirSync(folder, { recursive: true });
  const aside = pathOf(folder, `.${file.name}`);
  writeFileSync(aside, JSON.stringify(file));
  renameSync(aside, pathOf(folder, file.name));
}

export function removeRunFile(folder: string, name: string): void {
  rmSync(pathOf(folder, name), { force: true });
}

/** None when somebody else took the file away meanwhile: a guardian and a new supervisor may both tidy up. */
function readRunFile(path: string): RunFile[] {
  try {
    return [JSON.parse(readFileSync(path, 'utf8')) as RunFile];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The parts that were written down, those to end first in front. */
function readRunFiles(folder: string): readonly RunFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .flatMap((name) => readRunFile(join(folder, name)))
    .sort((a, b) => b.stage - a.stage);
}

/**
 * Ends what a supervisor left behind, later stages first.
 * @param isLeftover which of the parts written down are meant
 * @returns names of the parts that were still running
 */
export async function endLeftovers(
  folder: string,
  isLeftover: (file: RunFile) => boolean,
): Promise<readonly string[]> {
  const files = readRunFiles(folder).filter(isLeftover);
  const ended: string[] = [];
  for (const stage of new Set(files.map((file) => file.stage))) {
    const running = files.filter((file) => file.stage === stage && isAlive(file));
    ended.push(...running.map((file) => file.name));
    await Promise.all(running.map((file) => endProcess(file, file.ending)));
  }
  // A new supervisor may have written its own files under the same names.
  const stale = new Set(files.map(({ pid }) => pid));
  for (const { name, pid } of readRunFiles(folder)) if (stale.has(pid)) removeRunFile(folder, name);
  return ended;
}

/** The process that a part runs as now, or undefined while it does not run. */
export function processOf(folder: string, name: string): number | undefined {
  const file = readRunFiles(folder).find((candidate) => candidate.name === name);
  return file !== undefined && isAlive(file) ? file.pid : undefined;
}
