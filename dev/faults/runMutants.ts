import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Narrator } from '../../demo/narrator';
import { sayNothing } from '../progress';
import { timeSkippingServerPath } from '../tools/testServer';
import { CELLS, placeOf } from './cells';
import { type Copy, copySources } from './copy';
import { type Catcher, MUTANTS, type Mutant } from './mutants';

/** What became of a mutant. */
export interface Hunt {
  readonly name: string;
  readonly caught: boolean;
  readonly seconds: number;
}

/** Something does not hold. Any other failure catches nothing. */
const VIOLATION = 1;
const MOST_SHOWN = 160;
/** Longer than any catcher takes on sound sources: what still runs then waits for something that never comes. */
const LONGEST_MS = 480_000;
const ENDLESS: Run = { status: VIOLATION, broken: ['it does not come to its end'] };

/**
 * Builds each mutant on a copy of the sources and has its catcher run there. Catchers run on the sound sources
 * first: one that fails there would catch everything.
 * @param chosen names of mutants; all when there is none
 * @throws Error when a mutant no longer fits the sources, or a catcher fails on sound ones
 */
export async function huntMutants(chosen: readonly string[], narrator: Narrator): Promise<readonly Hunt[]> {
  const mutants = MUTANTS.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  await proveCatchers(mutants, narrator);
  const hunts: Hunt[] = [];
  for (const mutant of mutants) {
    const startedAt = Date.now();
    const { status, broken } = await runOf(mutant);
    const caught = status === VIOLATION;
    hunts.push({ name: mutant.name, caught, seconds: Math.round((Date.now() - startedAt) / 1_000) });
    narrator.check(mutant.name, caught, `${mutant.breaks} (${broken.join('; ') || nameOf(mutant.caughtBy)})`);
  }
  return hunts;
}

async function proveCatchers(mutants: readonly Mutant[], narrator: Narrator): Promise<void> {
  const copy = copySources('sound');
  try {
    await copy.build();
    for (const catcher of together(mutants.map(({ caughtBy }) => caughtBy))) {
      const { status, broken } = await run(copy, catcher);
      const detail = status === 0 ? 'holds' : `status ${status} ${broken.join('; ')}`;
      narrator.check(`on sound sources: ${nameOf(catcher)}`, status === 0, detail);
      if (status !== 0) throw new Error(`${nameOf(catcher)} fails on sound sources, so it catches nothing`);
    }
  } finally {
    copy.remove();
  }
}

/** Each catcher once, cells of one place side by side. */
function together(catchers: readonly Catcher[]): readonly Catcher[] {
  const tests = new Set(catchers.flatMap((catcher) => ('test' in catcher ? [catcher.test] : [])));
  const cells = new Set(catchers.flatMap((catcher) => ('cell' in catcher ? [catcher.cell] : [])));
  const byPlace = new Map<string, string[]>();
  for (const name of cells) {
    const place = placeOf(CELLS[name] ?? unknown(name));
    byPlace.set(place, [...(byPlace.get(place) ?? []), name]);
  }
  return [
    ...[...byPlace.values()].map((names) => ({ cell: names.join(',') })),
    ...[...tests].map((test) => ({ test })),
  ];
}

function unknown(cell: string): never {
  throw new Error(`there is no cell ${cell}`);
}

async function runOf({ caughtBy, file, find, name, replace }: Mutant): Promise<Run> {
  const copy = copySources('mutant');
  try {
    copy.change(file, find, replace);
    await copy.build();
    const ended = await run(copy, caughtBy);
    if (ended.status === 0 || ended.status === VIOLATION) return ended;
    throw new Error(`${name}: its run ended with ${ended.status}`);
  } finally {
    copy.remove();
  }
}

const nameOf = (catcher: Catcher): string => ('cell' in catcher ? `cell ${catcher.cell}` : catcher.test);

/** How a catcher's run ended, and what did not hold. */
interface Run {
  readonly status: number | null;
  readonly broken: readonly string[];
}

async function run({ folder }: Copy, catcher: Catcher): Promise<Run> {
  const words =
    'cell' in catcher
      ? ['dev/bootstrap.mjs', 'faults', '--cell', catcher.cell]
      : [join('node_modules', 'jest', 'bin', 'jest.js'), catcher.test, '-t', catcher.named ?? ''];
  const env = { ...process.env, ...(await environmentOf(catcher)) };
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((resolve, reject) => {
    const impatience = setTimeout(() => {
      resolve(ENDLESS);
      // With all that it has started.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, LONGEST_MS);
    child.once('error', reject);
    child.once('close', (status) => {
      clearTimeout(impatience);
      resolve({ status, broken: brokenIn(said) });
    });
  });
}

/** Tests of workflows run on the server that skips time. */
async function environmentOf(catcher: Catcher): Promise<Record<string, string>> {
  const isOfWorkflows = 'test' in catcher && catcher.test.startsWith('test/workflow/');
  return isOfWorkflows ? { TEMPORAL_TEST_SERVER: await timeSkippingServerPath(sayNothing) } : {};
}

/** What the narrator says does not hold. */
function brokenIn(said: string): string[] {
  return [...said.matchAll(/BROKEN\S* {2}(.*)$/gm)].map(([, line = '']) => line.slice(0, MOST_SHOWN));
}
