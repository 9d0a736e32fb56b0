import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const STILL_WORKING_EVERY_MS = 15_000;
const TAIL_LINES = 30;

/** A failure that a person can act on: shown as it is, without a stack. */
export class Sentence extends Error {
  override readonly name = 'Sentence';
}

/** Takes the lines that tell a person what is going on. */
export type Say = (line: string) => void;

export const sayAloud: Say = (line) => void process.stdout.write(`${line}\n`);
export const sayNothing: Say = () => undefined;

/**
 * Runs one step and tells when it begins, that it goes on, and how long it took. Whole lines only, so that
 * a log file reads as well as a terminal.
 */
export async function step<T>(say: Say, title: string, work: () => Promise<T>, why?: string): Promise<T> {
  const startedAt = Date.now();
  const seconds = (): string => ((Date.now() - startedAt) / 1000).toFixed(1);
  if (why !== undefined) say(`• ${title} – ${why}`);
  const ticking = setInterval(() => say(`  … ${title}: ${seconds()} s so far`), STILL_WORKING_EVERY_MS);
  try {
    const result = await work();
    say(`  ✓ ${title} (${seconds()} s)`);
    return result;
  } finally {
    clearInterval(ticking);
  }
}

/** Programs that run to their end; none outlives this process. */
const running = new Set<ChildProcess>();
process.once('exit', () => endPrograms());

/** Ends the programs under way; whoever waits for one is told that it failed. */
export function endPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Runs a program to its end.
 * @returns what it wrote to standard output
 * @throws Sentence with `failure` and the last lines it wrote, when it cannot start or fails
 */
export function execute(
  command: string,
  args: readonly string[],
  failure: string,
  options: SpawnOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.once('close', () => running.delete(child));
    let output = '';
    let all = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      all += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      all += chunk;
    });
    child.on('error', (error) => reject(new Sentence(`${failure} (${error.message})`)));
    child.on('close', (code) => {
      if (code === 0) return resolve(output);
      reject(new Sentence(`${lastLines(all)}\n${failure}`));
    });
  });
}

/** The end of a log or an output, enough to see what went wrong. */
export function lastLines(text: string, count = TAIL_LINES): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
