import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, knownProcess } from '../../dev/processes/stamp';
import { inProject } from '../../dev/project';

const PARENT = `
  const { spawn } = require('node:child_process');
  const { leash } = require('./dev/processes/leash');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  leash(child);
  console.log(child.pid);
  setInterval(() => {}, 1000);`;

describe('a leash', () => {
  it('ends a child whose parent was killed without warning', async () => {
    const register = join(inProject('test'), 'support/registerSwc.cjs');
    const parent = spawn(process.execPath, ['-r', register, '-e', PARENT], {
      cwd: inProject('.'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = knownProcess(Number(said.toString()));
    expect(child).toBeDefined();
    if (child === undefined) return;
    parent.kill('SIGKILL');
    for (const deadline = Date.now() + 60_000; isAlive(child); await sleep(50)) {
      if (Date.now() > deadline) throw new Error('it is still there');
    }
  });
});
