import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Field of /proc/<pid>/stat, counted after the command's closing bracket, that holds the start time. */
const START_TIME_FIELD = 19;

/**
 * What tells a process from a later one that was given the same number: when it started.
 * @returns undefined when there is no such process (a zombie counts as none)
 */
export function processStamp(pid: number): string | undefined {
  return existsSync('/proc/self/stat') ? stampFromProc(pid) : stampFromPs(pid);
}

function stampFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${bootId()}/${fields[START_TIME_FIELD]}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
}

function stampFromPs(pid: number): string | undefined {
  const answer = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return answer.stdout?.trim() || undefined;
}

/** A process as it is written down: alive only while number and start time both agree. */
export interface KnownProcess {
  readonly pid: number;
  readonly stamp: string;
}

export const isAlive = (known: KnownProcess): boolean => processStamp(known.pid) === known.stamp;

/** Writes a process down; undefined when it has ended already. */
export function knownProcess(pid: number): KnownProcess | undefined {
  const stamp = processStamp(pid);
  return stamp === undefined ? undefined : { pid, stamp };
}
