import { spawn } from 'node:child_process';
import process from 'node:process';
import { root } from './paths.mjs';

const STILL_WORKING_EVERY_MS = 15_000;
const TAIL_LINES = 30;

/** A failure that a person can act on: one sentence, no stack. */
export class Sentence extends Error {}

export const say = (line) => process.stdout.write(`${line}\n`);

/**
 * Runs one step and tells when it begins, that it goes on, and how long it took.
 * Lines only, no cursor movements: a log file reads as well as a terminal.
 */
export async function step(title, why, work) {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`• ${title}${why ? ` – ${why}` : ''}`);
  const ticking = setInterval(() => say(`  … ${title}: ${seconds()} s so far`), STILL_WORKING_EVERY_MS);
  try {
    const result = await work();
    say(`  ✓ ${title} (${seconds()} s)`);
    return result;
  } finally {
    clearInterval(ticking);
  }
}

/** Runs a program to its end in the project's root; its last lines are shown only when it fails. */
export function execute(command, args, { env = {}, failure }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines = [];
    const keep = (chunk) => {
      lines.push(...String(chunk).split('\n'));
      lines.splice(0, Math.max(0, lines.length - TAIL_LINES));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () => reject(new Sentence(failure)));
    child.on('close', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(`${lines.join('\n')}\n`);
      reject(new Sentence(failure));
    });
  });
}
