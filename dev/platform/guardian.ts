import { spawn } from 'node:child_process';
import { inProject } from '../project';

/**
 * Starts the process that ends our parts should we be killed without warning.
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
