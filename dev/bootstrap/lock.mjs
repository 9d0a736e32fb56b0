import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';
import { say } from './progress.mjs';

const lockPath = inRoot('.cache/bootstrap.lock');
const LOOK_AGAIN_MS = 300;

/** Two commands started at once in one checkout install and build one after the other. */
export async function oneAtATime(work) {
  mkdirSync(dirname(lockPath), { recursive: true });
  let told = false;
  while (!tryLock()) {
    if (!told) say('• Waiting for another command that is installing or building here');
    told = true;
    await sleep(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lockPath, { force: true });
  }
}

function tryLock() {
  try {
    writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld()) rmSync(lockPath, { force: true });
    return false;
  }
}

function isHeld() {
  try {
    const holder = Number(readFileSync(lockPath, 'utf8'));
    // Just created and not yet filled in: held.
    if (holder === 0) return true;
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
