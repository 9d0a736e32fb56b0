import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execute } from '../progress';
import { inProject, projectRoot } from '../project';

/** What a build needs or spares itself beside the sources. */
const MADE_ALREADY = [
  'gateways/database/generated',
  '.cache/prisma.stamp.json',
  'web/client/generated',
  '.cache/client.stamp.json',
  'dist',
];

/** A copy of the checkout as it is now, beside it, which can be changed, built and run. */
export interface Copy {
  readonly folder: string;
  /** Replaces a piece of a file, which must be there exactly once. */
  change(file: string, find: string, replace: string): void;
  build(): Promise<void>;
  remove(): void;
}

/** Copies the sources to a folder of this name in `.cache`, in place of what is there. */
export function copySources(name: string): Copy {
  const folder = inProject('.cache', 'copies', name);
  rmSync(folder, { recursive: true, force: true });
  const paths = [...sources(), ...MADE_ALREADY].filter((path) => existsSync(inProject(path)));
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(inProject(path), join(folder, path), { recursive: true });
  }
  symlinkSync(inProject('node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    change: (file, find, replace) => change(join(folder, file), find, replace),
    build: async () => {
      const args = ['dev/bootstrap.mjs', 'build'];
      await execute(process.execPath, args, `The copy ${name} does not compile.`, { cwd: folder });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function sources(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  // A link to packages elsewhere counts as a file.
  return listed.split('\0').filter((path) => path !== '' && path !== 'node_modules');
}

/** @throws Error when the piece is not there exactly once: the sources have moved on */
function change(path: string, find: string, replace: string): void {
  const text = readFileSync(path, 'utf8');
  const found = text.split(find).length - 1;
  if (found !== 1) throw new Error(`${path} has ${found} times: ${find}`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
}
