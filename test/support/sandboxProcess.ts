import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { leash } from '../../dev/processes/leash';

const ROOT = resolve(__dirname, '../..');
const START_TIMEOUT_MS = 60_000;

/** A line of a sandbox process's log. */
export interface LogEntry {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A sandbox process that was started for a test. */
export interface SandboxProcess {
  readonly child: ChildProcess;
  /** What the process said when it was ready: its ports. */
  readonly ready: LogEntry;
  readonly log: readonly LogEntry[];
  /** Ends it by a signal and waits until it is gone; resolves with the exit status, or null when killed. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts `sandbox/<part>/main.ts` as a process of its own.
 * @throws Error with its error output when it ends before it is ready
 */
export async function startSandbox(part: string, env: Record<string, string>): Promise<SandboxProcess> {
  const child = spawn(
    process.execPath,
    ['-r', join(__dirname, 'registerSwc.cjs'), `sandbox/${part}/main.ts`],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  leash(child);
  const log: LogEntry[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const ready = new Promise<LogEntry>((found) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as LogEntry;
      log.push(entry);
      if (entry.event === 'ready') found(entry);
    });
  });
  const tooLate = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
  const first = await Promise.race([ready, exited]);
  clearTimeout(tooLate);
  if (Array.isArray(first)) throw new Error(`${part} ended with ${first[0]}: ${errors}`);
  return {
    child,
    ready: first,
    log,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const [status] = await exited;
      return status;
    },
  };
}

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed when the test file ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sme-test-'));
  folders.push(folder);
  return folder;
}
