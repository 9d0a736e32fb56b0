/**
 * Plays the workflow tests and keeps the executions of those that have no history yet. What is kept stays as it
 * is: the replay gate holds new programs against it. Delete one only when no process from before is open.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '-i', 'test/workflow'], {
  env: { ...process.env, RECORD_HISTORIES: '1' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
