/**
 * Records the histories anew: plays the workflow tests and keeps their executions. Only after a change that
 * open processes were taken care of (`patched`), never to make the replay gate pass.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

for (const entry of readdirSync(import.meta.dirname, { withFileTypes: true })) {
  if (entry.isDirectory()) rmSync(join(import.meta.dirname, entry.name), { recursive: true });
}
const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '-i', 'test/workflow'], {
  env: { ...process.env, RECORD_HISTORIES: '1' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
