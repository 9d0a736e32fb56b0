import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inProject } from '../../dev/project';
import { type BenchLine, figure } from '../rounds';

/** Part of what Vite says of a build: a file, what it needs at once, and what it loads late. */
interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly isDynamicEntry?: boolean;
}
type Manifest = Readonly<Record<string, Chunk>>;

const KB = 1_000;
const MOST_APPLY_KB = 160;
const MOST_DESK_KB = 430;
const MOST_LATE_KB = 80;
/** Charts of the risk pages may be larger. */
const MOST_RISK_KB = 200;

const BUILT = inProject('dist/web');

/** Scripts, gzip: what a door loads before its first screen, and what each of its later screens adds. */
export function benchSizes(): readonly BenchLine[] {
  const manifest = JSON.parse(readFileSync(join(BUILT, '.vite/manifest.json'), 'utf8')) as Manifest;
  return [
    firstLoad(manifest, 'apply', ['apply/index.html'], MOST_APPLY_KB),
    firstLoad(manifest, 'desk', ['desk/index.html', 'desk/features/inbox/InboxPage.tsx'], MOST_DESK_KB),
    largestLate(manifest, 'apply'),
    largestLate(manifest, 'desk'),
  ];
}

function firstLoad(manifest: Manifest, door: string, parts: readonly string[], mostKb: number): BenchLine {
  const kb = weightKb(filesOf(manifest, parts));
  return {
    text: `${door}, scripts of the first screen: ${figure(kb, 1)} kB gzip, target ≤ ${mostKb} kB`,
    isReached: kb <= mostKb,
  };
}

/** The screen of a door that adds most to what is there when its frame is. */
function largestLate(manifest: Manifest, door: string): BenchLine {
  const frame = filesOf(manifest, [`${door}/index.html`]);
  const screens = Object.entries(manifest)
    .filter(([key, chunk]) => key.startsWith(`${door}/`) && chunk.isDynamicEntry === true)
    .map(([key]) => {
      const added = [...filesOf(manifest, [key])].filter((file) => !frame.has(file));
      const mostKb = key.includes('/risk/') ? MOST_RISK_KB : MOST_LATE_KB;
      return { key, kb: weightKb(new Set(added)), mostKb };
    })
    .sort((left, right) => right.kb / right.mostKb - left.kb / left.mostKb);
  const [largest] = screens;
  if (largest === undefined) throw new Error(`${door} has no screen that is loaded late`);
  return {
    text: `${door}, the largest of ${screens.length} screens that are loaded late, ${largest.key}: ${figure(largest.kb, 1)} kB gzip, target ≤ ${largest.mostKb} kB`,
    isReached: largest.kb <= largest.mostKb,
  };
}

/** Scripts that come with some entries, by the names that files are imported under. */
function filesOf(manifest: Manifest, keys: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`the build has no ${key}`);
    if (seen.has(chunk.file)) return;
    seen.add(chunk.file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const key of keys) visit(key);
  return seen;
}

const weightKb = (files: ReadonlySet<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file))).length, 0) / KB;
