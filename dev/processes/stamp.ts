import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Fields of /proc/<pid>/stat, counted after the command's closing bracket. */
const PARENT_FIELD = 1;
const START_TIME_FIELD = 19;

/**
 * What tells a process from a later one that was given the same number: when it started.
 * @returns undefined when there is no such process (a zombie counts as none)
 */
export function processStamp(pid: number): string | undefined {
  return existsSync('/proc/self/stat') ? stampFromProc(pid) : stampFromPs(pid);
}

/** Process number of a process's parent; undefined where the system does not tell. */
export function parentOf(pid: number): number | undefined {
  const parent = procFields(pid)?.[PARENT_FIELD];
  return parent === undefined ? undefined : Number(parent);
}

function stampFromProc(pid: number): string | undefined {
  const fields = procFields(pid);
  return fields === undefined || fields[0] === 'Z' ? undefined : `${bootId()}/${fields[START_TIME_FIELD]}`;
}

/** Fields of /proc/<pid>/stat after the command, which is in brackets and may hold anything. */
function procFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
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
