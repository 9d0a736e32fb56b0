import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { findProgram } from './programs';

/** An account of the operating system. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root, so root runs it under an unprivileged account: `postgres`, created when
 * missing, or `nobody` where accounts cannot be created. An ordinary user runs it as itself.
 * @returns the account, or undefined for an ordinary user
 */
export function unprivilegedAccount(): Account | undefined {
  if (!isRoot()) return undefined;
  return lookUp('postgres') ?? create('postgres') ?? lookUp('nobody');
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

function idOf(flag: string, name: string): number | undefined {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return answer.status === 0 ? Number(answer.stdout) : undefined;
}

function create(name: string): Account | undefined {
  const useradd = findProgram('useradd') ?? '/usr/sbin/useradd';
  spawnSync(useradd, ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
  return lookUp(name);
}

/** True when the account can do to the path what the shell's `test` asks with this flag (`-x`, `-w`, `-r`). */
export function accountCan(account: Account | undefined, flag: '-r' | '-w' | '-x', path: string): boolean {
  const answer = spawnSync('/bin/sh', ['-c', 'test "$0" "$1"', flag, path], {
    ...identity(account),
    cwd: '/',
  });
  return answer.status === 0;
}

/** Creates a folder that the account owns. */
export function makeFolderOf(account: Account | undefined, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

/** What `spawn` needs to run a program under the account. */
export function identity(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}
