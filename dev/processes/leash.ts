import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../project';
import { usualPart } from './part';
import { removeRunFile, writeRunFile } from './runFiles';
import { knownProcess } from './stamp';

/**
 * Starts the process that ends what stands in a run folder should we be killed without warning.
 * @returns lets it go, once nothing is left to guard
 */
export function startGuardian(runFolder: string): () => void {
  const guardian = spawn(
    process.execPath,
    [inProject('dist/dev/guardian.js'), runFolder, String(process.pid)],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      cwd: '/',
    },
  );
  guardian.on('error', () => undefined);
  guardian.stdin.on('error', () => undefined);
  guardian.unref();
  return () => guardian.stdin.end();
}

/** Sees to it that a child doesn't outlive this process, however this process ends. */
export function leash(child: ChildProcess): void {
  const known = child.pid === undefined ? undefined : knownProcess(child.pid);
  if (known === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'sme-leash-'));
  const name = String(known.pid);
  writeRunFile(folder, { ...known, name, stage: 0, ending: usualPart.ending, owner: process.pid });
  const letGo = startGuardian(folder);
  child.once('exit', () => {
    removeRunFile(folder, name);
    rmSync(folder, { recursive: true, force: true });
    letGo();
  });
}
