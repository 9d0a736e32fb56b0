import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** The checkout's top folder, found from the sources as well as from `dist/`. */
export const projectRoot: string = findRoot(__dirname);

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  return findRoot(dirname(folder));
}

/** A path of the checkout. */
export const inProject = (...path: string[]): string => join(projectRoot, ...path);

/** A path given by a person: as it is, or relative to the checkout. */
export const resolvePath = (path: string): string => (isAbsolute(path) ? path : inProject(path));

/** Where programs that are built or downloaded once are kept, shared by all checkouts of a user. */
export function cacheFolder(): string {
  const chosen = process.env.CACHE_DIR;
  if (chosen) return resolvePath(chosen);
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sme-lending');
}
